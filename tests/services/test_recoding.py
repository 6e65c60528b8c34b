"""Renaming, merging and splitting codes: codebook and codings together, and back again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ethnocode.errors import CodebookError, EthnocodeError, UnknownCodeError, UsageError
from ethnocode.interchange import CodingRequest
from ethnocode.model import Coding, MemoKind, Severity, Suggestion, SuggestionStatus
from ethnocode.services.check import check_study
from ethnocode.services.codes import merge_codes, rename_code
from ethnocode.services.coding import add_codings, list_codings
from ethnocode.services.history import redo, undo
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.lookup import present_ids
from ethnocode.services.memos import About, add_memo
from ethnocode.services.project import Project
from ethnocode.services.recoding import Recoding, recoding, recoding_of
from ethnocode.services.reports.frequency import frequency_report
from ethnocode.services.splitting import Picking, split_code
from ethnocode.services.suggesting.deciding import accept_suggestions, reject_suggestions
from ethnocode.services.suggesting.run import list_suggestions, run_suggestions
from ethnocode.services.verify import verify
from ethnocode.store import DATABASE, open_store
from ethnocode.store.schema import STATE_TABLES

START = datetime(2026, 3, 1, tzinfo=UTC)
CODEBOOK = """\
ethnocode: 1
id: toy
title: Toy
version: 1.0.0
codes:
  - id: a   # the first
    name: First
    definition: The first of two codes, to count with.
    properties: {side: [left, right], loud: [yes, no]}
    near: [{code: b, tell_apart: b is the other}]
    cues: {phrases: ["knew them all"]}

  # about the other
  - id: b
    definition: Another one.
    near: [{code: a, tell_apart: a is the first}]
    properties: {side: [left, right]}
    cues: {lemmas: [know]}
  - id: top
    definition: With one below.
    children:
      - {id: low, definition: Below it.}
"""
TEXT = """\
Maud: I knew them all. The tin was full.

Ros: And the tin now?

Maud: I knew them all, then.
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A study of one interview, with nothing coded."""
    (tmp_path / "in.yaml").write_text(CODEBOOK)
    (tmp_path / "maud.txt").write_text(TEXT)
    (tmp_path / "notes.txt").write_text("The tin stood on the shelf all day.\n")
    project = init_project(
        tmp_path / "p", name="p", author="ada", codebooks=[str(tmp_path / "in.yaml")], now=START
    )
    ingest_paths(project, [tmp_path / "maud.txt"], options=IngestOptions(kind="interview"))
    ingest_paths(project, [tmp_path / "notes.txt"], options=IngestOptions(kind="field-note"))
    return project


def coded(project: Project, code: str, quote: str, *, later: int = 0, **more: object) -> Coding:
    """Code a passage, as many seconds later as said."""
    source = "notes.txt" if quote in "The tin stood on the shelf" else "maud.txt"
    request = replace(CodingRequest(source, code, quote=quote), **more)  # type: ignore[arg-type]
    at = replace(project, now=START + timedelta(seconds=later))
    (coding,) = add_codings(at, [request]).added
    return coding


def held(project: Project) -> list[tuple[str, str]]:
    return [(c.code, c.anchor.quote) for c in list_codings(project).codings]


def text_of(project: Project) -> str:
    return (project.folder / "codebook.yaml").read_bytes().decode()


def state(project: Project) -> dict[str, object]:
    """Return every row of state, by our own SQL, and the codebook's text."""
    with sqlite3.connect(project.folder / DATABASE) as db:
        rows: dict[str, object] = {
            table: db.execute(f"select * from {table} order by id").fetchall()
            for table in STATE_TABLES
        }
    return {**rows, "codebook": text_of(project)}


def memo_on(project: Project, **columns: int) -> None:
    """Write a memo on a coding or code by our own SQL."""
    ((name, number),) = columns.items()
    with sqlite3.connect(project.folder / DATABASE) as db:
        db.execute(
            f"""insert into memos (guid, kind, title, body, coder_id, created, status, {name})
            values (lower(hex(randomblob(8))), 'analytic', '', 'why', 1, '', 'anchored', ?)""",
            [number],
        )


