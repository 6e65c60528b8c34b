"""Reports of 500 random projects against a definition in sets: every relation, count and unit.

Each project is asked twice, with filters and levels of the tree that are drawn; what has been
asked in all is drawn beforehand, so that it can be seen that nothing is left out.
"""

from __future__ import annotations

import math
import random
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, cycle, product
from pathlib import Path
from typing import Any

import pytest
from meetings_in_sets import DISTANT, Definition, is_pair, is_under
from projects_by_definition import FILTERS, Study, random_selection, random_study, random_texts

from ethnocode.model import Count, Distance, Relation, Report, Selection, Step, Unit
from ethnocode.services.reports.cooccurrence import cooccurrence_report
from ethnocode.services.reports.passages import GAP, LARGE_UNITS, Wanted
from ethnocode.services.reports.tuples import Sets

PROJECTS, BLOCKS, ASKED = 500, 10, 2
STUDIES_OF_TEXTS = 25
"""Projects of the same texts and persons, each with codings of its own."""

LEVELS = (None, None, 1, 2, 3)
REFUSED = (Count.PERSONS, Unit.SOURCE)
"""Whole sources are of several persons."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What a report is asked for."""

    relation: Relation
    count: Count
    unit: Unit
    distance: Distance | None
    level: int | None
    filters: tuple[str, ...]


def everything_asked(rounds: int, *, seed: int) -> list[Asked]:
    """Return what is asked: every relation, count and unit in turn, and the rest as drawn."""
    rng = random.Random(seed)
    ways = [way for way in product(Relation, Count, Unit) if way[1:] != REFUSED]
    rng.shuffle(ways)
    found = []
    for (relation, count, unit), _ in zip(cycle(ways), range(rounds), strict=False):
        distance = Distance(rng.choice([0, 0, 1, 2, 5, 20]), rng.choice(list(Step)))
        filters = rng.sample(FILTERS, rng.choice([0, 1, 1, 1, 2, 2]))
        found.append(
            Asked(
                relation,
                count,
                unit,
                distance if relation in DISTANT else None,
                rng.choice(LEVELS),
                tuple(filters),
            )
        )
    return found


ALL_ASKED = everything_asked(PROJECTS * ASKED, seed=7)


def test_nothing_is_left_out_of_what_is_asked() -> None:
    """By how much, at least: each way to count thrice, and each filter and level with it."""
    ways = Counter((one.relation, one.count, one.unit) for one in ALL_ASKED)
    assert len(ways) == len(Relation) * (len(Count) * len(Unit) - 1)
    assert min(ways.values()) >= 3
    steps = Counter((one.relation, one.distance.step) for one in ALL_ASKED if one.distance)
    assert len(steps) == len(DISTANT) * len(Step)
    assert min(steps.values()) >= 20
    for part in ("relation", "count", "unit", "level"):
        held = Counter((getattr(one, part), name) for one in ALL_ASKED for name in one.filters)
        kinds = {getattr(one, part) for one in ALL_ASKED}
        assert len(held) == len(kinds) * len(FILTERS)
        assert min(held.values()) >= 5
    levels = Counter((one.relation, one.level) for one in ALL_ASKED)
    assert len(levels) == len(Relation) * len(set(LEVELS))
    assert min(levels.values()) >= 10


def studies(numbers: Sequence[int], folder: Path) -> Iterator[tuple[int, Study]]:
    """Yield the projects of these numbers."""
    for number in numbers:
        if (number - numbers[0]) % STUDIES_OF_TEXTS == 0:
            texts = random_texts(random.Random(f"texts {number}"), folder / f"texts-{number}")
        rng = random.Random(f"codings {number}")
        yield number, random_study(rng, texts, folder / f"study-{number}")


@pytest.mark.parametrize("block", range(BLOCKS))
def test_reports_of_random_projects_equal_their_definition(block: int, tmp_path: Path) -> None:
    each = PROJECTS // BLOCKS
    assert_equal(range(block * each, (block + 1) * each), ALL_ASKED, tmp_path)


@pytest.mark.benchmark
def test_reports_of_many_more_projects_equal_their_definition(tmp_path: Path) -> None:
    more = everything_asked(2 * PROJECTS * ASKED, seed=8)
    assert_equal(range(PROJECTS, 3 * PROJECTS), [*ALL_ASKED, *more], tmp_path)


def assert_equal(numbers: Sequence[int], all_asked: Sequence[Asked], folder: Path) -> None:
    """Compare reports of the projects of these numbers with their definition."""
    pairs = met = opened = 0
    for number, study in studies(numbers, folder):
        for asked in all_asked[number * ASKED : (number + 1) * ASKED]:
            rng = random.Random(f"{number} {asked}")
            chosen = random_selection(rng, study, asked.filters)
            truth = definition_of(study, chosen, asked)
            sets = drawn_sets(rng, asked)
            report = reported(study, chosen, asked, sets)
            where = (number, asked, chosen)
            rows = rows_of(report)
            assert rows == expected_rows(truth, asked), where
            assert_opened(report, rows, truth, asked)
            assert_square(report, rows)
            if sets.size:
                assert report.tables[-1].rows == expected_sets(truth, asked, sets), where
            pairs, met = pairs + len(rows), met + sum(row["n_ab"] > 0 for row in rows)
            opened += len(report.opened)
        shutil.rmtree(study.project.folder)
    assert pairs > 300
    assert met > 100
    assert opened > 100


