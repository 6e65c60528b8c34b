"""Memos on everything a study has: stored, carried, kept by undo, read as of an earlier day."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ethnocode.errors import (
    AnchorError,
    EthnocodeError,
    SourceChangedError,
    SourceError,
    UnknownCodeError,
    UsageError,
)
from ethnocode.interchange import CodingRequest
from ethnocode.model import CodingStatus, Memo, MemoKind, MemoSubject, Span
from ethnocode.services.coding import add_codings, move_coding, remove_codings
from ethnocode.services.history import redo, undo
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.memos import (
    About,
    add_memo,
    edit_memo,
    list_memos,
    move_memo,
    remove_memos,
    show_memo,
)
from ethnocode.services.people import import_persons
from ethnocode.services.project import Project
from ethnocode.services.update import Updated, update_paths
from ethnocode.services.verify import verify
from ethnocode.store import DATABASE
from ethnocode.store.schema import STATE_TABLES

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
CODEBOOK = """\
ethnocode: 1
id: m
version: 1.0.0
codes:
  - id: money
    definition: Money.
    aliases: [cash]
    children: [{id: tin, definition: The tin.}]
  - {id: standing, definition: Standing.}
  - {id: moneyed, definition: Having it.}
"""
PERSONS = "persons: [{pseudonym: Maud, aliases: [Speaker 2]}, {pseudonym: Ros, author: true}]\n"
TEXT = """\
Interview with Maud 3.5.15

Ros: Who kept the money?

Maud: I did, in the tin on the shelf by the door.

Ros: And now?

Maud: Now the council keeps it, and we fill in a form.
"""
KEPT = "in the tin on the shelf"
FORM = "we fill in a form"


@pytest.fixture
def study(tmp_path: Path) -> Project:
    """An interview with two persons and two codings, 1 on KEPT and 2 on FORM."""
    (tmp_path / "in.yaml").write_text(CODEBOOK)
    (tmp_path / "persons.yaml").write_text(PERSONS)
    (tmp_path / "maud.txt").write_text(TEXT)
    folder = tmp_path / "p"
    books = [str(tmp_path / "in.yaml")]
    project = init_project(folder, name="p", author="ada", codebooks=books, now=START)
    import_persons(project, tmp_path / "persons.yaml")
    ingest_paths(project, [tmp_path / "maud.txt"], options=IngestOptions())
    requests = [
        CodingRequest("maud.txt", "money.tin", quote=KEPT),
        CodingRequest("maud.txt", "standing", quote=FORM),
    ]
    add_codings(project, requests)
    return project


def written(project: Project, words: str = "Why?", about: About | None = None) -> Memo:
    return add_memo(project, words, about=about or About(), kind=MemoKind.ANALYTIC)


def dumped(project: Project) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of state, by our own SQL."""
    with sqlite3.connect(project.folder / DATABASE) as db:
        return {t: db.execute(f"select * from {t} order by id").fetchall() for t in STATE_TABLES}


def updated(project: Project, *changes: tuple[str, str], force: bool = False) -> Updated:
    """Edit the interview beside the project and take it in."""
    path = project.folder.parent / "maud.txt"
    text = path.read_text()
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text)
    (done,) = update_paths(project, [path], force=force, dry_run=False).sources
    return done