def memos(project: Project) -> list[tuple[int | None, str | None]]:
    """Return coding and code of each memo, by our own SQL."""
    with sqlite3.connect(project.folder / DATABASE) as db:
        return db.execute(
            "select coding_id, codes.code from memos left join codes on codes.id = code_id"
            " order by memos.id"
        ).fetchall()


def code_number(project: Project, code: str) -> int:
    with sqlite3.connect(project.folder / DATABASE) as db:
        return int(db.execute("select id from codes where code = ?", [code]).fetchone()[0])


def errors(project: Project) -> list[str]:
    return [f.message for f in check_study(project) if f.severity is Severity.ERROR]


def test_a_rename_takes_codings_suggestions_and_memos_of_all_below_along(
    project: Project,
) -> None:
    coded(project, "top", "The tin was full.")
    coded(project, "top.low", "And the tin now?")
    coded(project, "a", "The tin was full.")
    memo_on(project, code_id=code_number(project, "top.low"))

    done = rename_code(project, "top", "peak", dry_run=False)

    assert (done.old, done.new, done.codings, done.references, done.alias) == (
        "top",
        "peak",
        2,
        0,
        True,
    )
    assert sorted(code for code, _ in held(project)) == ["a", "peak", "peak.low"]
    assert memos(project) == [(None, "peak.low")]
    assert text_of(project) == CODEBOOK.replace(
        "  - id: top\n", "  - id: peak\n    aliases: [top]\n"
    )
    assert errors(project) == []


@pytest.mark.parametrize("name", ["top.low", "peak.low", "toy:top.low"])
def test_the_former_id_resolves_wherever_a_code_is_named(project: Project, name: str) -> None:
    coded(project, "top.low", "And the tin now?")
    rename_code(project, "top", "peak", dry_run=False)

    coded(project, name, "The tin was full.")

    assert [c.code for c in list_codings(project, code=name.rpartition(":")[2]).codings] == [
        "peak.low",
        "peak.low",
    ]
    assert {row[0]: row[2] for row in frequency_report(project).rows} == {"peak": 0, "peak.low": 2}
    assert list_suggestions(project, code=name) == []


def test_stored_ids_below_a_former_id_are_counted_under_the_present_one(
    project: Project,
) -> None:
    """As after a rename by hand, which leaves the rows as they were."""
    rename_code(project, "top", "peak", dry_run=False)

    assert present_ids(project.codebook(), ["top.low", "top", "peak", "gone"]) == {
        "top.low": "peak.low",
        "top": "peak",
    }


def test_codings_stored_under_the_new_id_already_are_joined(project: Project) -> None:
    """The rows of a code that was taken out of the codebook by hand while it had codings."""
    extra = "  - id: stray\n    definition: Taken out again.\n"
    path = project.folder / "codebook.yaml"
    path.write_text(CODEBOOK + extra)
    coded(project, "stray", "The tin was full.")
    path.write_text(CODEBOOK)
    coded(project, "b", "The tin was full.", later=1)
    coded(project, "b", "And the tin now?", later=1)

    rename_code(project, "b", "stray", dry_run=False)

    assert held(project) == [("stray", "The tin was full."), ("stray", "And the tin now?")]
    assert verify(project) == []


def by_hand(project: Project, was: str, now: str) -> None:
    """Change the codebook as a person with an editor does."""
    assert text_of(project).count(was) == 1
    (project.folder / "codebook.yaml").write_text(text_of(project).replace(was, now))


def noted(project: Project, *about: About) -> None:
    for one in about:
        add_memo(project, "why", about=one, kind=MemoKind.ANALYTIC)


def full(project: Project, code: str, *, memos: bool = True) -> None:
    """Code three passages, write memos on one of them and on the code, have codes proposed."""
    numbers = [
        coded(project, code, quote).id
        for quote in ("The tin was full.", "And the tin now?", "The tin stood")
    ]
    if memos:
        noted(project, About(coding=numbers[0]), About(code=code))
    run_suggestions(project, engine="cues")


def renamed_by_hand(project: Project, *, memos: bool) -> None:
    full(project, "a", memos=memos)
    by_hand(project, "  - id: a   # the first\n", "  - id: line\n    aliases: [a]\n")


