"""Full-text search over passages: turns, paragraphs and table rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ethnocode.model import Span

if TYPE_CHECKING:
    from sqlite_utils import Database

_OPEN, _CLOSE = "\x02", "\x03"
_SEARCH = """
    select sources.id as source, segments.start, segments.speaker,
        highlight(passages_fts, 0, :open, :close) as marked
    from passages_fts
    join segments on segments.id = passages_fts.rowid
    join sources on sources.cutting_id = segments.cutting_id
    left join speakers on speakers.source_id = sources.id and speakers.label = segments.speaker
    left join persons on persons.id = speakers.person_id
    where passages_fts match :query
        and (:kind is null or sources.kind = :kind)
        and (:speaker is null or segments.speaker = :speaker or persons.pseudonym = :speaker)
    order by passages_fts.rowid
    limit :limit
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers a search.

    Args:
        source: Number of the source.
        passage: Where the passage is.
        speaker: Label of who speaks, or ``None``.
        spans: The words that matched, in code points of the source's text.
        body: Text of the passage.
    """

    source: int
    passage: Span
    speaker: str | None
    spans: tuple[Span, ...]
    body: str


class SearchIndex:
    """The full-text index, queried."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(
        self, query: str, *, kind: str | None, speaker: str | None, limit: int | None
    ) -> list[Hit]:
        """Return passages that answer a query, in the order of ingest.

        Args:
            query: FTS5 expression; build it with :func:`fts_query`.
            kind: Only sources of this kind.
            speaker: Only passages of this label or pseudonym.
            limit: At most so many passages.
        """
        where = {
            "query": query,
            "kind": kind,
            "speaker": speaker,
            "limit": -1 if limit is None else limit,
            "open": _OPEN,
            "close": _CLOSE,
        }
        return [
            _hit(row["source"], row["start"], row["speaker"], row["marked"])
            for row in self._db.query(_SEARCH, where)
        ]


def fts_query(words: str) -> str:
    """Return an FTS5 expression for what a person typed.

    Every word must occur in the passage, in any order; words within double
    quotes form a phrase; a word that ends in ``*`` matches its beginning.
    Nothing typed is read as FTS5 syntax, so nothing can be malformed.
    """
    terms = []
    for index, part in enumerate(words.split('"')):
        pieces = [part] if index % 2 else part.split()
        for piece in pieces:
            if any(character.isalnum() for character in piece):
                star = "*" if piece.endswith("*") else ""
                terms.append('"' + piece.removesuffix("*").strip() + '"' + star)
    return " ".join(terms)


def _hit(source: int, start: int, speaker: str | None, marked: str) -> Hit:
    spans, plain = [], []
    at = start
    for index, piece in enumerate(marked.split(_OPEN)):
        inside, found, rest = piece.partition(_CLOSE)
        if index and found:
            spans.append(Span(at, at + len(inside)))
        plain.append(inside + rest)
        at += len(inside) + len(rest)
    body = "".join(plain)
    return Hit(source, Span(start, start + len(body)), speaker, tuple(spans), body)
