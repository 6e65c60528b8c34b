"""Of which kind a text is, and whether it has turns, read off its words and its name."""

from __future__ import annotations

import re

from ethnocode.ingest.guess import Look, day_of_name
from ethnocode.model import DOCUMENT, EMAIL, FIELD_NOTE, INTERVIEW
from ethnocode.text.entries import is_journal
from ethnocode.text.media_times import begins_with_media_time
from ethnocode.text.speaker_labels import asks, holds_office, is_role
from ethnocode.text.speaking_lines import is_conversation
from ethnocode.text.words import count_words

_LEAST_SPEAKERS = 2
_LEAST_OFFICES = 3
_LEAST_RECORD_TURNS = 20
_LEAST_TIMED_LINES = 5
_LEAST_I = 5
_LEAST_I_SHARE = 0.005
_HEADS_OF_A_JOURNAL = 5
_LOOKED_AT_CHARS = 20_000

_MINUTES = re.compile(
    r"^\W*(?:(?:draft|confirmed|approved|public)[ \t]+)*minutes\b|^\W*(?:present|apologies)\b",
    re.MULTILINE | re.IGNORECASE,
)
_JOURNAL = re.compile(
    r"\b(?:field ?(?:notes?|journal|diary|log)|diar(?:y|ies)|log ?book)\b|journal[\W\d]*$",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\W*(?:(?:[\w'’]+[ \t]+){0,4}meeting[ \t]*(?:agenda|notes|papers)?|agenda|notice of meeting"
    r"|attendance|order of business)\W*$",
    re.IGNORECASE,
)
_I = re.compile(r"\b(?:I|my|me|My)\b")
_TIDY = re.compile(r"[\s._-]+")
_LETTER = re.compile(r"^\W*(?:Dear|From:|Subject:|To:)", re.MULTILINE)
_DAY_IN_NAME = re.compile(
    r"(?<!\d)(?:\d{4}[-_.]\d\d?[-_.]\d\d?|\d\d?[-_.]\d\d?[-_.]\d\d(?:\d\d)?)(?!\d)"
)


def guess_kind(look: Look) -> str:
    """Return the kind that a text shows, a document where it shows none.

    Field notes have dated entries, or are named as such; interviews have speakers
    who take turns, or a media time on every line. Where those who speak hold office,
    the text is the record of a meeting: a document with turns.
    """
    dated = sum(head.date is not None for head in look.heads)
    papers = _heads_minutes(look) or _heads_meeting(look)
    if _is_record(look) or (papers and dated < _HEADS_OF_A_JOURNAL):
        return DOCUMENT
    if is_journal(look.text, look.heads):
        return FIELD_NOTE
    if _is_talk(look) or _is_timed(look.text):
        return INTERVIEW
    mine = _is_named_field_note(look) or _begins_with_its_day(look) or _is_day_of_mine(look)
    return FIELD_NOTE if mine else DOCUMENT


def has_turns(look: Look, *, kind: str) -> bool:
    """Whether a source of a kind is cut into turns: interviews, and verbatim records."""
    if kind in (FIELD_NOTE, EMAIL):
        return False
    if kind == INTERVIEW or _is_record(look):
        return True
    return _is_talk(look) and not _heads_minutes(look)


def _is_talk(look: Look) -> bool:
    """Whether speakers take turns, or one is an interviewer and another answers."""
    labels = [turn.label for turn in look.turns]
    asked = any(is_role(label) and asks(label) for label in labels)
    return is_conversation(labels) or (asked and len(set(labels)) >= _LEAST_SPEAKERS)


def _is_record(look: Look) -> bool:
    """Whether a text is the verbatim record of a meeting: most turns are by office-holders."""
    if not _is_talk(look) or any(asks(turn.label) for turn in look.turns):
        return False
    official = [turn.label for turn in look.turns if holds_office(turn.label)]
    most = len(official) * 2 >= len(look.turns) and len(set(official)) >= _LEAST_OFFICES
    return most and (len(look.turns) >= _LEAST_RECORD_TURNS or not _heads_minutes(look))


def _heads_minutes(look: Look) -> bool:
    return _MINUTES.search("\n".join(look.header)) is not None


def _heads_meeting(look: Look) -> bool:
    return any(_MEETING.match(line) for line in look.header)


def _is_timed(text: str) -> bool:
    """Whether most lines begin with a media time, as of speech that names no speakers."""
    lines = [line for line in text[:_LOOKED_AT_CHARS].split("\n") if line.strip()]
    timed = sum(map(begins_with_media_time, lines))
    return timed >= _LEAST_TIMED_LINES and timed * 2 >= len(lines)


def _is_named_field_note(look: Look) -> bool:
    """Whether a file is called a journal, or by nothing but a day."""
    named = any(_JOURNAL.search(_TIDY.sub(" ", name)) for name in (look.stem, *look.header[:1]))
    return named or day_of_name(look) is not None


def _begins_with_its_day(look: Look) -> bool:
    """Whether the first thing in a text is a heading that is wholly a date."""
    head = look.heads[0] if look.heads else None
    if head is None or head.date is None or head.title or look.text[: head.span.start].strip():
        return False
    alone = look.text[head.span.end : head.span.end + 1] in ("", "\n")
    return alone and look.text[head.span.start] in "#*"


def _is_day_of_mine(look: Look) -> bool:
    """Whether a text with a date for a name is told by an I, and is no letter."""
    start = look.text[:_LOOKED_AT_CHARS]
    words = count_words(start)
    told = len(_I.findall(start)) >= max(_LEAST_I, words * _LEAST_I_SHARE)
    return told and bool(_DAY_IN_NAME.search(look.stem)) and not _LETTER.search(start)