def renamed_and_then_back_by_hand(project: Project, *, memos: bool) -> None:
    full(project, "a", memos=memos)
    rename_code(project, "a", "line", dry_run=False)
    by_hand(project, "  - id: line ", "  - id: a ")
    by_hand(project, "aliases: [a]", "aliases: [line]")


def parent_renamed_by_hand(project: Project, *, memos: bool) -> None:
    full(project, "top.low", memos=memos)
    full(project, "a", memos=memos)
    by_hand(project, "  - id: top\n", "  - id: peak\n    aliases: [top]\n")


@pytest.mark.parametrize("memos", [False, True])
@pytest.mark.parametrize(
    ("prepare", "old", "new"),
    [
        (renamed_by_hand, "line", "a"),
        (renamed_and_then_back_by_hand, "a", "line"),
        (parent_renamed_by_hand, "peak", "top"),
    ],
)
def test_a_rename_to_the_id_that_all_is_stored_under_changes_the_codebook_alone(
    project: Project, prepare: Callable[..., None], old: str, new: str, memos: bool
) -> None:
    prepare(project, memos=memos)
    before = state(project)

    done = rename_code(project, old, new, dry_run=False)

    after = state(project)
    assert done.codings == 3
    assert len(held(project)) == (6 if new == "top" else 3)
    assert {"a", "line"} & {code for code, _ in proposed(project)}
    tables = ("codes", "codings", "suggestions", "memos")
    assert [after[table] for table in tables] == [before[table] for table in tables]
    assert f"  - id: {new}" in text_of(project)
    assert f"  - id: {old}" not in text_of(project)
    assert verify(project) == []
    assert errors(project) == []
    undo(project, steps=1, dry_run=False)
    assert state(project) == before
    redo(project, steps=1, dry_run=False)
    assert state(project) == after


def test_a_rename_to_the_id_that_some_is_stored_under_joins_the_rest_to_it(
    project: Project,
) -> None:
    """Two codes made one by hand; of three and two codings two are the same, as are all cues."""
    extra = '  - {id: line, definition: As good as a., cues: {phrases: ["knew them all"]}}\n'
    by_hand(project, "  - id: top\n", f"{extra}  - id: top\n")
    full(project, "a")
    same = coded(project, "line", "The tin was full.", later=1, memo="twice")
    more = coded(project, "line", "I knew them all.", later=1)
    noted(project, About(coding=same.id), About(code="line"))
    passages = {quote for code, quote in proposed(project) if code == "a"}
    assert passages == {quote for code, quote in proposed(project) if code == "line"} != set()
    by_hand(project, extra, "")
    by_hand(project, "  - id: a   # the first\n", "  - id: line\n    aliases: [a]\n")
    before = state(project)

    done = rename_code(project, "line", "a", dry_run=False)

    assert done.codings == 5
    found = {c.id: (c.code, c.anchor.quote, c.memo) for c in list_codings(project).codings}
    assert found == {
        1: ("a", "The tin was full.", "twice"),
        2: ("a", "And the tin now?", ""),
        3: ("a", "The tin stood", ""),
        more.id: ("a", "I knew them all.", ""),
    }
    assert memos(project) == [(1, None), (None, "a"), (1, None), (None, "a")]
    assert {quote for code, quote in proposed(project) if code == "a"} == passages
    assert "line" not in {code for code, _ in proposed(project)}
    assert verify(project) == []
    assert errors(project) == []
    undo(project, steps=1, dry_run=False)
    assert state(project) == before


@pytest.mark.parametrize("change", ["rename", "merge", "split"])
def test_what_is_stored_under_an_alias_goes_along(project: Project, change: str) -> None:
    """To a third id; into another code, which has one of its own; or to a new code."""
    full(project, "a")
    coded(project, "b", "The tin was full.", later=1)
    by_hand(project, "  - id: a   # the first\n", "  - id: line\n    aliases: [a]\n")
    coded(project, "line", "I knew them all.", later=2)
    before = state(project)

    if change == "rename":
        rename_code(project, "line", "n", dry_run=False)
        wanted = {1: "n", 2: "n", 3: "n", 4: "b", 5: "n"}
    elif change == "merge":
        merge_codes(project, ["b"], "line", dry_run=False)
        wanted = {1: "line", 2: "line", 3: "line", 5: "line"}
    else:
        split_code(
            project,
            "line",
            "n",
            picking=Picking(ids=(1, 5)),
            definition="D.",
            below=False,
            dry_run=False,
        )
        wanted = {1: "n", 2: "a", 3: "a", 4: "b", 5: "n"}

    assert {c.id: c.code for c in list_codings(project).codings} == wanted
    assert memos(project)[0] == (1, None)
    assert verify(project) == []
    assert errors(project) == []
    undo(project, steps=1, dry_run=False)
    assert state(project) == before


