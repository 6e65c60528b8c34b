"""No suggestion that waits or was rejected, and no passage read, reaches a count or a list.

Two projects are alike but for thousands of them; both have had the same number of steps since
they parted. What a command prints of the one it prints of the other, byte for byte, but for
the revision, which every report states.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from command_table import commands
from proposals import keep, note_read, proposal
from typer.testing import Result

from ethnocode.cli.main import app
from ethnocode.cli.options import ReportFormat
from ethnocode.cli.report import app as reports
from ethnocode.interchange import CodingRequest
from ethnocode.model import Band, Count, Drawn, MemoKind, Relation, Suggestion, Unit
from ethnocode.services.coding import add_codings
from ethnocode.services.history import redo, undo
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.memos import About, add_memo
from ethnocode.services.people import import_persons
from ethnocode.services.project import Project
from ethnocode.services.suggesting.deciding import (
    Correcting,
    accept_suggestions,
    correct_suggestion,
    reject_suggestions,
)
from ethnocode.services.verify import verify
from ethnocode.store import open_store

Cli = Callable[..., Result]

CODEBOOK = """\
ethnocode: 1
id: h
version: 1.0.0
codes:
  - {id: a, name: A, definition: The first., properties: {side: [left, right]}}
  - id: b
    name: B
    definition: The other.
    children: [{id: c, name: C, definition: Below the other., expects: {with: [a]}}]
  - {id: never_used, name: Never, definition: Nobody codes with it.}
"""
INTERVIEW = """\
Interview with Charis 13.6.13
Her kitchen.

Ros: Who came on Tuesdays?

Charis: Everybody. I knew them all, and their mothers. We kept the money in a tin.

Ros: And now?

Charis: Now there's a form. Nobody fills it in, and the tin is gone.
"""
JOURNAL = """\
## 4 May 2015

The hall was cold. Maud brought the tin and counted twice.

## 5 May 2015

A form came from the council.
"""
PERSONS = """\
persons:
  - {pseudonym: Charis, group: resident, role: cook}
  - {pseudonym: Ros, author: true}
