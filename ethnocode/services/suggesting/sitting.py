"""What a review has at hand of a study: what is likely, who has read, and what is ahead."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from ethnocode.model import Source, Span
from ethnocode.services.citations import Citer
from ethnocode.services.places import place_within
from ethnocode.services.project import Project
from ethnocode.services.suggesting.elsewhere import Elsewhere
from ethnocode.services.suggesting.likely import Likely
from ethnocode.services.suggesting.queues import Place, Queue, Readers, Wish
from ethnocode.services.suggesting.review_page import Page, Table
from ethnocode.store import Store, open_store


class Sitting:
    """A study laid out for one coder; it decides nothing, and holds no place.

    Args:
        project: With the coder who reviews.
        wish: What she wants to go through.
        rng: Draws what is drawn at random.
        progress: Told the name of each source that is read.
    """

    def __init__(
        self, project: Project, wish: Wish, *, rng: Random, progress: Callable[[str], None]
    ) -> None:
        self.project = project
        self.codebook = project.codebook()
        with open_store(project.folder, write=True) as store:
            store.refuse_unwritable()
            wish = wish.resolved(store, self.codebook)
            self.likely = Likely(project, store, codebook=self.codebook, progress=progress)
            self.readers = Readers(self.likely, coder=project.coder)
            self.readers.look(store)
            self._citer = Citer(store, project.settings)
            self.queue = Queue(wish, likely=self.likely, readers=self.readers, rng=rng)
        self.elsewhere = Elsewhere(project)

    def learn(self) -> None:
        """Fit the ranker to all that is decided, and put what is ahead into order anew."""
        with open_store(self.project.folder) as store:
            self.likely.learn(store)
            self.readers.look(store)
            self.elsewhere.note(store)
        self.queue.learned()

    def take_in(self, store: Store) -> None:
        """Take into account what is decided now."""
        self.likely.refresh(store)
        self.readers.look(store)
        self.elsewhere.note(store)

    def next_table(self) -> Table | None:
        """Return the next place that asks anything, as it comes before the coder."""
        table = None
        with open_store(self.project.folder) as store:
            while table is None and (place := self.queue.next()):
                table = self._laid(store, place)
            self.elsewhere.note(store)
        return table

    def page_of(self, table: Table) -> Page:
        """Return what a coder sees of what lies before her."""
        waiting, source = table.waiting, self.source(table.place.row)
        suggestion = waiting[0] if waiting else None
        with open_store(self.project.folder) as store:
            text = store.sources.text(source)
        span, whole = self.passage(table.place.row), not table.place.code
        return Page(
            source=source,
            text=text,
            span=span,
            citation=self._citer.cite(source, span.start),
            drawn=table.place.drawn,
            whole=whole,
            suggestion=suggestion,
            code=self.codebook.code_named(suggestion.code) if suggestion else None,
            further=tuple(one.code for one in waiting[1:]),
            examples=self.likely.examples(suggestion.code) if suggestion and not whole else 0,
        )

    def place_of(self, table: Table, words: str) -> Span:
        """Return where words of the passage are; of several places the one that is suggested."""
        with open_store(self.project.folder) as store:
            text = store.sources.text_of(self.source(table.place.row).digest)
        near = table.waiting[0].anchor.span if table.waiting else None
        return place_within(text, self.passage(table.place.row), words=words, near=near)

    def passage(self, row: int) -> Span:
        """Return where the passage of a row is in its source."""
        return self.likely.study.corpus.passage(row).span

    def source(self, row: int) -> Source:
        """Return the source of a row."""
        study = self.likely.study
        return study.sources[int(study.corpus.source_of[row])]

    def _laid(self, store: Store, place: Place) -> Table | None:
        """Return a place as it comes before the coder; none if all that it asks is decided."""
        if not place.code:
            return Table(place, self.likely.on_passage(store, place.row))
        suggestion = self.likely.asked(store, place.row, place.code, number=place.number)
        if suggestion is None or not self.likely.is_new(place.row, suggestion):
            return None
        return Table(place, [suggestion])