def test_codings_and_suggestions_given_to_the_code_they_have_stay_as_they_are(
    project: Project,
) -> None:
    """Asked of the plan itself: whatever names the code, or a coding twice."""
    full(project, "a")
    coded(project, "b", "And the tin now?", later=1)
    with open_store(project.folder) as store:
        names = store.sources.names()
        theirs = store.codings.select(names=names, codes=["a"])
        (coming,) = store.codings.select(names=names, codes=["b"])

        assert recoding(store, ["a", "a"], "a") == Recoding("a")
        assert recoding_of(store, theirs, "a") == Recoding("a")
        plan = recoding_of(store, [*theirs, coming, coming], "a")
        assert (plan.moved, plan.joined) == (1, [(coming.id, 2)])
        assert recoding_of(store, [coming, coming], "n").joined == []
        twice = recoding(store, ["b", "a", "b"], "a")
    assert (twice.moved, twice.joined) == (1, [(coming.id, 2)])
    assert len(twice.suggestions) == len(set(twice.suggestions))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("nothing", "x", "no code 'nothing'"),
        ("a", "b", "'b' is the id of another code"),
        ("a", "former", "'former' is an alias of 'b'"),
        ("a", "Big", "'Big' is not an id"),
        ("a", "", "'' is not an id"),
        ("a", "x-y", "'x-y' is not an id"),
        ("a", "top.x", "another parent"),
        ("top.low", "a.low", "another parent"),
        ("a", "a", "is its id already"),
    ],
)
def test_a_rename_that_makes_no_sense_is_refused_and_changes_nothing(
    project: Project, old: str, new: str, message: str
) -> None:
    path = project.folder / "codebook.yaml"
    path.write_text(CODEBOOK.replace("  - id: b\n", "  - id: b\n    aliases: [former]\n"))
    coded(project, "a", "The tin was full.")
    before = state(project)

    for dry_run in (True, False):
        with pytest.raises(CodebookError, match=message) as refusal:
            rename_code(project, old, new, dry_run=dry_run)
        assert refusal.value.hint or old == new
    assert state(project) == before


def test_a_code_of_an_extended_book_is_left_alone(project: Project) -> None:
    """Nor is one renamed, or merged away, that stands in for one of those."""
    extends = CODEBOOK.replace("codes:\n", "extends: [power]\ncodes:\n")
    own = "  - {id: agency, definition: Mine.}\n"
    (project.folder / "codebook.yaml").write_text(extends + own)
    picking = Picking(ids=(1,))
    attempts: list[tuple[str, Callable[[], object]]] = [
        ("belongs to", lambda: rename_code(project, "power_over", "x", dry_run=False)),
        ("id of another", lambda: rename_code(project, "a", "power_over", dry_run=False)),
        ("would come back", lambda: rename_code(project, "agency", "x", dry_run=False)),
        ("belongs to", lambda: merge_codes(project, ["a", "power_over"], "b", dry_run=False)),
        ("belongs to", lambda: merge_codes(project, ["a"], "power_over", dry_run=False)),
        ("would come back", lambda: merge_codes(project, ["agency"], "a", dry_run=False)),
        (
            "belongs to the codebook 'power'",
            lambda: split_code(
                project,
                "power_over",
                "n",
                picking=picking,
                definition="D.",
                below=False,
                dry_run=False,
            ),
        ),
    ]

    for message, attempt in attempts:
        with pytest.raises(CodebookError, match=message) as refusal:
            attempt()
        assert refusal.value.hint
    assert text_of(project) == extends + own


