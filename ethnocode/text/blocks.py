"""Paragraphs and sentences of a text, as spans."""

from __future__ import annotations

import re

from ethnocode.model import Span

_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")

_BOUNDARY = re.compile(
    r"""(?P<stop>[.!?…]+)(?P<close>["'”’)\]*_]*)\s+(?P<open>["'“‘(\[*_]*)(?=(?P<next>\S))
      | \n[ \t]*(?=(?:[-*•+]|\(?[a-z0-9]{1,3}\)|\d{1,2}\.(?=\s+[A-Z]))\s)  # a list item
    """,
    re.VERBOSE,
)
_NEVER_LAST = re.compile(
    r"""(?<![\w.])(?:
          mr|mrs|ms|mx|dr|prof|cllr|cllrs|rev|revd|fr|hon|capt|sgt|col|gen|lt|st|mt|messrs
        | e\.g|i\.e|eg|ie|cf|viz|vs|approx|incl|esp|dept|govt|ca
        | (?-i:[A-HJ-Z])(?:\.(?-i:[A-Z]))*      # initials, but not the pronoun
        )\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE_NUMBER = re.compile(
    r"(?<![\w.])(?:no|nos|p|pp|fig|para|paras|cl|sec|vol|ch|art|ref|ext|tel|c|[ap]\.m)\Z",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?<![\w.])[ap]\.m\Z", re.IGNORECASE)
_DAY_OR_MONTH = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July"
    r"|August|September|October|November|December"
)
_ENUMERATOR = re.compile(
    r"(?:#{1,6}\s+)?[*_]{0,3}\(?(?:[A-Z]?\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivx]{1,4})\Z"
)
_PRONOUN = re.compile(r"I\b")
_LONGEST_ABBREVIATION = 12


def paragraph_spans(text: str, *, within: Span | None = None) -> list[Span]:
    """Return the blocks between blank lines, without white space at their ends.

    Args:
        text: Any text.
        within: The part to look at; all of it by default.
    """
    start, end = (within.start, within.end) if within else (0, len(text))
    spans = []
    for block in _BLOCK.finditer(text, start, end):
        words = block.group()
        spans.append(Span(block.start(), block.start() + len(words.rstrip())))
    return spans


def sentence_spans(text: str, within: Span) -> list[Span]:
    """Return the sentences of a part of a text: every non-blank word is in one.

    A stop ends a sentence unless a lower-case word follows, or it belongs to a
    title, an initial, an abbreviation or a list number. A list item on a line of
    its own starts a sentence.
    """
    whole = within.trimmed(text)
    if whole is None:
        return []
    spans = []
    start = whole.start
    for match in _BOUNDARY.finditer(text, whole.start, whole.end):
        if match["stop"] is None:
            last, following = match.start(), match.end()
        elif _ends_sentence(text, start, match):
            last, following = match.end("close"), match.start("open")
        else:
            continue
        if start < last:
            spans.append(Span(start, last))
            start = following
    spans.append(Span(start, whole.end))
    return [span for found in spans if (span := found.trimmed(text))]


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    stop = match["stop"]
    follows = match["next"]
    if follows.islower() and not match["open"].endswith(("(", "[")):
        return False
    if stop.startswith(("...", "…")):
        # The pronoun is a capital even where the speaker only trails off.
        return not _PRONOUN.match(text, match.start("next"))
    if stop != "." or match["close"].strip("*_"):
        return True
    tail = text[max(start, match.start() - _LONGEST_ABBREVIATION) : match.start()]
    if _NEVER_LAST.search(tail) or _ENUMERATOR.match(text[start : match.start()]):
        return False
    if follows.isdigit() and _BEFORE_NUMBER.search(tail):
        return False
    return not (_CLOCK.search(tail) and _DAY_OR_MONTH.match(text, match.start("next")))
