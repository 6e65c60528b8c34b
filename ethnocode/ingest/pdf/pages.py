"""Pieces: the words of a PDF page and where they are printed."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from ethnocode.errors import UnsafeSourceError
from ethnocode.text.normalise import whole_characters

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

MOST_SIGNS = 1_000_000
"""More than ten times what a very long web page printed on one sheet has."""

UNKNOWN = "\ufffd"
"""What stands for a sign whose letter the file does not say, as some ligatures."""

_HYPHEN = "\x02"
"""What pdfium hands out for a hyphen that ends a line, in place of it and of the line's end;
a sign without a letter may look the same."""

_WORD_OR_END = re.compile("(?P<word>[^\\s\x02]+\x02?|\x02)|[\r\n]")
_HYPHENS = ("-", "\u2010")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_WIDE = 0.9
"""A gap of this part of the height parts two pieces: more than justified words have."""
_NARROW = 0.3
"""The same after a number, which may be of the margin."""
_TILTED_SAMPLE = 40
_QUARTER = math.pi / 2
_STRAIGHT = 0.05
_BOLD = 600
_FONT_NAME_BYTES = 128
_BELOW, _ABOVE = 0.22, 0.88
"""Parts of the size of print that letters reach below and above the line they stand on."""

_LEAST_SIZE, _MOST_SIZE = 0.4, 2.5
"""A size is believed if it is not smaller or larger than these parts of the box."""

_DRAWN_BEHIND = 0.5
"""A hyphen so near to a word, in its own widths, is of the word though it is drawn apart."""

_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words printed side by side; upright, in points from the page's lower left.

    Args:
        words: The words, one space between them; a line-end hyphen is ``-``.
        x0: Left edge.
        y0: Lower edge.
        x1: Right edge.
        y1: Upper edge.
        first: Width of the first word.
        order: Its place in the content of the page.
        size: Usual height of its words, where signs or capitals of other print differ.
        bold: Whether it is printed bold from its first word to its last.
        tilted: Whether it does not run as most words of the page do.
    """

    words: str
    x0: float
    y0: float
    x1: float
    y1: float
    first: float = 0.0
    order: int = 0
    size: float = 0.0
    bold: bool = False
    tilted: bool = False

    @property
    def height(self) -> float:
        """Height of its line."""
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The pieces of a page, in the order of its content.

    Args:
        number: From 1.
        pieces: What is printed on it.
        lower: Lower edge of the page.
        upper: Upper edge of the page.
        beyond: What the file prints wholly outside of the page, where nobody sees it.
    """

    number: int
    pieces: tuple[Piece, ...]
    lower: float
    upper: float
    beyond: tuple[Piece, ...] = ()


_Box = tuple[float, float, float, float]
_Word = tuple[str, _Box, int]


def read_page(page: PdfPage, *, number: int, label: str) -> PrintedPage:
    """Return what is printed on a page, turned so that most of it is upright.

    Characters are asked for one by one: in the page's text as a whole they stand at
    other indices than the boxes do as soon as one is beyond the basic plane.

    Raises:
        UnsafeSourceError: It has more characters than any page has.
    """
    text = page.get_textpage()
    try:
        if text.count_chars() > MOST_SIGNS:
            raise UnsafeSourceError(
                f"refused: page {number} has {text.count_chars()} characters",
                where=label,
                hint="if it is genuine, print it on pages of the usual size",
            )
        turn = _turn(text)
        if page.get_rotation() != turn * 90:  # the library looks for lines in what it would show
            text.close()
            page.set_rotation(turn * 90)
            text = page.get_textpage()
        box = page.get_bbox()
        corners = _turned((box[0], box[1], box[2], box[3]), turn)
        lines = _lines(text)
        order = count()
        found = [piece for line in lines for piece in _pieces(text, line, order, turn=turn)]
    finally:
        text.close()
    pieces = tuple(piece for piece in found if _within(piece, corners))
    if not pieces:  # it is the page's box that is wrong
        return PrintedPage(number, tuple(found), corners[1], corners[3])
    beyond = tuple(piece for piece in found if not _within(piece, corners))
    return PrintedPage(number, pieces, corners[1], corners[3], beyond)


def _within(piece: Piece, corners: _Box) -> bool:
    """Whether any part of a piece is on the page."""
    left, lower, right, upper = corners
    return piece.x1 > left and piece.x0 < right and piece.y1 > lower and piece.y0 < upper


def _lines(text: PdfTextPage) -> Iterator[list[_Word]]:
    """Yield the words of each line, with their boxes and first indices."""
    box_of = _boxes(text)
    line: list[_Word] = []
    ended = True
    for match in _WORD_OR_END.finditer(_signs(text)):
        word = match["word"]
        if not word:
            ended = True
            continue
        start, end = match.span("word")
        found = (_spelt(word), box_of(start, end - 1), start)
        if line and found[0] in _HYPHENS and _drawn_behind(line[-1], found):
            line[-1] = _with_hyphen(line[-1], found)
        elif ended and line:
            yield line
            line = [found]
        else:
            line.append(found)
        ended = word[-1] == _HYPHEN
    if line:
        yield line


def _drawn_behind(word: _Word, hyphen: _Word) -> bool:
    """Whether a hyphen belongs to the word that it is drawn behind, but apart from it."""
    (words, before, _), (_, box, _) = word, hyphen
    level = before[1] <= (box[1] + box[3]) / 2 <= before[3]
    gap = box[0] - before[2]
    near = -_DRAWN_BEHIND < gap / max(0.1, box[2] - box[0]) < _DRAWN_BEHIND
    return words[-1].isalpha() and level and near


def _with_hyphen(word: _Word, hyphen: _Word) -> _Word:
    words, before, index = word
    return words + hyphen[0], (*before[:2], hyphen[1][2], before[3]), index


def _signs(text: PdfTextPage) -> str:
    """Return the page's code points, one for each index; line ends and hyphens as one kind."""
    import pypdfium2.raw as raw

    handle, get = text.raw, raw.FPDFText_GetUnicode
    points = [get(handle, index) for index in range(text.count_chars())]
    signs = "".join(map(chr, points))

    def plain(control: re.Match[str]) -> str:
        at_end = control.group() == _HYPHEN and raw.FPDFText_IsHyphen(handle, control.start()) == 1
        return _HYPHEN if at_end else UNKNOWN

    return _CONTROL.sub(plain, signs).replace("\ufffe", _HYPHEN)


