"""Sources, their texts, segments and speakers."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ethnocode.model import (
    Mark,
    Segment,
    SegmentKind,
    Source,
    SourceId,
    Span,
    Speaker,
)
from ethnocode.store.marks import mark_rows, plain_mark
from ethnocode.store.transaction import Transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

_ALL = """
    select sources.id, sources.guid, sources.path, sources.kind, sources.title,
        sources.date, sources.wave, sources.digest, sources.sha256, sources.author,
        texts.characters, texts.words, sources.cutting_id,
        case when count(*) over (partition by sources.basename) = 1
            then sources.basename else sources.path end as name
    from sources join texts on texts.digest = sources.digest
    order by sources.path
"""
_TEXT = "select text from texts where digest = :digest"
_SEGMENTS = """
    select segments.kind, segments.start, segments."end", segments.words_from, segments.date,
        segments.time, segments.speaker, segments.page, segments.heading
    from segments join sources on sources.cutting_id = segments.cutting_id
    where sources.id = :source
    order by segments.start, segments."end" desc, segments.kind
"""
_PASSAGES = """
    select segments.start, segments."end", segments.speaker
    from segments join sources on sources.cutting_id = segments.cutting_id
    where sources.id = :source and segments.passage = 1
    order by segments.start
"""
_ENTRIES = """
    select sources.id as source, segments.start, segments.date
    from segments join sources on sources.cutting_id = segments.cutting_id
    where segments.kind = 'entry'
    order by sources.id, segments.start
"""
_SPEAKERS = """
    select sources.id as source, segments.speaker as label, persons.pseudonym as person,
        count(*) as turns, sum(segments.words) as words
    from segments
    join sources on sources.cutting_id = segments.cutting_id
    left join speakers on speakers.source_id = sources.id and speakers.label = segments.speaker
    left join persons on persons.id = speakers.person_id
    where segments.kind = 'turn'
    group by sources.id, segments.speaker
    order by sources.id, min(segments.start)
"""
_COUNTS = """
    select sources.id as source, segments.kind as kind, count(*) as n
    from segments join sources on sources.cutting_id = segments.cutting_id
    where segments.kind in ('entry', 'turn')
    group by sources.id, segments.kind
"""
_TIMED = """
    select distinct sources.id as source
    from segments join sources on sources.cutting_id = segments.cutting_id
    where segments.kind = 'turn' and segments.time is not null
