"""Foot- and endnotes of a Word document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ethnocode.ingest.docx.draft import NoteReference
from ethnocode.ingest.docx.names import ID, W, number_of, value_of
from ethnocode.ingest.docx.package import Package
from ethnocode.ingest.numerals import numeral
from ethnocode.model import MarkKind

_MARKS = {"footnote": MarkKind.FOOTNOTE, "endnote": MarkKind.ENDNOTE}
_USUAL_STYLES = {"footnote": "decimal", "endnote": "lowerRoman"}
_NO_NOTES = ("separator", "continuationSeparator", "continuationNotice")


@dataclass(frozen=True, slots=True)
class Note:
    """A note and how it is numbered.

    Args:
        element: Holds its paragraphs.
        mark: The mark that its paragraphs bear.
        label: Its number, or the sign that it has instead; empty for one that nothing
            refers to.
        name: Tells it from all others.
    """

    element: Element
    mark: MarkKind
    label: str
    name: str


class Notes:
    """Hands out the notes of a document, each once.

    Args:
        package: The document.
        settings: The part that says how notes are numbered, or ``None``.
    """

    def __init__(self, package: Package, *, settings: Element | None) -> None:
        self._waiting: dict[tuple[str, str], Element] = {}
        self._styles = dict(_USUAL_STYLES)
        self._given: Counter[str] = Counter()
        for kind in _MARKS:
            part = package.one(f"{kind}s")
            for element in part.iter(f"{W}{kind}") if part is not None else ():
                if element.get(f"{W}type") not in _NO_NOTES:
                    self._waiting[kind, element.get(ID, "")] = element
            numbered = settings.find(f"{W}{kind}Pr") if settings is not None else None
            if numbered is not None:
                style = value_of(numbered.find(f"{W}numFmt"))
                self._styles[kind] = style or self._styles[kind]
                self._given[kind] = number_of(numbered.find(f"{W}numStart"), 1) - 1

    def referred(self, reference: NoteReference) -> Note | None:
        """Return the note that is referred to, the first time."""
        element = self._waiting.pop((reference.kind, reference.id), None)
        if element is None:
            return None
        label = reference.sign
        if not label:
            self._given[reference.kind] += 1
            label = numeral(self._given[reference.kind], self._styles[reference.kind])
        return Note(element, _MARKS[reference.kind], label, f"{reference.kind} {reference.id}")

    def rest(self) -> Iterator[Note]:
        """Yield the notes that nothing referred to."""
        for (kind, id), element in self._waiting.items():
            yield Note(element, _MARKS[kind], "", f"{kind} {id}")
