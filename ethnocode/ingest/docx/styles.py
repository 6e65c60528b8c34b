"""What paragraph styles say: headings, lists, hidden words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ethnocode.ingest.docx.names import (
    PARAGRAPH_PROPERTIES,
    RUN_PROPERTIES,
    W,
    is_on,
    number_of,
    value_of,
)

BODY_LEVEL = 9
"""Outline level of what is no heading; headings have 0 to 8."""

# Names of the built-in styles, as Word writes them in other languages.
_HEADING = re.compile(
    r"(?:heading|überschrift|berschrift|titre|título|titulo|titolo|titol|kop|rubrik|overskrift"
    r"|otsikko|nagłówek|nagwek|nadpis|címsor|cabeçalho|başlık|заголовок|見出し|标题|標題|제목)"
    r"[ _-]?(?P<level>[1-9])(?: (?:char|zchn|car))?",
    re.IGNORECASE,
)
_TITLE = re.compile(r"title|titel|titre|título|titolo|tytuł|otsikko|cím|название", re.IGNORECASE)
_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Style:
    """A style, without what it inherits.

    Args:
        name: As people see it.
        based_on: Id of the style that it goes on from, or empty.
        outline: Outline level, or ``None`` where it says nothing.
        numbering: Its list, or ``None`` where it says nothing.
        hidden: Whether its words are hidden, or ``None`` where it says nothing.
    """

    name: str
    based_on: str = ""
    outline: int | None = None
    numbering: Element | None = None
    hidden: bool | None = None


class Styles:
    """The styles of a document.

    Args:
        part: The part that lists them, or ``None``.
    """

    def __init__(self, part: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default = ""
        for element in part.iter(f"{W}style") if part is not None else ():
            id = element.get(f"{W}styleId", "")
            self._styles[id] = _style(element)
            paragraph = element.get(f"{W}type") == "paragraph"
            if paragraph and element.get(f"{W}default") in ("1", "true", "on"):
                self._default = id
        self._levels: dict[str, int] = {}
        self._lists: dict[str, tuple[Element, str] | None] = {}
        self._hides: dict[str, bool] = {}

    def used_by(self, properties: Element | None) -> str:
        """Return the id of the style of a paragraph of some properties."""
        own = properties.find(f"{W}pStyle") if properties is not None else None
        return value_of(own) or self._default

    def heading_level(self, id: str) -> int:
        """Return 1 to 9 for the style of a heading, else 0; a title is of level 1."""
        if id not in self._levels:
            self._levels[id] = self._heading_level(id)
        return self._levels[id]

    def is_title(self, id: str) -> bool:
        """Whether it is the style of the title of the whole document."""
        return any(_TITLE.fullmatch(name) for name in self._names(id)[:2])

    def numbering(self, id: str) -> tuple[Element, str] | None:
        """Return the list of a style and the style that puts it there."""
        if id not in self._lists:
            known = ((each.numbering, named) for named, each in self._chain(id))
            self._lists[id] = next(((found, by) for found, by in known if found is not None), None)
        return self._lists[id]

    def is_hidden(self, id: str) -> bool:
        """Whether the words of a style are hidden."""
        if id not in self._hides:
            known = (style.hidden for _, style in self._chain(id) if style.hidden is not None)
            self._hides[id] = next(known, False)
        return self._hides[id]

    def _heading_level(self, id: str) -> int:
        for _, style in self._chain(id):
            if style.outline is not None:
                return style.outline + 1 if style.outline < BODY_LEVEL else 0
        for name in self._names(id):
            match = _HEADING.fullmatch(name)
            if match:
                return int(match["level"])
        return 1 if self.is_title(id) else 0

    def _names(self, id: str) -> list[str]:
        """Return the names of a style and those it goes on from; the id where it has none."""
        return [id, *(style.name for _, style in self._chain(id))]

    def _chain(self, id: str) -> Iterator[tuple[str, Style]]:
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(id)
            if style is None:
                return
            yield id, style
            id = style.based_on


def _style(element: Element) -> Style:
    properties = element.find(PARAGRAPH_PROPERTIES)
    outline = properties.find(f"{W}outlineLvl") if properties is not None else None
    hidden = element.find(f"{RUN_PROPERTIES}/{W}vanish")
    return Style(
        value_of(element.find(f"{W}name")).strip(),
        value_of(element.find(f"{W}basedOn")),
        None if outline is None else max(0, number_of(outline, BODY_LEVEL)),
        properties.find(f"{W}numPr") if properties is not None else None,
        None if hidden is None else is_on(hidden),
    )
