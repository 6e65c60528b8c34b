"""Random projects in a real database, and what co-occurrence in them is by its definition.

The projects are made by the services that a researcher's commands call. The definition knows
sets of kept characters and nothing of arrays: it shares no line with what it is held against.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from proposals import keep, proposal

from ethnocode.interchange import CodingRequest
from ethnocode.model import (
    WHOLE_STUDY,
    Coding,
    Selection,
    Source,
)
from ethnocode.services.coding import add_codings, list_codings
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.people import import_persons
from ethnocode.services.project import Project
from ethnocode.services.sources import SourceText, list_sources, show_source
from ethnocode.services.update import update_paths

CODEBOOK = """\
ethnocode: 1
id: p
version: 1.0.0
codes:
  - id: trust
    definition: One.
    properties: {holder: [resident, council], valued: [yes, no]}
    children:
      - {id: given, definition: Given.}
      - id: held
        definition: Held.
        properties: {holder: [resident, council]}
        children: [{id: back, definition: Held back.}]
  - {id: SPOT, definition: Two., properties: {valued: [yes, no]}}
  - {id: time, definition: Three., children: [{id: past, definition: P.}]}
"""
CODES = ("trust", "trust.given", "trust.held", "trust.held.back", "spot", "time.past")
PROPERTIES = {
    "trust": {"holder": ("resident", "council"), "valued": ("yes", "no")},
    "trust.held": {"holder": ("resident", "council")},
    "spot": {"valued": ("yes", "no")},
}
ROSTER = """\
persons:
  - {pseudonym: Nell, group: provider, author: true}
  - {pseudonym: Maud, group: resident}
  - {pseudonym: Ros, group: resident, composite: 2, aliases: [Rosalind]}
  - {pseudonym: Graham, group: council}