SUBJECTS = {
    MemoSubject.STUDY: (About(), "the study"),
    MemoSubject.CODING: (About(coding=2), "coding 2"),
    MemoSubject.CODE: (About(code="money.tin"), "money.tin"),
    MemoSubject.PERSON: (About(person="Maud"), "Maud"),
    MemoSubject.SOURCE: (About(source="maud.txt"), "maud.txt"),
    MemoSubject.PASSAGE: (About(source="maud.txt", quote="by the door"), "maud.txt 91:102"),
}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_memo_is_on_what_was_named_and_reads_back_as_it_was_written(
    study: Project, subject: MemoSubject
) -> None:
    assert TEXT[91:102] == "by the door"
    about, on = SUBJECTS[subject]

    memo = add_memo(study, "Why so?", about=about, title="A doubt", kind=MemoKind.REFLEXIVE)

    (listed,) = list_memos(study).memos
    assert show_memo(study, memo.id) == listed
    assert (memo.subject, memo.on) == (listed.subject, listed.on) == (subject, on)
    assert (listed.body, listed.title, listed.kind) == ("Why so?", "A doubt", MemoKind.REFLEXIVE)
    assert (listed.coder, listed.created, listed.edited) == ("ada", study.stamp, None)
    assert listed.status is CodingStatus.ANCHORED
    assert verify(study) == []


def test_a_memo_on_a_coding_shows_its_code_its_words_and_its_citation(study: Project) -> None:
    written(study, about=About(coding=1))

    (memo,) = list_memos(study).memos

    assert (memo.code, memo.source) == ("money.tin", "maud.txt")
    assert memo.anchor is not None
    assert memo.anchor.quote == KEPT
    assert memo.citation == "(Interview with Maud 3.5.15)"


def test_aliases_stand_for_the_code_and_the_person(study: Project) -> None:
    assert written(study, about=About(code="cash")).code == "money"
    assert written(study, about=About(person="speaker 2")).person == "Maud"
    assert [memo.code for memo in list_memos(study, code="cash").memos] == ["money"]


def test_a_code_that_only_begins_alike_is_not_below(study: Project) -> None:
    for code in ("money", "moneyed", "money.tin"):
        written(study, about=About(code=code))

    assert [memo.code for memo in list_memos(study, code="money").memos] == ["money", "money.tin"]


def test_a_memo_needs_the_codebook_only_where_it_is_on_a_code(study: Project) -> None:
    (study.folder / "codebook.yaml").write_text("codes: [")

    assert written(study).on == "the study"
    with pytest.raises(EthnocodeError, match=r"codebook\.yaml"):
        written(study, about=About(code="money"))


@pytest.mark.parametrize(
    ("about", "error", "message"),
    [
        (About(source="maud.txt", code="money"), UsageError, "one thing, not on --source and"),
        (About(coding=1, person="Maud"), UsageError, "one thing, not on --coding and --person"),
        (About(quote="by the door"), UsageError, "whose words"),
        (About(start_end=(0, 4), code="money"), UsageError, "whose words"),
        (About(source="mud.txt"), SourceError, "no source 'mud.txt'"),
        (About(source="maud.txt", quote="by the gate"), AnchorError, "is not there"),
        (About(source="maud.txt", quote="keep", occurrence=9), AnchorError, "not 9"),
        (About(source="maud.txt", quote="Ros:"), AnchorError, "is there 2 times"),
        (About(source="maud.txt", start_end=(5, 900)), AnchorError, "not a span"),
        (About(code="monney"), UnknownCodeError, "no code 'monney'"),
        (About(coding=3), UsageError, "no coding 3"),
        (About(person="Mord"), UsageError, "no person 'Mord'"),
    ],
)
def test_what_is_not_there_is_refused_and_nothing_is_written(
    study: Project, about: About, error: type[EthnocodeError], message: str
) -> None:
    before = (study.folder / DATABASE).read_bytes()

    with pytest.raises(error, match=message):
        written(study, about=about)

    assert (study.folder / DATABASE).read_bytes() == before


@pytest.mark.parametrize("words", ["", "\n\n", " \t\n", "\u200b\ufeff"])
def test_a_memo_without_words_is_refused(study: Project, words: str) -> None:
    number = written(study).id

    with pytest.raises(UsageError, match="without words"):
        written(study, words)
    with pytest.raises(UsageError, match="without words"):
        edit_memo(study, number, words=words)
    assert show_memo(study, number).body == "Why?"