"""
_VARIABLES = "select variables from sources where id = :source"
_ORIGINAL = "select bytes from originals where sha256 = :sha256"
_SPEAKER = "select id from speakers where source_id = :source and label = :label"
_CUTTING = "select id from cuttings where key = :key"


@dataclass(frozen=True, slots=True)
class NewSource:
    """A source about to be stored.

    Args:
        guid: Identity, made by the caller.
        path: Path below the ingested folder, ``/`` between parts.
        original: The file's bytes.
        text: Canonical text.
        digest: SHA-256 of the canonical text.
        words: Words in the text.
        segments: How the text is cut.
        marks: What else is known of its words, sorted.
        segment_words: Words of each passage, by index into ``segments``.
        variables: What else the file said of itself.
    """

    guid: str
    path: str
    kind: str
    title: str
    date: str | None
    wave: int | None
    author: str
    original: bytes
    text: str
    digest: str
    words: int
    segments: tuple[Segment, ...]
    marks: tuple[Mark, ...]
    segment_words: tuple[tuple[int, int], ...]
    variables: tuple[tuple[str, str], ...]


class SourceRepository:
    """Sources in, sources out."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self) -> list[Source]:
        """Return every source, by path."""
        return [_source(row) for row in self._db.query(_ALL)]

    def names(self) -> dict[int, str]:
        """Return the name of every source by its number."""
        return {row["id"]: row["name"] for row in self._db.query(_ALL)}

    def paths(self) -> dict[str, Source]:
        """Return every source by its path below the ingested folder."""
        return {row["path"]: _source(row) for row in self._db.query(_ALL)}

    def named(self, name: str) -> Source | None:
        """Return the source of a path or an unambiguous name, or ``None``."""
        by_path = self.paths()
        if name in by_path:
            return by_path[name]
        return next((source for source in by_path.values() if source.name == name), None)

    def text(self, source: Source) -> str:
        """Return the canonical text of a source."""
        return self.text_of(source.digest)

    def text_of(self, digest: str) -> str:
        """Return the text of any version by its digest."""
        return str(next(iter(self._db.query(_TEXT, {"digest": digest})))["text"])

    def original(self, source: Source) -> bytes:
        """Return the bytes that the current text was read from."""
        row = next(iter(self._db.query(_ORIGINAL, {"sha256": source.sha256})))
        return bytes(row["bytes"])

    def variables(self, source: Source) -> dict[str, str]:
        """Return what else the source said of itself."""
        row = next(iter(self._db.query(_VARIABLES, {"source": source.id})))
        return dict(json.loads(row["variables"]))

    def segments(self, source: Source) -> list[Segment]:
        """Return the segments of a source, outer before inner."""
        # All rows first: a query that is left half way for a damaged one would hold its lock.
        rows = list(self._db.query(_SEGMENTS, {"source": source.id}))
        return [segment_of(row) for row in rows]

    def passages(self, source: Source) -> list[tuple[Span, str | None]]:
        """Return the passages of a source, each with the label of who speaks it.

        A passage is a turn, else a paragraph or a table row.
        """
        rows = self._db.query(_PASSAGES, {"source": source.id})
        return [(Span(row["start"], row["end"]), row["speaker"]) for row in rows]

    def speakers(self) -> dict[SourceId, list[Speaker]]:
        """Return the speakers of every source, in order of first turn."""
        found: dict[SourceId, list[Speaker]] = defaultdict(list)
        for row in self._db.query(_SPEAKERS):
            speaker = Speaker(row["label"], row["person"], row["turns"], int(row["words"]))
            found[row["source"]].append(speaker)
        return found

    def segment_counts(self) -> dict[tuple[SourceId, str], int]:
        """Return how many entries and turns each source has."""
        return {(row["source"], row["kind"]): row["n"] for row in self._db.query(_COUNTS)}

    def timed(self) -> frozenset[SourceId]:
        """Return the sources whose turns have a time."""
        return frozenset(SourceId(row["source"]) for row in self._db.query(_TIMED))

    def entry_dates(self) -> dict[SourceId, list[tuple[int, str | None]]]:
        """Return start and date of every dated entry, by source."""
        found: dict[SourceId, list[tuple[int, str | None]]] = defaultdict(list)
        for row in self._db.query(_ENTRIES):
            found[row["source"]].append((row["start"], row["date"]))
        return found

    def add(self, transaction: Transaction, new: NewSource, *, now: str) -> int:
        """Store a source and its content; return its number."""
        row = {
            "guid": new.guid,
            "path": new.path,
            "basename": new.path.rpartition("/")[2],
            "kind": new.kind,
            "wave": new.wave,
            **self._version(transaction, new),
            "added": now,
        }
        return transaction.insert_all("sources", [row])[0]

    def replace(self, transaction: Transaction, source: Source, new: NewSource) -> None:
        """Make a new version of a source the current one; the old text is kept.

        Its identity, name, kind and wave stay. Codings are carried by the caller.
        """
        transaction.update("sources", source.id, self._version(transaction, new))

    def correct(self, transaction: Transaction, source: Source, new: NewSource) -> None:
        """Change what is known of a source, and how its text is cut; the text stays.

        Raises:
            ValueError: The text is another; a caller's bug.
        """
        if new.digest != source.digest:
            raise ValueError("another text is a new version, not a correction")
        values = {
            "kind": new.kind,
            "wave": new.wave,
            "title": new.title,
            "date": new.date,
            "author": new.author,
            "cutting_id": self._cutting(transaction, new),
            "variables": _as_json(new.variables),
        }
        transaction.update("sources", source.id, values)

    def _version(self, transaction: Transaction, new: NewSource) -> dict[str, Any]:
        """Store the content of a version and return the columns that name it."""
        sha256 = hashlib.sha256(new.original).hexdigest()
        text = {
            "digest": new.digest,
            "text": new.text,
            "characters": len(new.text),
            "words": new.words,
        }
        transaction.add_content("texts", text)
        transaction.add_content("originals", {"sha256": sha256, "bytes": new.original})
        return {
            "title": new.title,
            "date": new.date,
            "author": new.author,
            "digest": new.digest,
            "sha256": sha256,
            "cutting_id": self._cutting(transaction, new),
            "variables": _as_json(new.variables),
        }

    def map_speakers(self, transaction: Transaction, pairs: Sequence[tuple[int, str, int]]) -> None:
        """Record which person speaks under a label: (source, label, person)."""
        transaction.insert_all(
            "speakers",
            [{"source_id": s, "label": label, "person_id": p} for s, label, p in pairs],
        )

    def map_speaker(
        self, transaction: Transaction, source: Source, label: str, *, person: int | None
    ) -> None:
        """Record who speaks under a label, instead of whoever did; ``None`` for nobody known."""
        known = list(self._db.query(_SPEAKER, {"source": source.id, "label": label}))
        if known and person is not None:
            transaction.update("speakers", known[0]["id"], {"person_id": person})
        elif known:
            transaction.delete("speakers", known[0]["id"])
        elif person is not None:
            self.map_speakers(transaction, [(source.id, label, person)])

    def _cutting(self, transaction: Transaction, new: NewSource) -> int:
        """Return the cutting of these segments over this text, adding it when new."""
        key = cutting_key(new.digest, new.segments, new.marks)
        for row in self._db.query(_CUTTING, {"key": key}):
            return int(row["id"])
        cutting = {"digest": new.digest, "key": key}
        number = transaction.add_numbered_content("cuttings", [cutting])[0]
        words = dict(new.segment_words)
        rows = (
            _segment_row(segment, cutting=number, words=words.get(index))
            for index, segment in enumerate(new.segments)
        )
        keys = transaction.add_numbered_content("segments", rows)
        if new.marks:
            transaction.add_numbered_content("marks", mark_rows(new.marks, cutting=number))
        passages = ((keys[index], new.segments[index].span.of(new.text)) for index in words)
        transaction.index_passages(passages)
        return number


