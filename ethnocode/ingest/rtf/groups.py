"""What holds within a group of RTF, and what the groups with words are."""

from __future__ import annotations

from dataclasses import dataclass, field

from ethnocode.ingest.rtf.story import Story

TEXT_GROUPS = ("footnote", "annotation", "shptxt", "dptxbxtext")
FURNITURE_GROUPS = (
    *("header", "headerl", "headerr", "headerf"),
    *("footer", "footerl", "footerr", "footerf"),
)
STORY_GROUPS = frozenset((*TEXT_GROUPS, *FURNITURE_GROUPS))
"""Groups whose paragraphs are apart from those around them."""

PLAIN_GROUPS = frozenset(
    (
        *("fonttbl", "stylesheet", "revtbl", "title", "listtext", "pntext"),
        *("atnid", "atnauthor", "atnref", "atndate", "atrfstart", "atrfend"),
    )
)
"""Groups that say something in a few words."""

OPEN_GROUPS = frozenset(
    (
        *("info", "ud", "shp", "shpgrp", "shpinst", "do", "result", "moMath", "moMathPara"),
        *("macc", "mbar", "mborderBox", "mbox", "md", "mdeg", "me", "meqArr", "mf", "mfName"),
        *("mfunc", "mden", "mgroupChr", "mlim", "mlimlow", "mlimupp", "mlimLow", "mlimUpp"),
        *("mm", "mmr", "mnary", "mnum", "mr", "mrad", "msPre", "msSub", "msSubSup", "msSup"),
        *("msub", "msup"),
    )
)
"""Groups that are only around others: drawings, objects and formulas."""


@dataclass(slots=True)
class Group:
    """What the braces around a place say; a group inside begins with the same.

    Args:
        story: What its words belong to.
        plain: Where its words go instead, if to no story.
        inside: The group of plain words that it is in, or empty.
        opened: The word that made it what it is; empty for a group of formatting.
        skipped: Whether its words are no words of the text.
        optional: Whether it goes only if its first word is known.
        twofold: Whether it holds the same words twice, last in Unicode.
        font: Number of the font, or ``None``.
        fallback: How many characters stand for one in Unicode.
        deleted: Whether its words are deleted.
        deleter: Number of who deleted them.
        deleted_on: When, as the format packs it.
        in_table: Whether its paragraphs are in a table.
        outline: Outline level of its paragraphs, or ``None``.
        style: Number of their style.
    """

    story: Story
    plain: list[str] | None = None
    inside: str = ""
    opened: str = ""
    skipped: bool = False
    optional: bool = False
    twofold: bool = False
    font: int | None = None
    fallback: int = 1
    deleted: bool = False
    deleter: int = 0
    deleted_on: int = 0
    in_table: bool = False
    outline: int | None = None
    style: int = 0


@dataclass(slots=True)
class Stylesheet:
    """The styles of paragraphs: what of them makes headings."""

    levels: dict[int, int] = field(default_factory=dict)
    titles: set[int] = field(default_factory=set)
    _outline: int | None = None
    _number: int = 0

    def number(self, number: int) -> None:
        """Begin the style of a number."""
        self._number = number

    def outline(self, level: int) -> None:
        """Take in the outline level of the style that was begun."""
        self._outline = level

    def named(self, name: str) -> None:
        """End the style that was begun with its name."""
        folded = name.casefold()
        last = folded[-1:]
        if folded == "title":
            self.titles.add(self._number)
            self.levels[self._number] = 1
        elif self._outline is not None:
            self.levels[self._number] = heading_level(self._outline)
        elif folded.startswith("heading ") and last in "123456789":
            self.levels[self._number] = int(last)
        self._number, self._outline = 0, None


def heading_level(outline: int) -> int:
    """Return 1 to 9 for an outline level that is a heading's, else 0."""
    return outline + 1 if 0 <= outline < 9 else 0