def definition_of(study: Study, chosen: Selection, asked: Asked) -> Definition:
    has_new_name = "place" in (study.project.folder / "codebook.yaml").read_text()
    return Definition(
        study,
        chosen,
        level=asked.level,
        unit=asked.unit,
        distance=asked.distance,
        renamed={"spot": "place"} if has_new_name else {},
    )


def reported(study: Study, chosen: Selection, asked: Asked, sets: Sets) -> Report:
    return cooccurrence_report(
        study.project,
        relation=asked.relation,
        count=asked.count,
        unit=asked.unit,
        distance=str(asked.distance) if asked.distance else None,
        selection=chosen,
        level=asked.level,
        wanted=Wanted(most=10_000),
        matrix=True,
        sets=sets,
    )


def rows_of(report: Report) -> list[Row]:
    """Return rows by the name of the column; measures up to the twelfth digit."""
    names = [column.name for column in report.columns]
    return [
        {name: _near(value) for name, value in zip(names, row, strict=True)} for row in report.rows
    ]


def _near(value: object) -> object:
    return round(value, 9) + 0.0 if isinstance(value, float) else value


def is_shown(truth: Definition, code: str) -> bool:
    return not truth.tops or any(is_under(code, top) for top in truth.tops)


# --- the table ------------------------------------------------------------------------


def expected_rows(truth: Definition, asked: Asked) -> list[Row]:
    codes = [code for code in truth.codes if is_shown(truth, code)]
    rows = [expected_row(truth, asked, a, b) for a, b in combinations(codes, 2) if is_pair(a, b)]
    return sorted(
        rows,
        key=lambda row: (
            *(-max(row["n_ab"], row["n_ba"]), -row["n_ab"], -row["n_ba"]),
            *(row["a"], row["b"]),
        ),
    )


def expected_row(truth: Definition, asked: Asked, a: str, b: str) -> Row:
    relation, count = asked.relation, asked.count
    n_ab, n_ba = truth.meet(relation, count, a, b)
    n_a, n_b = truth.alone(relation, count, a), truth.alone(relation, count, b)
    persons, groups, kinds = truth.behind(relation, a, b)
    whole = asked.unit is Unit.SOURCE
    events = count is Count.EVENTS
    sided = is_sided(relation, count)
    either = n_a + n_b - n_ab
    c = None if sided or not either else n_ab / either
    row: Row = {
        "a": a,
        "b": b,
        "n_ab": n_ab,
        "n_ba": n_ba,
        "n_a": n_a,
        "n_b": n_b,
        "c": c,
        "b_given_a": n_ab / n_a if n_a and not events else None,
        "a_given_b": n_ba / n_b if n_b and not events else None,
        "jaccard": None,
        "npmi": None,
        "lift": None,
        "g2": None,
        "persons": None if whole else persons,
        "groups": None if whole else groups,
        "kinds": kinds,
    }
    flags = []
    if not sided and c is None:
        flags.append("undefined")
    if c is not None and not 0 <= c <= 1:
        flags.append("out_of_range")
    if max(n_a, n_b) > 5 * min(n_a, n_b):
        flags.append("unequal")
    flags += ["asymmetric"] * sided + ["events"] * events
    if not events and not (n_a and n_b):
        flags.append("absent")
    if not sided and not events:
        total, table = truth.total(relation, count), is_table(truth, asked)
        row["jaccard"] = c
        if n_a and n_b:
            row["lift"] = n_ab * total / n_a / n_b
            row["npmi"] = npmi(n_ab / total, n_a / total, n_b / total)
            if n_ab == total:
                flags.append("everywhere")
            elif total in (n_a, n_b):
                flags.append("one_everywhere")
        if table:
            row["g2"] = g2(n_ab, n_a - n_ab, n_b - n_ab, total - either)
        else:
            flags.append("no_table")
    row["flag"] = " ".join([*flags, *["whole_sources"] * whole])
    return {name: _near(value) for name, value in row.items()}


def is_sided(relation: Relation, count: Count) -> bool:
    both_alike = relation is Relation.NEAR and count in (Count.EVENTS, Count.SOURCES)
    return count is Count.SEGMENTS or (relation in DISTANT and not both_alike)


def is_table(truth: Definition, asked: Asked) -> bool:
    """Whether what bears both codes is by definition where they meet."""
    if asked.relation is Relation.OVERLAP:
        return asked.count is Count.CHARS
    if asked.relation is not Relation.UNIT:
        return False
    sources = [{name for name, _ in unit.places} for unit in truth.units]
    return {
        Count.PERSONS: asked.unit is Unit.PERSON,
        Count.SOURCES: asked.unit is not Unit.PERSON
        and len(sources) == len({name for of in sources for name in of}),
    }.get(asked.count, True)


