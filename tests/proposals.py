"""A small project, and suggestions put into it by hand, so that tests know each of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from ethnocode.model import Anchor, Band, Drawn, ReadPassage, Span, Suggestion, SuggestionStatus
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.lookup import source_named
from ethnocode.services.project import Project
from ethnocode.store import open_store
from ethnocode.text.locate import find_quote

ENGINE = "hand/1"


def project_with(folder: Path, *, codebook: str, text: str) -> Project:
    """Return Ada's project in a folder: a codebook, and ``charis.txt`` with a text."""
    (folder / "in.yaml").write_text(codebook)
    (folder / "charis.txt").write_text(text)
    project = init_project(
        folder / "p",
        name="p",
        author="ada",
        codebooks=[str(folder / "in.yaml")],
        now=datetime(2026, 3, 1, tzinfo=UTC),
    )
    ingest_paths(project, [folder / "charis.txt"], options=IngestOptions())
    return project


def place(text: str, quote: str, occurrence: int = 1) -> Span:
    """Return one of the places of a quote."""
    return find_quote(text, quote)[occurrence - 1]


def proposal(
    project: Project,
    source: str,
    code: str,
    quote: str,
    *,
    occurrence: int = 1,
    engine: str = ENGINE,
    band: Band = Band.PLAUSIBLE,
    score: float = 0.5,
) -> Suggestion:
    """Return a suggestion on words of a source as it is now; it is not stored."""
    with open_store(project.folder) as store:
        found = source_named(store, source)
        text = store.sources.text(found)
    anchor = Anchor.at(place(text, quote, occurrence), text=text, digest=found.digest)
    status = SuggestionStatus.UNDECIDED
    return Suggestion(0, source, code, anchor, engine, score, status, "By hand.", band=band)


def keep(project: Project, *proposals: Suggestion) -> list[int]:
    """Store suggestions as one event and return their numbers."""
    with open_store(project.folder, write=True) as store:
        numbers = {name: number for number, name in store.sources.names().items()}
        with store.write(actor="ada", action="suggest", now=project.now) as transaction:
            return store.suggestions.add_all(
                transaction, proposals, sources=numbers, now=project.stamp
            )


def note_read(
    project: Project, source: str, quote: str, *, drawn: Drawn = Drawn.SOURCE, coder: str = "ada"
) -> int:
    """Store that a passage was read and return the number of its row."""
    anchor = proposal(project, source, "", quote).anchor
    read = ReadPassage(0, source, anchor, coder, drawn, project.stamp)
    with open_store(project.folder, write=True) as store:
        numbers = {name: number for number, name in store.sources.names().items()}
        with store.write(actor=coder, action="review", now=project.now) as transaction:
            (number,) = store.readings.add_all(transaction, [read], sources=numbers)
    return number


def suggestion(project: Project, number: int) -> Suggestion:
    """Return a suggestion as it is stored."""
    with open_store(project.folder) as store:
        (found,) = store.suggestions.select(names=store.sources.names(), id_=number)
    return found