def test_a_merge_makes_one_of_codings_that_are_the_same(project: Project) -> None:
    """Five codings; of two pairs on the same words the older ones stay, with both memos."""
    first = coded(project, "a", "The tin was full.", memo="one", properties=(("side", "left"),))
    gone = coded(project, "b", "And the tin now?", later=3, memo="kept")
    coded(project, "b", "The tin was full.", later=2, memo="two", properties=(("side", "right"),))
    # the older of its pair, though its number is higher
    older = coded(project, "a", "And the tin now?", later=1, properties=(("loud", "yes"),))
    other = coded(project, "a", "The tin was full.", later=4, coder="ben", memo="two")
    memo_on(project, coding_id=gone.id)
    memo_on(project, code_id=code_number(project, "a"))

    done = merge_codes(project, ["a"], "b", dry_run=False)

    assert (done.codings, done.joined, done.references, done.dropped) == (3, 2, 0, 1)
    found = {c.id: c for c in list_codings(project).codings}
    assert {n: (c.code, c.coder, c.memo, c.properties) for n, c in found.items()} == {
        first.id: ("b", "ada", "one\n\ntwo", (("side", "left"),)),
        older.id: ("b", "ada", "kept", (("loud", "yes"),)),
        other.id: ("b", "ben", "two", ()),
    }
    assert done.contradictions == ("coding 1 keeps side=left, where coding 3 said side=right",)
    assert done.undeclared == ("loud=yes",)
    assert memos(project) == [(older.id, None), (None, "b")]


def test_three_codings_on_the_same_words_become_the_oldest(project: Project) -> None:
    for later, code in ((2, "a"), (3, "b"), (1, "top.low")):
        coded(project, code, "The tin was full.", later=later, memo=code)

    done = merge_codes(project, ["a", "top.low"], "b", dry_run=False)

    (left,) = list_codings(project).codings
    assert (done.joined, left.id, left.code) == (2, 3, "b")
    assert sorted(left.memo.split()) == ["a", "b", "top.low"]
    assert verify(project) == []


def test_a_merge_leaves_a_codebook_without_the_code_and_its_comments(project: Project) -> None:
    coded(project, "b", "The tin was full.")

    done = merge_codes(project, ["b"], "a", dry_run=False)

    block = CODEBOOK[CODEBOOK.index("  # about the other") : CODEBOOK.index("  - id: top")]
    assert text_of(project) == (
        CODEBOOK.replace(block, "")
        .replace("  - id: a   # the first\n", "  - id: a   # the first\n    aliases: [b]\n")
        .replace("near: [{code: b, tell_apart: b is the other}]", "near: []")
    )
    assert (done.gone, done.into, done.codings) == (("b",), "a", 1)
    assert errors(project) == []
    assert coded(project, "b", "And the tin now?").code == "a"


def proposed(project: Project) -> dict[tuple[str, str], Suggestion]:
    return {(s.code, s.anchor.quote): s for s in list_suggestions(project, status=None)}


@pytest.mark.parametrize("decide", ["accept a", "reject a", "accept b", "accept ab", "accept ba"])
def test_of_two_suggestions_that_are_the_same_the_decided_one_stays(
    project: Project, decide: str
) -> None:
    run_suggestions(project, engine="cues")
    here = "I knew them all."
    both = {code: proposed(project)[code, here] for code in "ab"}
    verb, which = decide.split()
    for later, code in enumerate(which, start=1):
        at = replace(project, now=START + timedelta(seconds=later))
        if verb == "accept":
            accept_suggestions(at, [both[code].id], memo="", properties=())
        else:
            reject_suggestions(at, [both[code].id])
    stays = both["b" if which == "b" else "a"]

    merge_codes(project, ["a"], "b", dry_run=False)

    now = proposed(project)
    assert {code for code, _ in now} == {"b"}
    assert now["b", here].id == stays.id
    wanted = SuggestionStatus.REJECTED if verb == "reject" else SuggestionStatus.ACCEPTED
    assert now["b", here].status is wanted
    origins = [c.origin for c in list_codings(project).codings]
    assert origins == ([] if verb == "reject" else [f"suggestion:{stays.id}"])
    assert verify(project) == []


