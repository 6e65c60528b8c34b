"""What suggestions are made from, in plain figures, for it may be a hundred thousand rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ethnocode.model import SourceId

if TYPE_CHECKING:
    from sqlite_utils import Database

_CUT = """
    select segments.words_from, segments."end", segments.speaker, segments.passage
    from segments join sources on sources.cutting_id = segments.cutting_id
    where sources.id = :source and (segments.passage = 1 or segments.kind = 'sentence')
    order by segments.start, segments."end" desc
"""
_UNSPOKEN = """
    select marks.start, marks."end"
    from marks join sources on sources.cutting_id = marks.cutting_id
    where sources.id = :source and marks.start < marks."end" and marks.kind in (
        'time', 'observer-comment', 'quoted', 'attribution', 'signature'
    )
    union
    select segments.start, segments."end"
    from segments join sources on sources.cutting_id = segments.cutting_id
    where sources.id = :source and segments.kind = 'heading'
    order by 1, 2
"""
_GIVEN = """
    select codings.source_id, codings.start, codings."end", codings.digest, codes.code,
        codings.origin like 'suggestion:%' or codings.origin = 'review'
    from codings
    join codes on codes.id = codings.code_id
    join coders on coders.id = codings.coder_id
    where coders.name = :coder and codings.status = 'anchored'
    order by codings.source_id, codings.start, codings."end", codes.code
"""
_REFUSED = """
    select suggestions.source_id, suggestions.start, suggestions."end", suggestions.digest,
        codes.code, 1
    from suggestions join codes on codes.id = suggestions.code_id
    where suggestions.decided_by = :coder and (
        suggestions.status in ('rejected', 'corrected') and not exists (
            select 1 from codings where codings.guid = suggestions.correction
                and codings.code_id = suggestions.code_id
        )
        or suggestions.status = 'accepted'
            and 'suggestion:' || suggestions.id not in (select origin from codings)
    )
    order by suggestions.source_id, suggestions.start, suggestions."end", codes.code
"""
_WAITING = """
    select suggestions.id, suggestions.source_id, suggestions.start, suggestions."end",
        suggestions.digest, codes.code, suggestions.engine, suggestions.score, suggestions.band
    from suggestions join codes on codes.id = suggestions.code_id
    where suggestions.status = 'undecided'
    order by suggestions.source_id, suggestions.start, suggestions."end", suggestions.id
"""
_STATE = (
    "select path, kind, author, digest, cutting_id, id from sources order by id",
    "select source_id, label, person_id from speakers order by id",
    """select id, pseudonym, "group", author, aliases from persons order by id""",
    "select id, code from codes order by id",
    """
    select codings.id, source_id, code_id, start, "end", digest, status, origin
    from codings join coders on coders.id = codings.coder_id where coders.name = :coder
    order by codings.id
    """,
    """
    select readings.id, source_id, start, "end", digest
    from readings join coders on coders.id = readings.coder_id
    where coders.name = :coder and readings.created <> ''
    order by readings.id
    """,
    """
    select id, source_id, code_id, start, "end", digest, engine, score, status, band, decided_by
    from suggestions order by id
    """,
)
"""All that a run of suggestions reads, its own earlier work included."""

_CHUNK = 10_000


class Cut(NamedTuple):
    """How a source is cut: stretches of words with who speaks, sentences, unspoken parts.

    Args:
        stretches: First character of the words proper, end, and label of the speaker.
        sentences: Start and end of each.
        unspoken: Start and end of words that nobody says there: headings, times, comments
            of the observer, quoted e-mails and their attributions, signatures.
    """

    stretches: list[tuple[int, int, str | None]]
    sentences: list[tuple[int, int]]
    unspoken: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Bearing:
    """A code that was given to, or refused for, some words.

    Args:
        source: Number of the source.
        start: First character.
        end: One after the last.
        digest: Of the text version.
        code: Id as it is stored.
        by_suggestion: Whether a suggestion or a review brought the coder there.
    """

    source: SourceId
    start: int
    end: int
    digest: str
    code: str
    by_suggestion: bool


class Waiting(NamedTuple):
    """An undecided suggestion, without its words and reasons.

    Args:
        number: Of the suggestion.
        source: Number of the source.
        start: First character.
        end: One after the last.
        digest: Of the text version.
        code: Id as it is stored.
        engine: Name and version.
        score: From 0 to 1.
        band: How likely it was held to be right.
    """

    number: int
    source: int
    start: int
    end: int
    digest: str
    code: str
    engine: str
    score: float
    band: str


class BasisRepository:
    """What suggestions are made from, out."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def cut(self, source: SourceId) -> Cut:
        """Return how the current text of a source is cut, in text order."""
        found = Cut([], [], [])
        where: dict[str, Any] = {"source": source}
        for start, end, speaker, is_passage in self._db.execute(_CUT, where):
            if is_passage:
                found.stretches.append((start, end, speaker))
            else:
                found.sentences.append((start, end))
        found.unspoken.extend(self._db.execute(_UNSPOKEN, where))
        return found

    def given(self, coder: str) -> Iterator[Bearing]:
        """Yield what a coder has coded, in text order; not what waits for review."""
        return self._bearings(_GIVEN, coder)

    def refused(self, coder: str) -> Iterator[Bearing]:
        """Yield what a coder has rejected, given another code, or accepted and since removed.

        What she accepted on words that she had coded herself is among it: that code was given.
        """
        return self._bearings(_REFUSED, coder)

    def waiting(self) -> Iterator[Waiting]:
        """Yield the undecided suggestions, in text order within a source."""
        return map(Waiting._make, self._db.execute(_WAITING))

    def fingerprint(self, coder: str) -> str:
        """Return the SHA-256 of all that a run of suggestions for a coder reads.

        Texts and cuttings enter by their digests and numbers, for they never change.
        """
        whole = hashlib.sha256()
        for query in _STATE:
            where = {"coder": coder} if ":coder" in query else {}
            cursor = self._db.execute(query, where)
            while rows := cursor.fetchmany(_CHUNK):
                whole.update(repr(rows).encode("utf-8", "surrogatepass"))
            whole.update(b";")
        return whole.hexdigest()

    def _bearings(self, query: str, coder: str) -> Iterator[Bearing]:
        for source, start, end, digest, code, by in self._db.execute(query, {"coder": coder}):
            yield Bearing(source, start, end, digest, code, bool(by))
