"""Dated entries of a journal."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ethnocode.model import Span
from ethnocode.text.dates import leading_date

LEAST_HEADS = 2
"""Heads that make a text of unknown kind a journal."""

_MARGIN = r"[ \t]*(?:#{1,6}[ \t]+)?[*_]{0,3}"
_CANDIDATE = re.compile(
    rf"^{_MARGIN}(?=\d|(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct"
    r"|nov|dec))(?P<words>[^\n]{6,120})$",
    re.MULTILINE | re.IGNORECASE,
)
_REST = re.compile(
    r"""[*_]{0,3}
        (?:[ \t,]*(?:[ \t,]|at[ \t])
            (?P<time>\d{1,2}(?:[:.]\d{2})?[ \t]*[ap]\.?m\b\.?|\d{1,2}[:.]\d{2}))?
        (?:[ \t]*(?P<mark>[-–—]+|,)[ \t]*(?P<title>\w[^\n]{0,80}?))?
        [ \t]*[:.]?[*_]{0,3}:?[ \t]*\#*[ \t]*""",
    re.VERBOSE | re.IGNORECASE,
)
_LOOK_BACK_CHARS = 200
_SENTENCE_ENDS = ".!?…\"”')*_"
_MOST_WORDS_AFTER_DASH = 10
_MOST_WORDS_AFTER_COMMA = 6


@dataclass(frozen=True, slots=True)
class EntryHead:
    """The line that begins a dated entry.

    Args:
        span: The line, without white space at its ends.
        date: ISO 8601; ``None`` where the line looks dated but is not certain.
        time: Time of day as written, or ``None``.
        title: Place or title after the date; may be empty.
    """

    span: Span
    date: str | None
    time: str | None
    title: str


def entry_heads(text: str, *, day_first: bool = True) -> tuple[EntryHead, ...]:
    """Return the lines that are wholly a date, with at most a time, place or title.

    An entry runs from its head to the next one. Lines that look like heads but
    are not certain dates end an entry too, and have no date, as long as one line
    of the text is certain.
    """
    heads = []
    for match in _CANDIDATE.finditer(text):
        head = _head_at(match, day_first=day_first)
        if head and _stands_alone(text, match, head=head):
            heads.append(head)
    return tuple(heads) if any(head.date for head in heads) else ()


def _head_at(match: re.Match[str], *, day_first: bool) -> EntryHead | None:
    words = match["words"].rstrip()
    found = leading_date(words, day_first=day_first)
    if found is None:
        return None
    date, length = found
    rest = _REST.fullmatch(words, length)
    if rest is None or not _could_be_title(rest):
        return None
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    span = Span(start, match.start("words") + len(words))
    return EntryHead(span, date, rest["time"], (rest["title"] or "").strip())


def _could_be_title(rest: re.Match[str]) -> bool:
    """Whether what follows the date is a title, and not the rest of a sentence."""
    words = (rest["title"] or "").split()
    if rest["mark"] != ",":
        return len(words) <= _MOST_WORDS_AFTER_DASH
    return len(words) <= _MOST_WORDS_AFTER_COMMA and words[0][0].isupper()


def _stands_alone(text: str, match: re.Match[str], *, head: EntryHead) -> bool:
    """Whether no sentence runs from the line above into this one."""
    above = text[max(0, match.start() - _LOOK_BACK_CHARS) : match.start()]
    words = above.rstrip()
    if not words or above.count("\n", len(words)) > 1 or head.span.of(text).startswith("#"):
        return True
    return not head.title and words[-1] in _SENTENCE_ENDS
