"""A text in pieces plain enough to tokenise, each with the way back to the original."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ethnocode.model import Span

USUAL_CHARS = 2_500
"""A piece ends at the last blank line before this: the documents of small pieces are read
three times as fast, since their memory is used again."""

MOST_CHARS = 8_000
"""A paragraph is whole in one piece up to this; a longer one is cut."""

SHARED_CHARS = 1_000
"""Where a paragraph must be cut, its two pieces share about so many characters."""

BORDER = "\n\n"
"""Stands in a piece wherever no cue may run across."""

_WHITE = re.compile(r"[^\S ]\s*| \s+")
_SAME_LENGTH = tuple(zip("’‘ʼ‛`´‐‑", "''''''--", strict=True))

LONGEST_RUN_CHARS = 100
"""A longer run without white space is cut: the tokeniser takes time that grows with the
square of an unbroken run of marks."""

_LONG_RUN = re.compile(rf"\S{{{LONGEST_RUN_CHARS},}}")


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


def parts_of(plain: str, ranges: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    """Yield small pieces that hold parts of a text, with a border between any two.

    Args:
        plain: The text, with plain marks.
        ranges: First character of each part and the one after its last, in order. Only
            the first may begin with white space, which would make another mark of a border.
    """
    parts: list[tuple[int, int]] = []
    length = 0
    for start, end in ranges:
        if parts and length + end - start > USUAL_CHARS:
            yield _piece(plain, parts)
            parts, length = [], 0
        parts.append((start, end))
        length += end - start
    if parts:
        yield _piece(plain, parts)


def made_plain(words: str) -> str:
    """Return words as pieces have them: plain apostrophes and hyphens, single spaces."""
    return " ".join(plain_marks(words).split())


def pieces_of(text: str, *, borders: Sequence[int] = ()) -> Iterator[Piece]:
    """Yield pieces that together hold every word of a text in its order.

    Pieces are cut at blank lines. Only a paragraph that is longer than a piece is
    cut between words, and what stands about the cut is in both pieces.

    Args:
        text: The canonical text.
        borders: Further places, in order, that no word and no cue may run across.

    Complexity:
        O(n) for n characters.
    """
    plain = plain_marks(text)
    for start, end in _ranges(plain):
        if not plain[start:end].isspace():
            inside = borders[bisect_right(borders, start) : bisect_left(borders, end)]
            yield _piece(plain, [(start, end)], inside)


def stretches_of(plain: str) -> Iterator[tuple[int, int]]:
    """Yield ranges of a text, with plain marks, that are as good as its pieces.

    There is but one, unless a paragraph must be cut.
    """
    first = last = 0
    for start, end in _ranges(plain):
        if start != last:
            yield first, last
            first = start
        last = end
    if first < last:
        yield first, last


def plain_marks(text: str) -> str:
    """Return a text with plain apostrophes and hyphens, each where it was."""
    if text.isascii():
        return text.replace("`", "'")
    # Many times faster than str.translate.
    for mark, plain in _SAME_LENGTH:
        text = text.replace(mark, plain)
    return text


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > USUAL_CHARS:
        cut = following = _blank_line(text, start)
        if cut < 0:
            limit = start + MOST_CHARS
            if len(text) <= limit:
                break
            cut = _last_space(text, limit - SHARED_CHARS, limit)
            following = _last_space(text, cut - 2 * SHARED_CHARS, cut - SHARED_CHARS)
        yield start, cut
        start = following
    if start < len(text):
        yield start, len(text)


def _blank_line(text: str, start: int) -> int:
    """Return the best blank line to end a piece at, or -1."""
    cut = text.rfind("\n\n", start + 1, start + USUAL_CHARS)
    return cut if cut >= 0 else text.find("\n\n", start + 1, start + MOST_CHARS)


def _last_space(text: str, start: int, end: int) -> int:
    """Return the last place for a cut; the end itself where there is no white space."""
    found = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
    return end if found < 0 else found


def _piece(text: str, ranges: Iterable[tuple[int, int]], borders: Sequence[int] = ()) -> Piece:
    """Return parts of a text without the white space that does not count."""
    parts: list[str] = []
    resumes: list[int] = []
    shifts: list[int] = []
    length = 0
    for start, end in ranges:
        if parts:
            parts.append(BORDER)
            length += len(BORDER)
        resumes.append(length)
        shifts.append(start - length)
        for gap_start, gap_end, put in _gaps(text, start, end, borders):
            parts += (text[start:gap_start], put)
            length += gap_start - start + len(put)
            start = gap_end
            resumes.append(length)
            shifts.append(start - length)
        parts.append(text[start:end])
        length += end - start
    return Piece("".join(parts), tuple(resumes), tuple(shifts))


def _gaps(text: str, start: int, end: int, borders: Sequence[int]) -> list[tuple[int, int, str]]:
    """Return what to put in place of which characters, in order."""
    gaps = [
        (*white.span(), BORDER if white.group().count("\n") > 1 else " ")
        for white in _WHITE.finditer(text, start, end)
    ]
    cuts = {at for at in borders if not (text[at].isspace() or text[at - 1].isspace())}
    runs = _LONG_RUN.finditer(text, start, end) if _lacks_spaces(text, start, end) else ()
    for run in runs:
        cuts.update(range(run.start() + LONGEST_RUN_CHARS, run.end(), LONGEST_RUN_CHARS))
    return sorted(gaps + [(cut, cut, BORDER) for cut in cuts]) if cuts else gaps


def _lacks_spaces(text: str, start: int, end: int) -> bool:
    """Whether a long run may be there: told faster, by leaps, than by looking for one."""
    while end - start > LONGEST_RUN_CHARS:
        start = text.rfind(" ", start + 1, start + LONGEST_RUN_CHARS + 1)
        if start < 0:
            return True
    return False
