"""Headings that a text marks itself: ``## Words``, or a line drawn under the words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ethnocode.model import Span

_HASHES = re.compile(r"^(?P<marks>#{1,6})[ \t]+(?P<words>[^\n]*\S)", re.MULTILINE)
_UNDERLINED = re.compile(
    r"^ {0,3}(?P<words>[^\s|>#*+=~`-][^\n|]*)\n {0,3}(?P<rule>={3,}+|-{3,}+)(?=[ \t]*$)",
    re.MULTILINE,
)
_FENCE = re.compile(r"^ {0,3}(?P<marks>`{3,}|~{3,})(?P<rest>[^\n]*)$", re.MULTILINE)
_COMMENT_OPENS, _COMMENT_CLOSES = "<!--", "-->"
_WORD = re.compile(r"\w")
_LONGEST_UNDERLINED_WORDS = 14
_SENTENCE_ENDS = (".", "!", "?", ",", ";", "…", "”", '"')


@dataclass(frozen=True, slots=True)
class MarkedHeading:
    """A heading with its marks.

    Args:
        span: The line, with the line under it where that is the mark.
        words: Without ``#`` before them.
        level: 1 to 6.
    """

    span: Span
    words: str
    level: int


def marked_headings(text: str, *, underlined: bool = True) -> tuple[MarkedHeading, ...]:
    """Return the headings that are marked, but none within code or comments.

    Words with ``---`` below them are a heading only if they stand alone and neither
    begin nor end like a part of a sentence, and if the line is about as long as they are
    or a blank one follows: people draw such lines between paragraphs and pages too.

    Args:
        text: The canonical text.
        underlined: Whether a line under words makes them a heading.

    Complexity:
        O(n) for n characters.
    """
    found = [
        MarkedHeading(Span(*match.span()), match["words"], len(match["marks"]))
        for match in _HASHES.finditer(text)
    ]
    rules = underlined and ("---" in text or "===" in text)
    for match in _UNDERLINED.finditer(text) if rules else ():
        if _is_heading(text, match):
            span = Span(match.start("words"), match.end())
            found.append(
                MarkedHeading(span, match["words"].rstrip(), 1 if match["rule"][0] == "=" else 2)
            )
    if not found:
        return ()
    silent = sorted([*_fenced(text), *_comments(text)])
    heard = (heading for heading in found if not _within(silent, heading.span.start))
    return tuple(sorted(heard, key=lambda heading: heading.span.start))


def _is_heading(text: str, match: re.Match[str]) -> bool:
    words = match["words"].rstrip()
    above = text.rfind("\n", 0, max(0, match.start() - 1)) + 1
    alone = not text[above : match.start()].strip()
    short = len(words.split()) <= _LONGEST_UNDERLINED_WORDS
    if not (alone and short and _WORD.search(words)):
        return False
    return match["rule"][0] == "=" or _is_underlining(text, match, words=words)


def _is_underlining(text: str, match: re.Match[str], *, words: str) -> bool:
    """Whether dashes belong to the words above them, and do not only end a page."""
    if words.endswith(_SENTENCE_ENDS) or words[0].islower():
        return False
    if 2 * len(match["rule"]) >= len(words):
        return True
    below = text.find("\n", match.end())
    return below < 0 or text[below + 1 : below + 2] in ("", "\n")


def _fenced(text: str) -> Iterator[Span]:
    """Yield fenced code; a fence that nothing closes is none, but a line somebody drew."""
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        marks, rest = match["marks"], match["rest"].strip()
        if opened is None:
            if "`" not in rest:
                opened = match
        elif marks.startswith(opened["marks"]) and not rest:
            yield Span(opened.start(), match.end())
            opened = None


def _comments(text: str) -> Iterator[Span]:
    start = text.find(_COMMENT_OPENS)
    while start >= 0:
        end = text.find(_COMMENT_CLOSES, start)
        if end < 0:
            return
        yield Span(start, end + len(_COMMENT_CLOSES))
        start = text.find(_COMMENT_OPENS, end)


def _within(spans: Sequence[Span], offset: int) -> bool:
    position = bisect_right(spans, offset, key=lambda span: span.start)
    return position > 0 and offset < spans[position - 1].end
