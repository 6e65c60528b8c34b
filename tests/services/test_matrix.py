"""Codes by values in a project: columns are what filters keep, and each zero says what it means."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from ethnocode.model import (
    Anchor,
    Count,
    Drawn,
    ReadPassage,
    Report,
    Selection,
    Span,
    Unit,
)
from ethnocode.services.project import Project, open_project
from ethnocode.services.reports.cooccurrence import cooccurrence_report
from ethnocode.services.reports.frequency import frequency_report
from ethnocode.services.reports.matrix import matrix_report
from ethnocode.services.reports.matrix_tables import Form
from ethnocode.services.reports.passages import Wanted
from ethnocode.services.sources import list_sources, show_source
from ethnocode.store import open_store

Cli = Callable[..., Result]
Rows = list[dict[str, Any]]

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CODEBOOK = """\
ethnocode: 1
id: m
title: M
version: 1.0.0
codes:
  - id: trust
    name: Trust
    definition: One.
    properties: {valued: [high, low, none]}
    children:
      - {id: given, name: Given, definition: Given.}
      - {id: held, name: Held, definition: Held., properties: {valued: [high, low]}}
  - {id: place, name: Place, definition: Two.}
  - {id: time, name: Time, definition: Three.}
"""
ROSTER = """\
persons:
  - {pseudonym: Nell, role: researcher, author: true}
  - {pseudonym: Maud, group: resident, role: elder}
  - {pseudonym: Ros, group: resident, role: elder, composite: 2, aliases: [Rosalind]}
  - {pseudonym: Graham, group: council, role: officer}
