"""Filters and roll-up against their definition: every character asked whether it is kept."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from ethnocode.model import WHOLE_STUDY, Count, Relation, Report, Selection, Source, Unit
from ethnocode.services.project import Project, open_project
from ethnocode.services.reports.cooccurrence import cooccurrence_report
from ethnocode.services.reports.frequency import frequency_report
from ethnocode.services.sources import SourceText, list_sources, show_source

Cli = Callable[..., Result]
Char = tuple[str, int]

CODEBOOK = """\
ethnocode: 1
id: f
title: F
version: 1.0.0
codes:
  - id: trust
    name: Trust
    definition: One.
    properties: {holder: [resident, council], valued: [yes, no]}
    children:
      - {id: given, name: Given, definition: Given.}
      - id: held
        name: Held
        definition: Held.
        properties: {holder: [resident, council]}
        children: [{id: back, name: Back, definition: Held back.}]
  - {id: place, name: Place, definition: Two., properties: {valued: [yes, no]}}
  - {id: time, name: Time, definition: Three., children: [{id: past, name: Past, definition: P.}]}
"""
ROSTER = """\
persons:
  - {pseudonym: Nell, group: provider, author: true}
  - {pseudonym: Maud, group: resident}
  - {pseudonym: Ros, group: resident, composite: 2, aliases: [Rosalind]}
  - {pseudonym: Graham, group: council}
