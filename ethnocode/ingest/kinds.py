"""Of which kind a text is, and whether it has turns, read off its words and its name."""

from __future__ import annotations

import re
from itertools import islice

from ethnocode.ingest.day_names import day_in_name, day_of_name, spaced
from ethnocode.ingest.guess import Look
from ethnocode.model import DOCUMENT, EMAIL, FIELD_NOTE, INTERVIEW
from ethnocode.text.journal import is_journal
from ethnocode.text.media_times import begins_with_media_time
from ethnocode.text.speaker_labels import asks, holds_office, is_role
from ethnocode.text.speaking_lines import is_conversation
from ethnocode.text.turns import Turn
from ethnocode.text.words import count_words

_LEAST_SPEAKERS = 2
_LEAST_OFFICES = 3
"""So many different office-holders speak in the record of a meeting."""

_LEAST_RECORD_TURNS = 20
"""Minutes quote fewer; what is headed as minutes and has more is a verbatim record."""

_LEAST_TIMED_LINES = 5
_LATEST_FIRST_MINUTE = 5
"""A first time after it does not count from the beginning of a recording."""

_LEAST_I = 5
_LEAST_I_BELOW_A_DAY = 3
_LEAST_I_SHARE = 0.005
"""Share of the words of a field note that are I, me or my."""

_HEADS_OF_A_JOURNAL = 5
"""So many dated entries make a journal of what looks like papers of a meeting."""

_LOOKED_AT_CHARS = 20_000
_LOOKED_AT_TURN_CHARS = 1000
_LEAST_SPOKEN = 6
"""One turn of so many sounds spoken, at least."""

# Lines that head minutes.
_MINUTES = re.compile(
    r"^\W*(?:(?:draft|confirmed|approved|public)[ \t]+)*minutes\b|^\W*(?:present|apologies)\b",
    re.MULTILINE | re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"\b(?:statement|testimony|evidence|affidavit|speech|address|press|complaint|petition"
    r"|report|letter|newsletter|article|response)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(r"\W*present\b", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")