def _as_json(variables: Sequence[tuple[str, str]]) -> str:
    return json.dumps(dict(variables), ensure_ascii=False, sort_keys=True)


def cutting_key(digest: str, segments: Sequence[Segment], marks: Sequence[Mark]) -> str:
    """Return the key of a cutting: SHA-256 over its text's digest, its segments and marks."""
    shape = json.dumps([_plain(segment) for segment in segments])
    # a text without marks has the key that it had before there were any
    marked = json.dumps([plain_mark(mark) for mark in marks]) if marks else ""
    return hashlib.sha256(f"{digest}{shape}{marked}".encode()).hexdigest()


def _plain(segment: Segment) -> tuple[Any, ...]:
    """Return a segment as ``dataclasses.astuple`` would, which takes six times as long."""
    return (
        segment.kind,
        (segment.span.start, segment.span.end),
        segment.words_from,
        segment.date,
        segment.time,
        segment.speaker,
        segment.page,
        segment.heading,
    )


def _source(row: dict[str, Any]) -> Source:
    return Source(
        id=SourceId(row["id"]),
        guid=row["guid"],
        name=row["name"],
        kind=row["kind"],
        title=row["title"],
        date=row["date"],
        wave=row["wave"],
        digest=row["digest"],
        sha256=row["sha256"],
        characters=row["characters"],
        words=row["words"],
        author=row["author"],
    )


def segment_of(row: dict[str, Any]) -> Segment:
    """Return the segment that a row keeps."""
    return Segment(
        kind=SegmentKind(row["kind"]),
        span=Span(row["start"], row["end"]),
        words_from=row["words_from"],
        date=row["date"],
        time=row["time"],
        speaker=row["speaker"],
        page=row["page"],
        heading=row["heading"],
    )


def _segment_row(segment: Segment, *, cutting: int, words: int | None) -> dict[str, Any]:
    return {
        "cutting_id": cutting,
        "kind": segment.kind.value,
        "start": segment.span.start,
        "end": segment.span.end,
        "words_from": segment.words_from,
        "passage": int(words is not None),
        "words": words,
        "date": segment.date,
        "time": segment.time,
        "speaker": segment.speaker,
        "page": segment.page,
        "heading": segment.heading,
    }
