"""Styles: which paragraphs are titles and begin pages, and how lists are numbered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ethnocode.ingest.odt.names import FO, STYLE, TEXT, number_of

_LONGEST_CHAIN = 20
_LARGEST_START = 1_000_000
_LEVELS = 10
_BREAKS = ("page", "even-page", "odd-page")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered.

    Args:
        numerals: ``1``, ``a``, ``A``, ``i`` or ``I``; empty for no numbers.
        bullet: The sign of a list without numbers, or empty.
        prefix: What stands before the number.
        suffix: What stands after it.
        start: The first number.
        shown: How many levels are written, this one included.
    """

    numerals: str = ""
    bullet: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1


Levels = dict[int, Level]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A style of paragraphs, without what it inherits."""

    shown_as: str
    parent: str
    list: str | None
    master: str
    before: str | None
    after: str | None


class Styles:
    """The styles of a document, from all parts that hold any."""

    def __init__(self, *parts: Element) -> None:
        self.outline: Levels = {}
        self._paragraphs: dict[str, _Paragraph] = {}
        self._lists: dict[str, Levels] = {}
        for part in parts:
            for style in part.iter(f"{STYLE}style"):
                if style.get(f"{STYLE}family") == "paragraph":
                    self._paragraphs[style.get(f"{STYLE}name", "")] = _paragraph(style)
            for style in part.iter(f"{TEXT}list-style"):
                self._lists[style.get(f"{STYLE}name", "")] = _levels(style)
            for style in part.iter(f"{TEXT}outline-style"):
                self.outline = _levels(style)

    def levels(self, name: str) -> Levels:
        """Return how the levels of a list style are numbered."""
        return self._lists.get(name, {})

    def list_of(self, name: str) -> str:
        """Return the list style that a style of paragraphs brings, or nothing."""
        return next((style.list for style in self._chain(name) if style.list is not None), "")

    def is_title(self, name: str) -> bool:
        """Whether it is the style of the title of the whole document."""
        names = [name]
        for style in self._chain(name):
            names += (style.shown_as, style.parent)
        return "Title" in names

    def begins_page(self, name: str) -> bool:
        """Whether a paragraph of a style begins a page."""
        own = self._paragraphs.get(name)
        if own and own.master:
            return True
        known = (style.before for style in self._chain(name) if style.before is not None)
        return next(known, "") in _BREAKS

    def ends_page(self, name: str) -> bool:
        """Whether a page ends after a paragraph of a style."""
        known = (style.after for style in self._chain(name) if style.after is not None)
        return next(known, "") in _BREAKS

    def _chain(self, name: str) -> Iterator[_Paragraph]:
        for _ in range(_LONGEST_CHAIN):
            style = self._paragraphs.get(name)
            if style is None:
                return
            yield style
            name = style.parent


def _paragraph(style: Element) -> _Paragraph:
    properties = style.find(f"{STYLE}paragraph-properties")
    given = properties.attrib if properties is not None else {}
    return _Paragraph(
        style.get(f"{STYLE}display-name", ""),
        style.get(f"{STYLE}parent-style-name", ""),
        style.get(f"{STYLE}list-style-name"),
        style.get(f"{STYLE}master-page-name", ""),
        given.get(f"{FO}break-before"),
        given.get(f"{FO}break-after"),
    )


def _levels(style: Element) -> Levels:
    found = {}
    for level in style:
        at = number_of(level, f"{TEXT}level", default=0, most=_LEVELS)
        found[at] = Level(
            numerals=level.get(f"{STYLE}num-format", ""),
            bullet=level.get(f"{TEXT}bullet-char", ""),
            prefix=level.get(f"{STYLE}num-prefix", ""),
            suffix=level.get(f"{STYLE}num-suffix", ""),
            start=number_of(level, f"{TEXT}start-value", default=1, most=_LARGEST_START),
            shown=number_of(level, f"{TEXT}display-levels", default=1, most=_LEVELS),
        )
    return found