@pytest.mark.parametrize(
    ("gone", "into", "message"),
    [
        (["a"], "a", "into itself"),
        (["top"], "top.low", "which is below it"),
        (["top"], "a", "has codes below it: top.low"),
        (["nothing"], "a", "no code 'nothing'"),
        (["a"], "nothing", "no code 'nothing'"),
    ],
)
def test_a_merge_that_makes_no_sense_is_refused_and_changes_nothing(
    project: Project, gone: list[str], into: str, message: str
) -> None:
    coded(project, "a", "The tin was full.")
    before = state(project)

    with pytest.raises(CodebookError, match=message) as refusal:
        merge_codes(project, gone, into, dry_run=False)

    assert refusal.value.hint
    assert state(project) == before
    assert not (project.folder / ".ethnocode" / "snapshots").exists()


def test_a_child_is_merged_into_its_parent(project: Project) -> None:
    coded(project, "top.low", "The tin was full.")

    merge_codes(project, ["top.low"], "top", dry_run=False)

    assert held(project) == [("top", "The tin was full.")]
    assert "    children: []\n" in text_of(project)


def spoken(project: Project) -> list[Coding]:
    """Code four passages with a: two of Maud's, one of Ros's, one of the field notes."""
    left, right = (("side", "left"),), (("side", "right"),)
    both = (*left, ("loud", "yes"))
    return [
        coded(project, "a", "The tin was full.", properties=both, memo="mine"),
        coded(project, "a", "And the tin now?", properties=right),
        coded(project, "a", "all, then.", properties=left, later=1),
        coded(project, "a", "stood on the shelf", later=2),
    ]


PICKINGS = [
    (Picking(properties=(("side", "left"),)), {0, 2}),
    (Picking(properties=(("side", "left"), ("loud", "yes"))), {0}),
    (Picking(kind="field-note"), {3}),
    (Picking(speaker="maud"), {0, 2}),
    (Picking(speaker="Ros"), {1}),
    (Picking(ids=(4, 2)), {1, 3}),
    (Picking(ids=(1, 2), properties=(("side", "left"),), speaker="Maud"), {0}),
]


@pytest.mark.parametrize(("picking", "moved"), PICKINGS)
def test_a_split_moves_the_codings_that_the_rule_picks(
    project: Project, picking: Picking, moved: set[int]
) -> None:
    codings = spoken(project)
    memo_on(project, coding_id=codings[0].id)

    done = split_code(
        project, "a", "n", picking=picking, definition="New.", below=False, dry_run=False
    )

    assert (done.moved, done.stayed) == (len(moved), 4 - len(moved))
    now = {c.id: c for c in list_codings(project).codings}
    for n, before in enumerate(codings):
        same = replace(before, code="n" if n in moved else "a")
        assert replace(now[before.id], citation="") == same
    assert memos(project) == [(codings[0].id, None)]
    assert errors(project) == []


def test_a_new_code_stands_beside_or_below_and_declares_the_same(project: Project) -> None:
    spoken(project)
    last = '    cues: {phrases: ["knew them all"]}\n'
    beside = last + (
        '\n  - id: far_side\n    name: "Far side"\n    definition: "It is: far."\n'
        "    properties: {side: [left, right], loud: [yes, no]}\n"
    )
    below = last + (
        "    children:\n      - id: low\n        name: Low\n        definition: Below.\n"
        "        properties: {side: [left, right], loud: [yes, no]}\n"
    )

    split_code(
        project,
        "a",
        "far_side",
        picking=Picking(ids=(1,)),
        definition=" It is:\n far. ",
        below=False,
        dry_run=False,
    )
    assert text_of(project) == CODEBOOK.replace(last, beside)
    split_code(
        project,
        "a",
        "a.low",
        picking=Picking(ids=(2,)),
        definition="Below.",
        below=True,
        dry_run=False,
    )

    assert text_of(project) == CODEBOOK.replace(last, below + beside.removeprefix(last))
    codebook = project.codebook()
    assert dict(codebook.code_named("a.low").properties)["side"] == ("left", "right")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("code", "new", "picking", "definition", "message"),
    [
        ("a", "n", Picking(), "D.", "say which codings"),
        ("a", "n", Picking(ids=(1,)), " ", "needs a definition"),
        ("a", "n", Picking(ids=(1, 99)), "D.", "'a' has no coding 99"),
        ("a", "n", Picking(kind="letter"), "D.", "unknown kind 'letter'"),
        ("a", "n", Picking(kind="email"), "D.", "none of the 4 codings of 'a' is picked"),
        ("a", "n", Picking(speaker="Eve"), "D.", "nobody speaks as 'Eve'"),
        ("a", "n", Picking(properties=(("side", "up"),)), "D.", "'up' is not a value"),
        ("a", "n", Picking(properties=(("size", "big"),)), "D.", "no property 'size'"),
        ("a", "b", Picking(ids=(1,)), "D.", "'b' is the id of another code"),
        ("a", "N", Picking(ids=(1,)), "D.", "'N' is not an id"),
        ("a", "top.n", Picking(ids=(1,)), "D.", "another parent"),
        ("nothing", "n", Picking(ids=(1,)), "D.", "no code 'nothing'"),
    ],
)
def test_a_split_that_makes_no_sense_is_refused_and_changes_nothing(
    project: Project, code: str, new: str, picking: Picking, definition: str, message: str
) -> None:
    spoken(project)
    before = state(project)

    with pytest.raises((UsageError, CodebookError, UnknownCodeError), match=message) as refusal:
        split_code(
            project, code, new, picking=picking, definition=definition, below=False, dry_run=False
        )

    assert refusal.value.hint
    assert state(project) == before


