"""How the notes of an RTF text are numbered."""

from __future__ import annotations

from ethnocode.ingest.numerals import numeral
from ethnocode.model import MarkKind

_STYLES = {
    "ar": "decimal",
    "alc": "lowerLetter",
    "auc": "upperLetter",
    "rlc": "lowerRoman",
    "ruc": "upperRoman",
    "chi": "chicago",
}
_NUMBERED = {
    f"{word}{style}": (kind, name)
    for word, kind in (("ftnn", MarkKind.FOOTNOTE), ("aftnn", MarkKind.ENDNOTE))
    for style, name in _STYLES.items()
}
_FIRST = {"ftnstart": MarkKind.FOOTNOTE, "aftnstart": MarkKind.ENDNOTE}
NOTE_WORDS = frozenset((*_NUMBERED, *_FIRST))
"""Control words that say how notes are numbered."""


class NoteNumbers:
    """Counts the foot- and endnotes."""

    def __init__(self) -> None:
        self._given = {MarkKind.FOOTNOTE: 0, MarkKind.ENDNOTE: 0}
        self._styles: dict[MarkKind, str] = {}

    def follow(self, word: str, number: int | None) -> None:
        """Take in a control word that says how notes are numbered."""
        if word in _FIRST:
            kind = _FIRST[word]
            self._given[kind] = self._given[kind] or max(0, (number or 1) - 1)
        elif word in _NUMBERED:
            kind, style = _NUMBERED[word]
            self._styles[kind] = style

    def next(self, kind: MarkKind) -> str:
        """Return the label of the next note of a kind."""
        self._given[kind] += 1
        return numeral(self._given[kind], self._styles.get(kind, "decimal"))
