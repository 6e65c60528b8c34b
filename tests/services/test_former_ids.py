"""Former ids of codes, left by commands or written by hand: none is lost, each means its code."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ethnocode.errors import CodebookError, UsageError
from ethnocode.interchange import CodingRequest
from ethnocode.model import Coding, MemoKind, SuggestionStatus
from ethnocode.services.codebook import code_uses
from ethnocode.services.codes import merge_codes, rename_code
from ethnocode.services.coding import add_codings, list_codings, move_coding
from ethnocode.services.history import undo
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.memos import About, add_memo, list_memos
from ethnocode.services.project import Project
from ethnocode.services.splitting import Picking, split_code
from ethnocode.services.suggesting.deciding import reject_suggestions
from ethnocode.services.suggesting.run import list_suggestions, run_suggestions
from ethnocode.services.verify import verify

START = datetime(2026, 3, 1, tzinfo=UTC)
CODEBOOK = """\
ethnocode: 1
id: toy
title: Toy
version: 1.0.0
codes:
  - id: alpha
    definition: The first.
  - id: beta
    definition: The second.
  - id: waiting
    definition: With one below.
    children:
      - id: queue
        definition: In a line.
        cues: {lemmas: [tin]}
"""
TEXT = "I knew them all. The tin was full.\n\nAnd now? They were gone by then.\n"
FIRST, SECOND = "I knew them all.", "The tin was full."


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A study of one text, with nothing coded."""
    (tmp_path / "in.yaml").write_text(CODEBOOK)
    (tmp_path / "a.txt").write_text(TEXT)
    project = init_project(
        tmp_path / "p", name="p", author="ada", codebooks=[str(tmp_path / "in.yaml")], now=START
    )
    ingest_paths(project, [tmp_path / "a.txt"], options=IngestOptions(kind="field-note"))
    return project


def text_of(project: Project) -> str:
    return (project.folder / "codebook.yaml").read_bytes().decode()


def by_hand(project: Project, old: str, new: str) -> None:
    """Write one line of the codebook otherwise, as a person does."""
    text = text_of(project)
    assert text.count(old) == 1
    (project.folder / "codebook.yaml").write_bytes(text.replace(old, new).encode())


def code(project: Project, name: str, quote: str) -> Coding:
    (asked,) = add_codings(project, [CodingRequest("a.txt", name, quote=quote)]).asked
    return asked


def rename(project: Project, old: str, new: str) -> bool:
    """Rename a code; return whether the old id stays."""
    return rename_code(project, old, new, dry_run=False).alias


def held(project: Project, name: str | None = None) -> list[tuple[str, str]]:
    return [(c.code, c.anchor.quote) for c in list_codings(project, code=name).codings]


def resolved(project: Project, *names: str) -> list[str | None]:
    codebook = project.codebook()
    return [found.id if (found := codebook.code_named(name)) else None for name in names]


def test_an_id_that_a_merge_left_stays_when_the_code_is_renamed_to_it(project: Project) -> None:
    merge_codes(project, ["alpha"], "beta", dry_run=False)
    merged = text_of(project)

    assert rename(project, "beta", "alpha")

    assert text_of(project) == merged.replace("id: beta", "id: alpha").replace("[alpha]", "[beta]")
    assert code(project, "beta", FIRST).code == "alpha"
    assert rename(project, "alpha", "beta")
    assert text_of(project) == merged


def test_an_alias_written_by_hand_stays_one_when_the_code_is_renamed_to_it(
    project: Project,
) -> None:
    by_hand(project, "  - id: alpha\n", "  - id: first\n    aliases: [alpha]\n")
    before = text_of(project)

    assert rename(project, "first", "alpha")
    assert resolved(project, "alpha", "first") == ["alpha", "alpha"]
    assert rename(project, "alpha", "first")
    assert text_of(project) == before


def test_a_rename_is_taken_back_though_other_codes_were_changed_between(project: Project) -> None:
    before = text_of(project)
    rename(project, "alpha", "x")
    rename(project, "beta", "y")
    rename(project, "waiting", "delay")

    assert [rename(project, *names) for names in (("x", "alpha"), ("y", "beta"))] == [False, False]
    assert not rename(project, "delay", "waiting")
    assert text_of(project) == before


def test_a_rename_that_was_undone_is_none_to_be_taken_back(project: Project) -> None:
    rename(project, "alpha", "x")
    undo(project, steps=1, dry_run=False)
    by_hand(project, "  - id: alpha\n", "  - id: x\n    aliases: [alpha]\n")

    assert rename(project, "x", "alpha")
    assert resolved(project, "x") == ["alpha"]


def test_what_was_made_below_a_renamed_code_is_found_after_it_is_renamed_back(
    project: Project,
) -> None:
    rename(project, "waiting", "delay")
    rename(project, "delay.queue", "delay.line")

    assert rename(project, "delay", "waiting")

    names = ("waiting.queue", "delay.queue", "delay.line", "waiting.line")
    assert resolved(project, *names) == ["waiting.line"] * 4


