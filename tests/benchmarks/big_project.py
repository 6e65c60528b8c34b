"""Invented projects of any size, written straight into the tables for speed."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from ethnocode.model import Segment, SegmentKind, Span
from ethnocode.services.init import init_project
from ethnocode.store import DATABASE, NewSource, open_store
from ethnocode.text.normalise import sha256_of

CODES = 60
PARAGRAPH = "the tin was counted twice and the bus was late as it always is now. "
PARAGRAPHS = 100
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def build(folder: Path, *, codings: int, sources: int, codes: int = CODES) -> Path:
    """Write a project with so many codings, spread evenly over the sources."""
    rng = random.Random(codings)
    init_project(folder, name="big", author="author", codebooks=(), now=NOW)
    (folder / "codebook.yaml").write_text(codebook_text(codes), encoding="utf-8")
    with (
        open_store(folder, write=True) as store,
        store.write(actor="author", action="ingest", now=NOW) as transaction,
    ):
        for number in range(sources):
            store.sources.add(transaction, source(number), now=NOW.isoformat())
        for name in code_ids(codes):
            transaction.intern("codes", "code", name)
    with sqlite3.connect(folder / DATABASE) as db:
        digests = dict(db.execute("select id, digest from sources"))
        db.executemany(INSERT, rows(rng, codings, digests, codes=codes))
    return folder


INSERT = """
    insert or ignore into codings (guid, source_id, code_id, coder_id, start, "end", quote,
        prefix, suffix, digest, created, origin, status, memo, properties)
    values (?, ?, ?, 1, ?, ?, ?, '', '', ?, '2026-01-01T00:00:00+00:00', 'manual',
        'anchored', '', '{}')
"""


def rows(rng: random.Random, codings: int, digests: dict[int, str], *, codes: int):
    text = whole_text(0)
    sources = sorted(digests)
    for number in range(codings):
        source_id = sources[number % len(sources)]
        start = rng.randrange(len(text) - 300)
        end = start + rng.randint(20, 200)
        code = rng.randrange(codes) + 1
        yield str(number), source_id, code, start, end, "q" * (end - start), digests[source_id]


def code_ids(codes: int = CODES) -> list[str]:
    return [f"family{n // 6}.code{n}" if n % 6 else f"family{n // 6}" for n in range(codes)]


def codebook_text(codes: int) -> str:
    lines = ["ethnocode: 1", "id: big", "title: Big", "version: 1.0.0", "codes:"]
    for name in code_ids(codes):
        lines.append(f"  - {{id: {name}, name: {name}, definition: Invented.}}")
    return "\n".join(lines) + "\n"


def whole_text(number: int) -> str:
    return "\n\n".join(f"{number} {n} {PARAGRAPH * 3}".strip() for n in range(PARAGRAPHS))


def source(number: int) -> NewSource:
    text = whole_text(number)
    segments, at = [], 0
    for paragraph in text.split("\n\n"):
        span = Span(at, at + len(paragraph))
        segments.append(Segment(SegmentKind.PARAGRAPH, span, span.start))
        at = span.end + 2
    words = tuple((n, 40) for n in range(len(segments)))
    return source_of(number, text, segments, segment_words=words)


def source_of(
    number: int,
    text: str,
    segments: Sequence[Segment],
    *,
    segment_words: tuple[tuple[int, int], ...],
) -> NewSource:
    return NewSource(
        guid=f"source-{number}",
        path=f"{number:05}.txt",
        kind=("field-note", "interview", "document")[number % 3],
        title=str(number),
        date=None,
        wave=None,
        author="",
        original=text.encode(),
        text=text,
        digest=sha256_of(text),
        words=len(text.split()),
        segments=tuple(segments),
        marks=(),
        segment_words=segment_words,
        variables=(),
    )
