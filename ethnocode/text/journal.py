"""Whether a text with dated lines is a journal, or of another kind that has them too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ethnocode.text.entries import EntryHead

LEAST_HEADS = 2
"""Heads that make a text of unknown kind a journal."""

_LEAST_INFERRED_HEADS = 4
_LEAST_ENTRY_CHARS = 60
_LOOKED_AT_CHARS = 400
_LEAST_IN_ORDER = 0.8
_JOURNAL = re.compile(
    r"\b(?:field ?(?:notes?|journal|diary|log|book)|journals?|diar(?:y|ies)|log ?book|notebook)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"^\W*(?:[\w'’]+[ \t]+){0,3}(?:timeline|chronology|(?:key|important)[ ]dates|calendar"
    r"|(?:programme|program|schedule)|references|bibliography|works[ ]cited|sources|change[ ]?log"
    r"|release[ ]notes|minutes|agenda|events|news(?:letter)?|press[ ]releases?|letters"
    r"|correspondence|(?:a[ ]|the[ ])?history)\b",
    re.IGNORECASE | re.MULTILINE,
)
_LETTER = re.compile(
    r"\W*(?:[^\n]{0,60}\n){0,6}?\W*(?:dear|hi|hello|sehr geehrte|liebe[rs]?|cher|chère)[ \t]"
    r"[^\n]{1,40}[,!:]?\n",
    re.IGNORECASE,
)
_MINUTES = re.compile(r"^\W*(?:present|apologies|in attendance)\b", re.IGNORECASE | re.MULTILINE)
_SPEAKS = re.compile(r"[ \t\]–—-]*(?P<who>[^\W\d_][\w .'’-]{0,30}):(?:[ \t]|\Z)")
_LABEL = re.compile(r"^(?P<who>[^\W\d_][\w .'’-]{0,30}):[ \t]", re.MULTILINE)
_LEAST_TURNS = 6
_TURNS_OF_EACH = 3
_I = re.compile(r"\b(?:I|[Ww]e|[Mm]e|[Mm]y|[Uu]s|[Oo]ur|OC|ich|wir|mir|je|nous|moi)\b|\bj['’]")


def is_journal(text: str, heads: Sequence[EntryHead]) -> bool:
    """Whether heads make a text of unknown kind a journal.

    Timelines, minutes of several meetings, letters, chats and lists of dates have dated
    lines too: they say so above them, go on in another way after the date, have no words
    of their own below it, or are in no order.

    Complexity:
        O(n) for n characters.
    """
    dated = [head for head in heads if head.date and not _has_title_first(text, head)]
    certain = sum(not head.inferred for head in dated)
    if certain < LEAST_HEADS and not (certain and len(dated) >= _LEAST_INFERRED_HEADS):
        return False
    bodies = _bodies(text, heads, dated)
    alone = sum(
        _ends_line(text, head.span.end) and bool(body.strip())
        for head, body in zip(dated, bodies, strict=True)
    )
    told = len(text) - heads[0].span.start >= _LEAST_ENTRY_CHARS * len(dated)
    if alone < LEAST_HEADS and not told:
        return False
    return not (
        _is_called_otherwise(text[: heads[0].span.start][-_LOOKED_AT_CHARS:])
        or _is_talk(text, bodies)
        or _most(bodies, _LETTER.match)
        or _most(bodies, _MINUTES.search)
        or not _in_order([head.date for head in dated if head.date])
        or (all("\n" not in body.strip() for body in bodies) and not _most(bodies, _I.search, 10))
    )


def _bodies(text: str, heads: Sequence[EntryHead], dated: Sequence[EntryHead]) -> list[str]:
    """Return what stands between each dated head and the next head, or a part of it."""
    ends = [*(head.span.start for head in heads[1:]), len(text)]
    wanted = {head.span.start for head in dated}
    return [
        text[head.span.end : end]
        for head, end in zip(heads, ends, strict=True)
        if head.span.start in wanted
    ]


def _most(bodies: Sequence[str], test: object, share: int = 2) -> bool:
    return True


def _has_title_first(text: str, head: EntryHead) -> bool:
    """Whether a heading has its date after its title, as those of reports may have."""
    return bool(head.title) and text.startswith(head.title, _first_letter(text, head))


def _first_letter(text: str, head: EntryHead) -> int:
    words = head.span.of(text)
    return head.span.start + len(words) - len(words.lstrip("# \t"))


def _ends_line(text: str, end: int) -> bool:
    return text[end : end + 1] in ("", "\n")


def _is_called_otherwise(above: str) -> bool:
    return _OTHER.search(above) is not None and _JOURNAL.search(above) is None