"""
TEXTS = {
    "maud.txt": "Maud: We kept the tin in the hall.\n\nRosalind: And the key. [OC: laughs] Nobody "
    "asked.\n\nMaud: Then they did ask.\n\nStranger: I never came.\n",
    "graham.txt": "Graham: The form is the form.\n\nGraham: Page four says so.\n",
    "diary.txt": "8 February 2012\n\nThe hall was cold.\n\n9 March 2012\n\nThe hall was shut.\n\n"
    "They came back for the tin.\n",
    "summer.txt": "A paper of that summer.\n\nIt says little.\n",
    "leaflet.txt": "Come to the hall.\n\nBring the tin.\n",
}
OPTIONS = {
    "maud.txt": ("--kind", "interview", "--date", "2012-02", "--wave", "1"),
    "graham.txt": ("--kind", "interview", "--date", "2012-04-03", "--wave", "2"),
    "diary.txt": ("--kind", "field-note", "--wave", "1"),
    "summer.txt": ("--kind", "document", "--date", "2006-22"),
    "leaflet.txt": ("--kind", "document"),
}


@pytest.fixture
def project(cli: Cli, tmp_path: Path) -> Project:
    (tmp_path / "in.yaml").write_text(CODEBOOK)
    (tmp_path / "persons.yaml").write_text(ROSTER)
    steps = [["init", ".", "--codebook", "in.yaml"], ["person", "import", "persons.yaml"]]
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text)
        steps.append(["ingest", name, *OPTIONS[name]])
    for step in steps:
        result = cli(*step)
        assert result.exit_code == 0, result.output
    return open_project(tmp_path, start=tmp_path, coder=None, now=NOW)


def add(cli: Cli, *codings: tuple[str, str, str], **properties: str) -> None:
    """Code quotes: source, code, words."""
    for source, code, quote in codings:
        more = [w for name, value in properties.items() for w in ("--set", f"{name}={value}")]
        result = cli("coding", "add", source, code, "--quote", quote, *more)
        assert result.exit_code == 0, result.output


def add_at_random(cli: Cli, project: Project, seed: int) -> Rows:
    """Code stretches of any length and place; return what is then stored."""
    rng = random.Random(seed)
    lines = set()
    for _ in range(40):
        name = rng.choice(sorted(TEXTS))
        text = show_source(project, name).text
        start = rng.randrange(len(text) - 2)
        end = min(len(text), start + rng.randint(1, 45))
        words = text[start:end]
        start, end = (
            start + len(words) - len(words.lstrip()),
            end - len(words) + len(words.rstrip()),
        )
        code = rng.choice(["trust", "trust.given", "trust.held", "place", "time"])
        valued = rng.choice([{}, {"valued": "high"}, {"valued": "low"}])
        row = {"source": name, "code": code, "start": start, "end": end}
        if code in ("trust", "trust.held") and valued:
            row["properties"] = valued
        if start < end:
            lines.add(json.dumps(row))
    ordered = sorted(lines)
    seen: set[tuple[Any, ...]] = set()
    kept = []
    for line in ordered:
        row = json.loads(line)
        key = (row["source"], row["code"], row["start"], row["end"])
        kept += [] if key in seen else [line]
        seen.add(key)
    Path("codings.jsonl").write_text("\n".join(kept) + "\n")
    result = cli("coding", "add", "--from", "codings.jsonl")
    assert result.exit_code == 0, result.output
    return list(json.loads(cli("coding", "list", "--format", "json").stdout))


def table(report: Report) -> Rows:
    names = [column.name for column in report.columns]
    return [dict(zip(names, row, strict=True)) for row in report.rows]


def further(report: Report, name: str) -> Rows:
    found = next(one for one in report.tables if one.name == name)
    names = [column.name for column in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


def cells(report: Report, what: str = "n") -> dict[tuple[str, str], Any]:
    return {(row["code"], row["value"]): row[what] for row in table(report)}


def test_three_zeros_are_told_apart(cli: Cli, project: Project) -> None:
    """Maud's interview is coded, Graham's is not, and of providers there is no text."""
    add(cli, ("maud.txt", "trust", "kept the tin"), ("diary.txt", "place", "hall was cold"))

    report = matrix_report(project, by="group")

    assert cells(report, "zero") == {
        ("trust", "resident"): None,
        ("place", "resident"): "read, not found",
        ("trust", "council"): "not coded yet",
        ("place", "council"): "not coded yet",
        ("trust", "provider"): "no source",
        ("place", "provider"): "no source",
        ("trust", "unknown"): "read, not found",
        ("place", "unknown"): None,
    }
    assert {
        row["value"]: (row["units"], row["gone_over"]) for row in further(report, "values")
    } == {
        "council": (2, 0),
        "provider": (0, 0),
        "resident": (3, 3),
        # the stranger, an observer comment in a turn, the diary with its dates, two papers
        "unknown": (1 + 1 + 5 + 4, 1 + 1 + 5),
        None: (2 + 4 + 5 + 4, 4 + 5),
    }


def test_a_read_passage_is_gone_over_though_nothing_is_coded_there(
    cli: Cli, project: Project
) -> None:
    add(cli, ("maud.txt", "trust", "kept the tin"))
    with (
        open_store(project.folder, write=True) as store,
        store.write(actor=project.coder, action="review", now=NOW) as transaction,
    ):
        source = store.sources.named("graham.txt")
        assert source is not None
        words = "The form is the form."
        anchor = Anchor(Span(8, 8 + len(words)), words, "", "", source.digest)
        read = ReadPassage(0, source.name, anchor, project.coder, Drawn.RANDOM, NOW.isoformat())
        store.readings.add_all(transaction, [read], sources={source.name: int(source.id)})

    zeros = cells(matrix_report(project, by="group"), "zero")

    assert zeros["trust", "council"] == "read, not found"


def test_another_coder_has_gone_over_nothing_of_ours(cli: Cli, project: Project) -> None:
    add(cli, ("maud.txt", "trust", "kept the tin"))
    assert (
        cli(
            "coding", "add", "graham.txt", "place", "--quote", "Page four", "--coder", "ben"
        ).exit_code
        == 0
    )

    report = matrix_report(project, by="group", coder="ben")

    assert cells(report, "zero") == {
        ("place", "resident"): "not coded yet",
        ("place", "council"): None,
        ("place", "provider"): "no source",
        ("place", "unknown"): "not coded yet",
    }


@pytest.mark.parametrize("seed", range(4))
def test_a_column_is_what_its_filter_keeps(cli: Cli, project: Project, seed: int) -> None:
    """Units, sources and characters of `report frequency` with the filter of that value."""
    add_at_random(cli, project, seed)
    filters: dict[str, Callable[[str], Selection]] = {
        "person": lambda value: Selection(persons=(value,)),
        "group": lambda value: Selection(groups=(value,)),
        "speaker": lambda value: Selection(speakers=(value,)),
        "kind": lambda value: Selection(kinds=(value,)),
        "wave": lambda value: Selection(waves=(int(value),)),
        "source": lambda value: Selection(sources=(value,)),
        "month": lambda value: Selection(since=value, until=value),
        "year": lambda value: Selection(since=value, until=value),
    }
    compared = 0
    for by, selected in filters.items():
        for count in (Count.UNITS, Count.SOURCES, Count.CHARS):
            report = matrix_report(project, by=by, count=count)
            found = cells(report)
            for value in {value for _, value in found}:
                if value in ("unknown", "fuzzy", "no speaker"):
                    continue
                kept = table(frequency_report(project, selection=selected(value)))
                expected = {row["code"]: row[count.value] for row in kept}
                column = {code: n for (code, other), n in found.items() if other == value and n}
                assert column == {code: n for code, n in expected.items() if n}, (by, value)
                compared += len(column)
            whole = {r["code"]: r[count.value] for r in table(frequency_report(project))}
            totals = {r["code"]: r["n"] for r in further(report, "codes") if r["code"]}
            assert totals == whole
    assert compared > 100


def test_dates_that_lie_in_no_month_have_a_column_of_their_own(cli: Cli, project: Project) -> None:
    """Worked by hand: an interview of February, entries of February and March, one of April."""
    add(cli, *((name, "place", "the tin") for name in ("maud.txt", "diary.txt")))
    add(cli, ("summer.txt", "place", "summer"), ("leaflet.txt", "place", "the hall"))

    months = matrix_report(project, by="month")
    years = matrix_report(project, by="year")

    assert [row["value"] for row in further(months, "values")] == [
        "2012-02",
        "2012-03",
        "2012-04",
        "fuzzy",
        "unknown",
        None,
    ]
    assert [cells(months)["place", v] for v in ("2012-02", "2012-03", "2012-04")] == [1, 1, 0]
    assert cells(months)["place", "fuzzy"] == cells(months)["place", "unknown"] == 1
    assert cells(years)["place", "2006"] == 1
    assert cells(years, "zero")["place", "2009"] == "no source"
    assert cells(years)["place", "2012"] == 2


def test_persons_and_not_pseudonyms_are_counted(cli: Cli, project: Project) -> None:
    """Ros stands for two people; an observer comment is not hers, and a stranger is nobody."""
    add(cli, ("maud.txt", "trust", "kept the tin"), ("maud.txt", "trust", "And the key"))
    add(cli, ("maud.txt", "place", "OC: laughs"), ("maud.txt", "time", "never came"))

    report = matrix_report(project, by="person", count=Count.PERSONS)
    groups = matrix_report(project, by="group", count=Count.PERSONS)

    assert [cells(report)["trust", who] for who in ("Maud", "Ros", "Graham")] == [1, 2, 0]
    assert cells(report)["place", "Ros"] == 0
    assert cells(report)["time", "unknown"] == 0
    assert cells(groups)["trust", "resident"] == 3
    assert cells(groups, "share")["trust", "resident"] == 1.0
    totals = {row["code"]: row["n"] for row in further(report, "codes")}
    assert totals == {"place": 0, "time": 0, "trust": 3, None: 3}


@pytest.mark.parametrize("seed", range(4))
def test_a_property_is_held_against_codes_by_its_definition(
    cli: Cli, project: Project, seed: int
) -> None:
    """Characters and sources under codings that record each value, one by one."""
    codings = add_at_random(cli, project, seed)

    def under(code: str, value: str) -> set[tuple[str, int]]:
        return {
            (c["source"], at)
            for c in codings
            if f"{c['code']}.".startswith(f"{code}.")
            and value in ("*", c["properties"].get("valued", "not recorded"))
            for at in range(c["start"], c["end"])
        }

    found = cells(matrix_report(project, by="property:valued", count=Count.CHARS))
    sources = matrix_report(project, by="property:valued", count=Count.SOURCES)

    values = ("high", "low", "none", "not recorded")
    assert {value for _, value in found} == set(values)
    assert {code for code, _ in found} <= {"trust", "trust.held"}
    for (code, value), n in found.items():
        assert n == len(under(code, value))
        assert cells(sources)[code, value] == len({source for source, _ in under(code, value)})
    for row in further(sources, "codes"):
        assert row["n"] == len({source for source, _ in under(row["code"] or "trust", "*")})


@pytest.mark.parametrize("seed", range(4))
def test_another_code_is_held_against_codes_as_they_meet_in_units(
    cli: Cli, project: Project, seed: int
) -> None:
    add_at_random(cli, project, seed)
    meet = {(r["a"], r["b"]): r["n_ab"] for r in table(cooccurrence_report(project))}

    found = cells(matrix_report(project, by="code:trust"))
    filtered = cells(matrix_report(project, by="code:trust", selection=Selection(codes=("place",))))

    assert found["trust.held", "trust"] is None
    assert cells(matrix_report(project, by="code:trust"), "zero")["trust", "trust"] == "no pair"
    for column in ("trust", "trust.given", "trust.held"):
        assert found["place", column] == meet["place", column]
        assert filtered["place", column] == meet["place", column]
    frequencies = {row["code"]: row["units"] for row in table(frequency_report(project))}
    assert found["place", "trust"] + found["place", "without trust"] == frequencies["place"]


def test_many_values_are_counted_together_as_others(cli: Cli, project: Project) -> None:
    """Forty more leaflets, of which the first has both codes; one unit bears a code twice."""
    for number in range(40):
        Path(f"more{number:02}.txt").write_text("Come to the hall.\n\nBring the tin.\n")
    assert cli("ingest", *(f"more{n:02}.txt" for n in range(40))).exit_code == 0
    add(cli, ("more00.txt", "place", "hall"), ("more00.txt", "time", "Bring"))
    add(cli, *((f"more{n:02}.txt", "place", "tin") for n in range(1, 40)))

    long = matrix_report(project, by="source")
    wide = matrix_report(project, by="source", form=Form.WIDE)
    whole = matrix_report(project, by="source", form=Form.WHOLE)

    assert len({value for _, value in cells(long)}) == len(list_sources(project)) == 45
    values = [column.name for column in wide.columns]
    assert len(values) == 1 + 40 + 1
    assert values[-2:] == ["6 others", "total"]
    place = table(wide)[0]
    assert place["total"] == 40
    assert place["total"] == sum(n for n in list(place.values())[1:-1] if n not in ("?", "–"))
    assert len(whole.columns) == 1 + 45 + 1
    asked = Wanted(("place", "summer.txt"))
    opened = matrix_report(project, by="source", form=Form.SPLIT, wanted=asked, sort="maud.txt")
    assert opened.opened[0].key == ("place", "summer.txt")


def test_a_second_coding_has_gone_over_what_was_drawn_for_it_only(
    cli: Cli, project: Project
) -> None:
    """Maud's first turn was drawn, and nothing of Ros; the first coding has gone over both."""
    add(cli, ("maud.txt", "trust", "kept the tin"))
    coder = ("--coder", "author@2")
    assert cli("coding", "add", "maud.txt", "place", "--quote", "the hall", *coder).exit_code == 0
    with (
        open_store(project.folder, write=True) as store,
        store.write(actor="author@2", action="sample", now=NOW) as transaction,
    ):
        source = store.sources.named("maud.txt")
        assert source is not None
        words = "Maud: We kept the tin in the hall."
        anchor = Anchor(Span(0, len(words)), words, "", "", source.digest)
        read = ReadPassage(0, source.name, anchor, "author@2", Drawn.RANDOM, NOW.isoformat())
        store.readings.add_all(transaction, [read], sources={source.name: int(source.id)})

    first = cells(matrix_report(project, by="person"), "zero")
    second = matrix_report(project, by="person", coder="author@2")

    assert first["trust", "Ros"] == "read, not found"
    assert cells(second, "zero")["place", "Ros"] == "not coded yet"
    assert cells(second, "gone_over")["place", "Maud"] == 1


