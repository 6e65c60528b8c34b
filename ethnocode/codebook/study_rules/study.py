"""What a rule for a study sees."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ethnocode.model import (
    BUILT_IN_KINDS,
    Code,
    Codebook,
    Coding,
    CodingStatus,
    Memo,
    Person,
    Position,
    Source,
    Speaker,
)

_NEWLINE = re.compile("\n")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The codebook under which the first coding of a code was made.

    Args:
        version: The version of the study's codebook then.
        made: When that coding was made: aware UTC, ISO 8601.
        fields: What the code says otherwise now.
    """

    version: str
    made: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Study:
    """All that the rules for a study may look at.

    Args:
        codebook: The study's codebook, with all it extends.
        sources: Every source.
        speakers: Speakers of each source, by its name.
        codings: Every coding of every coder, in text order within a source.
        memos: Every memo.
        persons: Every person.
        texts: Canonical text of each source by its name; read only when asked for.
        kinds: Kinds of source that the settings declare.
        groups: Groups of persons that the settings declare.
        paths: Name of each source by its path below the ingested folder.
        earlier: By their full ids, codes of the study's own whose codings began under an
            earlier codebook.
    """

    codebook: Codebook
    sources: tuple[Source, ...]
    speakers: Mapping[str, tuple[Speaker, ...]]
    codings: tuple[Coding, ...]
    memos: tuple[Memo, ...] = ()
    persons: tuple[Person, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = BUILT_IN_KINDS
    groups: tuple[str, ...] = ()
    paths: Mapping[str, str] = field(default_factory=dict)
    earlier: Mapping[str, Earlier] = field(default_factory=dict)
    _line_starts: dict[str, list[int]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def place(self, source: str, start: int | None = None) -> Position:
        """Return where a character of a source is, by line and column; else the source."""
        text = None if start is None else self.texts.get(source)
        if start is None or text is None or start >= len(text):
            return Position(source)
        line_starts = self._line_starts_of(source, text)
        line = bisect_right(line_starts, start)
        return Position(source, line, start - line_starts[line - 1] + 1)

    def _line_starts_of(self, source: str, text: str) -> list[int]:
        """Return where each line of a text begins; counted once, for it may have many findings."""
        if source not in self._line_starts:
            starts = [0, *(match.end() for match in _NEWLINE.finditer(text))]
            self._line_starts[source] = starts
        return self._line_starts[source]

    def place_of(self, coding: Coding) -> Position:
        """Return where a coding is; one that waits for review has no place in the text."""
        waits = coding.status is CodingStatus.NEEDS_REVIEW
        return self.place(coding.source, None if waits else coding.anchor.span.start)

    def first_place(self, codings: Iterable[Coding]) -> Position:
        """Return where the first of a source's codings is, by preference one with a place."""
        first = min(codings, key=lambda c: (c.status is CodingStatus.NEEDS_REVIEW, c.anchor.span))
        return self.place_of(first)

    def code_place(self, code: Code) -> Position:
        """Return where a code is written, if in the study's own codebook; else that codebook."""
        own = code.position.path == self.codebook.path
        return code.position if own else Position(self.codebook.path)

    def anchored(self) -> Iterator[Coding]:
        """Yield the codings that have a place in the text: those that do not wait for review."""
        return (coding for coding in self.codings if coding.status is CodingStatus.ANCHORED)

    def codes_used(self) -> dict[str, Code | None]:
        """Return, for each id that codings have, the code that it means."""
        used = sorted({coding.code for coding in self.codings})
        return {id_: self.codebook.code_named(id_) for id_ in used}


def is_coded(study: Study) -> bool:
    """Whether coding has begun; before, nothing can be said of codings."""
    return bool(study.codings)
