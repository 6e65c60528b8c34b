"""Names of elements and attributes in Word documents."""

from __future__ import annotations

from xml.etree.ElementTree import Element

_OFFICE = "{http://schemas.openxmlformats.org/"
W = f"{_OFFICE}wordprocessingml/2006/main}}"
R = f"{_OFFICE}officeDocument/2006/relationships}}"
M = f"{_OFFICE}officeDocument/2006/math}}"
MC = f"{_OFFICE}markup-compatibility/2006}}"
A = f"{_OFFICE}drawingml/2006/main}}"
WP = f"{_OFFICE}drawingml/2006/wordprocessingDrawing}}"
CHART = f"{_OFFICE}drawingml/2006/chart}}"
DIAGRAM = f"{_OFFICE}drawingml/2006/diagram}}"
RELATIONSHIP = f"{_OFFICE}package/2006/relationships}}Relationship"
CONTENT_TYPE = f"{_OFFICE}package/2006/content-types}}Override"
V = "{urn:schemas-microsoft-com:vml}"

PARAGRAPH = f"{W}p"
TABLE = f"{W}tbl"
RUN_PROPERTIES = f"{W}rPr"
PARAGRAPH_PROPERTIES = f"{W}pPr"
BOX = f"{W}txbxContent"
VALUE = f"{W}val"
ID = f"{W}id"

_STRICT = "{http://purl.oclc.org/ooxml/"
_OFF = ("0", "false", "off", "none")


def usual(top: Element) -> Element:
    """Give the elements of a *strict* document the names that all others have.

    Strict documents say ``purl.oclc.org/ooxml/A/B`` where others say
    ``schemas.openxmlformats.org/A/2006/B``.
    """
    if not top.tag.startswith(_STRICT):
        return top
    for element in top.iter():
        element.tag = _usual(element.tag)
        if any(name.startswith(_STRICT) for name in element.attrib):
            named = {_usual(name): value for name, value in element.attrib.items()}
            element.attrib.clear()
            element.attrib.update(named)
    return top


def _usual(name: str) -> str:
    if not name.startswith(_STRICT):
        return name
    space, _, local = name.removeprefix(_STRICT).rpartition("}")
    first, _, rest = space.partition("/")
    return f"{_OFFICE}{first}/2006/{rest}}}{local}"


def value_of(element: Element | None) -> str:
    """Return the value that an element stands for; empty where there is none."""
    return element.get(VALUE, "") if element is not None else ""


def is_on(element: Element | None) -> bool:
    """Whether a switch is there and not turned off."""
    return element is not None and element.get(VALUE) not in _OFF


def number_of(element: Element | None, default: int) -> int:
    """Return the whole number that an element stands for."""
    return as_number(value_of(element), default)


def as_number(written: str, default: int) -> int:
    """Return a whole number of reasonable size, else the default."""
    digits = written.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 9):
        return default
    return int(written)


def chosen(alternatives: Element) -> Element | None:
    """Return the version of something that is written down in several.

    The others say the same for older programs: reading them all would double it.
    """
    choice = alternatives.find(f"{MC}Choice")
    return choice if choice is not None else alternatives.find(f"{MC}Fallback")