# Names of field notes.
_JOURNAL = re.compile(
    r"\b(?:field ?(?:notes?|journal|diary|log)|diar(?:y|ies)|log ?book)\b|journal[\W\d]*$",
    re.IGNORECASE,
)
# Lines that head the other papers of a meeting.
_MEETING = re.compile(
    r"\W*(?:(?:[\w'’]+[ \t]+){0,4}meeting[ \t]*(?:agenda|notes|papers)?|agenda|notice of meeting"
    r"|attendance|order of business)\W*$",
    re.IGNORECASE,
)
_I = re.compile(r"\b(?:I|my|me|My)\b")
# Words that people say and seldom write, in English, German, French and Spanish.
_SPOKEN = re.compile(
    r"[?？؟]|\b(?:I|[Yy]ou|[Ww]e|me|my|us|our|your|[Yy]es|[Yy]eah|[Nn]o|[Oo]h|[Oo]kay|[Hh]ello|[Tt]hanks?"
    r"|[Ww]ell|[Hh]i|[Rr]ight|[Ss]ure|[Hh]m+|[Mm]{2,}|[Uu]m+|[Ee]rm?|\w+['’](?:t|re|ve|ll|d|m)"
    r"|[Ii]ch|[Dd]u|[Ss]ie|[Ww]ir|[Jj]a|[Nn]ein|[Jj]e|[Tt]u|[Vv]ous|[Nn]ous|[Oo]ui|[Nn]on|[Ss]í|[Yy]o)\b"
)
# Headings of texts whose questions and answers nobody spoke.
_INFORMS = re.compile(
    r"\bfaqs?\b|frequently asked|\bglossary\b|\bbibliography\b|\breferences\b|\bq ?(?:&|and) ?a\b"
    r"|^\W*questions (?:and|&) answers",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTES = ('"', "“", "‘", "«", "„")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
# "14:30:00" is a time of day, as in a log.
_DAYTIME = re.compile(r"\W*(?:0[6-9]|1\d|2[0-3]):[0-5]\d:[0-5]\d\b")
_SHORT_TIME = re.compile(r"[ \t]*(\d{1,3}):([0-5]\d)(?![:\w])")
_LETTER = re.compile(
    r"^\W*(?:Dear|From:|Subject:|To:)"
    r"|^[ \t]*(?:Yours|(?:Kind |Best |Warm )?(?:[Rr]egards|[Ww]ishes)|Sincerely)\b[^\n]{0,20}$",
    re.MULTILINE,
)
_DAY_IN_NAME = re.compile(
    r"(?<!\d)(?:\d{4}[-_.]\d\d?[-_.]\d\d?|\d\d?[-_.]\d\d?[-_.]\d\d(?:\d\d)?)(?!\d)"
)


def guess_kind(look: Look) -> str:
    """Return the kind that a text shows, a document where it shows none.

    Field notes have dated entries, or are named as such; interviews have speakers
    who take turns, as those who write in a chat do, or a media time on every line. Where
    those who speak hold office, the text is the record of a meeting: a document with turns.
    """
    dated = sum(head.date is not None for head in look.heads)
    papers = _heads_minutes(look) or _heads_meeting(look)
    if _is_record(look) or (papers and dated < _HEADS_OF_A_JOURNAL):
        return DOCUMENT
    if any(turn.day for turn in look.turns):
        return INTERVIEW
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
    speakers = set(labels)
    if len(speakers) < _LEAST_SPEAKERS:
        return False
    if any(is_role(label) for label in speakers):
        return is_conversation(labels) or any(is_role(label) and asks(label) for label in speakers)
    again = len(speakers) < len(labels)
    conversation = is_conversation(labels) or (again and look.is_named_talk)
    spoken = look.is_named_talk or _sounds_spoken(look)
    return conversation and spoken and not _is_aside(look)


def _sounds_spoken(look: Look) -> bool:
    """Whether some of the turns ask, or say I, you, we, yes or no, or have times or offices.

    Glossaries, recipes, forms and logs, whose lines begin like turns, do none of it.
    """
    wanted = -(-len(look.turns) // _LEAST_SPOKEN)
    spoken = (turn for turn in look.turns if _is_spoken(look.text, turn))
    return len(tuple(islice(spoken, wanted))) == wanted


def _is_spoken(text: str, turn: Turn) -> bool:
    if turn.time or holds_office(turn.label):
        return True
    end = min(turn.span.end, turn.words_from + _LOOKED_AT_TURN_CHARS)
    return _SPOKEN.search(text, turn.words_from, end) is not None


def _is_aside(look: Look) -> bool:
    """Whether a text is mostly prose with some talk in it, as of a play that it speaks of.

    Questions and answers that inform, and captions of quotations, are no talk either.
    """
    if _INFORMS.search("\n".join((*look.header, spaced(look.stem)))):
        return True
    first, last = look.turns[0], look.turns[-1]
    said = [look.text[turn.words_from : turn.span.end] for turn in look.turns]
    if sum(words.startswith(_QUOTES) for words in said) * 2 > len(said):
        return True
    paragraph = _BLANK_LINE.search(look.text, last.words_from, last.span.end)
    after = len(look.text) - (paragraph.start() if paragraph else last.span.end)
    before = first.span.start
    return before * 3 > len(look.text) and (before + after) * 3 > 2 * len(look.text)


def _is_record(look: Look) -> bool:
    """Whether a text is the verbatim record of a meeting: most turns are by office-holders."""
    if not _is_talk(look) or any(asks(turn.label) for turn in look.turns):
        return False
    official = [turn.label for turn in look.turns if holds_office(turn.label)]
    most = len(official) * 2 >= len(look.turns) and len(set(official)) >= _LEAST_OFFICES
    return most and (len(look.turns) >= _LEAST_RECORD_TURNS or not _heads_minutes(look))


def _heads_minutes(look: Look) -> bool:
    """Whether a text begins as minutes do; interviews and field notes name those present, too."""
    other = look.is_named_talk or _tells_of_me(look, least=_LEAST_I_BELOW_A_DAY)
    lines = (line for line in look.header if not (other and _PRESENT.match(line)))
    return _MINUTES.search("\n".join(lines)) is not None


def _heads_meeting(look: Look) -> bool:
    return any(_MEETING.match(line) for line in look.header)


def _is_timed(text: str) -> bool:
    """Whether most lines begin with a media time, as of speech that names no speakers.

    No recording begins at its sixth hour: such times are a clock's, as in a log. Times
    without hours and brackets count from a recording's beginning, and in order.
    """
    lines = [line for line in text[:_LOOKED_AT_CHARS].split("\n") if line.strip()]
    if lines and _DAYTIME.match(lines[0]):
        return False
    timed = sum(map(begins_with_media_time, lines))
    short = [(int(m[1]), int(m[2])) for m in map(_SHORT_TIME.match, lines) if m]
    if short and short[0] < (_LATEST_FIRST_MINUTE, 0) and short == sorted(short):
        timed += len(short)
    return timed >= _LEAST_TIMED_LINES and timed * 2 >= len(lines)


def _is_named_field_note(look: Look) -> bool:
    """Whether a file is called a journal, or by nothing but a day."""
    named = any(_JOURNAL.search(spaced(name)) for name in (look.stem, *look.header[:1]))
    return named or day_of_name(look.stem, day_first=look.day_first) is not None


def _begins_with_its_day(look: Look) -> bool:
    """Whether the first thing in a text is a heading that is wholly a date."""
    head = look.heads[0] if look.heads else None
    if head is None or head.date is None or head.title or look.text[: head.span.start].strip():
        return False
    alone = look.text[head.span.end : head.span.end + 1] in ("", "\n")
    return alone and look.text[head.span.start] in "#*"


def _is_day_of_mine(look: Look) -> bool:
    """Whether a text that has a date for a name, or above it, is told by an I, and is no letter."""
    if day_in_name(look.stem, day_first=look.day_first) is not None:
        # Notes whose names begin with their day may be short.
        return _tells_of_me(look, least=1 if _DAY_IN_NAME.match(look.stem) else _LEAST_I)
    head = look.heads[0] if look.heads else None
    below_day = head is not None and head.date and not look.text[: head.span.start].strip()
    if any(_STATEMENT.search(line) for line in look.header):
        return False
    return bool(below_day) and _tells_of_me(look, least=_LEAST_I_BELOW_A_DAY)


def _tells_of_me(look: Look, *, least: int) -> bool:
    """Whether a text is told by an I outside quotations, and is no letter."""
    start = look.text[:_LOOKED_AT_CHARS]
    mine = len(_I.findall(_QUOTED.sub(" ", start)))
    return mine >= max(least, count_words(start) * _LEAST_I_SHARE) and not _LETTER.search(start)
