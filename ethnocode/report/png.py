"""An SVG file as a PNG: the same bytes on every run."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

from ethnocode.errors import UsageError

FONT = Path(__file__).parent / "fonts" / "DejaVuSans-subset.ttf"
FAMILY = "DejaVu Sans"
_CSS_DPI = 96
_METRES_PER_INCH = 0.0254
_HEADER_END = 33
"""Where the second chunk of a PNG begins: after its signature and its header."""
_SIZE = re.compile(r'<svg [^>]*?width="(\d+)" height="(\d+)"')
_MOST_PIXELS = 150_000_000
_LATIN_END = 0x0460
_OTHERS_IN_FONT = ((0x1E80, 0x1EF3), (0x2010, 0x2022), (0x2026, 0x203A), (0x2190, 0x2193))


def png_bytes(svg: str, *, dpi: int) -> bytes:
    """Return an SVG drawn at a resolution, which the file states for word processors.

    Text is set in a typeface that comes with the program; only where it has not all the
    characters, the ones of the machine stand in.

    Raises:
        UsageError: It would have more pixels than programs open.
    """
    from resvg_py import svg_to_bytes

    _refuse_too_large(svg, dpi)
    drawn = svg_to_bytes(
        svg_string=svg,
        zoom=dpi / _CSS_DPI,
        skip_system_fonts=not _needs_others(svg),
        font_files=[str(FONT)],
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )
    return _with_resolution(bytes(drawn), dpi)


def _refuse_too_large(svg: str, dpi: int) -> None:
    found = _SIZE.search(svg)
    if found is None:
        return
    width, height = (round(int(part) * dpi / _CSS_DPI) for part in found.groups())
    if width * height > _MOST_PIXELS:
        raise UsageError(
            f"the picture is too large for a png: {width:,} by {height:,} pixels",
            hint="use a smaller --dpi, fewer codes, or --format svg",
        )


def _needs_others(svg: str) -> bool:
    return any(
        ord(char) >= _LATIN_END
        and not any(low <= ord(char) <= high for low, high in _OTHERS_IN_FONT)
        for char in set(svg)
    )


def _with_resolution(png: bytes, dpi: int) -> bytes:
    """Return a PNG that says how large it is meant to be."""
    dots = round(dpi / _METRES_PER_INCH)
    body = b"pHYs" + struct.pack(">IIB", dots, dots, 1)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return png[:_HEADER_END] + chunk + png[_HEADER_END:]
