"""The corpus, listed and shown."""

from __future__ import annotations

from dataclasses import dataclass

from ethnocode.model import Mark, Segment, Source, Speaker
from ethnocode.services.citations import Citer
from ethnocode.services.lookup import source_named
from ethnocode.services.project import Project
from ethnocode.store import Store, open_store


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A source with what a list of sources says of it.

    Args:
        source: The source.
        citation: How it is cited as a whole.
        entries: Dated journal entries in it.
        turns: Speaker turns in it.
        speakers: Who speaks, in order of first turn.
    """

    source: Source
    citation: str
    entries: int
    turns: int
    speakers: tuple[Speaker, ...]


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source with its words and how they are cut."""

    card: SourceCard
    text: str
    segments: tuple[Segment, ...]
    marks: tuple[Mark, ...]
    variables: tuple[tuple[str, str], ...]


def list_sources(project: Project, *, kind: str | None = None) -> list[SourceCard]:
    """Return every source, by path."""
    with open_store(project.folder) as store:
        return [card for card in _cards(store, project) if kind in (None, card.source.kind)]


def show_source(project: Project, name: str) -> SourceText:
    """Return a source with its text and segments.

    Raises:
        SourceError: There is no source of that name.
    """
    with open_store(project.folder) as store:
        source = source_named(store, name)
        card = next(card for card in _cards(store, project) if card.source.id == source.id)
        return SourceText(
            card,
            store.sources.text(source),
            tuple(store.sources.segments(source)),
            store.marks.of(source.id),
            tuple(sorted(store.sources.variables(source).items())),
        )


def _cards(store: Store, project: Project) -> list[SourceCard]:
    citer = Citer(store, project.settings)
    counts, speakers = store.sources.segment_counts(), store.sources.speakers()
    return [
        SourceCard(
            source,
            citer.cite(source),
            counts.get((source.id, "entry"), 0),
            counts.get((source.id, "turn"), 0),
            tuple(speakers.get(source.id, ())),
        )
        for source in store.sources.all()
    ]
