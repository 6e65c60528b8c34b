"""The shipped study as the program reads it: what the tests of this folder look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ethnocode.interchange import CodingRequest
from ethnocode.model import Coding, Person, SegmentKind, Source, Span
from ethnocode.services.coding import add_codings, codings_from_file, list_codings
from ethnocode.services.demo import CODEBOOKS
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.people import import_persons, list_persons
from ethnocode.services.project import Project
from ethnocode.services.sources import SourceText, list_sources, show_source

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpora" / "netherfold"
FOLDERS = {"journal": "field-note", "interviews": "interview", "documents": "document"}
FOLDERS["emails"] = "email"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Study:
    """The study in a project of its own, coded with the reference codings."""

    project: Project
    texts: dict[str, SourceText]
    persons: dict[str, Person]
    requests: tuple[CodingRequest, ...]
    codings: tuple[Coding, ...]

    @property
    def sources(self) -> list[Source]:
        return [text.card.source for text in self.texts.values()]

    def of_kind(self, kind: str) -> list[SourceText]:
        return [text for text in self.texts.values() if text.card.source.kind == kind]

    def person_behind(self, coding: Coding) -> Person | None:
        """Return who speaks the words, else who wrote the source; nobody wrote a document."""
        text = self.texts[coding.source]
        speakers = {speaker.label: speaker.person for speaker in text.card.speakers}
        for turn in text.segments:
            if turn.kind is SegmentKind.TURN and turn.span.encloses(coding.anchor.span):
                return self.persons.get(speakers[turn.speaker or ""] or "")
        if text.card.source.kind in ("field-note", "email"):
            return self.persons.get(text.card.source.author)
        return None

    def of_code(self, code: str) -> list[Coding]:
        """Return the codings of a code and of all below it."""
        return [c for c in self.codings if f"{c.code}.".startswith(f"{code}.")]


def build(folder: Path) -> Study:
    """Make the project as ``ethnocode demo`` does, without suggestions and reports."""
    project = init_project(folder, name="Netherfold", author="author", codebooks=CODEBOOKS, now=NOW)
    import_persons(project, CORPUS / "persons.yaml")
    ingest_paths(project, [CORPUS / name for name in FOLDERS], options=IngestOptions(wave=1))
    requests = codings_from_file(CORPUS / "reference-codings.yaml")
    add_codings(project, requests)
    names = [card.source.name for card in list_sources(project)]
    return Study(
        project,
        {name: show_source(project, name) for name in names},
        {person.pseudonym: person for person in list_persons(project)},
        requests,
        list_codings(project).codings,
    )


def passages(text: SourceText) -> list[Span]:
    """Return the turns of a source, else its paragraphs and table rows."""
    spans = {kind: [s.span for s in text.segments if s.kind is kind] for kind in SegmentKind}
    return spans[SegmentKind.TURN] or spans[SegmentKind.PARAGRAPH] + spans[SegmentKind.ROW]
