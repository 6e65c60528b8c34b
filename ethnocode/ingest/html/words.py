"""Words of one paragraph of a web page, spaced as a browser spaces them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ethnocode.ingest.blocks import BlockMark
from ethnocode.model import MarkKind

# Not the no-break space, which is no white space to a browser.
_SPACE = " \t\n\r\f"
_SPACES = re.compile(f"[{_SPACE}]+")


@dataclass(slots=True)
class Words:
    """The words of a paragraph as they come in."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    space: bool = False
    """Whether a space follows, if words follow."""
    marks: list[BlockMark] = field(default_factory=list)

    def add(self, words: str) -> None:
        """Add running words: each run of white space is one space, none at the ends."""
        inner = _SPACES.sub(" ", words)
        bare = inner.strip(" ")
        if bare:
            self.space = (self.space or inner[0] == " ") and not self._at_line_start()
            self.keep(bare)
        self.space = self.space or inner.endswith(" ")

    def keep(self, words: str) -> None:
        """Add words as they are."""
        if self.space:
            self._write(" ")
        self.space = False
        self._write(words)

    def break_line(self) -> None:
        """Begin a new line."""
        self.space = False
        self._write("\n")

    def mark(self, kind: MarkKind, words: str, *, date: str | None = None) -> None:
        """Mark this place with words that are not in the text."""
        self.marks.append(BlockMark(kind, self.length, self.length, words, date=date))

    def ends_with(self, end: str) -> bool:
        """Whether the last words end so, and no space follows."""
        return bool(self.pieces) and not self.space and self.pieces[-1].endswith(end)

    def take(self) -> tuple[str, tuple[BlockMark, ...]]:
        """Return words and marks, and begin anew."""
        taken = "".join(self.pieces), tuple(self.marks)
        self.pieces, self.marks = [], []
        self.length, self.space = 0, False
        return taken

    def _at_line_start(self) -> bool:
        return not self.pieces or self.pieces[-1].endswith("\n")

    def _write(self, words: str) -> None:
        self.pieces.append(words)
        self.length += len(words)