def test_what_is_no_coding_changes_nothing(cli: Cli, project: Project) -> None:
    """A second coder's copy, and codings of a code and its parent on the same words."""
    add(cli, ("maud.txt", "trust.held", "kept the tin"), ("maud.txt", "place", "the hall"))
    before = matrix_report(project, by="group")
    for code, quote in (("trust.held", "kept the tin"), ("place", "the hall")):
        words = ("coding", "add", "maud.txt", code, "--quote", quote, "--coder", "ben")
        assert cli(*words).exit_code == 0
    copied = matrix_report(project, by="group", coder="author")
    add(cli, ("maud.txt", "trust", "kept the tin"))
    doubled = matrix_report(project, by="group", coder="author")

    assert before.rows == copied.rows == doubled.rows
    assert before.tables == copied.tables == doubled.tables
    for count in (Count.SEGMENTS, Count.CHARS, Count.PERSONS, Count.SOURCES):
        report = matrix_report(project, by="group", coder="author", count=count)
        values = {row["value"]: row["n"] for row in further(report, "values")}
        expected = {Count.SEGMENTS: 2, Count.CHARS: len("kept the tinthe hall")}
        assert values["resident"] == values[None] == expected.get(count, 1)


def test_units_of_persons_and_of_sources_can_be_counted(cli: Cli, project: Project) -> None:
    add(cli, ("maud.txt", "trust", "kept the tin"), ("maud.txt", "trust", "And the key"))

    by_source = cells(matrix_report(project, by="person", unit=Unit.SOURCE))
    by_person = cells(matrix_report(project, by="kind", unit=Unit.PERSON))

    assert [by_source["trust", who] for who in ("Maud", "Ros", "Graham")] == [1, 1, 0]
    assert by_person["trust", "interview"] == 2


