"""A review: one passage after another, decided on by a coder, learned from on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from ethnocode.errors import AnchorError, UndoError
from ethnocode.interchange import CodingRequest
from ethnocode.model import Anchor, Drawn, ReadPassage, Source, Span, Suggestion
from ethnocode.services.citations import Citer
from ethnocode.services.coding import add_codings
from ethnocode.services.deciding import (
    Correcting,
    accept_suggestions,
    correct_suggestion,
    reject_suggestions,
)
from ethnocode.services.explaining import Explained, explained
from ethnocode.services.history import undo
from ethnocode.services.likely import Likely
from ethnocode.services.lookup import code_named, source_named
from ethnocode.services.project import Project
from ethnocode.services.queues import Place, Queue, Readers, Wish
from ethnocode.services.review_page import Page, Tally
from ethnocode.store import Store, open_store
from ethnocode.text.locate import find_quote

LEARN_EVERY = 20
"""Decisions after which the ranker is fitted anew."""

ORIGIN = "review"
"""Origin of the codings that a coder adds of her own in a review."""


@dataclass(slots=True)
class _Table:
    """What lies before the coder now: a place, and what she has not decided on there."""

    place: Place
    waiting: list[Suggestion]
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class _Done:
    """A thing that was done, and what it takes to be back before it."""

    at: str
    place: Place
    tally: Tally
    rejected: str = ""
    events: int = 1


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
        self._project = project
        self.codebook = project.codebook()
        with open_store(project.folder) as store:
            wish = replace(
                wish,
                codes=tuple(code_named(self.codebook, name).id for name in wish.codes),
                sources=tuple(source_named(store, name).name for name in wish.sources),
            )
            self._likely = Likely(project, store, codebook=self.codebook, progress=progress)
            self._readers = Readers(self._likely, coder=project.coder)
            self._readers.look(store)
            self._citer = Citer(store, project.settings)
            self._queue = Queue(wish, likely=self._likely, readers=self._readers, rng=rng)
            self.tally = Tally()
            self._revision = ""
            self._table: _Table | None = None
            self._done: list[_Done] = []
            self._unlearned = 0
            self._advance(store)

    @property
    def learned(self) -> int:
        """How many coded passages the ranker has learned from."""
        return self._likely.model.learned

    @property
    def left(self) -> int | None:
        """How many are ahead, about; ``None`` where nobody can say."""
        return self._queue.left

    @property
    def due(self) -> bool:
        """Whether so much was decided that it is time to learn."""
        return self._unlearned >= LEARN_EVERY

    def page(self) -> Page | None:
        """Return what is before the coder, or ``None`` at the end."""
        if self._table is None:
            return None
        row, waiting = self._table.place.row, self._table.waiting
        suggestion = waiting[0] if waiting else None
        source = self._source(row)
        with open_store(self._project.folder) as store:
            text = store.sources.text(source)
        span = self._likely.study.corpus.passage(row).span
        whole = not self._table.place.code
        return Page(
            source=source,
            text=text,
            span=span,
            citation=self._citer.cite(source, span.start),
            drawn=self._table.place.drawn,
            whole=whole,
            suggestion=suggestion,
            code=self.codebook.code_named(suggestion.code) if suggestion else None,
            further=max(len(waiting) - 1, 0),
            examples=self._likely.examples(suggestion.code) if suggestion and not whole else 0,
        )

    def accept(self, *, now: datetime) -> None:
        """Make a coding of what is suggested.

        Raises:
            LookupError: Nothing is suggested here.
            UsageError: It was decided on elsewhere meanwhile.
            AnchorError: The text was changed meanwhile.
            BusyError: Another program kept writing.
        """
        table, suggestion = self._asked()
        accept_suggestions(self._at(now), [suggestion], drawn=table.place.drawn)
        self._decided(now, "accepted", given=suggestion.code)

    def reject(self, *, now: datetime) -> None:
        """Decide against what is suggested; raises as :meth:`accept` does."""
        table, suggestion = self._asked()
        reject_suggestions(self._at(now), [suggestion], drawn=table.place.drawn)
        self._queue.missed(suggestion.code)
        self._decided(now, "rejected", refused=suggestion.code)

    def correct(self, *, now: datetime, code: str = "", words: str = "") -> None:
        """Put another code or other words in the place of what is suggested.

        Args:
            code: Full id; empty for the one suggested.
            words: Words of the passage; empty for those suggested.

        Raises:
            LookupError: Nothing is suggested here.
            UsageError: All is as suggested; or it was decided on elsewhere meanwhile.
            AnchorError: The words are not in the passage, or more than once.
            BusyError: Another program kept writing.
        """
        table, suggestion = self._asked()
        span = self._place_of(words) if words else None
        correcting = Correcting(code=code, start_end=(span.start, span.end) if span else None)
        correct_suggestion(self._at(now), suggestion, correcting, drawn=table.place.drawn)
        given = code or suggestion.code
        refused = suggestion.code if given != suggestion.code else ""
        self._decided(now, "corrected", given=given, refused=refused)

    def add(self, *, now: datetime, code: str, words: str = "") -> bool:
        """Code the passage by a code of the coder's own; what is suggested stays to be decided.

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
        row = table.place.row
        request = CodingRequest(self._source(row).name, code, start=span.start, end=span.end)
        if not add_codings(self._at(now), [request], origin=ORIGIN).added:
            return False
        self._count(now, "added")
        self._likely.note(row, code, given=True)
        table.waiting = [one for one in table.waiting if one.code != code]
        return True

    def skip(self) -> None:
        """Leave what is suggested for another time; the passage is not noted as read."""
        table = self._before()
        table.skipped = True
        if table.waiting:
            self._queue.missed(table.waiting.pop(0).code)
        if not table.waiting:
            self.advance()

    def leave(self, *, now: datetime) -> None:
        """Note the passage as read, for nothing more is to be coded there; and go on.

        Raises:
            AnchorError: The text was changed meanwhile.
            BusyError: Another program kept writing.
        """
        self._before()
        self._note_read(now)
        self._count(now, "read")
        self.advance()

    def undo(self, *, now: datetime) -> None:
        """Take back the last thing that was done in this review, and be before it again.

        Raises:
            UndoError: There is none; or the last step of the study is another.
            BusyError: Another program kept writing.
        """
        if not self._done:
            raise UndoError("nothing was decided in this review yet")
        last = self._done[-1]
        undo(self._at(now), steps=last.events, dry_run=False, made_at=last.at)
        self._done.pop()
        if last.rejected:
            self._queue.missed(last.rejected, by=-1)
        if self._table is not None and self._table.place != last.place:
            self._queue.put_back(self._table.place)
        self.tally = last.tally
        self._unlearned = max(self._unlearned - 1, 0)
        with open_store(self._project.folder) as store:
            self._take_in(store)
            self._table = self._laid(store, last.place)

    def why(self) -> Explained:
        """Return all that speaks for and against what is suggested."""
        _, suggestion = self._asked()
        with open_store(self._project.folder) as store:
            return explained(self._project, store, suggestion, codebook=self.codebook)

    def learn(self) -> None:
        """Fit the ranker to all that is decided, and put what is ahead into order anew."""
        with open_store(self._project.folder) as store:
            self._likely.learn(store)
            self._readers.look(store)
            self._revision = store.events.revision()
        self._queue.learned()
        self._unlearned = 0

    def look_around(self) -> list[str]:
        """Take in what was done elsewhere meanwhile; what is decided on is asked no more.

        Returns:
            What to tell the coder of it, in lines.
        """
        with open_store(self._project.folder) as store:
            if self._table is None or store.events.revision() == self._revision:
                return []
            self._take_in(store)
            source, row = self._source(self._table.place.row), self._table.place.row
            now = store.sources.named(source.name)
            if now is None or now.digest != source.digest:
                self._queue.drop(self._likely.study.rows_of(source.name))
                self._advance(store)
                return [f"{source.name} was changed meanwhile: it comes again in a new review"]
            waiting = self._table.waiting
            self._table.waiting = [one for one in waiting if self._likely.is_new(row, one)]
            gone = [one for one in waiting if one not in self._table.waiting]
            if gone and not self._table.waiting and self._table.place.code:
                self._advance(store)
        return [f"{one.code} was decided on elsewhere meanwhile: skipped" for one in gone]

    def advance(self) -> None:
        """Lay the next place before the coder."""
        with open_store(self._project.folder) as store:
            self._advance(store)

    def _advance(self, store: Store) -> None:
        self._table = None
        while place := self._queue.next():
            self._table = self._laid(store, place)
            if self._table is not None:
                self.tally = self.tally.plus("shown")
                break
        self._revision = store.events.revision()

    def _laid(self, store: Store, place: Place) -> _Table | None:
        """Return a place as it comes before the coder; none if all that it asks is decided."""
        if not place.code:
            return _Table(place, self._likely.on_passage(store, place.row))
        suggestion = self._likely.asked(store, place.row, place.code, number=place.number)
        if suggestion is None or not self._likely.is_new(place.row, suggestion):
            return None
        return _Table(place, [suggestion])

    def _decided(self, now: datetime, tally: str, *, given: str = "", refused: str = "") -> None:
        """Take a decision that is stored into account, and go on."""
        table = self._before()
        self._count(now, tally, rejected=refused if not given else "")
        if given:
            self._likely.note(table.place.row, given, given=True)
        if refused:
            self._likely.note(table.place.row, refused, given=False)
        table.waiting = [one for one in table.waiting[1:] if one.code != given]
        if table.waiting or table.place.drawn is Drawn.RANDOM:
            return
        if table.place.drawn is Drawn.SOURCE and not table.skipped:
            self._note_read(now)
            self._done[-1] = replace(self._done[-1], events=2)
        self.advance()

    def _count(self, now: datetime, name: str, *, rejected: str = "") -> None:
        place = self._before().place
        self._done.append(_Done(self._at(now).stamp, place, self.tally, rejected))
        self.tally = self.tally.plus(name)
        self._unlearned += 1

    def _note_read(self, now: datetime) -> None:
        place = self._before().place
        project, source = self._at(now), self._source(place.row)
        with (
            open_store(project.folder, write=True) as store,
            store.write(actor=project.coder, action="review", now=now) as transaction,
        ):
            current = source_named(store, source.name)
            if current.digest != source.digest:
                raise AnchorError("the text was changed meanwhile", where=source.name)
            anchor = Anchor.at(
                self._passage(), text=store.sources.text(current), digest=current.digest
            )
            read = ReadPassage(0, source.name, anchor, project.coder, place.drawn, project.stamp)
            store.readings.add_all(transaction, [read], sources={source.name: current.id})
            transaction.summary = f"read a passage of {source.name}"
        self._readers.note(place.row)

    def _take_in(self, store: Store) -> None:
        self._likely.refresh(store)
        self._readers.look(store)
        self._revision = store.events.revision()

    def _place_of(self, words: str) -> Span:
        """Return where words of the passage are; of several places the one that is suggested."""
        table, passage = self._before(), self._passage()
        source = self._source(table.place.row)
        with open_store(self._project.folder) as store:
            text = store.sources.text_of(source.digest)
        places = [
            Span(found.start + passage.start, found.end + passage.start)
            for found in find_quote(passage.of(text), words)
        ]
        if len(places) > 1 and table.waiting:
            places = [p for p in places if p.overlaps(table.waiting[0].anchor.span)] or places
        if len(places) != 1:
            problem = "are not in this passage" if not places else "are there more than once"
            hint = "" if not places else "type more of them"
            raise AnchorError(f"the words {problem}", hint=hint or "type them as they stand there")
        return places[0]

    def _passage(self) -> Span:
        return self._likely.study.corpus.passage(self._before().place.row).span

    def _source(self, row: int) -> Source:
        study = self._likely.study
        return study.sources[int(study.corpus.source_of[row])]

    def _before(self) -> _Table:
        if self._table is None:
            raise LookupError("nothing is before the coder")
        return self._table

    def _asked(self) -> tuple[_Table, Suggestion]:
        table = self._before()
        if not table.waiting:
            raise LookupError("nothing is suggested here")
        return table, table.waiting[0]

    def _at(self, now: datetime) -> Project:
        return replace(self._project, now=now)
