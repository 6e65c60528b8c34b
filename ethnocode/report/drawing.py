"""What pictures have in common: their parts, a place in a page, and a file of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ethnocode.report.measure import wrap
from ethnocode.report.safe import html_text

DRAWING_STYLE = """
.drawing { font-family: var(--sans, "DejaVu Sans", "Noto Sans", Arial, sans-serif); }
.drawing text { fill: var(--ink, #23262a); font-size: 11px; }
.drawing .soft { fill: var(--soft, #62676d); }
.drawing .title { font-size: 16px; }
.drawing .rule { stroke: var(--rule, #dedad0); stroke-width: 1; }
"""
"""Colours of the page where there is one; fallbacks in a file of its own."""

PAPER = "#ffffff"
CHAR_WIDTH = 6.9
"""Of an average character of 11 pixels, in the widest of the usual typefaces."""

_COLOURS = (
    *("#0072b2", "#d55e00", "#009e73", "#cc79a7"),
    *("#e69f00", "#56b4e9", "#7a6a00", "#5b5b5b"),
)
"""Told apart by most who do not see all colours (Okabe and Ito 2008, two of them darkened)."""
_MARGIN = 24
_LINE = 16
_PARAGRAPH = 5
_PROSE_WIDTH = 6.3
"""Of an average character of prose, which has fewer wide ones than a name may have."""
_LEAST_WIDTH = 560
_LEGIBLE_WIDTH = 1000
_FALLBACK = re.compile(r"var\(--[\w-]+, ?((?:[^()]|\([^()]*\))*)\)")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as SVG elements.

    Args:
        title: What it shows.
        caption: What must be known to read it, one sentence each.
        width: In pixels.
        height: In pixels.
        parts: The elements.
        style: CSS that they need besides :data:`DRAWING_STYLE`; every ``var()`` has a fallback.
    """

    title: str
    caption: tuple[str, ...]
    width: float
    height: float
    parts: tuple[str, ...]
    style: str


def colour(look: int) -> str:
    """Return the colour of a look; looks beyond the eighth differ by their shape as well."""
    return _COLOURS[look % len(_COLOURS)]


def shape(look: int, x: float, y: float, r: float) -> str:
    """Return the outline of a mark as a path, so that looks differ without colour, too."""
    # Rounded before it is doubled: arcs that are too short for their ends are no circle.
    r = round(r, 1)
    d, third = r * 1.2, r * 0.4
    drawn = (
        f"M{x - r:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0"
        f"a{r:.1f} {r:.1f} 0 1 0 {-2 * r:.1f} 0z",
        f"M{x - r * 0.9:.1f} {y - r * 0.9:.1f}h{r * 1.8:.1f}v{r * 1.8:.1f}h{-r * 1.8:.1f}z",
        f"M{x:.1f} {y - d:.1f}L{x + d:.1f} {y:.1f}L{x:.1f} {y + d:.1f}L{x - d:.1f} {y:.1f}z",
        f"M{x:.1f} {y - d:.1f}L{x + d:.1f} {y + r * 0.9:.1f}H{x - d:.1f}z",
        f"M{x:.1f} {y + d:.1f}L{x + d:.1f} {y - r * 0.9:.1f}H{x - d:.1f}z",
        f"M{x - d:.1f} {y:.1f}L{x - d / 2:.1f} {y - r:.1f}h{d:.1f}L{x + d:.1f} {y:.1f}"
        f"L{x + d / 2:.1f} {y + r:.1f}h{-d:.1f}z",
        f"M{x - third:.1f} {y - d:.1f}H{x + third:.1f}V{y - third:.1f}H{x + d:.1f}"
        f"V{y + third:.1f}H{x + third:.1f}V{y + d:.1f}H{x - third:.1f}V{y + third:.1f}"
        f"H{x - d:.1f}V{y - third:.1f}H{x - third:.1f}z",
        f"M{x - d:.1f} {y:.1f}L{x + r * 0.9:.1f} {y - d:.1f}V{y + d:.1f}z",
        f"M{x + d:.1f} {y:.1f}L{x - r * 0.9:.1f} {y - d:.1f}V{y + d:.1f}z",
    )
    # Nine shapes and eight colours repeat together after 72 looks only.
    return drawn[look % len(drawn)]


def figure(drawing: Drawing) -> str:
    """Return a picture for a page that has its style, and its caption among the notes."""
    # A picture wider than the page shrinks as far as it stays legible, and then scrolls.
    least = f'style="min-width:{min(drawing.width, _LEGIBLE_WIDTH):.0f}px"'
    return f'<figure class="scroll" style="margin:0">\n{_svg(drawing, extra=least)}\n</figure>'


def svg_file(drawing: Drawing, *, about: Sequence[str] = ()) -> str:
    """Return a picture as one SVG file with title and caption, which needs nothing else.

    Args:
        about: Lines below the caption: of which study it is, counted how, made with what.
    """
    width = max(drawing.width, _LEAST_WIDTH) + 2 * _MARGIN
    room = int((width - 2 * _MARGIN) / _PROSE_WIDTH)
    head = wrap(drawing.title, int(room * 11 / 16))
    above = _MARGIN + len(head) * 22 + 10
    below, end = _paragraphs((*drawing.caption, *about), room, top=above + drawing.height + 30)
    height = end + _MARGIN - 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-labelledby="title desc">',
        f'<title id="title">{html_text(drawing.title)}</title>',
        f'<desc id="desc">{html_text(" ".join((*drawing.caption, *about)))}</desc>',
        f"<style>{DRAWING_STYLE}{drawing.style}</style>",
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="{PAPER}"/>',
        '<g class="drawing">',
        *_lines(head, x=_MARGIN, y=_MARGIN + 16, step=22, name="title"),
        "</g>",
        _svg(drawing, place=f'x="{_MARGIN}" y="{above}" '),
        '<g class="drawing">',
        *below,
        "</g></svg>",
    ]
    # A reader of SVG alone, such as a word processor, may know no variables.
    return _FALLBACK.sub(r"\1", "\n".join(parts)) + "\n"


def _paragraphs(texts: Iterable[str], room: int, *, top: float) -> tuple[list[str], float]:
    """Return texts as elements, one below the other, and where the next one would be."""
    found: list[str] = []
    y = top
    for text in texts:
        lines = wrap(text, room)
        found += _lines(lines, x=_MARGIN, y=y, step=_LINE, name="soft")
        y += len(lines) * _LINE + _PARAGRAPH
    return found, y


def _svg(drawing: Drawing, *, place: str = "", extra: str = "") -> str:
    size = f'width="{drawing.width:.0f}" height="{drawing.height:.0f}"'
    box = f'viewBox="0 0 {drawing.width:.0f} {drawing.height:.0f}"'
    name = f'role="img" aria-label="{html_text(drawing.title)}"'
    said = f"<desc>{html_text(' '.join(drawing.caption))}</desc>"
    inside = "\n".join((said, *drawing.parts))
    return f'<svg class="drawing" {place}{size} {box} {name} {extra}>\n{inside}\n</svg>'


def _lines(lines: Iterable[str], *, x: float, y: float, step: float, name: str) -> Iterable[str]:
    for number, line in enumerate(lines):
        at = f'x="{x:g}" y="{y + number * step:g}"'
        yield f'<text class="{name}" {at}>{html_text(line)}</text>'