def test_a_former_id_below_a_former_id_is_not_given_to_another_code(project: Project) -> None:
    """waiting.queue was delay.line; so no other code of that parent may be called so."""
    rename(project, "waiting", "delay")
    rename(project, "delay.queue", "line")
    code(project, "delay", FIRST)
    split_code(
        project,
        "delay",
        "delay.other",
        picking=Picking(ids=(1,)),
        definition="Other.",
        below=True,
        dry_run=False,
    )
    rename(project, "delay", "waiting")

    with pytest.raises(CodebookError, match=r"'waiting\.queue' is an alias of 'waiting\.line'"):
        rename(project, "waiting.other", "queue")


def at_random(project: Project, rng: random.Random) -> tuple[str, str]:
    """Rename, merge or split something; return both ids of a rename, else nothing."""
    codes = list(project.codebook())
    one, two = rng.choice(codes), rng.choice(codes)
    if (verb := rng.choice(["rename", "rename", "rename", "merge", "split"])) == "rename":
        former = [id_.rpartition(".")[2] for id_ in one.aliases]
        done = rename_code(project, one.id, rng.choice([*former, *former, "c", "d"]), dry_run=False)
        return done.old, done.new
    if verb == "merge":
        merge_codes(project, [one.id], two.id, dry_run=False)
        return "", ""
    coding = code(project, one.id, rng.choice([FIRST, SECOND]))
    split_code(
        project,
        one.id,
        rng.choice("cde"),
        picking=Picking(ids=(coding.id,)),
        definition="New.",
        below=rng.random() < 0.5,
        dry_run=False,
    )
    return "", ""


@pytest.mark.parametrize("seed", range(8))
def test_no_id_that_ever_was_stops_resolving_but_one_whose_rename_was_taken_back(
    project: Project, seed: int
) -> None:
    """We keep, of each id that a rename brought and that was none before, what it was then."""
    rng = random.Random(seed)
    ever = {c.id for c in project.codebook()}
    was: dict[str, str] = {}
    for _ in range(16):
        before = {c.id for c in project.codebook()}
        try:
            old, new = at_random(project, rng)
        except CodebookError:
            continue
        now = project.codebook()
        after = {c.id for c in now}
        lost = {id_ for id_ in ever if now.code_named(id_) is None}
        assert lost <= before, lost
        for id_ in lost:
            assert was.get(id_) == new + id_.removeprefix(old), (id_, old, new)
        for id_ in after - before:
            was.pop(id_, None)
            if new and id_ not in ever:
                was[id_] = old + id_.removeprefix(new)
        ever = (ever | after) - lost
        assert all(now.code_named(stored) for stored, _ in held(project))
    assert verify(project) == []


HAND = [("      - id: queue\n", "      - id: line\n        aliases: [waiting.queue]\n")]
PARENT = [("  - id: waiting\n", "  - id: delay\n    aliases: [waiting]\n")]


@pytest.mark.parametrize(
    ("edits", "names", "now"),
    [
        (HAND, ("waiting", "waiting.queue", "waiting.line"), "waiting.line"),
        (PARENT, ("waiting", "delay", "waiting.queue", "delay.queue"), "delay.queue"),
        (HAND + PARENT, ("delay", "waiting", "waiting.queue", "delay.line"), "delay.line"),
    ],
)
def test_a_code_renamed_by_hand_is_filtered_and_coded_as_one(
    project: Project, edits: Sequence[tuple[str, str]], names: Sequence[str], now: str
) -> None:
    first = code(project, "waiting.queue", FIRST)
    add_memo(project, "why", about=About(code="waiting.queue"), kind=MemoKind.ANALYTIC)
    add_memo(project, "here", about=About(coding=first.id), kind=MemoKind.ANALYTIC)
    code(project, "alpha", SECOND)
    for old, new in edits:
        by_hand(project, old, new)

    assert not any(
        add_codings(project, [CodingRequest("a.txt", n, quote=FIRST)]).added
        for n in (now, "waiting.queue")
    )
    second = code(project, "waiting.queue", SECOND)
    assert second.code == now
    for name in names:
        assert held(project, name) == [("waiting.queue", FIRST), (now, SECOND)], name
        assert len(list_memos(project, code=name).memos) == 2, name
    assert {use.code.id: use.codings for use in code_uses(project)}[now] == 2
    with pytest.raises(UsageError, match="coding 1 is there already"):
        move_coding(project, second.id, quote=FIRST)
    with pytest.raises(UsageError, match="the study has no code 'waitin'"):
        list_codings(project, code="waitin")
    with pytest.raises(UsageError, match="the study has no code 'waitin'"):
        list_memos(project, code="waitin")