def test_a_code_on_words_of_nobody_known_is_not_missing(cli: Cli, project: Project) -> None:
    """The stranger has the code, so that no person is counted, and yet it is there."""
    add(cli, ("maud.txt", "time", "never came"), ("maud.txt", "trust", "kept the tin"))

    persons = matrix_report(project, by="kind", count=Count.PERSONS)
    units = matrix_report(project, by="kind")

    assert cells(persons)["time", "interview"] == 0
    assert cells(persons, "zero")["time", "interview"] == "found, not counted"
    assert cells(persons, "zero")["trust", "interview"] is None
    assert any("whom the roster knows" in note for note in persons.notes)
    assert cells(units)["time", "interview"] == 1
    assert not any("found, not counted" in note for note in units.notes)


def test_what_a_zero_means_hangs_on_what_is_counted(cli: Cli, project: Project) -> None:
    """Field notes have no turns: no unit to be counted, but a source that was gone over."""
    add(cli, ("maud.txt", "trust", "kept the tin"), ("diary.txt", "place", "hall was cold"))

    turns = cells(matrix_report(project, by="kind", unit=Unit.TURN), "zero")
    sources = matrix_report(project, by="kind", unit=Unit.TURN, count=Count.SOURCES)

    assert turns["trust", "field-note"] == "no source"
    assert turns["place", "field-note"] == "found, not counted"
    assert cells(sources)["place", "field-note"] == 1
    assert cells(sources, "zero")["trust", "field-note"] == "read, not found"
    assert cells(sources, "zero")["trust", "document"] == "not coded yet"
    assert cells(sources, "zero")["trust", "email"] == "no source"