def test_words_are_repaired_as_those_of_a_source_and_kept_whole(study: Project) -> None:
    words = "\ufeffOne\r\n\r\n  two\x1b[31m \u202etfel\x00\u200b ﬁn\n\n" + "long " * 50_000

    number = written(study, words).id

    assert show_memo(study, number).body == "One\n\n  two[31m tfel fin\n\n" + "long " * 50_000
    edit_memo(study, number, title=" A\n\x1b title ")
    assert show_memo(study, number).title == "A title"


def test_the_filters_choose(study: Project) -> None:
    """Numbers 1 to 6: the study, coding 2 (standing), code money.tin, Maud, source, passage."""
    for about, _ in SUBJECTS.values():
        written(study, about=about)
    ben = replace(study, coder="ben")
    add_memo(ben, "Mine.", about=About(), kind=MemoKind.METHODOLOGICAL)

    def numbers(**chosen: object) -> list[int]:
        return [memo.id for memo in list_memos(study, **chosen).memos]  # type: ignore[arg-type]

    assert numbers() == [1, 2, 3, 4, 5, 6, 7]
    assert numbers(kind=MemoKind.METHODOLOGICAL) == [7]
    assert numbers(source="maud.txt") == [2, 5, 6]
    assert numbers(code="money") == numbers(code="money.tin") == [3]
    assert numbers(code="standing") == [2]
    assert numbers(coder="ben") == [7]
    assert numbers(status=CodingStatus.NEEDS_REVIEW) == []
    limited = list_memos(study, limit=2)
    assert ([memo.id for memo in limited.memos], limited.total) == ([1, 2], 7)


@pytest.mark.parametrize(
    ("chosen", "error", "message"),
    [
        ({"coder": "cy"}, UsageError, "nobody has written a memo as 'cy'"),
        ({"code": "mony"}, UsageError, "the study has no code 'mony'"),
        ({"source": "x"}, SourceError, "no source 'x'"),
    ],
)
def test_a_filter_that_names_nothing_is_refused(
    study: Project, chosen: dict[str, str], error: type[EthnocodeError], message: str
) -> None:
    with pytest.raises(error, match=message):
        list_memos(study, **chosen)  # type: ignore[arg-type]


def test_an_edit_changes_what_is_named_and_undo_restores_the_rest(study: Project) -> None:
    number = add_memo(study, "First.", about=About(), title="T", kind=MemoKind.REFLEXIVE).id
    later = replace(study, now=START + timedelta(days=2))
    before = dumped(study)

    assert edit_memo(later, number, words="Second.")

    memo = show_memo(study, number)
    assert (memo.body, memo.title, memo.kind) == ("Second.", "T", MemoKind.REFLEXIVE)
    assert (memo.created, memo.edited) == (study.stamp, later.stamp)
    assert edit_memo(later, number, title="", kind=MemoKind.ANALYTIC)
    assert (show_memo(study, number).title, show_memo(study, number).body) == ("", "Second.")
    undo(later, steps=2, dry_run=False)
    assert dumped(study) == before


def test_an_edit_that_changes_nothing_is_no_event(study: Project) -> None:
    number = written(study, "Same.\n").id
    before = (study.folder / DATABASE).read_bytes()

    assert not edit_memo(study, number, words="\nSame.", title="", kind=MemoKind.ANALYTIC)

    assert (study.folder / DATABASE).read_bytes() == before


@pytest.mark.parametrize(
    "act",
    [
        lambda study: edit_memo(study, 7, words="x"),
        lambda study: move_memo(study, 7, about=About(source="maud.txt")),
        lambda study: show_memo(study, 7),
        lambda study: remove_memos(study, [1, 7], dry_run=False),
        lambda study: remove_memos(study, [1, 7], dry_run=True),
    ],
)
def test_a_number_that_no_memo_has_is_refused(
    study: Project, act: Callable[[Project], object]
) -> None:
    written(study)
    before = dumped(study)

    with pytest.raises(UsageError, match="no memo 7"):
        act(study)

    assert dumped(study) == before


