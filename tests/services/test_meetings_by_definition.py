"""Meetings under filters and roll-up against their definition: near, opened, sets, persons."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import pytest
from test_filters_by_definition import (
    PERSONS,
    Char,
    Cli,
    Definition,
    Study,
    random_selection,
    rows,
    shown,
    study,
    voice,
)

from ethnocode.errors import UsageError
from ethnocode.model import WHOLE_STUDY, Count, Relation, Report, Selection, Unit
from ethnocode.services.reports.cooccurrence import cooccurrence_report
from ethnocode.services.reports.passages import Wanted
from ethnocode.services.reports.tuples import Sets

__all__ = ["study"]

AUTHORS = {"diary.txt": "Nell", "mail.eml": "Graham"}
WEIGHT = {"Ros": 2}


def is_pair(a: str, b: str) -> bool:
    return not f"{b}.".startswith(f"{a}.") and not f"{a}.".startswith(f"{b}.")


class Kept(Definition):
    """A definition with the kept characters of each source numbered from 0."""

    def __init__(self, study: Study, chosen: Selection, level: int | None) -> None:
        super().__init__(study, chosen, level)
        self.number = {}
        words: list[set[Char]] = []
        for name, text in study.texts.items():
            mine = sorted(at for source, at in self.kept if source == name)
            self.number.update({(name, at): n for n, at in enumerate(mine)})
            spans = (match.span() for match in re.finditer(r"\S+", text.text))
            words += [{(name, at) for at in range(*span)} & self.kept for span in spans]
        self.words = [self.run(word) for word in words if word]
        self.people = [self.person(study, unit) for unit in self.spans(study)]

    def run(self, chars: set[Char]) -> tuple[str, int, int]:
        numbers = [self.number[char] for char in chars]
        return next(iter(chars))[0], min(numbers), max(numbers)

    def spans(self, study: Study) -> Iterator[set[Char]]:
        """Yield all characters of each unit of which any are kept, in the order of units."""
        for unit in self.units:
            name, at = min(unit)
            turns = [s.span for s in study.texts[name].segments if s.kind == "turn"]
            parts = [s.span for s in study.texts[name].segments if s.kind in ("paragraph", "row")]
            span = next(s for s in (*turns, *parts) if s.start <= at < s.end)
            yield {(name, n) for n in range(span.start, span.end)}

    def person(self, study: Study, unit: set[Char]) -> str | None:
        name = min(unit)[0]
        text = study.texts[name]
        mine = {voice(name, at, text)[0] for _, at in unit if not text.text[at].isspace()}
        speakers = [person for person in PERSONS.values() if person in mine and person]
        return next(iter(speakers), AUTHORS.get(name) if AUTHORS.get(name) in mine else None)

    def near(self, a: set[Char], b: set[Char], number: int, step: str) -> bool:
        one, two = sorted((self.run(a), self.run(b)))
        if one[0] != two[0]:
            return False
        if a & b or step == "chars":
            return bool(a & b) or two[1] - one[2] - 1 <= number
        within = [w for w in self.words if w[0] == one[0] and one[2] < w[1] and w[2] < two[1]]
        return len(within) <= number


def pairs_of(truth: Kept, chosen: Selection) -> list[tuple[str, str]]:
    codes = sorted(code for code in truth.codes() if shown(code, chosen))
    return [pair for pair in combinations(codes, 2) if is_pair(*pair)]


def test_near_under_filters_is_measured_in_what_is_kept(study: Study) -> None:
    rng = random.Random(len(study.codings) + 1)
    met = 0
    for _ in range(8):
        chosen, level = random_selection(rng), rng.choice([None, 1, 2])
        number, step = rng.choice([0, 2, 5, 20]), rng.choice(["chars", "words"])
        truth = Kept(study, chosen, level)
        report = cooccurrence_report(
            study.project,
            relation=Relation.NEAR,
            count=Count.SEGMENTS,
            distance=f"{number} {step}",
            selection=chosen,
            level=level,
        )
        found = {(r["a"], r["b"]): (r["n_ab"], r["n_ba"], r["n_a"], r["n_b"]) for r in rows(report)}
        expected = {}
        for a, b in pairs_of(truth, chosen):
            ones, others = truth.segments(a), truth.segments(b)
            near = [
                (i, j)
                for i, j in product(range(len(ones)), range(len(others)))
                if truth.near(ones[i], others[j], number, step)
            ]
            sides = (len({i for i, _ in near}), len({j for _, j in near}))
            expected[a, b] = (*sides, len(ones), len(others))
        assert found == expected, (chosen, level, number, step)
        met += sum(n for n, *_ in found.values())
    assert met > 10


def test_as_many_passages_are_opened_as_are_counted(study: Study) -> None:
    """Units, segments from both sides, and events; under filters, and rolled up."""
    rng = random.Random(len(study.codings) + 2)
    opened = 0
    for _ in range(5):
        chosen, level = random_selection(rng), rng.choice([None, 1, 2])
        for relation, count in product(
            (Relation.UNIT, Relation.OVERLAP, Relation.WITHIN),
            (Count.UNITS, Count.SEGMENTS, Count.EVENTS),
        ):
            report = cooccurrence_report(
                study.project,
                relation=relation,
                count=count,
                unit=Unit.PASSAGE,
                selection=chosen,
                level=level,
                wanted=Wanted(most=1),
            )
            passages = {cell.key: len(cell.quotations) + cell.left_out for cell in report.opened}
            assert passages == {
                (r["a"], r["b"]): r["n_ab"] + (r["n_ba"] if count is Count.SEGMENTS else 0)
                for r in rows(report)
                if r["n_ab"] or r["n_ba"]
            }, (chosen, level, relation, count)
            opened += len(passages)
    assert opened > 10


def test_sets_of_codes_under_filters_and_rolled_up(study: Study) -> None:
    rng = random.Random(len(study.codings) + 3)
    for _ in range(6):
        chosen, level = rng.choice([WHOLE_STUDY, random_selection(rng)]), rng.choice([None, 1, 2])
        truth = Kept(study, chosen, level)
        codes = sorted(code for code in truth.codes() if shown(code, chosen))
        for relation, count in ((Relation.UNIT, Count.UNITS), (Relation.OVERLAP, Count.CHARS)):
            report = cooccurrence_report(
                study.project,
                relation=relation,
                count=count,
                selection=chosen,
                level=level,
                sets=Sets(3),
            )
            bears = {
                code: truth.chars(code) if count is Count.CHARS else set(truth.units_of(code))
                for code in codes
            }
            expected = {
                group: len(set.intersection(*(bears[code] for code in group)))
                for group in combinations(codes, 3)
                if all(is_pair(a, b) for a, b in combinations(group, 2))
            }
            table = report.tables[-1]
            assert {row[:3]: row[3] for row in table.rows} == {
                group: n for group, n in expected.items() if n
            }, (chosen, level, count)


def test_persons_as_units_through_the_command_line(study: Study, cli: Cli) -> None:
    """What a person says anywhere is one unit; a composite of two counts as two persons."""
    for level, kind in product((None, 1), (None, "interview", "email")):
        chosen = replace(WHOLE_STUDY, kinds=(kind,)) if kind else WHOLE_STUDY
        truth = Kept(study, chosen, level)
        said = {
            code: {truth.people[n] for n in truth.units_of(code)} - {None}
            for code in sorted(truth.codes())
        }
        for count in (Count.UNITS, Count.PERSONS):
            weight = WEIGHT if count is Count.PERSONS else {}
            options = [*(("--kind", kind) if kind else ()), *(("--level", "1") if level else ())]
            result = cli(
                "report",
                "cooccurrence",
                "--unit",
                "person",
                "--relation",
                "unit",
                "--count",
                count.value,
                "--format",
                "json",
                *options,
            )
            assert result.exit_code == 0, result.output
            found = json.loads(result.stdout)["rows"]
            assert {(r["a"], r["b"]): (r["n_ab"], r["n_a"], r["n_b"]) for r in found} == {
                (a, b): tuple(
                    sum(weight.get(person or "", 1) for person in people)
                    for people in (said[a] & said[b], said[a], said[b])
                )
                for a, b in pairs_of(truth, chosen)
            }, (level, kind, count)


@pytest.mark.parametrize("study", [3], indirect=True)
def test_a_second_coders_copy_changes_no_table(study: Study, cli: Cli) -> None:
    chosen = replace(WHOLE_STUDY, kinds=("interview", "field-note"), until="2012-03-31")

    def tables() -> list[Any]:
        found: list[Any] = []
        for relation, count, level in product(Relation, Count, (None, 1)):
            distant = relation in (Relation.NEAR, Relation.BEFORE)
            sets = (relation, count) == (Relation.UNIT, Count.UNITS)
            found.append(
                _said(
                    cooccurrence_report(
                        study.project,
                        relation=relation,
                        count=count,
                        distance="4 words" if distant else None,
                        selection=chosen,
                        level=level,
                        wanted=Wanted(most=3),
                        sets=Sets(3) if sets else Sets(),
                        matrix=True,
                    )
                )
            )
        return found

    before = tables()
    copied = cli("coding", "add", "--from", "codings.jsonl", "--coder", "other")
    assert copied.exit_code == 0, copied.output
    assert len(json.loads(cli("coding", "list", "--format", "json").stdout)) == 2 * len(
        study.codings
    )
    assert tables() == before


def _said(report: Report) -> tuple[object, ...]:
    return report.columns, report.rows, report.tables, report.opened, report.heat_map


def test_a_code_opened_with_itself_once_rolled_up_is_refused(study: Study) -> None:
    with pytest.raises(UsageError, match="are no pair"):
        cooccurrence_report(
            study.project, level=1, wanted=Wanted(cell=("trust.given", "trust.held"))
        )