def test_blank_lines_between_turns_and_entries_are_of_no_value(cli: Cli, project: Project) -> None:
    """A coding over the end of one turn and the next, and over the end of a dated entry."""
    Path("two.txt").write_text("Maud: We met.\n\nGraham: So we did.\n")
    assert cli("ingest", "two.txt", "--kind", "interview", "--wave", "3").exit_code == 0
    add(cli, ("two.txt", "trust", "met.\n\nGraham: So"), ("diary.txt", "place", "cold.\n\n9 March"))

    for count in (Count.UNITS, Count.SEGMENTS, Count.SOURCES, Count.CHARS):
        groups = matrix_report(project, by="group", count=count, selection=Selection(waves=(3,)))
        assert {value for _, value in cells(groups)} == {"council", "provider", "resident"}
        assert cells(groups)["trust", "resident"] == (4 if count is Count.CHARS else 1)
    totals = {row["code"]: row["n"] for row in further(groups, "codes")}
    assert totals["trust"] == len("met.\n\nGraham: So")
    months = matrix_report(project, by="month", count=Count.SOURCES)
    assert cells(months)["place", "2012-02"] == cells(months)["place", "2012-03"] == 1
    assert cells(months)["place", "fuzzy"] == 0


def test_codes_that_are_not_used_have_a_row_where_asked(cli: Cli, project: Project) -> None:
    add(cli, ("maud.txt", "trust.held", "kept the tin"))

    some = matrix_report(project, by="group")
    every = matrix_report(project, by="group", all_codes=True)
    below = matrix_report(
        project, by="code:trust", all_codes=True, selection=Selection(codes=("trust",))
    )
    recorded = matrix_report(project, by="property:valued", all_codes=True)
    rolled = matrix_report(project, by="group", all_codes=True, level=1)

    assert {code for code, _ in cells(some)} == {"trust", "trust.held"}
    assert any("--all-codes" in note for note in some.notes)
    assert {code for code, _ in cells(every)} == {
        *("place", "time", "trust", "trust.given", "trust.held"),
    }
    assert [cells(every, "zero")["time", value] for value in ("resident", "council")] == [
        "read, not found",
        "not coded yet",
    ]
    assert {code: n for (code, value), n in cells(below).items() if value == "trust.held"} == {
        "trust": None,
        "trust.given": 0,
        "trust.held": None,
    }
    assert {code for code, _ in cells(recorded)} == {"trust", "trust.held"}
    assert {code for code, _ in cells(rolled)} == {"place", "time", "trust"}
    assert every.tables[0].rows == some.tables[0].rows
    for form in Form:
        laid = matrix_report(project, by="group", all_codes=True, form=form, sort="total")
        assert laid.rows[0][0] == "trust"
