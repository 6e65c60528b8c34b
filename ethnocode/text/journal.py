"""Whether a text with dated lines is a journal, or of another kind that has them too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from ethnocode.text.entries import EntryHead

LEAST_HEADS = 2
"""Heads that make a text of unknown kind a journal."""

_LEAST_INFERRED_HEADS = 4
_LEAST_ENTRY_CHARS = 60
_LOOKED_AT_CHARS = 400
_LEAST_ORDERED = 5
_LEAST_SHARE_IN_ORDER = 0.8
_JOURNAL = re.compile(
    r"\b(?:field ?(?:notes?|journal|diary|log|book)|journals?|diar(?:y|ies)|log ?book|notebook)\b",
    re.IGNORECASE,
)
# A heading that says what else a text with dates is.
_OTHER = re.compile(
    r"^\W*(?:[\w'’]+[ \t]+){0,3}(?:timeline|chronology|(?:key|important)[ ]dates|calendar"
    r"|programme|program|schedule|references|bibliography|works[ ]cited|sources|change[ ]?log"
    r"|release[ ]notes|minutes|agenda|events|news(?:letter)?|press[ ]releases?|letters"
    r"|correspondence|history)\b[^\n.]{0,50}$",
    re.IGNORECASE | re.MULTILINE,
)
_LETTER = re.compile(
    r"\s*(?:\S[^\n]{0,60}\n\s*){0,6}?(?:dear|hi|hello|liebe[rs]?|sehr[ ]geehrte[rs]?|cher|chère)"
    r"[ \t][^\n]{1,40}\n",
    re.IGNORECASE,
)
_MINUTES = re.compile(
    r"^[^\w\n]*(?:\d{1,2}[.)]?[ \t]+)?[^\w\n]*(?:apologies|in attendance|matters arising)\b",
    re.IGNORECASE | re.MULTILINE,
)
_LABEL = re.compile(r"^[ \t\]–—*-]*(?P<who>[^\W\d_][\w .'’-]{0,30}?):[* \t]+(?=\S)", re.MULTILINE)
_TURNS_OF_EACH = 3
# The words of somebody who was there; the next pattern: of one who writes of herself.
_ME = re.compile(
    r"\b(?:I|[Ww]e|[Mm]e|[Mm]y|[Uu]s|[Oo]ur|OC|[Ii]ch|[Ww]ir|[Jj]e|[Nn]ous)\b|\b[Jj]['’]"
)
_LEAST_SHARE_OF_ME = 0.1
_I = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Ii]ch|[Mm]ich|[Jj]e)\b|\b[Jj]['’]")
_LEAST_SHARE_OF_I = 0.5
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")
# Titles of dated lines in a list of documents or versions.
_PAPER = re.compile(
    r"v?\d+\.\d|\b(?:reports?|releases?|versions?|updates?|reviews?|minutes|letters?|articles?"
    r"|press|blog|bulletins?|newsletters?|papers?|drafts?|agenda)\b",
    re.IGNORECASE,
)


def is_journal(text: str, heads: Sequence[EntryHead]) -> bool:
    """Whether heads make a text of unknown kind a journal.

    Timelines, minutes of several meetings, letters, chats and lists of dates have dated
    lines too: they say so above them, go on in another way after the date, have no words
    of their own below it, or are in no order.

    Complexity:
        O(n) for n characters.
    """
    dated = [head for head in heads if head.date]
    titled = [head for head in dated if _has_title_first(text, head)]
    if 2 * len(titled) > len(dated):
        if not _is_mine(titled, _bodies(text, heads, titled)):
            return False
    else:
        dated = [head for head in dated if not _has_title_first(text, head)]
    certain = sum(not head.inferred for head in dated)
    if certain < LEAST_HEADS and len(dated) < _LEAST_INFERRED_HEADS:
        return False
    bodies = _bodies(text, heads, dated)
    alone = sum(
        _ends_line(text, head.span.end) and bool(body.strip())
        for head, body in zip(dated, bodies, strict=True)
    )
    told = len(text) - heads[0].span.start >= _LEAST_ENTRY_CHARS * len(dated)
    if alone < LEAST_HEADS and not told:
        return False
    opens = [
        head.title or body[:_LOOKED_AT_CHARS] for head, body in zip(dated, bodies, strict=True)
    ]
    return not (
        _is_called_otherwise(text[: heads[0].span.start][-_LOOKED_AT_CHARS:])
        or _share(opens, _LABEL.match) > 0.5
        or _share(bodies, _LETTER.match) >= 0.5
        or _share(bodies, _MINUTES.search) >= 0.5
        or not _in_order([head.date for head in dated if head.date])
        or ((alone < LEAST_HEADS or not certain) and _is_list(bodies))
        or _is_talk(text, heads=len(dated))
    )


def _bodies(text: str, heads: Sequence[EntryHead], dated: Sequence[EntryHead]) -> list[str]:
    """Return what stands between each dated head and the next head."""
    ends = [*(head.span.start for head in heads[1:]), len(text)]
    wanted = {head.span.start for head in dated}
    return [
        text[head.span.end : end]
        for head, end in zip(heads, ends, strict=True)
        if head.span.start in wanted
    ]


def _has_title_first(text: str, head: EntryHead) -> bool:
    """Whether a head has its date after its title, as those of reports and clippings have.

    Journals have such heads too, but most of their entries speak of an I.
    """
    words = head.span.of(text).lstrip("# \t")
    return bool(head.title) and words.startswith(head.title)


def _is_mine(titled: Sequence[EntryHead], bodies: Sequence[str]) -> bool:
    """Whether most of what has a title before its date speaks of an I, and is no paper."""
    papers = sum(_PAPER.search(head.title) is not None for head in titled)
    own = [_QUOTED.sub(" ", body) for body in bodies]
    return 2 * papers < len(titled) and _share(own, _I.search) >= _LEAST_SHARE_OF_I


def _ends_line(text: str, end: int) -> bool:
    return text[end : end + 1] in ("", "\n")


def _is_called_otherwise(above: str) -> bool:
    return _OTHER.search(above) is not None and _JOURNAL.search(above) is None


def _share(bodies: Sequence[str], test: Callable[[str], object]) -> float:
    return sum(bool(test(body)) for body in bodies) / len(bodies)


def _in_order(dates: Sequence[str]) -> bool:
    """Whether nearly all dates go on, or nearly all go back."""
    onward = sum(one <= other for one, other in pairwise(dates))
    back = sum(one >= other for one, other in pairwise(dates))
    return len(dates) < _LEAST_ORDERED or max(onward, back) >= _LEAST_SHARE_IN_ORDER * (
        len(dates) - 1
    )


def _is_list(bodies: Sequence[str]) -> bool:
    """Whether entries are single lines in which nobody speaks of herself."""
    lines = all("\n" not in body.strip() for body in bodies)
    return lines and _share(bodies, _ME.search) < _LEAST_SHARE_OF_ME


def _is_talk(text: str, *, heads: int) -> bool:
    """Whether most lines have the label of one of a few speakers."""
    labels = Counter(match["who"] for match in _LABEL.finditer(text))
    # "Place:" below each date is the label of a form.
    speakers = [count for count in labels.values() if count > max(heads, _TURNS_OF_EACH - 1)]
    lines = sum(1 for line in text.split("\n") if line.strip())
    return len(speakers) > 1 and 2 * sum(speakers) >= lines
