"""The numbers and bullets of list items and headings, which the format only implies."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ethnocode.ingest.numerals import BULLET, numeral
from ethnocode.ingest.odt.names import TEXT, number_of
from ethnocode.ingest.odt.styles import Level, Levels, Styles

_STYLES = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_LARGEST_START = 1_000_000
_DEEPEST = 10

Counts = dict[int, int]
"""The number last given on each level."""


@dataclass(frozen=True, slots=True)
class Place:
    """A list that is being read.

    Args:
        style: Name of its style; empty where the paragraphs bring it.
        level: 1 for an outermost list.
        counts: Shared with the lists around and inside it.
    """

    style: str
    level: int
    counts: Counts = field(default_factory=dict)


class Lists:
    """The lists of a document, in reading order."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._headings: Counts = {}
        self._by_id: dict[str, Counts] = {}
        self._by_style: dict[str, Counts] = {}

    def enter(self, element: Element, *, around: Place | None) -> Place:
        """Begin a list, or go on with an earlier one."""
        style = element.get(f"{TEXT}style-name") or (around.style if around else "")
        if around:
            return Place(style, min(around.level + 1, _DEEPEST), around.counts)
        counts: Counts = {}
        if element.get(f"{TEXT}continue-numbering") == "true":
            counts = self._by_style.get(style, counts)
        counts = self._by_id.get(element.get(f"{TEXT}continue-list", ""), counts)
        self._by_style[style] = counts
        for name, value in element.items():
            if name.endswith("}id"):
                self._by_id[value] = counts
        return Place(style, 1, counts)

    def label(self, item: Element, paragraph: Element, *, at: Place) -> str:
        """Return the number or bullet of an item, whose first paragraph tells its style."""
        start = number_of(item, f"{TEXT}start-value", default=-1, most=_LARGEST_START)
        style = at.style or self._styles.list_of(paragraph.get(f"{TEXT}style-name", ""))
        levels = self._styles.levels(item.get(f"{TEXT}style-override") or style)
        _count(at.counts, levels, at.level, start=start)
        return item.findtext(f"{TEXT}number") or _written(at.counts, levels, at.level)

    def heading_label(self, heading: Element, *, level: int) -> str:
        """Return the number of a heading that stands in no list."""
        if heading.get(f"{TEXT}is-list-header") == "true":
            return ""
        start = number_of(heading, f"{TEXT}start-value", default=-1, most=_LARGEST_START)
        _count(self._headings, self._styles.outline, level, start=start)
        return _written(self._headings, self._styles.outline, level)


def _count(counts: Counts, levels: Levels, level: int, *, start: int) -> None:
    """Count one more on a level; the levels below begin again."""
    first = levels.get(level, Level()).start
    counts[level] = start if start >= 0 else counts.get(level, first - 1) + 1
    for deeper in [deeper for deeper in counts if deeper > level]:
        del counts[deeper]


def _written(counts: Counts, levels: Levels, at: int) -> str:
    level = levels.get(at)
    if level is None:
        return ""
    if level.bullet:
        # Letters, and signs of private use, mean nothing without their symbol font.
        meant = level.bullet.isprintable() and not level.bullet.isalnum()
        return f"{level.prefix}{level.bullet if meant else BULLET}{level.suffix}"
    if not level.numerals:
        return ""
    shown = [
        numeral(counts.get(above, found.start), _STYLES.get(found.numerals, "decimal"))
        for above in range(max(1, at - level.shown + 1), at + 1)
        if (found := levels.get(above)) and found.numerals
    ]
    return f"{level.prefix}{'.'.join(shown)}{level.suffix}"
