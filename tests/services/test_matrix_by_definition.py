"""Codes by values in whole studies against their definition, character by character."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from test_filters_by_definition import (
    GROUPS,
    Char,
    Cli,
    Definition,
    Study,
    days,
    is_between,
    random_selection,
    rows,
    shown,
    study,
    voice,
)

from ethnocode.model import WHOLE_STUDY, Count, Selection, Unit
from ethnocode.services.reports.matrix import matrix_report
from ethnocode.services.sources import list_sources, show_source

__all__ = ["study"]

BY = ("person", "group", "speaker", "kind", "wave", "source", "month", "year")
COUNTS = (Count.UNITS, Count.SEGMENTS, Count.SOURCES, Count.PERSONS, Count.CHARS)
LATE = "Maud: We never met again.\n\nWoman: Nor did we.\n\nMaud: That was all of it.\n"
PICTURES = {"month": 7, "year": 4}
ALWAYS = {
    "person": (*GROUPS, "Tam"),
    "group": ("resident", "council", "provider"),
    "kind": ("field-note", "interview", "document", "email"),
}
DRAWS = 50
Values = dict[str, dict[Char, str | None]]


@pytest.fixture
def with_late(study: Study, cli: Cli) -> Study:
    """The study, with an interview of a third wave that nobody has coded, and a silent person."""
    Path("more.yaml").write_text("persons: [{pseudonym: Tam, group: resident}]\n")
    assert cli("person", "import", "more.yaml").exit_code == 0
    Path("late.txt").write_text(LATE)
    assert cli("ingest", "late.txt", "--kind", "interview", "--wave", "3").exit_code == 0
    sources = {card.source.name: card.source for card in list_sources(study.project)}
    texts = {name: show_source(study.project, name) for name in sources}
    return Study(study.project, sources, texts, study.codings)


def value_of(study: Study, by: str, char: Char) -> str | None:
    """Return the value of a character; ``None`` of blanks that are of none."""
    name, at = char
    source, text = study.sources[name], study.texts[name]
    if by in ("kind", "wave", "source"):
        found = {"kind": source.kind, "wave": source.wave, "source": name}[by]
        return "unknown" if found is None else str(found)
    if by in PICTURES:
        dated = days(name, at, study)
        first, last = (day[: PICTURES[by]] for day in dated) if dated else ("", "")
        sure = first if first == last else "fuzzy"
        if sure in ("", "fuzzy") and is_outside_entries(at, study, name):
            return None
        return sure or "unknown"
    if is_between(at, text):
        return None
    person, label = voice(name, at, text)
    if by == "speaker":
        return label or "no speaker"
    return (person if by == "person" else GROUPS.get(person or "")) or "unknown"


def is_outside_entries(at: int, study: Study, name: str) -> bool:
    """Return whether a character is among the blanks before, between or after entries."""
    text = study.texts[name]
    entries = [s.span for s in text.segments if s.kind == "entry"]
    before = max((e.end for e in entries if e.end <= at), default=0)
    after = min((e.start for e in entries if e.start > at), default=len(text.text))
    inside = any(e.start <= at < e.end for e in entries)
    return bool(entries) and not inside and text.text[before:after].isspace()


class Truth(Definition):
    """What a matrix has in its cells."""

    def __init__(
        self, study: Study, values: Values, by: str, chosen: Selection, level: int | None
    ) -> None:
        super().__init__(study, chosen, level)
        self.person = values["person"]
        self.unit = {char: n for n, unit in enumerate(self.units) for char in unit}
        self.holds: dict[str, set[Char]] = {}
        for char in self.kept:
            value = values[by][char]
            if value is not None:
                self.holds.setdefault(value, set()).add(char)
        coded = {coding["source"] for coding in study.codings}
        self.read = {char for char in self.kept if char[0] in coded}

    def things(self, on: set[Char], count: Count) -> int:
        if count is Count.PERSONS:
            people = {self.person[char] for char in on} - {None, "unknown"}
            return len(people) + ("Ros" in people)
        if count is Count.SOURCES:
            return len({name for name, _ in on})
        if count is Count.CHARS:
            return len(on)
        return len({self.unit[char] for char in on if char in self.unit})

    def count(self, codes: list[str], holds: set[Char], count: Count) -> int:
        """Return how much there is of any of some codes, none of them above another."""
        segments = [s & holds for code in codes for s in self.segments(code) if s & holds]
        return (
            len(segments) if count is Count.SEGMENTS else self.things(set().union(*segments), count)
        )

    def zero(self, code: str, holds: set[Char], count: Count) -> str | None:
        if self.count([code], holds, count):
            return None
        if self.chars(code) & holds:
            return "found, not counted"
        there = {c for c in holds if c in self.unit} if count is Count.UNITS else holds
        if not there:
            return "no source"
        return "read, not found" if there & self.read else "not coded yet"

    def row(self, code: str, value: str, count: Count) -> dict[str, Any]:
        holds = self.holds.get(value, set())
        n, base = self.count([code], holds, count), self.things(holds, count)
        return {
            "code": code,
            "value": value,
            "n": n,
            "units": self.things(holds, Count.UNITS),
            "share": n / base if base else None,
            "zero": self.zero(code, holds, count),
            "gone_over": self.things(holds & self.read, Count.UNITS),
            "base": base,
        }


def test_cells_totals_and_zeros_equal_their_definition(with_late: Study) -> None:
    """50 matrices in each of 6 studies, each with its own filters, values, count and depth."""
    rng = random.Random(len(with_late.codings))
    zeros: set[str | None] = set()
    every_char = [(name, at) for name, t in with_late.texts.items() for at in range(len(t.text))]
    values_of = {by: {char: value_of(with_late, by, char) for char in every_char} for by in BY}
    for _ in range(DRAWS):
        by, count, level = rng.choice(BY), rng.choice(COUNTS), rng.choice([None, None, 1, 2])
        chosen = rng.choice([WHOLE_STUDY, Selection(waves=(1, 3)), random_selection(rng)])
        every = rng.random() < 0.3
        truth = Truth(with_late, values_of, by, chosen, level)
        report = matrix_report(
            with_late.project,
            by=by,
            count=count,
            unit=Unit.PASSAGE,
            selection=chosen,
            level=level,
            all_codes=every,
        )
        used = {code for code in truth.codes() if shown(code, chosen)}
        found = rows(report)
        if not every:
            assert {row["code"] for row in found} == (used if found else set())
        values = {row["value"] for row in found}
        assert set(truth.holds) <= values or not found
        assert values <= {*truth.holds, *ALWAYS.get(by, ()), *values_between(by)}
        for row in found:
            expected = truth.row(row["code"], row["value"], count)
            assert {key: row[key] for key in expected} == expected, (by, count, chosen, level)
            zeros.add(row["zero"])
        tops = sorted(c for c in used if not any(c.startswith(f"{o}.") for o in used))
        by_value, by_code = report.tables
        for _, value, n, *_ in by_value.rows:
            holds = truth.kept if value is None else truth.holds.get(str(value), set())
            assert n == truth.count(tops, holds, count)
        for code, n, _ in by_code.rows:
            assert n == truth.count(tops if code is None else [str(code)], truth.kept, count)
    assert zeros >= {None, "no source", "read, not found", "not coded yet"}


def values_between(by: str) -> set[str]:
    """Return months and years that may stand between those of any text."""
    months = {f"2012-{month:02}" for month in range(1, 13)}
    return {"month": months, "year": {"2012"}}.get(by, set())
