"""A text in pieces plain enough to tokenise, each with the way back to the original."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from ethnocode.model import Span

MOST_CHARS = 50_000
"""A piece is not longer than this by much; longer documents only cost memory."""

SHARED_CHARS = 1_000
"""Where a paragraph must be cut, its two pieces share about so many characters."""

BORDER = "\n\n"
"""Stands in a piece wherever no cue may run across."""

_WHITE = re.compile(r"[^\S ]\s*| \s+")
_SAME_LENGTH = tuple(zip("’‘ʼ‛`´‐‑", "''''''--", strict=True))

# The tokeniser takes time that grows with the square of an unbroken run of marks.
_LONGEST_RUN_CHARS = 100
_LONG_RUN = re.compile(rf"\S{{{_LONGEST_RUN_CHARS},}}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text with plain apostrophes, hyphens and single spaces.

    Args:
        text: The words; ``BORDER`` between paragraphs, and no other line break.
        resumes: Offsets in ``text`` after which the distance to the original changes.
        shifts: What to add to an offset from there on.
    """

    text: str
    resumes: tuple[int, ...]
    shifts: tuple[int, ...]

    def original(self, offset: int) -> int:
        """Return where a character of the piece is in the original text."""
        return offset + self.shifts[bisect_right(self.resumes, offset) - 1]

    def original_span(self, start: int, end: int) -> Span:
        """Return the original place of characters that begin and end with a word."""
        return Span(self.original(start), self.original(end - 1) + 1)


def made_plain(words: str) -> str:
    """Return words as pieces have them: plain apostrophes and hyphens, single spaces."""
    return " ".join(_plain_marks(words).split())


def pieces_of(text: str) -> Iterator[Piece]:
    """Yield pieces that together hold every word of a text in its order.

    Pieces are cut at blank lines. Only a paragraph that is longer than a piece is
    cut between words, and what stands about the cut is in both pieces.

    Complexity:
        O(n) for n characters.
    """
    plain = _plain_marks(text)
    for start, end in _ranges(plain):
        if not plain[start:end].isspace():
            yield _piece(plain, start, end)


def _plain_marks(text: str) -> str:
    # Many times faster than str.translate.
    for mark, plain in _SAME_LENGTH:
        text = text.replace(mark, plain)
    return text


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > MOST_CHARS:
        limit = start + MOST_CHARS
        cut = text.rfind("\n\n", start + 1, limit)
        following = cut
        if cut < 0:
            cut = _last_space(text, limit - SHARED_CHARS, limit)
            following = _last_space(text, cut - 2 * SHARED_CHARS, cut - SHARED_CHARS)
        yield start, cut
        start = following
    if start < len(text):
        yield start, len(text)


def _last_space(text: str, start: int, end: int) -> int:
    """Return the last place for a cut; the end itself where there is no white space."""
    found = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
    return end if found < 0 else found


def _piece(text: str, start: int, end: int) -> Piece:
    """Return the part of a text without the white space that does not count."""
    parts: list[str] = []
    resumes, shifts = [0], [start]
    position, length = start, 0
    for gap_start, gap_end, put in _gaps(text, start, end):
        parts += (text[position:gap_start], put)
        length += gap_start - position + len(put)
        position = gap_end
        resumes.append(length)
        shifts.append(gap_end - length)
    parts.append(text[position:end])
    return Piece("".join(parts), tuple(resumes), tuple(shifts))


def _gaps(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return what to put in place of which characters, in order."""
    gaps = [
        (*white.span(), BORDER if white.group().count("\n") > 1 else " ")
        for white in _WHITE.finditer(text, start, end)
    ]
    for run in _LONG_RUN.finditer(text, start, end):
        cuts = range(run.start() + _LONGEST_RUN_CHARS, run.end(), _LONGEST_RUN_CHARS)
        gaps += ((cut, cut, BORDER) for cut in cuts)
    return sorted(gaps)
