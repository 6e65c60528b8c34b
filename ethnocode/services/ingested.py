"""What became of a file, without its words: what a run over thousands of files keeps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ethnocode.ingest import Document
from ethnocode.model import SegmentKind, Speaker
from ethnocode.text.words import count_words

ADDED, UNCHANGED = "added", "unchanged"
"""States of a file that was read."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one file.

    Args:
        path: Path below the ingested folder.
        state: ``added`` or ``unchanged``.
        format: What it was read as.
        kind: Kind of the source.
        kind_from: How that is known: ``given``, ``declared`` or ``guessed``.
        title: Title of the source.
        date: ISO 8601 or EDTF, or ``None``.
        characters: Length of the text in code points.
        words: Words of the text, labels of speakers among them.
        entries: Dated entries in it.
        turns: Speaker turns in it.
        speakers: Who speaks, in order of first turn; persons are not looked up.
        marks: Pairs of a kind of mark and how many there are.
        repairs: Pairs of a repair's name and how often it was made.
        attachments: Names of files inside it.
        warnings: What a person should look at, one sentence each.
    """

    path: str
    state: str
    format: str
    kind: str
    kind_from: str
    title: str
    date: str | None
    characters: int
    words: int
    entries: int
    turns: int
    speakers: tuple[Speaker, ...]
    marks: tuple[tuple[str, int], ...]
    repairs: tuple[tuple[str, int], ...]
    attachments: tuple[str, ...]
    warnings: tuple[str, ...]

    @classmethod
    def of(cls, path: str, document: Document, *, state: str, note: str) -> Ingested:
        """Sum up a document; ``note`` is one warning more, or empty."""
        kinds = Counter(segment.kind for segment in document.segments)
        marks = Counter(mark.kind.value for mark in document.marks)
        return cls(
            path=path,
            state=state,
            format=document.format,
            kind=document.kind,
            kind_from=document.kind_from,
            title=document.title,
            date=document.date,
            characters=len(document.text),
            words=count_words(document.text),
            entries=kinds[SegmentKind.ENTRY],
            turns=kinds[SegmentKind.TURN],
            speakers=speakers_of(document),
            marks=tuple(sorted(marks.items())),
            repairs=document.repairs,
            attachments=tuple(part.name for part in document.attachments),
            warnings=(*document.warnings, *([note] if note else ())),
        )


def speakers_of(document: Document) -> tuple[Speaker, ...]:
    """Return who speaks in a document, with turns and words, in order of first turn."""
    turns: Counter[str] = Counter()
    words: Counter[str] = Counter()
    segments = document.segments
    for index, count in document.segment_words:
        speaker = segments[index].speaker
        if segments[index].kind is SegmentKind.TURN and speaker:
            turns[speaker] += 1
            words[speaker] += count
    return tuple(Speaker(label, None, turns[label], words[label]) for label in turns)
