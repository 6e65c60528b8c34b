"""The lines of a caption file: captions with their times, and what is not said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ethnocode.ingest.blocks import Block, BlockKind
from ethnocode.ingest.times import from_to

_CLOCK = r"(?:\d{1,4}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"
_TIME = re.compile(
    rf"[ \t]*(?P<start>{_CLOCK})[ \t]*-->[ \t]*(?P<end>{_CLOCK})(?:[ \t]+(?P<settings>.*))?",
    re.ASCII,
)
_LIKE_A_TIME = re.compile(r"[ \t]*[-\d:.,]*\d[^\n]{0,24}-->|[^\n]{0,16}-->[ \t]*-?\d", re.ASCII)
_TIMED_LINE = re.compile(
    rf"[ \t]*\[(?P<start>{_CLOCK})[ \t]*-->[ \t]*(?P<end>{_CLOCK})\](?P<words>.*)", re.ASCII
)
_BESIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?")
_NUMBER = re.compile(r"[ \t]*\d{1,7}[ \t]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Caption:
    """One caption.

    Args:
        words: With their mark-up and line breaks.
        line: Number of its first line in the file, from 1.
        time: Both ends; empty where it has none that can be read.
        odd_time: The line that should say its time, where that cannot be read.
    """

    words: str
    line: int
    time: str = ""
    odd_time: str = ""


def captions_of(text: str) -> Iterator[Caption | Block]:
    """Yield the captions of a WebVTT or SubRip file; headers, notes and styles as furniture.

    Numbers above a time are left out; other names of captions and the settings of
    their place on the screen are no speech either.
    """
    lines = text.split("\n")
    position = 0
    if lines[0].startswith("WEBVTT"):
        while position < len(lines) and lines[position].strip() and "-->" not in lines[position]:
            position += 1
        yield _furniture(lines[:position])
    group: list[str] = []
    for number, line in enumerate([*lines[position:], ""], start=position + 1):
        if line.strip("\t"):
            group.append(line)
        elif group:
            yield from _group(group, first=number - len(group))
            group = []


def timed_lines(text: str) -> Iterator[Caption | Block]:
    """Yield a caption for each ``[00:01.000 --> 00:02.500] words`` line of Whisper.

    Other lines go on with the caption above.
    """
    words: list[str] = []
    time, first = "", 1
    for number, line in enumerate(text.split("\n"), start=1):
        match = _TIMED_LINE.fullmatch(line)
        if match:
            if words:
                yield Caption("\n".join(words), first, time)
            time, first = from_to(match["start"], match["end"]), number
            words = [match["words"].strip()]
        elif line.strip():
            words.append(line.strip())
    if words:
        yield Caption("\n".join(words), first, time)


def _group(lines: Sequence[str], *, first: int) -> Iterator[Caption | Block]:
    """Yield what stands between two blank lines: mostly one caption."""
    times = [n for n, line in enumerate(lines) if "-->" in line and _LIKE_A_TIME.match(line)]
    if not times:
        yield from _untimed(lines, first=first)
        return
    if times[0] > 1:
        yield Caption("\n".join(lines[: times[0] - 1]), first)
    if times[0] and not _NUMBER.fullmatch(lines[times[0] - 1]):
        yield _furniture(lines[times[0] - 1 : times[0]])
    for n, stop in zip(times, [*times[1:], len(lines)], strict=True):
        numbered = stop < len(lines) and stop - 1 > n and _NUMBER.fullmatch(lines[stop - 1])
        words = lines[n + 1 : stop - 1 if numbered else stop]
        yield _caption("\n".join(words), lines[n], line=first + n)


def _untimed(lines: Sequence[str], *, first: int) -> Iterator[Caption | Block]:
    """Yield a note or a style as furniture, and anything else as a caption without a time."""
    if _BESIDE.fullmatch(lines[0]):
        yield _furniture(lines)
        return
    numbered = len(lines) > 1 and bool(_NUMBER.fullmatch(lines[0]))
    if numbered:
        yield _furniture(lines[:1])
    yield Caption("\n".join(lines[numbered:]), first + numbered)


def _caption(words: str, time_line: str, *, line: int) -> Caption:
    match = _TIME.fullmatch(time_line.rstrip())
    if match is None:
        return Caption(words, line, odd_time=time_line.strip())
    return Caption(words, line, from_to(match["start"], match["end"]))


def _furniture(lines: Sequence[str]) -> Block:
    return Block("\n".join(lines), BlockKind.FURNITURE)
