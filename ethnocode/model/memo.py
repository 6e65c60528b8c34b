"""Memos: notes on anything in a study."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ethnocode.model.anchor import Anchor
from ethnocode.model.coding import CodingStatus


class MemoKind(StrEnum):
    """What a memo does: think about the data, about oneself, or about the method."""

    ANALYTIC = "analytic"
    REFLEXIVE = "reflexive"
    METHODOLOGICAL = "methodological"


class MemoSubject(StrEnum):
    """What sort of thing a memo is on."""

    STUDY = "study"
    CODING = "coding"
    CODE = "code"
    PERSON = "person"
    SOURCE = "source"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class Memo:
    """A note on the whole study, or on exactly one thing in it.

    A memo on a coding has that coding's code, source and anchor.

    Args:
        id: Number of the row; 0 before it is stored.
        guid: Identity that survives export and import.
        kind: What it does.
        title: One line; may be empty.
        body: The note itself, whole.
        coder: Who wrote it.
        created: Aware UTC, ISO 8601.
        edited: When it was changed last; ``None`` if never.
        coding: Number of the coding it is on, or ``None``.
        code: Full id of the code, or empty.
        person: Pseudonym of the person, or empty.
        source: Name of the source, or empty.
        anchor: The passage, or ``None``.
        status: Whether its passage is there, or it waits for a decision.
        citation: How to cite the source or passage; empty where there is none.
    """

    id: int
    guid: str
    kind: MemoKind
    title: str
    body: str
    coder: str
    created: str
    edited: str | None = None
    coding: int | None = None
    code: str = ""
    person: str = ""
    source: str = ""
    anchor: Anchor | None = None
    status: CodingStatus = CodingStatus.ANCHORED
    citation: str = ""

    @property
    def subject(self) -> MemoSubject:
        """What sort of thing it is on."""
        if self.coding is not None:
            return MemoSubject.CODING
        if self.source:
            return MemoSubject.PASSAGE if self.anchor else MemoSubject.SOURCE
        if self.code:
            return MemoSubject.CODE
        return MemoSubject.PERSON if self.person else MemoSubject.STUDY

    @property
    def on(self) -> str:
        """What it is on, in a few words."""
        if self.coding is not None:
            return f"coding {self.coding}"
        if self.anchor is not None:
            return f"{self.source} {self.anchor.span}"
        return self.source or self.code or self.person or "the study"