def _boxes(text: PdfTextPage) -> Callable[[int, int], _Box]:
    """Return what gives the box of a word by the indices of its first and last characters."""
    from ctypes import byref

    import pypdfium2.raw as raw

    handle, loose = text.raw, raw.FPDFText_GetLooseCharBox
    found = raw.FS_RECTF()
    reference = byref(found)

    def box_of(first: int, last: int) -> _Box:
        loose(handle, first, reference)
        left, low, right, high = found.left, found.bottom, found.right, found.top
        if last > first:
            loose(handle, last, reference)
            left, right = min(left, found.left), max(right, found.right)
            low, high = min(low, found.bottom), max(high, found.top)
        return left, low, right, high

    return box_of


def _spelt(word: str) -> str:
    """Return a word with a plain hyphen; halves of a surrogate pair are joined."""
    return whole_characters(word.replace(_HYPHEN, "-"))


def _pieces(
    text: PdfTextPage, line: list[_Word], order: Iterator[int], *, turn: int
) -> Iterator[Piece]:
    """Yield a line's words together unless a wide gap parts them."""
    import pypdfium2.raw as raw

    askew = raw.FPDFText_GetCharAngle(text.raw, line[0][2]) + turn * _QUARTER
    tilted = abs(math.remainder(askew, 4 * _QUARTER)) > _STRAIGHT
    parts: list[list[_Word]] = []
    for word, box, index in line:
        turned = _turned(box, turn)
        if parts and (tilted or not _apart(parts[-1], word, turned)):
            parts[-1].append((word, turned, index))
        else:
            parts.append([(word, turned, index)])
    for part in parts:
        ends = (part[0][2], part[-1][2])
        bold = all(_is_bold(text, index) for index in ends)
        stands = None if tilted else _stands(text, (*ends, part[len(part) // 2][2]), turn=turn)
        yield _piece(part, stands, order=next(order), bold=bold)


def _stands(text: PdfTextPage, indices: Iterable[int], *, turn: int) -> tuple[float, float]:
    """Return the size of the largest of some characters, and the height it stands at.

    The boxes do not tell: for some fonts they are as high as the letters are.
    """
    import ctypes

    import pypdfium2.raw as raw

    handle, matrix = text.raw, raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    best = (0.0, 0.0)
    for index in indices:
        raw.FPDFText_GetMatrix(handle, index, matrix)
        size = raw.FPDFText_GetFontSize(handle, index) * math.hypot(matrix.c, matrix.d)
        if size > best[0]:
            raw.FPDFText_GetCharOrigin(handle, index, x, y)
            best = size, _turned((x.value, y.value, x.value, y.value), turn)[1]
    return best


def _is_bold(text: PdfTextPage, index: int) -> bool:
    """Whether a character is printed bold, by its weight or the name of its font."""
    import ctypes

    import pypdfium2.raw as raw

    if raw.FPDFText_GetFontWeight(text.raw, index) >= _BOLD:
        return True
    name = ctypes.create_string_buffer(_FONT_NAME_BYTES)
    raw.FPDFText_GetFontInfo(text.raw, index, name, _FONT_NAME_BYTES, None)
    return b"bold" in name.raw.lower()


def leftward(words: str) -> bool:
    """Whether words are written from right to left."""
    return bool(_LEFTWARD.search(words))


def _apart(words: list[_Word], word: str, box: _Box) -> bool:
    """Whether a word stands apart from those before it."""
    (x0, y0, x1, y1), (left, low, right, high) = words[-1][1], box
    height = max(y1 - y0, high - low, 1.0)
    alone = len(words) == 1 and words[0][0].isdecimal()
    wide = (_NARROW if alone else _WIDE) * height
    middle = (low + high) / 2
    if not y0 - 0.5 * height < middle < y1 + 0.5 * height:
        return True
    if left < x0 and (leftward(word) or leftward(words[-1][0])):
        return x0 - right > wide
    return left - x1 > wide or left < x0 - wide


def _piece(
    words: list[_Word], stands: tuple[float, float] | None, *, order: int, bold: bool
) -> Piece:
    boxes = [box for _, box, _ in words]
    low, high = min(box[1] for box in boxes), max(box[3] for box in boxes)
    size, foot = stands or (0.0, 0.0)
    if _LEAST_SIZE * (high - low) <= size <= _MOST_SIZE * (high - low):
        low, high = foot - _BELOW * size, foot + _ABOVE * size
    else:  # as the file measures it, or askew
        size = high - low
    return Piece(
        " ".join(word for word, _, _ in words),
        min(box[0] for box in boxes),
        low,
        max(box[2] for box in boxes),
        high,
        first=boxes[0][2] - boxes[0][0],
        order=order,
        size=size,
        bold=bold,
        tilted=stands is None,
    )


def _turn(text: PdfTextPage) -> int:
    """Return how many quarter turns, counter-clockwise, most of a page's words have.

    The library measures angles clockwise.
    """
    import pypdfium2.raw as raw

    length = text.count_chars()
    step = max(1, length // _TILTED_SAMPLE)
    angles = Counter(
        -round(raw.FPDFText_GetCharAngle(text.raw, index) / _QUARTER) % 4
        for index in range(0, length, step)
        if raw.FPDFText_GetUnicode(text.raw, index) > 0x20
    )
    return angles.most_common(1)[0][0] if angles else 0


def _turned(box: _Box, turn: int) -> _Box:
    """Return a box as it stands once the page is turned upright."""
    left, low, right, high = box
    if turn == 1:
        return low, -right, high, -left
    if turn == 2:
        return -right, -high, -left, -low
    if turn == 3:
        return -high, left, -low, right
    return box
