"""A code strip in characters, for the terminal and for plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ethnocode.model import Report, Stretch, Strip
from ethnocode.report.measure import pad, shorten, width_of, wrap
from ethnocode.report.safe import visible
from ethnocode.report.strip import voice_names

WHOLE, PART, NONE = "█", "▄", "·"
_LABEL_CHARS = 26
_GAP = 1
_EVERY = 10
_NOBODY = "-"
_MANY = "+"
"""Stands for a voice beyond the letters of the alphabet."""


def strip_lines(report: Report, *, width: int) -> tuple[str, ...]:
    """Return the strip of a report as lines; nothing where it has none.

    A character is a passage. Passages that do not fit beside the codes follow in further bands,
    each with the codes that are in it.
    """
    strip = report.picture
    if not isinstance(strip, Strip) or not strip.passages or not strip.rows:
        return ()
    longest = max(width_of(visible(code)) for code, _ in strip.rows)
    label = min(max(longest, len("who speaks")), _LABEL_CHARS, width // 2)
    room = max(width - label - _GAP, 1)
    lines: list[str] = []
    for first in range(0, len(strip.passages), room):
        band = range(first, min(first + room, len(strip.passages)))
        lines += [*([""] if lines else []), *_band(strip, band, label=label)]
    return (*lines, "", *_key(strip, width))


def _band(strip: Strip, band: range, *, label: int) -> Iterable[str]:
    letters = voice_names(strip)
    yield _line("passage", _ruler(band), label=label)
    if letters:
        said = (letters.get(strip.passages[n].voice, _NOBODY) for n in band)
        row = "".join(letter if len(letter) == 1 else _MANY for letter in said)
        yield _line("who speaks", row, label=label)
    if any(strip.passages[n].date for n in band):
        days = "".join("|" if strip.passages[n].date else " " for n in band)
        yield _line("new date", days, label=label)
    coded = False
    for code, stretches in strip.rows:
        row = "".join(_mark(stretches, n) for n in band)
        if row.strip(NONE):
            coded = True
            yield _line(shorten(visible(code), label), row, label=label)
    if not coded:
        yield _line("no code", NONE * len(band), label=label)


def _line(label_text: str, row: str, *, label: int) -> str:
    return f"{pad(label_text, label)}{' ' * _GAP}{row}".rstrip()


def _mark(stretches: Sequence[Stretch], column: int) -> str:
    share = sum(
        max(0.0, min(stretch.end, column + 1) - max(stretch.start, column)) for stretch in stretches
    )
    if share <= 0:
        return NONE
    return WHOLE if share >= 0.5 else PART


def _ruler(band: range) -> str:
    """Return a line with the number of every tenth passage, ending below it."""
    line = [" "] * len(band)
    for column in band:
        number = str(column + 1)
        end = column - band.start + 1
        if (column + 1) % _EVERY == 0 and end >= len(number):
            line[end - len(number) : end] = number
    if len(line) and not "".join(line[:_EVERY]).strip():
        first = str(band.start + 1)
        line[: len(first)] = first
    return "".join(line[: len(band)])


def _key(strip: Strip, width: int) -> Iterable[str]:
    yield from wrap(f"{WHOLE} half of the passage or more, {PART} less, {NONE} none", width)
    names = [f"{letters} {visible(voice)}" for voice, letters in voice_names(strip).items()]
    if names:
        yield from wrap(f"Who speaks: {' · '.join(names)} · {_NOBODY} nobody known", width)
    days = [f"{n} {p.date}" for n, p in enumerate(strip.passages, start=1) if p.date]
    if days:
        yield from wrap("Dates by passage: " + " · ".join(days), width)