"""
WORDS = {
    "charis.txt": (
        *("Who came on Tuesdays?", "Everybody.", "I knew them all, and their mothers."),
        *("We kept the money in a tin.", "Now there's a form.", "the tin is gone", "tin"),
    ),
    "journal.md": ("The hall was cold.", "Maud brought the tin", "A form came from the council."),
}
CODES = ("a", "b", "b.c", "never_used")
ENGINES = 60
"""Each suggests every code for all of these words."""

FILES = ("init", "demo", "restore")
"""Commands that make a project, or put one in the place of another."""

CHANGES = (
    *("ingest", "update", "source set", "source remove", "person import", "codebook import"),
    *("codebook rename", "codebook merge", "codebook split", "coding add", "coding move"),
    *("codebook add", "codebook move", "codebook retire", "coding resolve", "coding sample"),
    *("coding remove", "memo add", "memo edit", "memo move", "memo remove", "undo", "redo"),
)
OF_SUGGESTIONS = ("suggest", "review", "log")
"""What is about them, and what was done to the project."""

OF_NO_PROJECT = ("explain", "help")
OF_THE_FILE = ("backup",)


def built(folder: Path) -> Project:
    """Return a project with codings of two coders, one of them of a suggestion, and memos."""
    inputs = {"charis.txt": INTERVIEW, "journal.md": JOURNAL, "in.yaml": CODEBOOK}
    for name, text in {**inputs, "persons.yaml": PERSONS}.items():
        (folder / name).write_text(text)
    now = datetime(2026, 3, 1, tzinfo=UTC)
    book = [str(folder / "in.yaml")]
    project = init_project(folder / "p", name="p", author="ada", codebooks=book, now=now)
    import_persons(project, folder / "persons.yaml")
    ingest_paths(project, [folder / name for name in WORDS], options=IngestOptions())
    requests = [
        CodingRequest("charis.txt", "a", quote="I knew them all", properties=(("side", "left"),)),
        CodingRequest("charis.txt", "b", quote="knew them all, and their mothers"),
        CodingRequest("charis.txt", "b.c", quote="Nobody fills it in"),
        CodingRequest("journal.md", "a", quote="counted twice", coder="ben"),
    ]
    (first, *_) = add_codings(project, requests).added
    accepted = proposal(project, "journal.md", "b.c", "Maud brought the tin", engine="other/1")
    accept_suggestions(project, [accepted])
    corrected = proposal(project, "charis.txt", "b", "Nobody fills it in", engine="other/1")
    correct_suggestion(project, corrected, Correcting(code="a"))
    about = About(coding=first.id)
    add_memo(project, "Who are they all?", about=about, kind=MemoKind.ANALYTIC)
    return project


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Project]:
    """A project without, and one with, all sorts of suggestions and readings on all its words."""
    folder = tmp_path_factory.mktemp("pair")
    plain = built(folder)
    shutil.copytree(plain.folder, folder / "q")
    piled = replace(plain, folder=folder / "q")
    bases = [
        proposal(piled, source, code, words)
        for source, quotes in WORDS.items()
        for words in quotes
        for code in CODES
    ]
    pile = [
        replace(base, engine=f"hand/{number}", band=(Band.STRONG, Band.WEAK)[number % 2])
        for base in bases
        for number in range(ENGINES)
    ]
    numbers = keep(piled, *pile)
    reject_suggestions(replace(piled, coder="zoe"), numbers[::3])
    note_read(piled, "charis.txt", "We kept the money in a tin.", drawn=Drawn.RANDOM, coder="zoe")
    note_read(piled, "journal.md", "The hall was cold.")
    memo = add_memo(plain, "Taken back again.", about=About(), kind=MemoKind.ANALYTIC)
    assert memo is not None
    undo(plain, steps=1, dry_run=False)
    redo(plain, steps=1, dry_run=False)
    undo(plain, steps=1, dry_run=False)
    return plain, piled


def printed(cli: Cli, project: Project, *command: str) -> tuple[int, str, str]:
    """Return what a command does and prints, without the revision and where the project is."""
    result = cli("--project", str(project.folder), *command)
    with open_store(project.folder) as store:
        revision = store.events.revision()
    told = (
        text.replace(revision, "REVISION").replace(str(project.folder), "FOLDER")
        for text in (result.stdout, result.stderr)
    )
    return (result.exit_code, *told)  # type: ignore[return-value]


def test_the_pile_is_there_and_is_sound(pair: tuple[Project, Project]) -> None:
    pile = ENGINES * len(CODES) * sum(map(len, WORDS.values()))
    rejected = -(-pile // 3)
    counts: list[dict[str, int]] = []
    for project in pair:
        with open_store(project.folder) as store:
            counts.append({str(k): n for k, n in store.suggestions.counts().items()})
            events = store.events.all()
        assert verify(project) == []
    decided = {"accepted": 1, "corrected": 1}
    assert counts[0] == {"undecided": 0, "rejected": 0, **decided}
    assert counts[1] == {"undecided": pile - rejected, "rejected": rejected, **decided}
    assert pile > 2_000
    assert len(events) > 8


def choices(name: str) -> list[tuple[str, ...]]:
    """Return every combination of the choices that a report takes."""
    if name == "frequency":
        return [("--unit", unit.value) for unit in Unit]
    if name == "cooccurrence":
        return [
            ("--relation", relation.value, "--count", count.value, *distance, *kept)
            for relation, count in product(Relation, Count)
            for distance in [("--distance", "9 words") if relation.needs_distance else ()]
            for kept in ((), ("--until", "2035", "--level", "1", "--passages", "2"))
        ] + [("--unit", "person", "--tuples", "3"), ("--code", "b", "--matrix")]
    return [()]


def counted_only(status: int, out: str, err: str) -> tuple[int, str, str]:
    """Return what a matrix says without whether a code was looked for where it is not."""
    rows = [row for row in json.loads(out)["rows"] if row["n"]]
    return status, repr([(row["code"], row["value"], row["n"]) for row in rows]), err


NEEDED = {
    "matrix": ("--by", "kind"),
    "strip": ("charis.txt",),
    "agreement": ("--coder", "ada"),
}
"""What some reports must be told."""

NAMES = sorted(
    str(command.name or command.callback.__name__)  # type: ignore[union-attr]
    for command in reports.registered_commands
)


@pytest.mark.parametrize("name", NAMES)
def test_every_report_is_the_same(cli: Cli, pair: tuple[Project, Project], name: str) -> None:
    commands = [("--format", format_.value) for format_ in ReportFormat]
    commands += [("--format", "json", *chosen) for chosen in choices(name)]
    commands += [("--format", "json", "--coder", "ben")]
    commands += [("--format", "json", "--as-of", "2030-01-01")]
    said = ("report", name, *NEEDED.get(name, ()))
    if name == "agreement":
        commands = [(*given, "--coder", "ben") for given in commands if "--coder" not in given]
    if name == "matrix":  # which by its definition tells what was read from what was not
        commands = [("--format", "json", "--sort", sort) for sort in ("code", "total")] * 3
    reports = [[printed(cli, one, *said, *given) for given in commands] for one in pair]
    if name == "matrix":
        reports = [[counted_only(*one) for one in told] for told in reports]

    assert reports[0] == reports[1]
    assert all(text for status, text, _ in reports[0] if status == 0)
    assert sum(status == 0 for status, _, _ in reports[0]) >= len(ReportFormat) + 1


LISTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "coding list": ((), ("--code", "b", "--coder", "ada"), ("--as-of", "2030-01-01")),
    "source list": ((),),
    "source show": (("charis.txt",), ("journal.md",)),
    "codebook show": ((), ("a",), ("b.c",)),
    "codebook lint": ((),),
    "codebook diff": (("bourdieu",), ("--as-of", "2030-01-01")),
    "check": ((), ("--strict",)),
    "verify": ((),),
    "memo list": ((), ("--code", "a")),
    "memo show": (("1",),),
    "person list": ((),),
    "search": (("tin",), ("tin", "--code", "a"), ("tin", "--code", "never_used")),
}
"""Every command that tells something of a project, with arguments to try; not reports."""


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_the_same_in_every_format(
    cli: Cli, pair: tuple[Project, Project], name: str
) -> None:
    for arguments, format_ in product(LISTS[name], ((), ("--format", "json"))):
        plain, piled = (printed(cli, one, *name.split(), *arguments, *format_) for one in pair)

        assert plain == piled
        assert plain[0] in (0, 1)
        assert plain[1] or plain[2]


def test_no_command_is_left_out_of_this() -> None:
    """A new command has to be put into one of the lists of this file."""
    told = {*LISTS, "status", *(f"report {name}" for name in NAMES)}
    others = {*FILES, *CHANGES, *OF_NO_PROJECT, *OF_THE_FILE}
    left = {one.name for one in commands(app) if one.runs and one.path} - told - others

    assert {name for name in left if name.split()[0] not in OF_SUGGESTIONS} == set()


def test_where_the_study_stands_is_the_same_but_for_what_it_says_of_suggestions(
    cli: Cli, pair: tuple[Project, Project]
) -> None:
    plain, piled = (
        json.loads(printed(cli, project, "status", "--format", "json")[1]) for project in pair
    )

    assert plain.pop("suggestions") != piled.pop("suggestions")
    asides = [one for one in piled.pop("next") if one not in plain["next"]]
    assert plain.pop("next")
    assert plain == piled
    assert asides
    assert all("suggest" in f"{one}" for one in asides)


def test_nobody_has_coded_who_only_decided_or_read(cli: Cli, pair: tuple[Project, Project]) -> None:
    status, _, message = printed(cli, pair[1], "report", "frequency", "--coder", "zoe")

    assert status == 2
    assert "nobody has coded as 'zoe'" in message


def test_the_pile_would_show_if_it_were_accepted(
    cli: Cli, pair: tuple[Project, Project], tmp_path: Path
) -> None:
    """What is compared can differ: the same commands, once a coder has accepted one."""
    plain = pair[0]
    shutil.copytree(pair[1].folder, tmp_path / "q")
    piled = replace(plain, folder=tmp_path / "q")
    with open_store(piled.folder) as store:
        waiting: list[Suggestion] = [
            one
            for one in store.suggestions.select(names=store.sources.names(), decided=False)
            if one.code == "never_used"
        ]
    accept_suggestions(piled, [waiting[0].id])

    for command in (("report", "frequency"), ("coding", "list"), ("codebook", "show")):
        assert printed(cli, plain, *command) != printed(cli, piled, *command)
