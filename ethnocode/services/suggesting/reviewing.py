"""A review: one passage after another, decided on by a coder, learned from on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random

from ethnocode.errors import UndoError
from ethnocode.interchange import CodingRequest
from ethnocode.model import Drawn, Span, Suggestion
from ethnocode.services.coding import add_codings
from ethnocode.services.history import undo
from ethnocode.services.project import Project
from ethnocode.services.suggesting.deciding import (
    Correcting,
    accept_suggestions,
    correct_suggestion,
    reject_suggestions,
)
from ethnocode.services.suggesting.explaining import Explained, explained
from ethnocode.services.suggesting.leaving import leave_passage
from ethnocode.services.suggesting.queues import Wish
from ethnocode.services.suggesting.review_page import Done, Page, Table, Tally
from ethnocode.services.suggesting.sitting import Sitting
from ethnocode.store import open_store

LEARN_EVERY = 20
"""Decisions after which the ranker is fitted anew."""

ORIGIN = "review"
"""Origin of the codings that a coder adds of her own in a review."""


class Review:
    """A coder's way through a queue; every decision is stored as it is made.

    Args:
        project: With the coder who reviews.
        wish: What she wants to go through.
        rng: Draws what is drawn at random.
        progress: Told the name of each source that is read.

    Raises:
        SourceError: A source is unknown.
        UnknownCodeError: A code is unknown.
        PipelineError: The pipeline of the settings is missing, or a cue is no pattern.
    """

    def __init__(
        self,
        project: Project,
        wish: Wish,
        *,
        rng: Random,
        progress: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._sitting = Sitting(project, wish, rng=rng, progress=progress)
        self.codebook, self.tally = self._sitting.codebook, Tally()
        self._table: Table | None = None
        self._done: list[Done] = []
        self._unlearned = 0
        self._advance()

    @property
    def learned(self) -> int:
        """How many coded passages the ranker has learned from."""
        return self._sitting.likely.model.learned

    @property
    def left(self) -> int | None:
        """How many are ahead, about; ``None`` where nobody can say."""
        return self._sitting.queue.left

    @property
    def due(self) -> bool:
        """Whether so much was decided that it is time to learn."""
        return self._unlearned >= LEARN_EVERY

    def page(self) -> Page | None:
        """Return what is before the coder, or ``None`` at the end."""
        return self._sitting.page_of(self._table) if self._table is not None else None

    def accept(self, *, now: datetime) -> None:
        """Make a coding of what is suggested.

        Raises:
            LookupError: Nothing is suggested here.
            UsageError: It was decided on elsewhere meanwhile.
            AnchorError: The text was changed meanwhile.
            BusyError: Another program kept writing.
        """
        suggestion = self._asked()
        self._give(suggestion, suggestion.anchor.span, now=now)
        self._go_on(now)

    def reject(self, *, now: datetime) -> None:
        """Decide against what is suggested; raises as :meth:`accept` does."""
        self._refuse(self._asked(), now=now)
        self._go_on(now)

    def correct(self, *, now: datetime, code: str = "", words: str = "") -> None:
        """Put another code or other words in the place of what is suggested.

        Args:
            code: Full id; empty for the one suggested.
            words: Words of the passage; empty for those suggested.

        Raises:
            LookupError: Nothing is suggested here.
            UsageError: It was decided on elsewhere meanwhile.
            AnchorError: The words are not in the passage, or more than once.
            BusyError: Another program kept writing.
        """
        suggestion = self._asked()
        span = self._place_of(words) if words else suggestion.anchor.span
        other = self._suggested(code) if code != suggestion.code else None
        if other is None:
            self._give(suggestion, span, now=now, code=code)
        else:
            self._give(other, span, now=now)
            self._refuse(suggestion, now=now)
            self._done[-2:] = [replace(self._done[-2], events=2)]
        self._go_on(now)

    def add(self, *, now: datetime, code: str, words: str = "") -> bool:
        """Code the passage by a code of the coder's own; what is suggested stays to be decided.

        A code that is suggested there is accepted, or corrected in its words.

        Args:
            code: Full id.
            words: Words of the passage; empty for those suggested, else for all of them.

        Returns:
            Whether the coding is new.

        Raises:
            AnchorError: The words are not in the passage, or more than once.
            BusyError: Another program kept writing.
        """
        table = self._before()
        if words:
            span = self._place_of(words)
        else:
            span = table.waiting[0].anchor.span if table.waiting else self._passage()
        offered = self._suggested(code)
        if offered is not None:
            self._give(offered, span, now=now)
            return True
        row = table.place.row
        request = CodingRequest(
            self._sitting.source(row).name, code, start=span.start, end=span.end
        )
        if not add_codings(self._at(now), [request], origin=ORIGIN).added:
            return False
        self._count(now, "added")
        self._sitting.likely.note(row, code, given=True)
        return True

    def skip(self) -> None:
        """Leave what is suggested for another time; the passage is not noted as read."""
        table = self._before()
        missed = table.waiting[0].code if table.waiting else ""
        self._done.append(Done("", table.copy(), self.tally, missed, events=0))
        if missed:
            self._sitting.queue.missed(missed)
            table.passed.append(table.waiting.pop(0))
        if not table.waiting:
            self._advance()

    def leave(self, *, now: datetime) -> None:
        """Note the passage as read, for nothing more is to be coded there; and go on.

        What was suggested and not decided on is thereby refused: it all counts in the
        record, and not only what took a key of its own.

        Raises:
            AnchorError: The text was changed meanwhile.
            UsageError: A suggestion was decided on elsewhere meanwhile.
            BusyError: Another program kept writing.
        """
        table = self._before()
        self._note_read(now, passed_over=table.undecided)
        self._count(now, "read")
        for suggestion in table.undecided:
            self._sitting.likely.note(table.place.row, suggestion.code, given=False)
            self.tally = self.tally.plus("rejected")
        self._advance()

    def undo(self, *, now: datetime) -> None:
        """Take back the last thing that was done in this review, and be before it again.

        Raises:
            UndoError: There is none; or the last step of the study is another.
            BusyError: Another program kept writing.
        """
        if not self._done:
            raise UndoError("nothing was decided in this review yet")
        last = self._done[-1]
        if last.events:
            undo(self._at(now), steps=last.events, dry_run=False, made_at=last.at)
            self._unlearned = max(self._unlearned - 1, 0)
        self._done.pop()
        if last.missed:
            self._sitting.queue.missed(last.missed, by=-1)
        if self._table is not None and self._table.place != last.table.place:
            self._sitting.queue.put_back(self._table.place)
        self.tally, self._table = last.tally, last.table
        with open_store(self._sitting.project.folder) as store:
            self._sitting.take_in(store)
        self._take_off_decided(self._table)

    def why(self) -> Explained:
        """Return all that speaks for and against what is suggested."""
        suggestion = self._asked()
        with open_store(self._sitting.project.folder) as store:
            return explained(self._sitting.project, store, suggestion, codebook=self.codebook)

    def learn(self) -> None:
        """Fit the ranker to all that is decided, and put what is ahead into order anew."""
        self._sitting.learn()
        self._unlearned = 0

    def look_around(self) -> list[str]:
        """Take in what was done elsewhere meanwhile; what is decided on is asked no more.

        Returns:
            What to tell the coder of it, in lines.
        """
        lines = self._sitting.elsewhere.codebook_lines()
        with open_store(self._sitting.project.folder) as store:
            if self._table is None or self._sitting.elsewhere.is_as_noted(store):
                return lines
            self._sitting.take_in(store)
            source = self._sitting.source(self._table.place.row)
            now = store.sources.named(source.name)
        if now is None or now.digest != source.digest:
            rows = self._sitting.likely.study.rows_of(source.name)
            self._sitting.queue.drop(rows)
            self._done = [done for done in self._done if done.table.place.row not in rows]
            self._advance()
            return [*lines, f"{source.name} was changed meanwhile: a new review has it again"]
        gone = self._take_off_decided(self._table)
        if gone and not self._table.waiting and self._table.place.code:
            self._advance()
        return lines + [f"{one.code} was decided on elsewhere meanwhile: skipped" for one in gone]

    def _take_off_decided(self, table: Table) -> list[Suggestion]:
        """Take what is decided on by now off a table, and return it."""
        row = table.place.row
        gone = [one for one in table.undecided if not self._sitting.likely.is_new(row, one)]
        for suggestion in gone:
            table.take_off(suggestion)
        return gone

    def _advance(self) -> None:
        """Lay the next place before the coder."""
        self._table = None
        self._table = self._sitting.next_table()
        if self._table is not None:
            self.tally = self.tally.plus("shown")

    def _suggested(self, code: str) -> Suggestion | None:
        """Return what is suggested here under a code and not decided on, if anything is."""
        return next((one for one in self._before().undecided if one.code == code), None)

    def _give(self, suggestion: Suggestion, span: Span, *, now: datetime, code: str = "") -> None:
        """Code some words of the passage as is suggested, or by another code in its place."""
        project, drawn = self._at(now), self._before().place.drawn
        given = code or suggestion.code
        if (given, span) == (suggestion.code, suggestion.anchor.span):
            accept_suggestions(project, [suggestion], drawn=drawn)
            self._decided(now, "accepted", suggestion, given=given)
            return
        words = (span.start, span.end) if span != suggestion.anchor.span else None
        correct_suggestion(project, suggestion, Correcting(code, start_end=words), drawn=drawn)
        self._decided(now, "corrected", suggestion, given=given)

    def _refuse(self, suggestion: Suggestion, *, now: datetime) -> None:
        reject_suggestions(self._at(now), [suggestion], drawn=self._before().place.drawn)
        self._decided(now, "rejected", suggestion)

    def _decided(
        self, now: datetime, tally: str, suggestion: Suggestion, *, given: str = ""
    ) -> None:
        """Take a decision that is stored into account, and the code it gave if it gave one."""
        table = self._before()
        self._count(now, tally, missed="" if given else suggestion.code)
        row, drawn = table.place.row, table.place.drawn
        if given:
            self._sitting.likely.note(row, given, given=True)
        if given != suggestion.code:
            self._sitting.likely.note(row, suggestion.code, given=False)
        if drawn is not Drawn.RANDOM:
            self._sitting.readers.anyone.add(row)
        table.take_off(suggestion)

    def _go_on(self, now: datetime) -> None:
        """Lay the next place before the coder, unless more is to be decided on this one."""
        table = self._before()
        drawn = table.place.drawn
        if table.waiting or drawn is Drawn.RANDOM:
            return
        if drawn is Drawn.SOURCE and not table.passed:
            self._note_read(now)
            self._done[-1] = replace(self._done[-1], events=self._done[-1].events + 1)
            self.tally = self.tally.plus("read")
        self._advance()

    def _count(self, now: datetime, name: str, *, missed: str = "") -> None:
        table = self._before().copy()
        self._done.append(Done(self._at(now).stamp, table, self.tally, missed))
        self.tally = self.tally.plus(name)
        self._unlearned += 1
        if missed:
            self._sitting.queue.missed(missed)

    def _note_read(self, now: datetime, *, passed_over: Sequence[Suggestion] = ()) -> None:
        place = self._before().place
        where = self._sitting.source(place.row), self._passage()
        leave_passage(self._at(now), *where, drawn=place.drawn, passed_over=passed_over)
        self._sitting.readers.note(place.row)

    def _place_of(self, words: str) -> Span:
        return self._sitting.place_of(self._before(), words)

    def _passage(self) -> Span:
        return self._sitting.passage(self._before().place.row)

    def _before(self) -> Table:
        if self._table is None:
            raise LookupError("nothing is before the coder")
        return self._table

    def _asked(self) -> Suggestion:
        if not self._before().waiting:
            raise LookupError("nothing is suggested here")
        return self._before().waiting[0]

    def _at(self, now: datetime) -> Project:
        return replace(self._sitting.project, now=now)