def test_every_step_is_undone_done_again_and_read_back_as_of_its_day(study: Project) -> None:
    """Each step a day; every state is dumped by SQL and compared on the way back and forth."""
    steps: list[Callable[[Project], object]] = [
        lambda now: written(now, about=About(code="money")),
        lambda now: written(now, about=About(coding=1)),
        lambda now: written(now, about=About(source="maud.txt", quote=FORM)),
        lambda now: edit_memo(now, 2, words="Better."),
        lambda now: move_memo(now, 3, about=About(quote="I did")),
        lambda now: move_memo(now, 1, about=About(source="maud.txt")),
        lambda now: remove_codings(now, [1], dry_run=False),
        lambda now: remove_memos(now, [1, 3], dry_run=False),
    ]
    days = [study]
    states, lists = [dumped(study)], [list_memos(study).memos]
    for step in steps:
        days.append(replace(days[-1], now=days[-1].now + timedelta(days=1)))
        step(days[-1])
        states.append(dumped(study))
        lists.append(list_memos(study).memos)
    last = days[-1]

    assert [len(memos) for memos in lists] == [0, 1, 2, 3, 3, 3, 3, 3, 1]
    for day, memos in zip(days, lists, strict=True):
        assert list_memos(replace(last, as_of=day.stamp)).memos == memos
    for state in reversed(states[:-1]):
        undo(last, steps=1, dry_run=False)
        assert dumped(study) == state
    for state in states[1:]:
        redo(last, steps=1, dry_run=False)
        assert dumped(study) == state
    assert verify(study) == []


def test_memos_on_a_removed_coding_stay_on_its_passage(study: Project) -> None:
    first, second = (written(study, about=About(coding=1)).id for _ in range(2))
    other = written(study, about=About(coding=2)).id
    before = dumped(study)

    planned = remove_codings(study, [1], dry_run=True)
    assert dumped(study) == before
    removed = remove_codings(study, [1], dry_run=False)

    assert planned == removed
    assert removed.memos == ((first, second),)
    for number in (first, second):
        memo = show_memo(study, number)
        assert (memo.subject, memo.source, memo.body) == (MemoSubject.PASSAGE, "maud.txt", "Why?")
        assert memo.anchor is not None
        assert memo.anchor.quote == KEPT
    assert show_memo(study, other).subject is MemoSubject.CODING
    assert verify(study) == []
    undo(study, steps=1, dry_run=False)
    assert dumped(study) == before


def test_a_memo_on_a_removed_coding_that_waited_waits_itself(study: Project) -> None:
    number = written(study, about=About(coding=2)).id
    updated(study, (FORM, "it is all done for us these days"))
    assert show_memo(study, number).status is CodingStatus.ANCHORED  # the coding waits, not it

    remove_codings(study, [2], dry_run=False)

    (memo,) = list_memos(study, status=CodingStatus.NEEDS_REVIEW).memos
    assert memo.id == number
    assert memo.anchor is not None
    assert memo.anchor.quote == FORM
    assert verify(study) == []


def test_a_memo_on_a_coding_goes_with_it(study: Project) -> None:
    number = written(study, about=About(coding=2)).id

    move_coding(study, 2, quote="the council keeps it")

    anchor = show_memo(study, number).anchor
    assert anchor is not None
    assert anchor.quote == "the council keeps it"


def passages(study: Project) -> dict[str, int]:
    """Write a memo on each of three passages; return their numbers by the words."""
    quotes = ("Who kept the money?", "by the door", FORM)
    return {q: written(study, about=About(source="maud.txt", quote=q)).id for q in quotes}


