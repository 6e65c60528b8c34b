"""History under random work: undo, redo and ``--as-of`` against states kept on the way.

The model is plain: a state is every row of the tables that change, and the codebook's
text, read by our own SQL. What is done is kept as pairs of the state before and after.

The codebook is changed by hand too. No step that changed it, and none before that, can be
undone or redone from then on, so the model forgets those.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from proposals import note_read, proposal

from ethnocode.codebook import with_code_renamed
from ethnocode.errors import EthnocodeError, UndoError
from ethnocode.interchange import CodingRequest
from ethnocode.model import CodingStatus, Drawn, MemoKind, Suggestion, SuggestionStatus
from ethnocode.services.codes import merge_codes, rename_code
from ethnocode.services.coding import add_codings, list_codings, move_coding, remove_codings
from ethnocode.services.correcting import Correction, correct_sources, remove_sources
from ethnocode.services.history import redo, undo
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.memos import About, add_memo
from ethnocode.services.project import Project
from ethnocode.services.splitting import Picking, split_code
from ethnocode.services.suggesting.deciding import (
    Correcting,
    accept_suggestions,
    correct_suggestion,
    reject_suggestions,
)
from ethnocode.services.suggesting.run import list_suggestions, run_suggestions
from ethnocode.services.update import update_paths
from ethnocode.services.verify import verify
from ethnocode.store import DATABASE, open_store
from ethnocode.store.schema import STATE_TABLES

START = datetime(2026, 3, 1, tzinfo=UTC)
CODEBOOK = """\
ethnocode: 1
id: h
version: 1.0.0
# codes are renamed, merged and split below
codes:
  - {id: a, definition: A., cues: {lemmas: [tin]}}
  - id: b
    definition: B.
    near: [{code: a, tell_apart: b is about people}]
    cues: {phrases: ["knew them all"]}
  - id: c
    definition: C.
    children:
      - {id: x, definition: X.}
