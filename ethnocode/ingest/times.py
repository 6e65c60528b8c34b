"""Media times as transcripts write them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

_ARROW = " --> "
_LEAST_MILLISECONDS = 240
_CUES_OUT_OF_ORDER_SECONDS = 10

_CLOCK = r"(?:\d{1,3}:\d{1,2}:\d{1,2}|\d{1,3}:\d{2})(?:[.,:;-]\d{1,3})?"
_TO = r"[ \t]*(?:-->|->|[-–—]|(?:to|bis|à)\b)[ \t]*"
_OPEN, _CLOSE = r"[\[({<#]*[ \t]*", r"[ \t]*[\])}>#]*"
# A time or both ends of a cue, with whatever brackets: "[00:12 - 00:15]", "4.30 pm".
_TIME = re.compile(
    rf"{_OPEN}(?P<start>{_CLOCK}){_CLOSE}"
    rf"(?:{_TO}{_OPEN}(?P<end>{_CLOCK}){_CLOSE})?(?:[ \t]*(?P<half>[ap]\.?m\.?|Uhr))?",
    re.IGNORECASE | re.ASCII,
)
_BEFORE = re.compile(rf"(?P<time>{_TIME.pattern})\s+", re.IGNORECASE | re.ASCII)
_AFTER = re.compile(rf"[\s,]+(?P<time>{_TIME.pattern})\Z", re.IGNORECASE | re.ASCII)
_PRECISE = re.compile(r"\d:\d{1,2}:\d|:\d{2}[.,]\d", re.ASCII)
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,20})?", re.ASCII)
# A time whose seconds can be counted.
_PARTS = re.compile(
    r"(?:(?P<hours>\d{1,3}):)?(?P<minutes>\d{1,3}):(?P<seconds>\d{1,2})"
    r"(?:[.,](?P<part>\d{1,9}))?",
    re.ASCII,
)


def find_time(words: str) -> str:
    """Return the time that some words wholly are, without brackets; else nothing."""
    match = _TIME.fullmatch(words.strip())
    if match is None:
        return ""
    time = from_to(match["start"], match["end"] or "")
    return f"{time} {match['half']}" if match["half"] else time


def split_time(words: str) -> tuple[str, str]:
    """Return words without the time at their beginning or end, and the time."""
    match = _BEFORE.match(words) or _AFTER.search(words)
    if match is None:
        return words.strip(), ""
    rest = words[: match.start()] + words[match.end() :]
    return rest.strip(), find_time(match["time"])


def is_precise(time: str) -> bool:
    """Whether a time has hours and seconds, or parts of seconds: no clock on a wall."""
    return bool(_PRECISE.search(time))


def plain_number(words: str) -> float | None:
    """Return a number of seconds or milliseconds, or ``None`` where it is none."""
    return float(words) if _NUMBER.fullmatch(words) else None


def units_per_second(times: Sequence[tuple[float | None, float | None]]) -> int:
    """Return 1000 where starts and ends are milliseconds, else 1.

    They are where all are whole numbers and half of the pieces, or of the steps from one
    start to the next, are longer than four minutes would be in seconds.
    """
    known = [number for pair in times for number in pair if number is not None]
    lengths = [end - start for start, end in times if start is not None and end is not None]
    if not lengths:
        starts = [start for start, _ in times if start is not None]
        lengths = [after - before for before, after in pairwise(starts)]
    whole = all(number == math.floor(number) for number in known if math.isfinite(number))
    middle = sorted(lengths)[len(lengths) // 2] if lengths else 0
    return 1000 if whole and middle >= _LEAST_MILLISECONDS else 1


def as_clock(seconds: float) -> str:
    """Return seconds as ``hh:mm:ss.mmm``; nothing where they are no time."""
    if not math.isfinite(seconds) or not 0 <= seconds < 10**9:
        return ""
    thousandths = round(seconds * 1000)
    minutes, left = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{left // 1000:02}.{left % 1000:03}"


def from_to(start: str, end: str) -> str:
    """Return the time of a cue: both its ends, as far as they are known."""
    return _ARROW.join(clock for clock in (start, end) if clock)


def start_of(time: str) -> str:
    """Return when a cue begins, as it is written."""
    return time.partition(_ARROW)[0]


def pause_between(before: str, after: str) -> float:
    """Return the seconds from the end of one cue to the start of another; 0 if unknown."""
    last, start = _seconds(before.partition(_ARROW)[2]), _seconds(start_of(after))
    return 0.0 if last is None or start is None else start - last


def starts_again(before: str, after: str) -> bool:
    """Whether the clock runs back between two cues, as where another recording begins."""
    last, start = _seconds(start_of(before)), _seconds(start_of(after))
    return last is not None and start is not None and start < last - _CUES_OUT_OF_ORDER_SECONDS


def _seconds(clock: str) -> float | None:
    match = _PARTS.fullmatch(clock)
    if match is None:
        return None
    whole = int(match["hours"] or 0) * 3600 + int(match["minutes"]) * 60 + int(match["seconds"])
    return whole + float(f"0.{match['part'] or 0}")
