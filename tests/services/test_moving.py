"""Codes moved in the codebook: their ids, what is stored under them, and the bytes of the file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ethnocode.errors import CodebookError, EthnocodeError, UnknownCodeError, UsageError
from ethnocode.interchange import CodingRequest
from ethnocode.model import MemoKind
from ethnocode.services.codes import merge_codes, rename_code
from ethnocode.services.coding import add_codings, list_codings
from ethnocode.services.history import read_log, redo, undo
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.memos import About, add_memo, list_memos
from ethnocode.services.moving import Moved, Target, move_code
from ethnocode.services.project import Project
from ethnocode.services.suggesting.run import list_suggestions, run_suggestions
from ethnocode.services.verify import verify

CODEBOOK = """\
ethnocode: 1
id: toy
title: Toy
version: 1.0.0
extends: [power]
codes:
  # on alpha
  - id: alpha
    definition: The first.
    exclude: [what waiting.queue covers]

  # on waiting
  - id: waiting   # ours
    aliases: [delay]
    definition: With two below.
    children:
      # on queue
      - id: queue
        definition: |
          In a line,

            set in.
        near: [{code: alpha, tell_apart: x}]
        cues: {lemmas: [tin]}
        children:
          - {id: head, definition: At its front.}

      - id: silence
        definition: No word.
        near: [{code: waiting.queue, tell_apart: y}]

  - {id: gone, definition: It was., retired: old}

  - id: omega
    definition: The last.
    expects: {with: [waiting.queue.head], never_with: ["toy:waiting.queue"]}
"""
TEXT = "I knew them all. The tin was full.\n\nAnd now? They were gone by then.\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A study of one text, with nothing coded."""
    (tmp_path / "in.yaml").write_text(CODEBOOK)
    (tmp_path / "a.txt").write_text(TEXT)
    project = init_project(
        tmp_path / "p",
        name="p",
        author="ada",
        codebooks=[str(tmp_path / "in.yaml")],
        now=datetime(2026, 3, 1, tzinfo=UTC),
    )
    ingest_paths(project, [tmp_path / "a.txt"], options=IngestOptions(kind="field-note"))
    return project


@pytest.fixture
def coded(project: Project) -> Project:
    """The study with codings, a memo and a suggestion for the code that will move."""
    for code in ("waiting.queue", "waiting.queue.head"):
        add_codings(project, [CodingRequest("a.txt", code, quote="And now?")])
    add_memo(project, "On it.", about=About(code="waiting.queue"), kind=MemoKind.ANALYTIC)
    run_suggestions(project)
    return project


def text_of(project: Project) -> str:
    return (project.folder / "codebook.yaml").read_bytes().decode()


def move(project: Project, name: str, **target: str | bool) -> Moved:
    return move_code(project, name, Target(**target), dry_run=False)  # type: ignore[arg-type]


def stored(project: Project) -> tuple[list[str], list[str], list[str]]:
    """Return the codes that codings, memos and suggestions are stored under."""
    return (
        sorted(c.code for c in list_codings(project).codings),
        [memo.code for memo in list_memos(project).memos],
        sorted({s.code for s in list_suggestions(project)}),
    )


def test_codings_memos_and_suggestions_follow_a_code_that_moves(coded: Project) -> None:
    before = text_of(coded)

    done = move(coded, "waiting.queue", under="omega")

    assert (done.old, done.new, done.below) == ("waiting.queue", "omega.queue", 1)
    assert (done.codings, done.references, done.alias) == (2, 4, True)
    assert text_of(coded) == (
        before.replace(
            before[before.index("      # on queue") : before.index("      - id: silence")], ""
        )
        .replace("[what waiting.queue covers]", "[what omega.queue covers]")
        .replace("code: waiting.queue,", "code: omega.queue,")
        .replace("[waiting.queue.head]", "[omega.queue.head]")
        .replace('["toy:waiting.queue"]}\n', '["toy:omega.queue"]}\n')
        + """\
    children:
      # on queue
      - id: queue
        aliases: [waiting.queue]
        definition: |
          In a line,

            set in.
        near: [{code: alpha, tell_apart: x}]
        cues: {lemmas: [tin]}
        children:
          - {id: head, definition: At its front.}
"""
    )
    assert stored(coded) == (
        ["omega.queue", "omega.queue.head"],
        ["omega.queue"],
        ["omega.queue"],
    )
    book = coded.codebook()
    for name in ("waiting.queue.head", "delay.queue.head", "omega.queue.head"):
        found = book.code_named(name)
        assert found is not None, name
        assert found.id == "omega.queue.head"
    assert verify(coded) == []


@pytest.mark.parametrize(
    ("name", "there", "back"),
    [
        ("waiting.queue", {"top": True}, {"under": "waiting"}),
        ("waiting.queue", {"under": "omega"}, {"under": "delay"}),
        ("waiting.queue.head", {"after": "alpha"}, {"under": "waiting.queue"}),
        ("waiting", {"under": "alpha"}, {"top": True}),
        ("waiting.silence", {"under": "waiting.queue.head"}, {"under": "waiting"}),
        ("omega", {"under": "agency"}, {"top": True}),
        ("alpha", {"after": "omega"}, {"before": "waiting"}),
        ("waiting.silence", {"before": "waiting.queue"}, {"after": "waiting.queue"}),
    ],
)
def test_moving_back_gives_the_same_bytes(
    coded: Project, name: str, there: dict[str, str], back: dict[str, str]
) -> None:
    before, kept = text_of(coded), stored(coded)
    done = move(coded, name, **there)
    after = text_of(coded)

    undone = move(coded, done.new, **back)

    assert text_of(coded) == before
    assert (undone.old, undone.new, undone.alias) == (done.new, done.old, False)
    assert stored(coded) == kept
    undo(coded, steps=1, dry_run=False)
    assert text_of(coded) == after
    undo(coded, steps=1, dry_run=False)
    assert (text_of(coded), stored(coded)) == (before, kept)
    redo(coded, steps=1, dry_run=False)
    assert text_of(coded) == after
    assert [event.action for event in read_log(coded, limit=1)] == ["redo"]


