"""A consensus layer: codings made of those that several coders gave."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ethnocode.model import Anchor, Coding, Source, Span
from ethnocode.store import Store

CONSENSUS = "consensus"
"""Name of a consensus layer, unless another is given."""

RESOLVE = "coding resolve"
"""Action of the events that make one."""

ORIGIN = "consensus:"
"""Begins the origin of a coding of a consensus; the numbers of what it is made of follow."""


def consensus_layers(store: Store) -> frozenset[str]:
    """Return the names of layers that coders settled on, whatever these are called.

    A layer is known by how it was made: it has a coding made of those of others, or none
    and passages that were settled. Codings that were put into it by hand do not make it a
    coder's own.
    """
    made = store.codings.coders_by_origin(ORIGIN)
    uncoded = store.readings.coders() - made - store.codings.coders().keys()
    return made | (uncoded & store.events.readers_by(RESOLVE)) if uncoded else made


@dataclass(frozen=True, slots=True)
class Settled:
    """A code that stands in a place, by codings that gave it there.

    Args:
        source: Its source.
        span: The place: a unit, or a run of words.
        code: Full id.
        codings: Those that gave it; they may reach out of the place.
        memo: Who agreed, or what was decided.
    """

    source: Source
    span: Span
    code: str
    codings: tuple[Coding, ...]
    memo: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of a coding that stand."""

    span: Span
    coding: Coding
    memo: str


def made_one(
    settled: Sequence[Settled], texts: Mapping[str, str], *, name: str, now: str
) -> list[Coding]:
    """Return the codings that a consensus has of what is settled, in order of text and code.

    A coding is cut to the places in which it stands, and stays whole over places with
    nothing but white space between them. Those of one code that share a character are one
    coding, from the first character to the last; it keeps the values of properties that
    all of them record.

    Args:
        settled: Codes that stand.
        texts: Text of each source by its name.
        name: Coder whose layer it is.
        now: Time, as rows keep it.
    """
    found: dict[tuple[int, str], list[Settled]] = {}
    for one in settled:
        found.setdefault((int(one.source.id), one.code), []).append(one)
    return [
        _coding(rows[0], run, texts[rows[0].source.name], name=name, now=now)
        for _, rows in sorted(found.items())
        for run in _runs(_pieces(rows, texts[rows[0].source.name]))
    ]


def _pieces(rows: Sequence[Settled], text: str) -> list[_Piece]:
    places: dict[int, list[tuple[Span, str]]] = {}
    codings = {coding.id: coding for row in rows for coding in row.codings}
    for row in rows:
        for coding in row.codings:
            places.setdefault(coding.id, []).append((row.span, row.memo))
    found = [
        _Piece(kept, codings[id_], _said(memos))
        for id_, where in places.items()
        for span, memos in _cut(codings[id_].anchor.span, where, text)
        if (kept := span.trimmed(text))
    ]
    return sorted(found, key=lambda piece: (piece.span, piece.coding.id))


def _cut(
    span: Span, places: Sequence[tuple[Span, str]], text: str
) -> Iterator[tuple[Span, list[str]]]:
    """Yield the parts of a coding in some places, neighbouring ones as one."""
    run: Span | None = None
    said: list[str] = []
    for place, memo in sorted(places):
        part = Span(max(span.start, place.start), min(span.end, place.end))
        if run is not None and text[run.end : part.start].strip():
            yield run, said
            run, said = None, []
        run = part if run is None else Span(run.start, part.end)
        said.append(memo)
    if run is not None:
        yield run, said


def _runs(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Yield sorted pieces, those that share a character together."""
    run: list[_Piece] = []
    reach = 0
    for piece in pieces:
        if run and piece.span.start >= reach:
            yield run
            run = []
        run.append(piece)
        reach = max(reach, piece.span.end)
    if run:
        yield run


def _coding(settled: Settled, run: Sequence[_Piece], text: str, *, name: str, now: str) -> Coding:
    whole = Span(run[0].span.start, max(piece.span.end for piece in run))
    codings = {piece.coding.id: piece.coding for piece in run}
    shared = set.intersection(*(set(coding.properties) for coding in codings.values()))
    return Coding(
        id=0,
        guid=str(uuid.uuid4()),
        source=settled.source.name,
        code=settled.code,
        anchor=Anchor.at(whole, text=text, digest=settled.source.digest),
        coder=name,
        created=now,
        origin=ORIGIN + ",".join(map(str, sorted(codings))),
        memo=_said(piece.memo for piece in run),
        properties=tuple(sorted(shared)),
    )


def _said(memos: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(memos))