@pytest.mark.parametrize("edits", [HAND, PARENT, HAND + PARENT])
def test_what_is_stored_under_an_alias_goes_with_a_rename_a_merge_and_a_split(
    project: Project, edits: Sequence[tuple[str, str]]
) -> None:
    code(project, "waiting.queue", FIRST)
    add_memo(project, "why", about=About(code="waiting.queue"), kind=MemoKind.ANALYTIC)
    for old, new in edits:
        by_hand(project, old, new)
    (now,) = resolved(project, "waiting.queue")
    code(project, now or "", SECOND)

    done = rename_code(project, "waiting.queue", "row", dry_run=False)

    assert done.codings == 2
    assert held(project) == [(done.new, FIRST), (done.new, SECOND)]
    assert [memo.code for memo in list_memos(project).memos] == [done.new]
    undo(project, steps=1, dry_run=False)
    split_code(
        project,
        now or "",
        "rest",
        picking=Picking(ids=(1, 2)),
        definition="All.",
        below=False,
        dry_run=False,
    )
    assert len(held(project, "waiting.rest")) == 2
    undo(project, steps=1, dry_run=False)
    merged = merge_codes(project, ["waiting.queue"], "beta", dry_run=False)
    assert merged.codings == 2
    assert held(project) == [("beta", FIRST), ("beta", SECOND)]
    assert verify(project) == []


def test_a_merge_joins_with_what_is_stored_under_an_alias_of_the_code_that_stays(
    project: Project,
) -> None:
    code(project, "beta", FIRST)
    by_hand(project, "  - id: beta\n", "  - id: second\n    aliases: [beta]\n")
    code(project, "alpha", FIRST)
    code(project, "alpha", SECOND)

    done = merge_codes(project, ["alpha"], "second", dry_run=False)

    assert (done.codings, done.joined) == (2, 1)
    assert held(project) == [("second", FIRST), ("second", SECOND)]


def test_a_suggestion_under_an_alias_is_listed_and_its_rejection_stands(project: Project) -> None:
    run_suggestions(project)
    (offered,) = list_suggestions(project, code="waiting.queue")
    by_hand(project, *HAND[0])

    assert list_suggestions(project, code="waiting.line") == [offered]
    assert run_suggestions(project).new == 0
    reject_suggestions(project, [offered.id])
    assert run_suggestions(project).new == 0
    rejected = list_suggestions(project, code="waiting.line", status=SuggestionStatus.REJECTED)
    assert [suggestion.id for suggestion in rejected] == [offered.id]


def test_on_an_earlier_day_a_code_is_found_by_the_name_of_that_day_and_of_now(
    project: Project,
) -> None:
    code(project, "waiting.queue", FIRST)
    code(project, "alpha", SECOND)
    add_memo(project, "why", about=About(code="waiting"), kind=MemoKind.ANALYTIC)
    later = replace(project, now=START + timedelta(days=2))
    rename(later, "waiting", "delay")
    rename(later, "delay.queue", "delay.line")
    merge_codes(later, ["alpha"], "beta", dry_run=False)
    then = replace(project, as_of=(START + timedelta(days=1)).isoformat(timespec="milliseconds"))

    for name in ("waiting", "delay"):
        assert held(then, name) == [("waiting.queue", FIRST)], name
        assert [memo.body for memo in list_memos(then, code=name).memos] == ["why"], name
    for name in ("waiting.queue", "delay.queue", "delay.line", "waiting.line"):
        assert held(then, name) == [("waiting.queue", FIRST)], name
        assert list_memos(then, code=name).memos == (), name
    assert held(then, "alpha") == [("alpha", SECOND)]
    assert held(then, "beta") == []


def test_a_code_that_was_not_there_on_an_earlier_day_is_said_so(project: Project) -> None:
    then = replace(project, as_of=(START + timedelta(days=1)).isoformat(timespec="milliseconds"))
    later = replace(project, now=START + timedelta(days=2))
    coding = code(later, "beta", FIRST)
    picking = Picking(ids=(coding.id,))
    split_code(
        later, "beta", "gamma", picking=picking, definition="New.", below=False, dry_run=False
    )

    for name in ("gamma", "nothing"):
        for listed in (list_codings, list_memos):
            with pytest.raises(UsageError, match=f"had no code '{name}' on that day") as refusal:
                listed(then, code=name)
            assert refusal.value.hint


@pytest.mark.parametrize("names", [("alpha", "beta"), ("beta", "alpha")])
def test_a_merge_of_what_is_part_of_the_code_already_is_said_so(
    project: Project, names: tuple[str, str]
) -> None:
    merge_codes(project, ["alpha"], "beta", dry_run=False)

    with pytest.raises(CodebookError, match="'alpha' is part of 'beta' already"):
        merge_codes(project, names[:1], names[1], dry_run=False)
    with pytest.raises(CodebookError, match="'beta' cannot be merged into itself"):
        merge_codes(project, ["beta"], "beta", dry_run=False)


@pytest.mark.parametrize("name", [".x", "x.", "..x", "alpha..x", "Alpha.x"])
def test_an_id_with_an_empty_part_is_none(project: Project, name: str) -> None:
    with pytest.raises(CodebookError, match="is not an id"):
        rename(project, "alpha", name)