def test_the_old_place_is_found_though_other_codes_were_changed_between(coded: Project) -> None:
    before = text_of(coded)
    move(coded, "waiting.queue", top=True)
    rename_code(coded, "alpha", "first", dry_run=False)
    move(coded, "waiting.silence", under="omega")

    done = move(coded, "queue", under="waiting")

    assert not done.alias
    move(coded, "omega.silence", under="waiting")
    rename_code(coded, "first", "alpha", dry_run=False)
    assert [c.id for c in coded.codebook().own_codes] == [
        *("alpha", "waiting", "waiting.queue", "waiting.queue.head", "waiting.silence"),
        *("gone", "omega"),
    ]
    assert sorted(text_of(coded).split()) == sorted(before.split())


def test_a_dry_run_and_a_refusal_change_nothing(coded: Project) -> None:
    before, kept, log = text_of(coded), stored(coded), read_log(coded)

    done = move_code(coded, "waiting.queue", Target(top=True), dry_run=True)

    assert done.new == "queue"
    assert {"-      # on queue", "+  # on queue", "+  - id: queue"} <= set(done.diff)
    assert (text_of(coded), stored(coded), read_log(coded)) == (before, kept, log)


REFUSED = [
    ("waiting", {"under": "waiting"}, CodebookError, "'waiting' cannot be moved below itself"),
    ("waiting", {"under": "delay"}, CodebookError, "'waiting' cannot be moved below itself"),
    ("delay", {"under": "waiting.queue.head"}, CodebookError, "which is below it"),
    ("waiting", {"under": "delay.queue"}, CodebookError, "'waiting.queue', which is below it"),
    ("waiting", {"after": "waiting.queue"}, CodebookError, "cannot be moved below itself"),
    ("waiting", {"after": "delay"}, CodebookError, "stands there already"),
    ("waiting", {"top": True}, CodebookError, "stands there already"),
    ("waiting", {"after": "alpha"}, CodebookError, "stands there already"),
    ("waiting.queue", {"under": "waiting"}, CodebookError, "stands there already"),
    ("alpha", {"under": "waiting.queue.head"}, CodebookError, "comments, which the braces"),
    ("waiting", {}, UsageError, "say where the code is to stand"),
    ("waiting", {"top": True, "under": "alpha"}, UsageError, "--under and --top"),
    ("waiting", {"before": "alpha", "after": "omega"}, UsageError, "--before and --after"),
    ("alpha", {"top": True, "after": "waiting.queue"}, UsageError, "is not directly at the top"),
    ("alpha", {"under": "omega", "after": "waiting"}, UsageError, "not directly below 'omega'"),
    ("alpha", {"under": "waitin"}, UnknownCodeError, "no code 'waitin'"),
    ("alhpa", {"under": "waiting"}, UnknownCodeError, "no code 'alhpa'"),
    ("power:agency", {"top": True}, CodebookError, "belongs to the codebook 'power'"),
    ("alpha", {"after": "power:agency"}, CodebookError, "belongs to the codebook 'power'"),
]


@pytest.mark.parametrize(("name", "target", "error", "message"), REFUSED)
def test_what_cannot_be_moved_so_is_refused(
    project: Project,
    name: str,
    target: dict[str, str],
    error: type[EthnocodeError],
    message: str,
) -> None:
    before = text_of(project)

    with pytest.raises(error, match=message) as refusal:
        move(project, name, **target)

    assert refusal.value.hint
    assert text_of(project) == before


def test_an_id_that_is_or_was_another_codes_is_refused(project: Project) -> None:
    path = project.folder / "codebook.yaml"
    path.write_text(text_of(project) + "  - id: queue\n  - {id: x, aliases: [alpha.silence]}\n")

    with pytest.raises(CodebookError, match="'queue' is the id of another code"):
        move(project, "waiting.queue", top=True)
    with pytest.raises(CodebookError, match=r"'alpha\.silence' is an alias of 'x'"):
        move(project, "waiting.silence", under="alpha")


@pytest.mark.parametrize(
    ("gone", "into", "message"),
    [
        (["alpha"], "alpha", "cannot be merged into itself"),
        (["delay"], "waiting", "'delay' is part of 'waiting' already"),
        (["waiting"], "delay", "'delay' is part of 'waiting' already"),
        (["toy:alpha"], "alpha", "cannot be merged into itself"),
        (["waiting"], "waiting.queue", "which is below it"),
        (["delay"], "delay.queue.head", "which is below it"),
        (["waiting"], "alpha", "has codes below it: waiting.queue"),
        (["alpha", "waiting.queue.head"], "alpha", "cannot be merged into itself"),
        (["omega", "waiting.queue"], "alpha", "has codes below it: waiting.queue.head"),
        (["alpha"], "gone", "'gone' is retired: old"),
        (["power:agency"], "alpha", "belongs to the codebook 'power'"),
        (["alpha"], "power:agency", "belongs to the codebook 'power'"),
    ],
)
def test_no_merge_makes_a_circle(
    project: Project, gone: list[str], into: str, message: str
) -> None:
    before = text_of(project)

    with pytest.raises(CodebookError, match=message) as refusal:
        merge_codes(project, gone, into, dry_run=False)

    assert refusal.value.hint
    assert text_of(project) == before