def rename(project: Project, *, dry_run: bool) -> object:
    return rename_code(project, "a", "x", dry_run=dry_run)


def merge(project: Project, *, dry_run: bool) -> object:
    return merge_codes(project, ["a"], "b", dry_run=dry_run)


def split(project: Project, *, dry_run: bool) -> object:
    picking = Picking(properties=(("side", "left"),))
    return split_code(
        project, "a", "n", picking=picking, definition="D.", below=False, dry_run=dry_run
    )


@pytest.mark.parametrize("change", [rename, merge, split])
def test_every_change_is_one_event_that_is_undone_and_redone_with_the_file(
    project: Project, change: Callable[..., object]
) -> None:
    spoken(project)
    coded(project, "b", "The tin was full.", later=9, memo="theirs")
    run_suggestions(project, engine="cues")
    before = state(project)
    said = change(project, dry_run=True)
    assert state(project) == before

    assert change(project, dry_run=False) == said
    after = state(project)
    assert after["codebook"] != before["codebook"]
    assert after["codings"] != before["codings"] or after["codes"] != before["codes"]
    undo(project, steps=1, dry_run=False)
    assert state(project) == before
    redo(project, steps=1, dry_run=False)
    assert state(project) == after
    assert verify(project) == []
    undeclared = ["coding 1 (b) records loud=yes"] if change is merge else []
    assert [message for message in errors(project) if message not in undeclared] == []


@pytest.mark.parametrize("change", [rename, merge, split])
def test_an_earlier_day_has_the_codes_of_that_day(
    project: Project, change: Callable[..., object]
) -> None:
    spoken(project)
    then = replace(project, as_of=replace(project, now=START + timedelta(hours=1)).stamp)
    before = list_codings(then).codings, frequency_report(then).rows

    change(replace(project, now=START + timedelta(days=1)), dry_run=False)

    assert (list_codings(then).codings, frequency_report(then).rows) == before
    assert len(list_codings(then, code="a").codings) == 4
    assert list_codings(project).codings != before[0]


@pytest.mark.parametrize("change", [rename, merge, split])
def test_what_fails_while_writing_changes_neither_file_nor_codings(
    project: Project, change: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ethnocode.store import Transaction

    spoken(project)
    before = state(project)

    def fail(self: Transaction, name: str, text: str) -> None:
        raise EthnocodeError("no room")

    monkeypatch.setattr(Transaction, "write_file", fail)
    with pytest.raises(EthnocodeError, match="no room"):
        change(project, dry_run=False)

    assert state(project) == before


def test_renaming_back_gives_the_first_state(project: Project) -> None:
    spoken(project)
    before = state(project)

    rename_code(project, "a", "x", dry_run=False)
    done = rename_code(project, "a", "a", dry_run=False)

    assert not done.alias
    assert state(project) == before