def npmi(both: float, a: float, b: float) -> float | None:
    if both == 1:
        return None
    return math.log(both / (a * b)) / -math.log(both) if both else -1.0


def g2(both: int, only_a: int, only_b: int, neither: int) -> float | None:
    cells = {(1, 1): both, (1, 0): only_a, (0, 1): only_b, (0, 0): neither}
    in_a, in_b = both + only_a, both + only_b
    total = sum(cells.values())
    if not 0 < in_a < total or not 0 < in_b < total:
        return None
    by_chance = {
        (i, j): (in_a if i else total - in_a) * (in_b if j else total - in_b) / total
        for i, j in cells
    }
    size = 2 * sum(n * math.log(n / by_chance[cell]) for cell, n in cells.items() if n)
    return -abs(size) if both < by_chance[1, 1] else abs(size)


# --- what hangs on the table ----------------------------------------------------------


def assert_square(report: Report, rows: list[Row]) -> None:
    """The square table has the same counts, from either side."""
    (square,) = [table for table in report.tables if table.name == "matrix"]
    names = [column.name for column in square.columns]
    cells = {
        (row[1], name): value
        for row in square.rows
        for name, value in zip(names[2:], row[2:], strict=True)
    }
    for row in rows:
        a, b = row["a"], row["b"]
        assert (cells.pop((a, b)), cells.pop((b, a))) == (row["n_ab"], row["n_ba"])
        assert (cells.get((a, a)), cells.get((b, b))) == (row["n_a"], row["n_b"])
    assert all(value is None or a == b for (a, b), value in cells.items())


def drawn_sets(rng: random.Random, asked: Asked) -> Sets:
    """Return sets of two codes to four, where such are defined."""
    defined = asked.relation in (Relation.UNIT, Relation.OVERLAP)
    if not defined or asked.count in (Count.SEGMENTS, Count.EVENTS):
        return Sets()
    return Sets(rng.choice([2, 3, 3, 4]), rng.choice([1, 1, 2]))


def expected_sets(truth: Definition, asked: Asked, sets: Sets) -> tuple[tuple[Any, ...], ...]:
    codes = [code for code in truth.codes if is_shown(truth, code)]
    rows = []
    for group in combinations(codes, sets.size or 0):
        if all(is_pair(*pair) for pair in combinations(group, 2)):
            n, persons, groups, kinds = truth.of_set(asked.relation, asked.count, group)
            whole = asked.unit is Unit.SOURCE
            seen = (None if whole else persons, None if whole else groups, kinds)
            rows += [(*group, n, *seen)] * (n >= sets.least)
    return tuple(sorted(rows, key=lambda row: (-row[sets.size], row)))


def assert_opened(report: Report, rows: list[Row], truth: Definition, asked: Asked) -> None:
    """Each pair that meets is opened, to as many places as the rule says, word for word."""
    assert [cell.key for cell in report.opened] == [
        (row["a"], row["b"]) for row in rows if row["n_ab"] or row["n_ba"]
    ]
    for cell, row in zip(report.opened, rows, strict=False):
        assert cell.left_out == 0
        places = [(one.source, one.start, one.end) for one in cell.quotations]
        assert places == sorted(places, key=lambda place: (list(truth.kept).index(place[0]), place))
        for one in cell.quotations:
            text = truth.study.texts[one.source].text
            kept = [n for n in truth.kept[one.source] if one.start <= n < one.end]
            assert (kept[0], kept[-1] + 1) == (one.start, one.end)
            runs = [n for n in kept if n - 1 not in kept[:1] and n - 1 not in set(kept)]
            parts = [text[n] if n not in runs or n == kept[0] else GAP + text[n] for n in kept]
            assert one.words == "".join(parts)
            assert one.codes
        if (many := passages(truth, asked, row)) is not None:
            assert len(cell.quotations) == many
        assert cell.quotations


def passages(truth: Definition, asked: Asked, row: Row) -> int | None:
    """Return how many places are behind a cell, where the rule says it."""
    a, b = row["a"], row["b"]
    if asked.relation is Relation.BEFORE:
        return sum(len(truth.related(asked.relation, *pair)) for pair in ((a, b), (b, a)))
    if asked.relation is Relation.UNIT and asked.unit is Unit.PERSON:
        return None  # segments, in one source or several
    if asked.relation is Relation.NEAR or asked.count is Count.EVENTS:
        return len(truth.related(asked.relation, a, b))
    if asked.count is Count.SEGMENTS:
        return int(row["n_ab"] + row["n_ba"])
    if asked.unit in LARGE_UNITS:
        return None
    if asked.relation is Relation.UNIT:
        return truth.together(Count.UNITS, a, b)
    return int(row["n_ab"]) if asked.count is Count.UNITS else None
