"""Names of OpenDocument elements and attributes."""

from __future__ import annotations

from xml.etree.ElementTree import Element

_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT = f"{_OASIS}text:1.0}}"
TABLE = f"{_OASIS}table:1.0}}"
OFFICE = f"{_OASIS}office:1.0}}"
STYLE = f"{_OASIS}style:1.0}}"
DRAW = f"{_OASIS}drawing:1.0}}"
DR3D = f"{_OASIS}dr3d:1.0}}"
SVG = f"{_OASIS}svg-compatible:1.0}}"
FO = f"{_OASIS}xsl-fo-compatible:1.0}}"
DC = "{http://purl.org/dc/elements/1.1/}"

PARAGRAPH = f"{TEXT}p"
HEADING = f"{TEXT}h"
SOFT_PAGE_BREAK = f"{TEXT}soft-page-break"
CHANGE = f"{TEXT}change"


def number_of(element: Element, name: str, *, default: int, most: int) -> int:
    """Return an attribute that is a whole number, no larger than makes sense."""
    written = element.get(name, "")
    if not (written.isascii() and written.isdigit()):
        return default
    return min(int(written), most) if len(written) < 10 else most


def words_in(element: Element, name: str) -> str:
    """Return the plain words of a child, or nothing."""
    return " ".join((element.findtext(name) or "").split())
