"""A code strip as SVG: a row for each code, a column for each passage, voices above."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from ethnocode.model import Passage, Stretch, Strip
from ethnocode.report.drawing import CHAR_WIDTH, Drawing, colour
from ethnocode.report.measure import shorten, shorten_apart, width_of
from ethnocode.report.safe import html_text

STRIP_STYLE = """
.drawing .row { fill: var(--band, #f5f3ed); }
.drawing .voice { fill-opacity: .35; stroke: var(--paper, #ffffff); stroke-width: 1; }
.drawing .initial { text-anchor: middle; }
.drawing .nobody { fill: var(--rule, #dedad0); }
.drawing .label { text-anchor: end; }
.drawing .day { stroke: var(--soft, #62676d); stroke-width: 1; stroke-dasharray: 2 3; }
"""

_LABEL_CHARS = 30
_PLOT_WIDTH = 860
_LEAST_PLOT = 120.0
_WIDEST_COLUMN, _NARROWEST_COLUMN = 26.0, 10.0
_LETTER_WIDTH = 8.5
"""Of a capital and half a pixel on either side."""
_WHO = "who speaks"
_NOBODY = "nobody known"
_ROW = 20
_BAND = 16
_GUTTER = 10
_DATE_SLANT = 74
_KEY_COLUMN = 210
_TICK_ROOM = 34


def voice_names(strip: Strip) -> dict[str, str]:
    """Return the letters that stand for those who speak, in order of first words."""
    found: dict[str, str] = {}
    for passage in strip.passages:
        if passage.voice and passage.voice not in found:
            found[passage.voice] = _letters(len(found))
    return found


@dataclass(frozen=True, slots=True)
class _Band:
    """A line of the strip: some columns, the codes in them, and where all this is drawn.

    Args:
        columns: Numbers of its columns.
        rows: Codes with those stretches that reach into it.
        left: Where its columns begin.
        top: Where its rows begin; dates and voices are above.
        step: Width of a column.
    """

    columns: range
    rows: tuple[tuple[str, tuple[Stretch, ...]], ...]
    left: float
    top: float
    step: float

    @property
    def width(self) -> float:
        return max(len(self.columns) * self.step, _LEAST_PLOT)

    @property
    def bottom(self) -> float:
        return self.top + len(self.rows) * _ROW

    def x(self, column: float) -> float:
        """Return where a column begins; what is beyond the band is at its edge."""
        inside = min(max(column, self.columns.start), self.columns.stop)
        return self.left + (inside - self.columns.start) * self.step


def draw_strip(strip: Strip) -> Drawing:
    """Return the drawing of a strip; one of many passages goes on below, line by line.

    A column is as wide as any other, however long its passage; within it, a stretch begins and
    ends where it does in the words.
    """
    voices = voice_names(strip)
    labels = shorten_apart((code for code, _ in strip.rows), _LABEL_CHARS)
    parts: list[str] = []
    bands = list(_bands(strip, labels))
    for band in bands:
        parts += _voices(strip, voices, band)
        parts += _rows(strip, labels, band)
        parts += _days(strip.passages, band)
        parts += _ticks(band)
    bottom = bands[-1].bottom + _TICK_ROOM
    right = max(band.left + band.width for band in bands)
    silent = bool(voices) and any(not passage.voice for passage in strip.passages)
    key = list(_key(voices, silent=silent, width=right, top=bottom))
    parts += key
    columns = max(1, int(right / _KEY_COLUMN))
    height = bottom + (-(-len(key) // columns)) * _ROW + 4
    width = right + (64 if any(passage.date for passage in strip.passages) else 2 * _GUTTER)
    return Drawing(strip.title, strip.caption, width, height, tuple(parts), STRIP_STYLE)


def _bands(strip: Strip, labels: Mapping[str, str]) -> Iterator[_Band]:
    """Yield the lines: as few as leave room for the letter of a voice, and all as long."""
    number = max(len(strip.passages), 1)
    lines = ceil(number * _NARROWEST_COLUMN / _PLOT_WIDTH)
    length = ceil(number / lines)
    longest = max(map(width_of, labels.values()), default=0)
    left = max(longest, len(_WHO)) * CHAR_WIDTH + 2 * _GUTTER
    step = min(_WIDEST_COLUMN, _PLOT_WIDTH / length)
    top = 0.0
    for first in range(0, number, length):
        columns = range(first, min(first + length, number))
        dated = any(strip.passages[n].date for n in columns if n < len(strip.passages))
        voiced = any(passage.voice for passage in strip.passages)
        top += (_DATE_SLANT if dated else 4.0) + (_BAND + 6 if voiced else 0)
        band = _Band(columns, tuple(_reaching(strip, columns)), left, top, step)
        yield band
        top = band.bottom + _TICK_ROOM


def _reaching(strip: Strip, columns: range) -> Iterator[tuple[str, tuple[Stretch, ...]]]:
    for code, stretches in strip.rows:
        inside = tuple(s for s in stretches if s.end > columns.start and s.start < columns.stop)
        if inside:
            yield code, inside


def _letters(number: int) -> str:
    """Return A to Z, then AA, AB and so on."""
    rest, last = divmod(number, 26)
    return (_letters(rest - 1) if rest else "") + chr(ord("A") + last)


def runs_of_voices(passages: Iterable[Passage]) -> Iterator[tuple[int, int, str]]:
    """Yield first column, end column and voice of neighbouring passages in one voice."""
    for voice, group in groupby(enumerate(passages), key=lambda item: item[1].voice):
        numbers = [number for number, _ in group]
        yield numbers[0], numbers[-1] + 1, voice


def _voices(strip: Strip, voices: Mapping[str, str], band: _Band) -> Iterator[str]:
    if not voices:
        return
    top = band.top - _BAND - 6
    middle = top + _BAND / 2
    order = {voice: number for number, voice in enumerate(voices)}
    yield (
        f'<text class="label soft" x="{band.left - _GUTTER:.1f}" y="{middle:.1f}" '
        f'dy=".35em">{_WHO}</text>'
    )
    passages = strip.passages[band.columns.start : band.columns.stop]
    for start, end, voice in runs_of_voices(passages):
        x, width = band.left + start * band.step, (end - start) * band.step
        look = f'class="voice" fill="{colour(order[voice])}"' if voice else 'class="nobody"'
        yield (
            f'<g><title>{html_text(voice or _NOBODY)}</title><rect {look} x="{x:.1f}" '
            f'y="{top:.1f}" width="{width:.1f}" height="{_BAND}"/>'
        )
        letters = voices.get(voice, "")
        if letters and width >= len(letters) * _LETTER_WIDTH:
            yield (
                f'<text class="initial" x="{x + width / 2:.1f}" y="{middle:.1f}" '
                f'dy=".36em">{letters}</text>'
            )
        yield "</g>"


def _rows(strip: Strip, labels: Mapping[str, str], band: _Band) -> Iterator[str]:
    tops = sorted({code.split(".")[0] for code, _ in strip.rows})
    for number, (code, stretches) in enumerate(band.rows):
        y = band.top + number * _ROW
        yield (
            f'<rect class="row" x="{band.left:.1f}" y="{y + 1:.1f}" width="{band.width:.1f}" '
            f'height="{_ROW - 2}"/><text class="label" x="{band.left - _GUTTER:.1f}" '
            f'y="{y + _ROW / 2:.1f}" dy=".35em"><title>{html_text(code)}</title>'
            f"{html_text(labels[code])}</text>"
        )
        fill = colour(tops.index(code.split(".")[0]))
        for stretch in stretches:
            yield _stretch(strip, code, stretch, band=band, y=y, fill=fill)


def _stretch(strip: Strip, code: str, stretch: Stretch, *, band: _Band, y: float, fill: str) -> str:
    x = band.x(stretch.start)
    width = max(2.0, band.x(stretch.end) - x)
    passage = strip.passages[min(int(stretch.start), len(strip.passages) - 1)]
    said = " · ".join(part for part in (code, passage.voice, passage.citation) if part)
    return (
        f'<rect x="{x:.1f}" y="{y + 3:.1f}" width="{width:.1f}" height="{_ROW - 6}" rx="1" '
        f'fill="{fill}"><title>{html_text(f"{said}: {stretch.words}")}</title></rect>'
    )


def _days(passages: Sequence[Passage], band: _Band) -> Iterator[str]:
    last = -_ROW * 1.0
    above = band.top - (_BAND + 10 if any(passage.voice for passage in passages) else 4)
    for number in band.columns:
        date = passages[number].date if number < len(passages) else ""
        if not date:
            continue
        x = band.x(number)
        yield f'<path class="day" d="M{x:.1f} {above:.1f}V{band.bottom:.1f}"/>'
        if x - last >= _ROW * 0.7:
            last = x
            at = f"{x + 3:.1f} {above:.1f}"
            yield (
                f'<text class="soft" x="{x + 3:.1f}" y="{above:.1f}" '
                f'transform="rotate(-52 {at})">{html_text(date)}</text>'
            )


def _ticks(band: _Band) -> Iterator[str]:
    """Number every passage, or the first and every fifth ... so that numbers keep apart."""
    longest = len(str(band.columns.stop)) * CHAR_WIDTH + 12
    every = next(n for n in (1, 5, 10, 20, 50, 100) if n * band.step >= longest or n == 100)
    first = band.columns.start + 1
    # A number right behind the first would touch it.
    numbers = range(first + 1, band.columns.stop + 1)
    later = (n for n in numbers if n % every == 0 and (n - first) * band.step >= longest)
    for column in (first, *later):
        x = band.x(column - 1) + band.step / 2
        yield (
            f'<text class="soft" x="{x:.1f}" y="{band.bottom + 15:.1f}" text-anchor="middle">'
            f"{column}</text>"
        )


def _key(voices: Mapping[str, str], *, silent: bool, width: float, top: float) -> Iterable[str]:
    """Yield what stands for whom, and for passages in nobody's voice where there are any."""
    columns = max(1, int(width / _KEY_COLUMN))
    entries = [*voices.items(), *([(_NOBODY, "")] if silent else [])]
    for number, (voice, letters) in enumerate(entries):
        x = _GUTTER + number % columns * _KEY_COLUMN
        y = top + number // columns * _ROW
        look = f'class="voice" fill="{colour(number)}"' if letters else 'class="nobody"'
        yield (
            f'<rect {look} x="{x}" y="{y:.1f}" width="22" height="{_BAND}"/>'
            f'<text class="initial" x="{x + 11}" y="{y + _BAND / 2:.1f}" dy=".36em">{letters}'
            f'</text><text x="{x + 30}" y="{y + _BAND / 2:.1f}" dy=".35em">'
            f"{html_text(shorten(voice, 22))}</text>"
        )