"""
CODES = ("trust", "trust.given", "trust.held", "trust.held.back", "place", "time.past")
WORDS = ("the", "tin", "went", "by", "a", "green", "gate", "and", "nobody", "counted", "again")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOLDERS = {"trust": ("resident", "council"), "trust.held": ("resident", "council")}


def sentence(rng: random.Random) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(3, 9))).capitalize() + "."


def interview(rng: random.Random) -> str:
    turns = []
    labels = ["Maud", "Rosalind", "Woman"]
    for who in labels + rng.choices(labels, k=rng.randint(1, 6)):
        aside = rng.choice(["", "", f" [OC: {sentence(rng)}] {sentence(rng)}"])
        turns.append(f"{who}: {sentence(rng)}{aside}\n")
    return "\n".join(turns)


def journal(rng: random.Random) -> str:
    day = date(2012, 1, 20)
    entries = []
    for _ in range(rng.randint(2, 4)):
        paragraphs = [sentence(rng) for _ in range(rng.randint(1, 3))]
        entries.append("\n\n".join([f"{day.day} {day:%B %Y}", *paragraphs]) + "\n")
        day += timedelta(days=rng.randint(3, 25))
    return "\n".join(entries)


def mail(rng: random.Random) -> str:
    head = "From: Graham <g@example.org>\nTo: Nell <n@example.org>\nSubject: Gate\n"
    head += "Date: Thu, 8 Mar 2012 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n"
    quoted = "".join(f"> {sentence(rng)}\n" for _ in range(rng.randint(1, 3)))
    return f"{head}{sentence(rng)}\n\nOn 7 March 2012, Nell wrote:\n{quoted}\n{sentence(rng)}\n"


@dataclass(frozen=True)
class Study:
    """A project with the texts as the program cut them, and its codings."""

    project: Project
    sources: dict[str, Source]
    texts: dict[str, SourceText]
    codings: list[dict[str, Any]]


@pytest.fixture(params=range(6))
def study(request: pytest.FixtureRequest, cli: Cli, tmp_path: Path) -> Study:
    rng = random.Random(request.param)
    (tmp_path / "in.yaml").write_text(CODEBOOK)
    (tmp_path / "persons.yaml").write_text(ROSTER)
    steps = [["init", ".", "--codebook", "in.yaml"], ["person", "import", "persons.yaml"]]
    for name, words, options in (
        ("one.txt", interview(rng), ["--kind", "interview", "--date", "2012-02", "--wave", "1"]),
        ("two.txt", interview(rng), ["--kind", "interview", "--date", "2012-03-01", "--wave", "2"]),
        ("diary.txt", journal(rng), ["--kind", "field-note", "--wave", "1"]),
        ("mail.eml", mail(rng), []),
        ("paper.txt", "\n\n".join(sentence(rng) for _ in range(4)), ["--kind", "document"]),
    ):
        (tmp_path / name).write_text(words)
        steps.append(["ingest", name, *options])
    for step in steps:
        result = cli(*step)
        assert result.exit_code == 0, result.output
    project = open_project(tmp_path, start=tmp_path, coder=None, now=NOW)
    sources = {card.source.name: card.source for card in list_sources(project)}
    texts = {name: show_source(project, name) for name in sources}
    lines = [json.dumps(row) for row in _random_codings(rng, texts)]
    (tmp_path / "codings.jsonl").write_text("\n".join(dict.fromkeys(lines)) + "\n")
    added = cli("coding", "add", "--from", "codings.jsonl")
    assert added.exit_code == 0, added.output
    codings = json.loads(cli("coding", "list", "--format", "json").stdout)
    return Study(project, sources, texts, codings)


def _random_codings(rng: random.Random, texts: dict[str, SourceText]) -> Iterator[dict[str, Any]]:
    seen = set()
    for _ in range(70):
        name = rng.choice(sorted(texts))
        text = texts[name].text
        start = rng.randrange(len(text) - 1)
        end = min(len(text), start + rng.randint(1, 90))
        words = text[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        code = rng.choice(CODES)
        if start >= end or (name, start, end, code) in seen:
            continue
        seen.add((name, start, end, code))
        properties = {}
        if code in HOLDERS and rng.random() < 0.7:
            properties["holder"] = rng.choice(HOLDERS[code])
        if code in ("trust", "place") and rng.random() < 0.5:
            properties["valued"] = rng.choice(["yes", "no"])
        yield {"source": name, "code": code, "start": start, "end": end, "properties": properties}


# --- the definition -------------------------------------------------------------------

PERSONS = {"Maud": "Maud", "Rosalind": "Ros", "Woman": None}
GROUPS = {"Nell": "provider", "Maud": "resident", "Ros": "resident", "Graham": "council"}
AUTHORS = {"diary.txt": "Nell", "mail.eml": "Graham"}


def is_between(at: int, shown: SourceText) -> bool:
    """Return whether only blanks stand between what begins and ends around one character."""
    if not shown.text[at].isspace():
        return False
    spans = [(s.span.start, s.span.end) for s in shown.segments if s.kind == "turn"]
    spans += [(mark.start, mark.end) for mark in shown.marks]
    places = {0, len(shown.text)}.union(*spans)
    low, high = max(p for p in places if p <= at), min(p for p in places if p > at)
    return shown.text[low:high].isspace()


def voice(name: str, at: int, shown: SourceText) -> tuple[str | None, str | None]:
    """Return person and label of one character."""
    if is_between(at, shown):
        return None, None
    marks = {mark.kind.value for mark in shown.marks if mark.start <= at < mark.end}
    if marks & {"quoted", "attribution"}:
        return None, None
    for segment in shown.segments:
        if segment.kind == "turn" and segment.span.start <= at < segment.span.end:
            if marks & {"observer-comment", "time"}:
                return AUTHORS.get(name), None
            return PERSONS[segment.speaker or ""], segment.speaker
    return AUTHORS.get(name), None


def days(name: str, at: int, study: Study) -> tuple[str, str] | None:
    """Return first and last day of one character; the invented texts have three sorts."""
    shown = study.texts[name]
    for segment in shown.segments:
        if segment.kind == "entry" and segment.span.start <= at < segment.span.end:
            return segment.date, segment.date  # type: ignore[return-value]
    known = {"one.txt": ("2012-02-01", "2012-02-29"), "two.txt": ("2012-03-01", "2012-03-01")}
    if name == "mail.eml":
        return "2012-03-08", "2012-03-08"
    if name == "diary.txt":  # between two entries: all days of the journal
        first, _, last = (study.sources[name].date or "").partition("/")
        return first, last
    return known.get(name)


def is_kept(name: str, at: int, study: Study, chosen: Selection) -> bool:
    source = study.sources[name]
    person, label = voice(name, at, study.texts[name])
    tests = [
        not chosen.sources or name in chosen.sources,
        not chosen.kinds or source.kind in chosen.kinds,
        not chosen.waves or source.wave in chosen.waves,
        not chosen.persons or person in chosen.persons,
        not chosen.groups or GROUPS.get(person or "") in chosen.groups,
        not chosen.speakers or label in chosen.speakers,
    ]
    if chosen.since or chosen.until:
        dated = days(name, at, study)
        within = dated and (chosen.since or "0") <= dated[0] and dated[1] <= (chosen.until or "9")
        tests.append(bool(within))
    return all(tests)


def is_chosen(coding: dict[str, Any], chosen: Selection) -> bool:
    recorded = coding["properties"]
    names = {name for name, _ in chosen.properties}
    return (
        not chosen.codes
        or any(
            coding["code"] == top or coding["code"].startswith(top + ".") for top in chosen.codes
        )
    ) and all((name, recorded.get(name)) in chosen.properties for name in names)


class Definition:
    """What is kept, as sets of characters ``(source, offset)``."""

    def __init__(self, study: Study, chosen: Selection, level: int | None) -> None:
        self.kept = {
            (name, at)
            for name, shown in study.texts.items()
            for at in range(len(shown.text))
            if is_kept(name, at, study, chosen)
        }
        self.codings: list[tuple[str, set[Char]]] = []
        for coding in study.codings:
            on = {(coding["source"], at) for at in range(coding["start"], coding["end"])}
            if is_chosen(coding, chosen) and on & self.kept:
                code = ".".join(coding["code"].split(".")[:level])
                self.codings.append((code, on & self.kept))
        self.units = []
        for name, shown in study.texts.items():
            spans = [s.span for s in shown.segments if s.kind == "turn"]
            turns = list(spans)
            for segment in shown.segments:
                outside = not any(turn.encloses(segment.span) for turn in turns)
                if segment.kind in ("paragraph", "row") and outside:
                    spans.append(segment.span)
            units = [{(name, i) for i in range(s.start, s.end)} & self.kept for s in spans]
            self.units += [unit for unit in units if unit]

    def codes(self) -> set[str]:
        parts = [code.split(".") for code, _ in self.codings]
        return {".".join(part[:n]) for part in parts for n in range(1, len(part) + 1)}

    def below(self, top: str) -> list[set[Char]]:
        return [on for code, on in self.codings if code == top or code.startswith(top + ".")]

    def chars(self, top: str) -> set[Char]:
        return set().union(*self.below(top))

    def segments(self, top: str) -> list[set[Char]]:
        found: list[set[Char]] = []
        for on in self.below(top):
            apart = [other for other in found if not other & on]
            found = [*apart, on.union(*(other for other in found if other & on))]
        return found

    def units_of(self, top: str) -> list[int]:
        chars = self.chars(top)
        return [n for n, unit in enumerate(self.units) if unit & chars]


def random_selection(rng: random.Random) -> Selection:
    """Return one to three filters, drawn at random."""
    makers: list[Callable[[Selection], Selection]] = [
        lambda s: replace(s, sources=tuple(rng.sample(["one.txt", "diary.txt", "mail.eml"], 2))),
        lambda s: replace(s, kinds=(rng.choice(["interview", "field-note", "email"]),)),
        lambda s: replace(s, waves=(rng.choice([1, 2]),)),
        lambda s: replace(s, since=rng.choice(["2012-02-01", "2012-02-10"])),
        lambda s: replace(s, until=rng.choice(["2012-02-29", "2012-02-28", "2012-03-01"])),
        lambda s: replace(s, persons=tuple(rng.sample(sorted(GROUPS), rng.randint(1, 2)))),
        lambda s: replace(s, groups=(rng.choice(["resident", "council", "provider"]),)),
        lambda s: replace(s, speakers=(rng.choice(["Maud", "Rosalind", "Woman"]),)),
        lambda s: replace(s, codes=(rng.choice(["trust", "trust.held", "place"]), "time")),
        lambda s: replace(s, properties=(("holder", "resident"),)),
        lambda s: replace(s, properties=(("holder", "council"), ("valued", "yes"))),
        lambda s: replace(s, properties=(("valued", "yes"), ("valued", "no"))),
    ]
    chosen = WHOLE_STUDY
    for maker in rng.sample(makers, rng.choice([1, 1, 2, 3])):
        chosen = maker(chosen)
    return chosen


def rows(report: Report) -> list[dict[str, Any]]:
    names = [column.name for column in report.columns]
    return [dict(zip(names, row, strict=True)) for row in report.rows]


def shown(code: str, chosen: Selection) -> bool:
    return not chosen.codes or any(f"{code}.".startswith(f"{top}.") for top in chosen.codes)


def test_filters_and_roll_up_equal_their_definition(study: Study) -> None:
    """Frequencies and meetings of 25 selections in each of 6 studies."""
    rng = random.Random(len(study.codings))
    counted = 0
    for _ in range(25):
        chosen, level = random_selection(rng), rng.choice([None, None, 1, 2])
        truth = Definition(study, chosen, level)
        found = rows(frequency_report(study.project, selection=chosen, level=level))
        assert {row["code"] for row in found} == {c for c in truth.codes() if shown(c, chosen)}
        for row in found:
            top = row["code"]
            bearing = {name for name, _ in truth.chars(top)}
            assert row["codings"] == sum(code == top for code, _ in truth.codings)
            assert row["segments"] == len(truth.segments(top))
            assert row["chars"] == len(truth.chars(top))
            assert row["units"] == len(truth.units_of(top))
            assert row["sources"] == len(bearing)
            assert row["kinds"] == len({study.sources[name].kind for name in bearing})
        assert_pairs(study, truth, chosen, level)
        counted += len(found)
    assert counted > 30


def assert_pairs(study: Study, truth: Definition, chosen: Selection, level: int | None) -> None:
    def counts(relation: Relation, count: Count) -> dict[tuple[str, str], tuple[int, int, int]]:
        report = cooccurrence_report(
            study.project,
            relation=relation,
            count=count,
            unit=Unit.PASSAGE,
            selection=chosen,
            level=level,
        )
        return {(r["a"], r["b"]): (r["n_ab"], r["n_a"], r["n_b"]) for r in rows(report)}

    codes = sorted(code for code in truth.codes() if shown(code, chosen))
    pairs = [(a, b) for a in codes for b in codes if a < b and not b.startswith(a + ".")]
    assert counts(Relation.OVERLAP, Count.CHARS) == {
        (a, b): (len(truth.chars(a) & truth.chars(b)), len(truth.chars(a)), len(truth.chars(b)))
        for a, b in pairs
    }
    bearing = {code: set(truth.units_of(code)) for code in codes}
    assert counts(Relation.UNIT, Count.UNITS) == {
        (a, b): (len(bearing[a] & bearing[b]), len(bearing[a]), len(bearing[b])) for a, b in pairs
    }
