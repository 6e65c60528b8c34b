"""Sources read by two processes are read as by one."""

from __future__ import annotations

import os

import pytest

from ethnocode.model import Code, Cues, Position, Span
from ethnocode.suggest.reading import many
from ethnocode.suggest.reading.many import Unread, read_many
from ethnocode.suggest.reading.passages import Passage
from ethnocode.suggest.reading.source import Reading

CODES = [
    Code(
        id="tins",
        book="toy",
        name="Tins",
        definition="",
        position=Position("toy.yaml"),
        cues=Cues(phrases=("in a tin",), patterns=(({"LOWER": "late"},),)),
    )
]


def source(n: int) -> Unread:
    text = f"Number {n}: the money is in a tin.\n\nThe bus was late {n} times." * (1 + n % 2)
    return Unread(f"{n}.txt", text, (Passage(Span(0, len(text)), (Span(0, len(text)),)),))


def plain(one: Reading) -> list[object]:
    arrays = [array.tolist() for array in (one.tokens, one.starts, one.ends, one.rows)]
    return [one.words, one.stems, *arrays, one.cues, one.badges]


def read(enough: int, sources: list[Unread]) -> tuple[list[list[object]], list[str]]:
    told: list[str] = []
    found, skipped = read_many(
        sources, codes=CODES, pipeline="", progress=told.append, enough=enough
    )
    assert skipped == ()
    return [plain(one) for one in found], told


def test_two_processes_read_what_one_does() -> None:
    sources = [source(n) for n in range(7)]

    alone, told = read(10**9, sources)
    together, told_together = read(1, sources)

    assert together == alone
    assert [len(one[6]) for one in alone] == [2 + 2 * (n % 2) for n in range(7)]
    assert told == [f"reading {n} of 7 {n - 1}.txt" for n in range(1, 8)]
    assert len(told_together) < 7
    assert told_together[-1].startswith("reading 7 of 7 ")


def test_one_source_is_read_by_one_process() -> None:
    assert read(1, [source(0)])[0] == read(10**9, [source(0)])[0]


def test_what_a_process_that_was_ended_leaves_is_read_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sources = [source(n) for n in range(7)]
    alone, _ = read(10**9, sources)
    monkeypatch.setattr(many, "_read_alone", _end)

    assert read(1, sources)[0] == alone


def _end(*_: object) -> None:
    """Stand for a process that somebody ends."""
    os._exit(9)
