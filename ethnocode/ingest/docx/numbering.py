"""Numbers and bullets of lists and headings, which Word computes and never writes down."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from ethnocode.ingest.docx.names import (
    MC,
    W,
    as_number,
    chosen,
    is_on,
    number_of,
    value_of,
)
from ethnocode.ingest.docx.styles import Styles
from ethnocode.ingest.numerals import BULLET, numeral

_PLACE = re.compile(r"%([1-9])")
_NO_LIST = "0"
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered.

    Args:
        start: First number.
        style: Name of the style of its numbers, or ``bullet``.
        pattern: What is written; ``%1`` stands for the number of the first level.
        legal: Whether all numbers are written as digits.
        restarts_after: The level after which it begins again, counted from 1; 0 for
            never, and ``None`` for any level above.
        joined: Whether nothing stands between the number and the words.
    """

    start: int = 1
    style: str = "decimal"
    pattern: str = ""
    legal: bool = False
    restarts_after: int | None = None
    joined: bool = False


@dataclass(slots=True)
class _List:
    """One list: its levels, and the counter that it shares with others."""

    levels: dict[int, Level]
    counter: dict[int, int]
    styled: dict[str, int]
    starts: dict[int, int]
    begun: set[int] = field(default_factory=set)


class Numbering:
    """Counts through a document; paragraphs must be asked for in its order.

    Args:
        part: The part that defines the lists, or ``None``.
        styles: Styles of paragraphs, which may be numbered.
    """

    def __init__(self, part: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = _lists(part, styles) if part is not None else {}

    def label(self, properties: Element | None, *, style: str) -> str:
        """Return what Word writes before a paragraph, with the space after it, or nothing.

        Args:
            properties: Of the paragraph.
            style: Id of its style.
        """
        place = self._place(properties, style=style)
        if place is None:
            return ""
        found, at = place
        level = found.levels.get(at)
        if level is None:
            return ""
        _count(found, at)
        written = _written(found, at, level)
        if level.joined:
            return written
        return f"{written.strip()} " if written.strip() else ""

    def _place(self, properties: Element | None, *, style: str) -> tuple[_List, int] | None:
        """Return the list and the level of a paragraph."""
        own = properties.find(f"{W}numPr") if properties is not None else None
        inherited = self._styles.numbering(style)
        id, at = _id_and_level(own)
        if inherited is not None and id is None:
            id, level = _id_and_level(inherited[0])
            styled = self._lists[id].styled.get(inherited[1]) if id in self._lists else None
            at = next((each for each in (at, styled, level) if each is not None), None)
        if id is None or id == _NO_LIST or id not in self._lists:
            return None
        return self._lists[id], at or 0


def _id_and_level(numbered: Element | None) -> tuple[str | None, int | None]:
    if numbered is None:
        return None, None
    id, level = numbered.find(f"{W}numId"), numbered.find(f"{W}ilvl")
    return (
        value_of(id) if id is not None else None,
        number_of(level, 0) if level is not None else None,
    )


def _count(found: _List, at: int) -> None:
    """Count one paragraph at a level, and begin the levels below it again."""
    counter = found.counter
    if at in found.starts and at not in found.begun:
        counter[at] = found.starts[at]
    else:
        counter[at] = counter[at] + 1 if at in counter else found.levels[at].start
    found.begun.add(at)
    for deeper in [level for level in counter if level > at]:
        after = found.levels[deeper].restarts_after if deeper in found.levels else None
        if at < (deeper if after is None else after):
            del counter[deeper]


def _written(found: _List, at: int, level: Level) -> str:
    """Return the number or the bullet of a level as it stands."""
    if level.style == "bullet":
        return _bullet(level.pattern)

    def number(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        named = found.levels.get(place, Level())
        style = "decimal" if level.legal and named.style != "none" else named.style
        start = found.starts.get(place, named.start)
        return numeral(found.counter.get(place, start), style)

    return _PLACE.sub(number, level.pattern).lstrip()


def _bullet(sign: str) -> str:
    """Return a bullet; signs of symbol fonts mean nothing without their font."""
    sign = sign.strip()
    if len(sign) == 1 and not sign.isalnum() and unicodedata.category(sign) not in ("Co", "Cn"):
        return BULLET if sign in "·§¨" else sign
    return BULLET


def _lists(part: Element, styles: Styles) -> dict[str, _List]:
    """Return the lists by their id."""
    kinds = {kind.get(f"{W}abstractNumId", ""): kind for kind in part.iter(f"{W}abstractNum")}
    numbers = {number.get(f"{W}numId", ""): number for number in part.iter(f"{W}num")}
    counters: dict[str, dict[int, int]] = {}
    found = {}
    for id, number in numbers.items():
        kind_id = _kind(value_of(number.find(f"{W}abstractNumId")), kinds, numbers, styles)
        kind = kinds.get(kind_id)
        own = kind.findall(f"{W}lvl") if kind is not None else []
        levels = {_at(level): _level(level) for level in own}
        styled = {value_of(level.find(f"{W}pStyle")): _at(level) for level in own}
        styled.pop("", None)
        starts = _override(number, levels)
        found[id] = _List(levels, counters.setdefault(kind_id, {}), styled, starts)
    return found


def _kind(id: str, kinds: dict[str, Element], numbers: dict[str, Element], styles: Styles) -> str:
    """Return the id of the kind of a list; it may be given by a style of lists."""
    kind = kinds.get(id)
    link = value_of(kind.find(f"{W}numStyleLink")) if kind is not None else ""
    listed = styles.numbering(link) if link else None
    number = numbers.get(value_of(listed[0].find(f"{W}numId"))) if listed else None
    return id if number is None else value_of(number.find(f"{W}abstractNumId"))


def _override(number: Element, levels: dict[int, Level]) -> dict[int, int]:
    """Apply what one list changes in its kind; return where its levels begin again."""
    starts = {}
    for override in number.findall(f"{W}lvlOverride"):
        at = _at(override)
        level, start = override.find(f"{W}lvl"), override.find(f"{W}startOverride")
        if level is not None:
            levels[at] = _level(level)
        if start is not None:
            starts[at] = number_of(start, 1)
            levels[at] = replace(levels.get(at, Level()), start=starts[at])
    return starts


def _at(level: Element) -> int:
    return min(max(as_number(level.get(f"{W}ilvl", ""), 0), 0), _LEVELS - 1)


def _level(level: Element) -> Level:
    style = level.find(f"{W}numFmt")
    for alternatives in level.findall(f"{MC}AlternateContent"):
        choice = chosen(alternatives)
        style = choice.find(f"{W}numFmt") if style is None and choice is not None else style
    restart = level.find(f"{W}lvlRestart")
    return Level(
        start=number_of(level.find(f"{W}start"), 0),
        style=value_of(style) or "decimal",
        pattern=value_of(level.find(f"{W}lvlText")),
        legal=is_on(level.find(f"{W}isLgl")),
        restarts_after=None if restart is None else number_of(restart, 0),
        joined=value_of(level.find(f"{W}suff")) == "nothing",
    )
