"""What a rule for a study sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ethnocode.model import Codebook, Coding, Memo, Person, Position, Source, Speaker


@dataclass(frozen=True, slots=True)
class Study:
    """All that the rules for a study may look at.

    Args:
        codebook: The study's codebook, with all it extends.
        sources: Every source.
        speakers: Speakers of each source, by its name.
        codings: Every coding of every coder.
        memos: Every memo.
        persons: Every person.
        texts: Canonical text of each source by its name; read only when asked for.
    """

    codebook: Codebook
    sources: tuple[Source, ...]
    speakers: Mapping[str, tuple[Speaker, ...]]
    codings: tuple[Coding, ...]
    memos: tuple[Memo, ...] = ()
    persons: tuple[Person, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)

    def place(self, source: str, start: int | None = None) -> Position:
        """Return where a character of a source is, by line and column; else the source."""
        if start is None:
            return Position(source)
        before = self.texts[source][:start]
        return Position(source, before.count("\n") + 1, start - before.rfind("\n"))
