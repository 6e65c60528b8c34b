"""Media times as transcripts write them: ``[00:12:04]``, ``(0:21)``, ``#00:01:02-3#``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ethnocode.model import Span

# "1:02:03.5".
_LONG = r"\d{1,3}:\d{1,2}:\d{1,2}(?:[.,;:]\d{1,3})?"
# The same, or "02:03".
_POINT = rf"(?:{_LONG}|\d{{1,3}}:\d{{2}}(?:[.,]\d{{1,3}})?)"
# " --> 02:05", the end of a cue.
_TO = rf"(?:[ \t]{{0,2}}(?:-->|[-–—])[ \t]{{0,2}}{_POINT})?"

OPENERS, CLOSERS = r"\\?[\[(<]{1,2}", r"\\?[\])>]{1,2}"
"""Patterns of the brackets around a time; Markdown writes some with a backslash."""


def time_pattern(name: str) -> str:
    """Return the pattern of a time, or of a cue's two, whose first is the group ``name``."""
    return rf"(?P<{name}>{_POINT}){_TO}(?![\w:])"


def long_time_pattern(name: str) -> str:
    """Return the pattern of a time with hours, which no clock time is taken for."""
    return rf"(?P<{name}>{_LONG}){_TO}(?![\w:])"


def bracketed_pattern(name: str) -> str:
    """Return the pattern of a time in brackets, or of f4's between number signs."""
    return (
        rf"(?:{OPENERS}[ \t]?{time_pattern(name)}[ \t]?{CLOSERS}"
        rf"|\#(?P<{name}_f4>{_POINT}(?:-\d{{1,3}})?)\#)"
    )


_SQUARE = rf"\\?\[[ \t]?(?P<square>{_POINT}){_TO}[ \t]?\\?\]|<(?P<angle>{_LONG})>"
_ROUND_LONG = rf"\([ \t]?(?P<round>{_LONG}){_TO}[ \t]?\)"
_ROUND = rf"\([ \t]?(?P<short>{_POINT}){_TO}[ \t]?\)"
_F4 = rf"\#(?P<f4>{_POINT}(?:-\d{{1,3}})?)\#"
_ALONE = rf"^[ \t]{{0,8}}(?P<alone>{_POINT}){_TO}[ \t]*$"
_TIMES = re.compile(f"{_SQUARE}|{_ROUND_LONG}|{_F4}|{_ALONE}", re.MULTILINE)
_TIMES_AND_ROUND = re.compile(f"{_SQUARE}|{_ROUND}|{_F4}|{_ALONE}", re.MULTILINE)

_BEFORE_WORDS = re.compile(
    rf"[ \t]*(?:{OPENERS}[ \t]?{_POINT}{_TO}[ \t]?{CLOSERS}|{_LONG}{_TO}(?!\S))"
)


def begins_with_media_time(line: str) -> bool:
    """Whether a line begins with a time in brackets, or with one that has hours."""
    return _BEFORE_WORDS.match(line) is not None


def media_times(text: str, *, within: Span, in_round: bool = False) -> Iterator[tuple[Span, str]]:
    """Yield where times stand among words that nobody speaks, and each as written.

    Times in square brackets, between number signs or alone on a line are media
    times; in round brackets only those with hours, for ``(12:30)`` may be said of a
    clock.

    Args:
        text: The whole text.
        within: Where to look.
        in_round: Whether the text writes its media times in round brackets, so that
            short ones there count as well.
    """
    pattern = _TIMES_AND_ROUND if in_round else _TIMES
    for match in pattern.finditer(text, within.start, within.end):
        yield Span(*match.span()), match[match.lastgroup or 0]