"""
TEXT = "Maud: We knew them all. The tin was full.\n\nRos: And the tin now?\n\nMaud: Yes.\n"
NAMES = ("a", "d", "e", "f", "g", "h")
MOST_FILES = 3
LONGEST_TEXT = 1_000
CORRECTIONS = (
    Correction(kind="interview"),
    Correction(kind="document"),
    Correction(kind="field-note", date="4.5.15"),
    Correction(date="unknown"),
    Correction(title="Talk in the hall", author="Maud", wave=2),
    Correction(speakers=(("Maud", "Hetty"),)),
    Correction(speakers=(("Maud", ""),)),
)
EDITS = (
    *(("knew", "know"), ("know", "knew"), ("tin", "tins"), ("Yes.", "No.")),
    *(("Maud: ", "Maud: Well. "), ("We knew them all. ", ""), ("Yes.", "Yes. We knew them all.")),
    *(("Ros: ", "Rosa: "), ("\n\nMaud: Yes.\n", "\n"), ("", "Maud: Once. The tin was full.\n\n")),
)
"""Words inside, before and after others, paragraphs and speakers; out, back and elsewhere."""

Rows = dict[str, list[tuple[object, ...]]]
State = tuple[Rows, str]


def rows_of(db: sqlite3.Connection) -> Rows:
    return {t: db.execute(f"select * from {t} order by id").fetchall() for t in STATE_TABLES}


def forgetful(steps: list[tuple[State, State]], text: str) -> list[tuple[State, State]]:
    """Return the steps after the last that changed the codebook, which has another text now."""
    changed = [n for n, (before, after) in enumerate(steps, 1) if before[1] != after[1]]
    left = steps[changed[-1] if changed else 0 :]
    return [((before[0], text), (after[0], text)) for before, after in left]


class History(RuleBasedStateMachine):
    """Does one thing a second to a small project."""

    @initialize()
    def start(self) -> None:
        self.home = Path(tempfile.mkdtemp())
        (self.home / "in.yaml").write_text(CODEBOOK)
        self.project: Project = init_project(
            self.home / "p",
            name="p",
            author="ada",
            codebooks=[str(self.home / "in.yaml")],
            now=START,
        )
        self.files: list[Path] = []
        self.kept = [(self.project.stamp, self.state())]
        self.done: list[tuple[State, State]] = []
        self.undone: list[tuple[State, State]] = []
        self.edits = 0
        self.given: set[int] = set()
        self.ingest(0)
        for code in range(3):
            self.add(0, code, 1, False)
        self.suggest("fused", False)

    def state(self) -> State:
        with closing(sqlite3.connect(self.project.folder / DATABASE)) as db:
            return rows_of(db), (self.project.folder / "codebook.yaml").read_text()

    def events(self) -> int:
        with closing(sqlite3.connect(self.project.folder / DATABASE)) as db:
            return int(db.execute("select count(*) from events").fetchone()[0])

    def tick(self) -> None:
        self.project = replace(self.project, now=self.project.now + timedelta(seconds=1))

    def do(self, action: Callable[[], object]) -> None:
        """Do a thing; what is refused must change nothing."""
        self.tick()
        before, events = self.state(), self.events()
        try:
            action()
        except EthnocodeError:
            assert (self.state(), self.events()) == (before, events)
            return
        after = self.state()
        if self.events() == events:
            assert after == before
            return
        self.done.append((before, after))
        self.undone.clear()
        self.kept.append((self.project.stamp, after))

    def code(self, pick: int) -> str:
        codes = list(self.project.codebook())
        return codes[pick % len(codes)].id

    def source(self, pick: int) -> str:
        return self.files[pick % len(self.files)].name

    @precondition(lambda self: len(self.files) < MOST_FILES)
    @rule(times=st.integers(0, 1))
    def ingest(self, times: int) -> None:
        path = self.home / f"t{len(self.files)}.txt"
        path.write_text(TEXT * (times + 1) + f"\nMaud: {len(self.files)}.\n")
        self.files.append(path)
        self.do(lambda: ingest_paths(self.project, [path], options=IngestOptions()))

    @rule(pick=st.integers(0, 3), code=st.integers(0, 4), at=st.integers(0, 2), who=st.booleans())
    def add(self, pick: int, code: int, at: int, who: bool) -> None:
        request = CodingRequest(
            self.source(pick),
            self.code(code),
            start=at * 6,
            end=at * 6 + 9,
            coder="ben" if who else None,
        )
        self.do(lambda: add_codings(self.project, [request]))

    @rule(pick=st.integers(0, 20))
    def remove(self, pick: int) -> None:
        if found := list_codings(self.project).codings:
            number = found[pick % len(found)].id
            self.do(lambda: remove_codings(self.project, [number], dry_run=False))

    @rule(pick=st.integers(0, 20), how=st.sampled_from(("accept", "reject", "code", "words")))
    def decide(self, pick: int, how: str) -> None:
        found = list_suggestions(self.project, status=SuggestionStatus.UNDECIDED)
        if not found:
            self.suggest("fused", True)
            return
        number = found[pick % len(found)].id
        if how == "accept":
            self.do(lambda: accept_suggestions(self.project, [number]))
        elif how == "reject":
            self.do(lambda: reject_suggestions(self.project, [number]))
        else:
            other = Correcting(code=self.code(pick)) if how == "code" else Correcting(quote="tin")
            self.do(lambda: correct_suggestion(self.project, number, other))

    @rule(engine=st.sampled_from(("fused", "cues")), again=st.booleans())
    def suggest(self, engine: str, again: bool) -> None:
        """Let an engine propose anew; nothing is offered that was decided against."""
        numbers = self.numbers()
        self.do(lambda: run_suggestions(self.project, engine=engine, again=again))
        assert self.refused_and_waiting() == []
        given = self.numbers() - numbers
        assert not given & self.given  # no number is given twice
        self.given |= given

    def numbers(self) -> set[int]:
        with closing(sqlite3.connect(self.project.folder / DATABASE)) as db:
            return {number for (number,) in db.execute("select id from suggestions")}

    def refused_and_waiting(self) -> list[tuple[object, ...]]:
        """Return what waits on words that the code was decided against on, by our own SQL."""
        known = self.project.codebook()
        with closing(sqlite3.connect(self.project.folder / DATABASE)) as db:
            rows = db.execute(
                """
                select status, source_id, digest, start, "end", code, lower(quote), s.id, (
                    select codes.code from codings join codes on codes.id = codings.code_id
                    where codings.guid = s.correction
                )
                from suggestions s join codes on codes.id = s.code_id
                """
            ).fetchall()
        codes = {code: found.id for *_, code, _, _, _ in rows if (found := known.code_named(code))}
        against = [row for row in rows if row[0] in ("rejected", "corrected") and row[8] != row[5]]
        return [
            (row, other)
            for row in rows
            for other in against
            if row[0] == "undecided"
            and row[1] == other[1]
            and codes.get(row[5], row[5]) == codes.get(other[5], other[5])
            and (
                (row[2] == other[2] and row[3] < other[4] and other[3] < row[4])
                or (len(other[6].split()) > 3 and other[6] in row[6])
            )
        ]

    @rule(pick=st.integers(0, 3), at=st.integers(0, 2), by_chance=st.booleans())
    def read(self, pick: int, at: int, by_chance: bool) -> None:
        """Note that some words were read, as a review does."""
        drawn = Drawn.RANDOM if by_chance else Drawn.SOURCE
        quote = ("The tin was full", "And the tin now", "Yes")[at]
        try:
            passage = proposal(self.project, self.source(pick), "", quote)
        except (EthnocodeError, IndexError):  # the source or the words are gone
            return
        if not self.is_read(passage):
            self.do(lambda: note_read(self.project, passage.source, quote, drawn=drawn))

    def is_read(self, passage: Suggestion) -> bool:
        with open_store(self.project.folder) as store:
            read = store.readings.select(names=store.sources.names(), coder="ada")
        return (passage.source, passage.anchor) in [(one.source, one.anchor) for one in read]

    def to_rename(self, pick: int, new: str, back: bool) -> tuple[str, str]:
        """Return an id and a new one: a name, or the last alias of a code that has any."""
        known = [(code.id, code.aliases[-1]) for code in self.project.codebook() if code.aliases]
        return known[pick % len(known)] if back and known else (self.code(pick), new)

    @rule(code=st.integers(0, 4), new=st.sampled_from(NAMES), back=st.booleans())
    def rename_by_hand(self, code: int, new: str, back: bool) -> None:
        """Write another id and the old one as an alias, and nothing else."""
        old, new = self.to_rename(code, new, back)
        try:
            whole = rename_code(self.project, old, new, dry_run=True).new
        except EthnocodeError:
            return
        path = self.project.folder / "codebook.yaml"
        done = with_code_renamed(path.read_text(), old, whole, book="h", path=path.name)
        self.edits += 1
        # no two edits give the same text, which would be one that can be undone
        lines = f"{done.text}# edit {self.edits}\n".splitlines()
        # every line is edited, by blanks at its end, for lines of a step are not taken back then
        text = "".join(f"{line.rstrip(' ')}{' ' * self.edits}\n" for line in lines)
        path.write_text(text)
        self.done, self.undone = (forgetful(steps, text) for steps in (self.done, self.undone))

    def placed(self) -> Counter[tuple[object, ...]]:
        """Return how many codes each coder or engine gives a place, by our own SQL."""
        known = self.project.codebook()
        with closing(sqlite3.connect(self.project.folder / DATABASE)) as db:
            rows = db.execute(
                """
                select code, 'coder', coder_id, source_id, digest, start, "end"
                from codings join codes on codes.id = code_id
                union all
                select code, 'engine', engine, source_id, digest, start, "end"
                from suggestions join codes on codes.id = code_id
                """
            ).fetchall()
        found = {(known.code_named(code), *place) for code, *place in rows}
        return Counter(tuple(place) for _, *place in found)

    @rule(code=st.integers(0, 4), new=st.sampled_from(NAMES), back=st.booleans())
    def rename(self, code: int, new: str, back: bool) -> None:
        old, to = self.to_rename(code, new, back)
        before = self.placed()
        self.do(lambda: rename_code(self.project, old, to, dry_run=False))
        assert self.placed() == before

    @rule(gone=st.integers(0, 4), into=st.integers(0, 4))
    def merge(self, gone: int, into: int) -> None:
        codes = self.code(gone), self.code(into)
        before = self.placed()
        self.do(lambda: merge_codes(self.project, codes[:1], codes[1], dry_run=False))
        assert self.placed().keys() == before.keys()

    @rule(new=st.sampled_from(NAMES), pick=st.integers(0, 20))
    def split(self, new: str, pick: int) -> None:
        found = list_codings(self.project).codings
        if not found:
            return
        old = found[pick % len(found)].code
        ids = tuple(coding.id for coding in found if coding.code == old)
        picking = Picking(ids=ids[pick % len(ids) :])
        self.do(
            lambda: split_code(
                self.project,
                old,
                new,
                picking=picking,
                definition="What was split off.",
                below=False,
                dry_run=False,
            )
        )

    @rule(pick=st.integers(0, 3), edit=st.sampled_from(EDITS))
    def update(self, pick: int, edit: tuple[str, str]) -> None:
        path = self.files[pick % len(self.files)]
        text = path.read_text()
        if len(text) < LONGEST_TEXT or len(edit[0]) >= len(edit[1]):
            path.write_text(text.replace(*edit, 1))
        self.do(lambda: update_paths(self.project, [path], force=True, dry_run=False))

    @rule(pick=st.integers(0, 3), correction=st.sampled_from(CORRECTIONS))
    def set_source(self, pick: int, correction: Correction) -> None:
        names = [self.source(pick)]
        self.do(lambda: correct_sources(self.project, names, correction, dry_run=False))

    @rule(pick=st.integers(0, 3), with_work=st.booleans())
    def remove_source(self, pick: int, with_work: bool) -> None:
        names = [self.source(pick)]
        self.do(lambda: remove_sources(self.project, names, with_work=with_work, dry_run=False))

    @rule(pick=st.integers(0, 3))
    def ingest_again(self, pick: int) -> None:
        """Take in a file as it is now: there already, changed, or removed before."""
        path = self.files[pick % len(self.files)]
        self.do(lambda: ingest_paths(self.project, [path], options=IngestOptions()))

    @rule(pick=st.integers(0, 20), away=st.booleans())
    def settle(self, pick: int, away: bool) -> None:
        waiting = list_codings(self.project, status=CodingStatus.NEEDS_REVIEW).codings
        if waiting:
            number = waiting[pick % len(waiting)].id
            if away:
                self.do(lambda: remove_codings(self.project, [number], dry_run=False))
            else:
                self.do(lambda: move_coding(self.project, number, start_end=(pick, pick + 5)))

    @rule(pick=st.integers(0, 20))
    def memo(self, pick: int) -> None:
        found = list_codings(self.project).codings
        about = About(coding=found[pick % len(found)].id) if found else About()
        self.do(lambda: add_memo(self.project, "A thought.", about=about, kind=MemoKind.ANALYTIC))

    @rule(steps=st.integers(1, 4))
    def undo(self, steps: int) -> None:
        self.step(undo, steps, self.done, self.undone)
        if steps <= len(self.done):
            self.undone += [self.done.pop() for _ in range(steps)]

    @rule(steps=st.integers(1, 3))
    def redo(self, steps: int) -> None:
        self.step(redo, steps, self.undone, self.done)
        if steps <= len(self.undone):
            self.done += [self.undone.pop() for _ in range(steps)]

    def step(
        self,
        action: Callable[..., object],
        steps: int,
        taken: list[tuple[State, State]],
        given: list[tuple[State, State]],
    ) -> None:
        """Undo or redo; the state after is the one kept before or after that step."""
        self.tick()
        before = self.state()
        if steps > len(taken):
            with pytest.raises(UndoError):
                action(self.project, steps=steps, dry_run=False)
            assert self.state() == before
            return
        action(self.project, steps=steps, dry_run=False)
        now = self.state()
        assert now == taken[-steps][0 if given is self.undone else 1]
        self.kept.append((self.project.stamp, now))

    @invariant()
    def the_project_is_sound(self) -> None:
        assert verify(self.project) == []

    @invariant()
    def every_coding_has_a_code_and_its_words(self) -> None:
        known = self.project.codebook()
        with closing(sqlite3.connect(self.project.folder / DATABASE)) as db:
            rows = db.execute(
                """
                select codes.code, codings.status,
                    substr(texts.text, codings.start + 1, codings."end" - codings.start)
                        = codings.quote, codings.digest = sources.digest
                from codings join codes on codes.id = codings.code_id
                join texts on texts.digest = codings.digest
                join sources on sources.id = codings.source_id
                """
            ).fetchall()
            assert db.execute("pragma foreign_key_check").fetchall() == []
        for code, status, on_words, on_current in rows:
            found = known.code_named(code)
            assert found is not None
            assert found.id == code or self.edits
            assert on_words
            assert on_current or status == "needs-review"

    @invariant()
    def every_origin_leads_to_the_suggestion_that_was_decided(self) -> None:
        with closing(sqlite3.connect(self.project.folder / DATABASE)) as db:
            rows = db.execute(
                """
                select codings.origin, s.status, s.source_id = codings.source_id,
                    s.engine <> '' and s.explanation <> '' and s.decided_by <> ''
                from codings
                left join suggestions s on 'suggestion:' || s.id = codings.origin
                where codings.origin like 'suggestion:%'
                """
            ).fetchall()
        for origin, status, there, told in rows:
            assert status in ("accepted", "corrected"), origin
            assert there
            assert told

    def teardown(self) -> None:
        try:
            for moment, (rows, _) in self.kept:
                with open_store(self.project.folder, as_of=moment) as store:
                    assert rows_of(store._db.conn) == rows
            if self.done:
                first = self.done[0][0]
                undo(self.project, steps=len(self.done), dry_run=False)
                assert self.state() == first
            if not self.edits:
                assert self.state() == self.kept[0][1]
        finally:
            shutil.rmtree(self.home)


def test_every_earlier_state_can_be_read_back_and_undoing_all_gives_the_first() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        History,
        settings=settings(
            max_examples=10,
            stateful_step_count=20,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
