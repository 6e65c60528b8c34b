"""A code strip as SVG: a row for each code, a column for each passage, voices above."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from ethnocode.model import Passage, Stretch, Strip
from ethnocode.report.drawing import CHAR_WIDTH, Drawing, colour
from ethnocode.report.measure import shorten, width_of
from ethnocode.report.safe import html_text

STRIP_STYLE = """
.drawing .row { fill: var(--band, #f5f3ed); }
.drawing .voice { fill-opacity: .35; stroke: var(--paper, #fcfbf8); stroke-width: 1; }
.drawing .initial { text-anchor: middle; }
.drawing .nobody { fill: var(--rule, #dedad0); }
.drawing .label { text-anchor: end; }
.drawing .day { stroke: var(--soft, #62676d); stroke-width: 1; stroke-dasharray: 2 3; }
"""

_LABEL_CHARS = 30
_PLOT_WIDTH = 860
_WIDEST_COLUMN, _NARROWEST_COLUMN = 26.0, 1.5
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


def draw_strip(strip: Strip) -> Drawing:
    """Return the drawing of a strip.

    A column is as wide as any other, however long its passage; within it, a stretch begins and
    ends where it does in the words.
    """
    number = max(len(strip.passages), 1)
    step = min(_WIDEST_COLUMN, max(_NARROWEST_COLUMN, _PLOT_WIDTH / number))
    longest = max((min(width_of(code), _LABEL_CHARS) for code, _ in strip.rows), default=8)
    left = longest * CHAR_WIDTH + 2 * _GUTTER
    voices = voice_names(strip)
    dated = any(passage.date for passage in strip.passages)
    top = (_DATE_SLANT if dated else 4.0) + (_BAND + 6 if voices else 0)
    plot = max(number * step, 120.0)
    bottom = top + len(strip.rows) * _ROW
    parts = [
        *(_voices(strip.passages, voices, left=left, top=top - _BAND - 6, step=step)),
        *(_rows(strip, left=left, top=top, step=step, plot=plot)),
        *(_days(strip.passages, left=left, top=top, step=step, bottom=bottom)),
        *_ticks(number, left=left, step=step, bottom=bottom),
        *_key(voices, width=left + plot, top=bottom + _TICK_ROOM),
    ]
    columns = max(1, int((left + plot) / _KEY_COLUMN))
    height = bottom + _TICK_ROOM + (-(-len(voices) // columns)) * _ROW + 4
    width = left + plot + (2 * _GUTTER if not dated else 64)
    return Drawing(strip.title, strip.caption, width, height, tuple(parts), STRIP_STYLE)


def _letters(number: int) -> str:
    """Return A to Z, then AA, AB and so on."""
    rest, last = divmod(number, 26)
    return (_letters(rest - 1) if rest else "") + chr(ord("A") + last)


def runs_of_voices(passages: Iterable[Passage]) -> Iterator[tuple[int, int, str]]:
    """Yield first column, end column and voice of neighbouring passages in one voice."""
    for voice, group in groupby(enumerate(passages), key=lambda item: item[1].voice):
        numbers = [number for number, _ in group]
        yield numbers[0], numbers[-1] + 1, voice


def _voices(
    passages: tuple[Passage, ...], voices: dict[str, str], *, left: float, top: float, step: float
) -> Iterable[str]:
    if not voices:
        return
    order = {voice: number for number, voice in enumerate(voices)}
    yield (
        f'<text class="label soft" x="{left - _GUTTER:.1f}" y="{top + _BAND / 2:.1f}" '
        'dy=".35em">who speaks</text>'
    )
    for start, end, voice in runs_of_voices(passages):
        x, width = left + start * step, (end - start) * step
        look = f'class="voice" fill="{colour(order[voice])}"' if voice else 'class="nobody"'
        yield (
            f'<g><title>{html_text(voice or "nobody known")}</title><rect {look} x="{x:.1f}" '
            f'y="{top:.1f}" width="{width:.1f}" height="{_BAND}"/>'
        )
        letters = voices.get(voice, "")
        if letters and width >= len(letters) * CHAR_WIDTH + 3:
            yield (
                f'<text class="initial" x="{x + width / 2:.1f}" y="{top + _BAND / 2:.1f}" '
                f'dy=".36em">{letters}</text>'
            )
        yield "</g>"


def _rows(strip: Strip, *, left: float, top: float, step: float, plot: float) -> Iterable[str]:
    tops = sorted({code.split(".")[0] for code, _ in strip.rows})
    for number, (code, stretches) in enumerate(strip.rows):
        y = top + number * _ROW
        yield (
            f'<rect class="row" x="{left:.1f}" y="{y + 1:.1f}" width="{plot:.1f}" '
            f'height="{_ROW - 2}"/><text class="label" x="{left - _GUTTER:.1f}" '
            f'y="{y + _ROW / 2:.1f}" dy=".35em"><title>{html_text(code)}</title>'
            f"{html_text(shorten(code, _LABEL_CHARS))}</text>"
        )
        fill = colour(tops.index(code.split(".")[0]))
        for stretch in stretches:
            yield _stretch(
                strip, code, stretch, x=left + stretch.start * step, y=y, step=step, fill=fill
            )


def _stretch(
    strip: Strip, code: str, stretch: Stretch, *, x: float, y: float, step: float, fill: str
) -> str:
    width = max(2.0, (stretch.end - stretch.start) * step)
    passage = strip.passages[min(int(stretch.start), len(strip.passages) - 1)]
    said = " · ".join(part for part in (code, passage.voice, passage.citation) if part)
    return (
        f'<rect x="{x:.1f}" y="{y + 3:.1f}" width="{width:.1f}" height="{_ROW - 6}" rx="1" '
        f'fill="{fill}"><title>{html_text(f"{said}: {stretch.words}")}</title></rect>'
    )


def _days(
    passages: tuple[Passage, ...], *, left: float, top: float, step: float, bottom: float
) -> Iterable[str]:
    last = -_ROW * 1.0
    above = top - (_BAND + 10 if any(passage.voice for passage in passages) else 4)
    for number, passage in enumerate(passages):
        x = left + number * step
        if not passage.date:
            continue
        yield f'<path class="day" d="M{x:.1f} {above:.1f}V{bottom:.1f}"/>'
        if x - last >= _ROW * 0.7:
            last = x
            at = f"{x + 3:.1f} {above:.1f}"
            yield (
                f'<text class="soft" x="{x + 3:.1f}" y="{above:.1f}" '
                f'transform="rotate(-52 {at})">{html_text(passage.date)}</text>'
            )


def _ticks(number: int, *, left: float, step: float, bottom: float) -> Iterable[str]:
    """Number the first passage and every fifth, tenth ... so that numbers keep apart."""
    every = next((n for n in (5, 10, 20, 50, 100, 200, 500, 1000) if n * step >= 40), 2000)
    for column in sorted({1, *range(every, number + 1, every)}):
        x = left + (column - 0.5) * step
        yield (
            f'<text class="soft" x="{x:.1f}" y="{bottom + 15:.1f}" text-anchor="middle">'
            f"{column}</text>"
        )


def _key(voices: dict[str, str], *, width: float, top: float) -> Iterable[str]:
    columns = max(1, int(width / _KEY_COLUMN))
    for number, (voice, letters) in enumerate(voices.items()):
        x = _GUTTER + number % columns * _KEY_COLUMN
        y = top + number // columns * _ROW
        yield (
            f'<rect class="voice" x="{x}" y="{y:.1f}" width="22" height="{_BAND}" '
            f'fill="{colour(number)}"/>'
            f'<text class="initial" x="{x + 11}" y="{y + _BAND / 2:.1f}" dy=".36em">{letters}'
            f'</text><text x="{x + 30}" y="{y + _BAND / 2:.1f}" dy=".35em">'
            f"{html_text(shorten(voice, 22))}</text>"
        )