def test_an_update_carries_memos_on_passages_as_it_does_codings(study: Project) -> None:
    """One untouched, one with a slip mended inside it, one whose words are gone."""
    numbers = passages(study)
    whole = written(study, about=About(source="maud.txt")).id
    changes = [
        ("Interview with Maud 3.5.15", "Interview with Maud 3.5.15\nHer kitchen."),
        ("Who kept the money?", "Who kept the cash?"),
        (FORM, "nobody asks us about a penny of it any more"),
    ]

    done = updated(study, *changes)

    assert (done.memos, done.memos_exact, done.memos_moved, done.memos_review) == (3, 1, 1, 1)
    assert (done.codings, done.exact, done.moved, done.review) == (2, 1, 0, 1)
    now = {
        quote: (memo.anchor and memo.anchor.quote, memo.anchor and memo.anchor.span, memo.status)
        for quote, number in numbers.items()
        for memo in [show_memo(study, number)]
    }
    grown = len("\nHer kitchen.")
    money = Span(TEXT.index("Who kept") + grown, TEXT.index("Who kept") + grown + 18)
    door = Span(91 + grown - 1, 102 + grown - 1)  # "cash" is one letter shorter than "money"
    form = Span(TEXT.index(FORM), TEXT.index(FORM) + len(FORM))
    assert now == {
        "Who kept the money?": ("Who kept the cash?", money, CodingStatus.ANCHORED),
        "by the door": ("by the door", door, CodingStatus.ANCHORED),
        FORM: (FORM, form, CodingStatus.NEEDS_REVIEW),
    }
    assert show_memo(study, whole).subject is MemoSubject.SOURCE
    waiting = list_memos(study, status=CodingStatus.NEEDS_REVIEW)
    assert waiting.now == ("nobody asks us about a penny of it any more",)
    assert verify(study) == []


def test_an_update_is_undone_with_its_memos(study: Project) -> None:
    passages(study)
    before = dumped(study)
    updated(study, (FORM, "nobody asks us about a penny of it any more"), ("I did", "He did"))

    undo(study, steps=1, dry_run=False)

    assert dumped(study) == before


def test_an_update_waits_until_memos_are_settled(study: Project) -> None:
    remove_codings(study, [1, 2], dry_run=False)
    number = passages(study)[FORM]
    updated(study, (FORM, "nobody asks us about a penny of it any more"))
    before = dumped(study)

    with pytest.raises(SourceError, match="1 memo still waits for review"):
        updated(study, ("And now?", "And today?"))

    assert dumped(study) == before
    moved = move_memo(study, number, about=About(quote="nobody asks us"))
    assert (moved.status, moved.on) == (CodingStatus.ANCHORED, show_memo(study, number).on)
    assert updated(study).memos == 3
    assert verify(study) == []


def test_a_waiting_memo_is_settled_on_the_whole_source(study: Project) -> None:
    number = passages(study)[FORM]
    updated(study, (FORM, "nobody asks us about a penny of it any more"))

    move_memo(study, number, about=About(source="maud.txt"))

    memo = show_memo(study, number)
    assert (memo.subject, memo.anchor, memo.status) == (
        MemoSubject.SOURCE,
        None,
        CodingStatus.ANCHORED,
    )


def test_a_source_whose_memos_lose_their_words_is_another_document(study: Project) -> None:
    """No codings, three memos on passages: all lost."""
    remove_codings(study, [1, 2], dry_run=False)
    passages(study)
    (study.folder.parent / "maud.txt").write_text("Minutes of a meeting nobody went to.\n")

    with pytest.raises(SourceChangedError, match="3 of 3 memos lost their words"):
        updated(study)

    done = updated(study, force=True)
    assert (done.memos, done.memos_review) == (3, 3)


def test_a_memo_on_no_source_is_moved_only_to_one_that_is_named(study: Project) -> None:
    number = written(study, about=About(person="Maud")).id

    with pytest.raises(UsageError, match="is on no source"):
        move_memo(study, number, about=About(quote="I did"))

    move_memo(study, number, about=About(source="maud.txt", quote="I did"))
    memo = show_memo(study, number)
    assert (memo.subject, memo.person) == (MemoSubject.PASSAGE, "")