"""
GROUPS = {"Nell": "provider", "Maud": "resident", "Ros": "resident", "Graham": "council"}
HEADS = {"Nell": 1, "Maud": 1, "Ros": 2, "Graham": 1}
BEHIND = {"Maud": "Maud", "Rosalind": "Ros", "Woman": None}
WORDS = ("the", "tin", "went", "by", "a", "green", "gate", "and", "nobody", "counted")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

Place = tuple[str, int]
"""A source and a kept character of it, these numbered from 0."""
Places = frozenset[Place]


# --- random projects ------------------------------------------------------------------


def sentence(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randint(2, 6))).capitalize() + "."


def talk(rng: random.Random) -> str:
    """Return turns: of one person known, of two behind one name, and of nobody known."""
    turns = []
    for who in ["Maud", "Rosalind", *rng.choices(["Maud", "Rosalind", "Woman"], k=2)]:
        aside = rng.choice(["", "", f" [OC: {sentence(rng)}]", f" [OC: {sentence(rng)}] Yes."])
        turns.append(f"{who}: {sentence(rng)}{aside}\n")
    return "\n".join(turns)


def journal(rng: random.Random) -> str:
    day, entries = date(2012, 1, 20), []
    for _ in range(rng.randint(1, 3)):
        paragraphs = [sentence(rng) for _ in range(rng.randint(1, 2))]
        entries.append("\n\n".join([f"{day.day} {day:%B %Y}", *paragraphs]) + "\n")
        day += timedelta(days=rng.randint(3, 25))
    return "\n".join(entries)


def mail(rng: random.Random) -> str:
    """Return an e-mail that quotes another, in a paragraph by itself or with own words."""
    head = "From: Graham <g@example.org>\nTo: Nell <n@example.org>\nSubject: Gate\n"
    head += "Date: Thu, 8 Mar 2012 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n"
    gap = rng.choice(["\n", "\n\n"])
    quoted = f"On 7 March 2012, Nell wrote:\n> {sentence(rng)}\n> {sentence(rng)}"
    return f"{head}{sentence(rng)}{gap}{quoted}{gap}{sentence(rng)}\n"


def paper(rng: random.Random) -> str:
    """Return paragraphs, and at times a table."""
    parts = [" ".join(sentence(rng) for _ in range(rng.randint(1, 3))) for _ in range(2)]
    rows = ["| Green | Gate |", "| --- | --- |", f"| {sentence(rng)} | {sentence(rng)} |"]
    return "\n\n".join(rng.choice([parts[:1], parts, [*parts, "\n".join(rows)]]))


HEADS_OF_FILES: dict[str, tuple[str, Callable[[random.Random], str]]] = {
    "talk.md": ("---\nkind: interview\ndate: 2012-02\nwave: 1\n---\n", talk),
    "walk.md": ("---\nkind: field-note\ndate: 2012-03-01\nwave: 2\n---\n", talk),
    "diary.md": ("---\nkind: field-note\nwave: 1\n---\n", journal),
    "mail.eml": ("", mail),
    "paper.md": ("---\nkind: document\n---\n", paper),
}


@dataclass(frozen=True)
class Study:
    """A project, its texts as the program cut them, and its codings as it lists them."""

    project: Project
    sources: dict[str, Source]
    texts: dict[str, SourceText]
    codings: tuple[Coding, ...]


def random_texts(rng: random.Random, folder: Path) -> Project:
    """Return a project of one to five sources, with what must never be counted.

    That is suggestions that nobody decided on, and codings that lost their words.
    """
    texts = folder / "texts"
    texts.mkdir(parents=True)
    (folder / "in.yaml").write_text(CODEBOOK.replace("SPOT,", "spot,"))
    (folder / "persons.yaml").write_text(ROSTER)
    for name in rng.sample(sorted(HEADS_OF_FILES), rng.randint(1, 5)):
        front, make = HEADS_OF_FILES[name]
        (texts / name).write_text(front + make(rng))
    book = [str(folder / "in.yaml")]
    project = init_project(folder / "p", name="p", author="Nell", codebooks=book, now=NOW)
    import_persons(project, folder / "persons.yaml")
    ingest_paths(project, [texts], options=IngestOptions())
    shown = _texts(project)
    name = rng.choice(sorted(shown))
    parts = [s.span for s in shown[name].segments if s.kind == "sentence"]
    words = max((shown[name].text[part.start : part.end] for part in parts), key=len)
    keep(project, *(proposal(project, name, code, words) for code in CODES))
    if rng.random() < 0.5:
        add_codings(project, [CodingRequest(name, c, quote=words, occurrence=1) for c in CODES])
        edited = (texts / name).read_text().replace(words, "Yonder hill, far off.", 1)
        (texts / name).write_text(edited)
        update_paths(project, [texts / name], force=True, dry_run=False)
    return project


def random_study(rng: random.Random, texts: Project, folder: Path) -> Study:
    """Return a copy of a project with codings of its own, and copies by another coder."""
    shutil.copytree(texts.folder, folder)
    project = replace(texts, folder=folder)
    shown = _texts(project)
    coded = list(_codings(rng, shown))
    if rng.random() < 0.3:  # the code has another name from now on, and codings under both
        add_codings(project, coded[: len(coded) // 2])
        now = CODEBOOK.replace("SPOT,", "place, aliases: [spot],")
        (folder / "codebook.yaml").write_text(now)
    copies = [replace(one, coder="ben") for one in coded if rng.random() < 0.2]
    add_codings(project, [*coded, *copies])
    sources = {card.source.name: card.source for card in list_sources(project)}
    return Study(project, sources, shown, list_codings(project).codings)


def _texts(project: Project) -> dict[str, SourceText]:
    names = [card.source.name for card in list_sources(project)]
    return {name: show_source(project, name) for name in names}


def _codings(rng: random.Random, texts: dict[str, SourceText]) -> Iterator[CodingRequest]:
    """Yield codings that overlap, touch, repeat each other and cross the borders of units."""
    seen: set[tuple[str, str, int, int]] = set()
    spans: list[tuple[str, int, int]] = []
    for _ in range(rng.choice([0, 8, 15, 25, 30])):
        name = rng.choice(sorted(texts))
        text = texts[name].text
        start = rng.randrange(len(text))
        end = min(len(text), start + rng.choice([1, 5, 20, 20, 60]))
        if spans and rng.random() < 0.4:  # on the same words as another, or on what follows them
            name, start, end = rng.choice(spans)
            text = texts[name].text
            if rng.random() < 0.4:
                start, end = end, min(len(text), end + rng.randint(1, 20))
        words = text[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        code = rng.choice(CODES)
        if start >= end or (name, code, start, end) in seen:
            continue
        seen.add((name, code, start, end))
        spans.append((name, start, end))
        values = tuple(
            (key, rng.choice(known))
            for key, known in PROPERTIES.get(code, {}).items()
            if rng.random() < 0.6
        )
        yield CodingRequest(name, code, start=start, end=end, properties=values)


FILTERS = (
    *("sources", "kinds", "waves", "persons", "groups", "speakers", "codes", "properties"),
    *("since", "until"),
)


def random_selection(rng: random.Random, study: Study, filters: Sequence[str]) -> Selection:
    """Return filters that the study has values for."""
    labels = {s.speaker for t in study.texts.values() for s in t.segments if s.speaker}
    spot = "place" if "place" in (study.project.folder / "codebook.yaml").read_text() else "spot"
    values: dict[str, list[Any]] = {
        "sources": sorted(study.sources),
        "kinds": sorted({source.kind for source in study.sources.values()}),
        "waves": sorted({s.wave for s in study.sources.values() if s.wave is not None}),
        "persons": sorted(GROUPS),
        "groups": sorted({*GROUPS.values()}),
        "speakers": sorted(labels),
        "codes": ["trust", "trust.held", spot, "time", "time.past"],
        "properties": [(k, v) for k, of in PROPERTIES["trust"].items() for v in of],
        "since": ["2012-01-25", "2012-02-01", "2012-03-01"],
        "until": ["2012-03-08", "2012-03-01", "2012-03-31"],
    }
    chosen = WHOLE_STUDY
    for name in filters:
        some = rng.sample(values[name], min(len(values[name]), rng.randint(1, 2)))
        if name in ("since", "until"):
            chosen = replace(chosen, **{name: some[0]})
        else:
            chosen = replace(chosen, **{name: tuple(some)})
    return chosen
