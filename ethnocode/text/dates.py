"""Dates as people write them: never a wrong one, rather none."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from ethnocode.text.days import (
    LONG_YEAR,
    ORDINAL,
    day_of,
    full_year,
    names_its_month,
    shape_at,
    shapes_in,
    whole_shape,
)
from ethnocode.text.months import MONTH, WEEKDAY, month_number

_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
SEASON_NAMES = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
"""What EDTF writes in the place of a month, and the season it means."""
_LONGEST_DATE_CHARS = 80
_FULL = len("2012-02-08")

# "Date: ", "on the ".
_LEAD = re.compile(
    r"(?:date[ ]?:[ ]*|dated[ ]+|on[ ]+|from[ ]+|am[ ]+)?(?:(?:the|le|den)[ ]+)?(?=\S)",
    re.IGNORECASE,
)
# "16.30", "4 pm", "16h30", "late evening", "noon".
_CLOCK = (
    r"(?:\d{1,2}(?:[:.]\d{2}){1,2}(?:[.,]\d+)?(?:[ ]?[ap]\.?m\.?|[ ]Uhr)?"
    r"|\d{1,2}[ ]?[ap]\.?m\.?|\d{1,2}h(?:\d{2})?|\d{1,2}[ ]Uhr"
    r"|(?:(?:early|late|mid)[ -])?(?:morning|afternoon|evening|night)|noon|midnight|midday)"
)
_TIME_BEFORE = re.compile(rf"{_CLOCK}(?:,[ ]*|[ ]+)(?:(?:on|of)[ ]+)?", re.IGNORECASE)
_TIME_AFTER = re.compile(
    rf"(?:,[ ]*|[ ]+)(?:(?:at|in[ ]the)[ ]+)?(?:{_CLOCK}|\({_CLOCK}\))"
    rf"(?:[ ]?(?:Z|UTC|GMT|[+-]\d{{2}}:?\d{{2}}))?\Z",
    re.IGNORECASE,
)
_PART_OF_DAY = re.compile(
    rf"\A({WEEKDAY})[ ](?:early[ ]|late[ ])?(?:morning|afternoon|evening|night)(?:,[ ]*|[ ]+)",
    re.IGNORECASE,
)
# "8 / 2 / 12" is read as "8/2/12".
_SPACED = re.compile(r"(?<=\d)[ ]*([./–-])[ ]*(?=['’‘]?\d)")
_ONLY_NUMBERS = re.compile(r"\d{1,4}(?:[ ]*[./–-][ ]*['’‘]?\d{1,4}){2}")
_COMPACT = re.compile(r"(?:19|20)\d{6}|[12]\d{3}-W\d{2}-\d")

_YEAR = re.compile(r"[12]\d{3}")
# "the 1990s", "199X".
_DECADE = re.compile(r"(?:the[ ]+)?(?P<decade>[12]\d{2})(?:0['’]?s|X)")
_YEAR_MONTH = re.compile(r"(?P<year>[12]\d{3})-(?P<part>\d{2})")
_MONTH_YEAR = re.compile(
    rf"(?P<month>{MONTH})\.?(?:[ ]+of|[ ]+de)?[ ,/-]*(?P<year>[12]\d{{3}}|['’‘]\d{{2}})",
    re.IGNORECASE,
)
_NUMBER_YEAR = re.compile(r"(?P<part>\d{1,2})[./-](?P<year>[12]\d{3})")
_SEASON = re.compile(
    r"(?:(?:in[ ]+)?the[ ]+)?(?P<season>spring|summer|autumn|fall|winter)"
    r"(?:[ ]+of|,)?[ ]+(?P<year>[12]\d{3})",
    re.IGNORECASE,
)
# "c. 1998".
_ABOUT = re.compile(
    r"(?:c\.?|ca\.?|circa|about|around|approx\.?|approximately)[ ]*(?=\S)(?P<rest>\d.*|(?<=[ ]).*)",
    re.IGNORECASE,
)
_UNSURE = re.compile(r"(?P<date>.*\d)[ ]?(?P<sign>[?~])")
_AROUND = (("(", ")"), ("[", "]"), ("<", ">"), ('"', '"'), ("'", "'"), ("“", "”"), ("‘", "’"))
_TO = re.compile(r"[ ]*(?:[-–—/]|\b(?:to|until|till|bis|au|and|&|or)\b)[ ]*", re.IGNORECASE)
# "June 13th-15th, 2013".
_MONTH_FIRST = re.compile(
    rf"(?P<month>{MONTH})\.?[ ]+(?P<first>\d{{1,2}}{ORDINAL})(?P<to>[ ]*(?:[-–—&]|to|and|or)[ ]*)"
    rf"(?P<second>\d{{1,2}}{ORDINAL})(?:[ ]*,[ ]*|[ ]+)(?P<year>[12]\d{{3}})",
    re.IGNORECASE,
)
# The month and year at the end of a range, which its beginning shares: "13-15 June 2013".
_END = re.compile(rf"(?:(?P<month>{MONTH})\.?[ ,]*|[ ,])(?P<year>[12]\d{{3}})\Z", re.IGNORECASE)

# "section 3.5.12" is no date.
_NUMBERED = re.compile(
    r"\b(?:clauses?|sections?|para(?:graph)?s?|versions?|v|rules?|items?|minute|parts?|tables?"
    r"|fig(?:ure)?s?|appendix|schedules?|policy|no)\.?[ \t]*\Z",
    re.IGNORECASE,
)
# "3.5.12 The Council" numbers a clause.
_CLAUSE = re.compile(r"[1-9]\.[1-9]\d?\.\d{2}\.?[ \t]+[A-Z]")
# "12 and " before a date, or " to" after it: one end of a range is not its date.
_RANGE_BEFORE = re.compile(
    rf"(?:\d(?:st|nd|rd|th)?|\b{MONTH}\.?)[ \t]*(?:\b(?:and|to|or|until|till)\b|&|-|–|—|,)"
    rf"[ \t]*\Z",
    re.IGNORECASE,
)
_RANGE_AFTER = re.compile(r"[ \t]*(?:[-–—]|\b(?:to|until|till|through)\b)[ \t]*", re.IGNORECASE)
_SITTING = (
    "(?:meeting|session|sitting|hearing|council|committee|panel|board|assembly|interview|visit"
    "|week|day|morning|afternoon|evening|night|minutes)"
)
# "the letter of 3 May 2011 said" tells when the letter was written, not this text.
_REFERRED = re.compile(
    rf"\b(?:the|your|our|my|his|her|its|their|a|an|that)[ \t]+"
    rf"(?:(?!{_SITTING}\b)\w+[ \t]+){{1,3}}(?:of|dated|from|sent|on)[ \t]+(?:the[ \t]+)?\Z"
    r"|\b(?:since|until|till|before|after|by|due|born|birth|dob|d\.o\.b\.?|died|death|deadline"
    r"|next|previous|last|following|review|reviewed|expir\w+|effective|closing|accessed|retrieved"
    r"|founded|established|built|opened|closed|copyright|ref|refs|reference|tel|phone|arising)\b"
    r"(?:[ \t]+\w+){0,3}[ \t:.]*(?:[ \t](?:on|is|of|was|from))?[ \t]*\Z"
    r"|\b(?:approv|confirm|adopt|agree|sign|consider|receiv|accept|not)\w*[ \t]+(?:as[ \t][^\n]+)?"
    r"the[ \t](?:\w+[ \t]+)?minutes\b[^\n]*\Z"
    r"|(?:\A|\n)[ \t]*\d{1,2}[.)]?[ \t]+[^\n]*\bminutes\b[^\n]*\Z|\bfrom[ \t]+\Z",
    re.IGNORECASE,
)
# "minutes of 3 May 2011 were approved": those of another meeting.
_SETTLED = re.compile(
    r"[^\n.]{0,20}\b(?:were|was|be|being|been|as)[ \t]+(?:\w+[ \t]+)?(?:approved|agreed|confirmed"
    r"|adopted|signed|accepted|taken|noted|received|read|correct)\b",
    re.IGNORECASE,
)
_MINUTES = re.compile(r"\bminutes\b", re.IGNORECASE)
# A sentence dates its text only where it says that something was held or made that day.
_LEAST_SENTENCE_WORDS = 5
_SENTENCE = re.compile(r"[^\W_]{3}[.!?]+[\"”'’)]*(?:\Z|[ \t]+[A-Z])")
_HELD = re.compile(
    r"\b(?:meeting|session|sitting|hearing|council|committee|panel|board|assembly|interview|visit"
    r"|minutes|held|convened|recorded|dated?|published|issued)\b[^.!?]*\Z",
    re.IGNORECASE,
)
_LOOK_BEHIND_CHARS = 100


def read_date(text: str, *, day_first: bool = True) -> str | None:
    """Return a string that is wholly a date as ISO 8601, or EDTF where it is fuzzy.

    ``8/2/12`` gives ``2012-02-08``, ``Feb 2012`` gives ``2012-02``, ``summer of 2006``
    gives ``2006-22``, ``c. 1998`` gives ``1998~``, ``13-15 June 2013`` gives
    ``2013-06-13/2013-06-15`` and ``13 or 14 June 2013`` gives
    ``[2013-06-13,2013-06-14]``. ISO is never flipped. Two-digit years are 1970 to
    2069. A time of day after a full date is passed over.

    Args:
        text: The string; white space around it is ignored.
        day_first: Whether ``8/2/12`` is 8 February. A weekday that fits the other
            order alone goes before this.

    Returns:
        ``None`` for anything else: an impossible date, one that is possible only
        in the other order, or one that its weekday contradicts.
    """
    words = _plain(text)
    if not words or len(words) > _LONGEST_DATE_CHARS:
        return None
    if found := _full_date(words, day_first=day_first):
        return found
    if whole_shape(words):
        return None
    if about := _ABOUT.fullmatch(words):
        certain = _single(about["rest"], day_first=day_first)
        return f"{certain}~" if certain and certain[-1].isdecimal() else None
    return _partial_date(words, day_first=day_first) or _several_days(words, day_first=day_first)


def leading_date(line: str, *, day_first: bool = True) -> tuple[str | None, int] | None:
    """Return the full date a line begins with, and its length in characters.

    The days of a visit, ``8-9 February 2012``, are an EDTF interval. The date is
    ``None`` where the words have the shape of one but are not certain; the whole is
    ``None`` where the line begins otherwise.
    """
    if match := shape_at(line):
        return day_of(match, day_first=day_first), match.end()
    if match := _LEADING_DAYS.match(line):
        found = read_date(match.group(), day_first=day_first)
        return (found, match.end()) if found else None
    return None


_LEADING_DAYS = re.compile(
    rf"(?:(?:{WEEKDAY}\b\.?,?[ ]+)?\d{{1,2}}{ORDINAL}(?:[ ]+{MONTH}\.?)?(?:[ ,]+{LONG_YEAR})?"
    rf"[ ]*(?:[-–—&]|to\b|and\b)[ ]*(?:{WEEKDAY}\b\.?,?[ ]+)?\d{{1,2}}{ORDINAL}[ ]+{MONTH}\.?"
    rf"|{MONTH}\.?[ ]+\d{{1,2}}{ORDINAL}[ ]*(?:[-–—&]|to\b|and\b)[ ]*(?:{MONTH}\.?[ ]+)?"
    rf"\d{{1,2}}{ORDINAL})(?:[ ]*,[ ]*|[ ]+){LONG_YEAR}\b",
    re.IGNORECASE,
)


def find_date(text: str, *, day_first: bool = True) -> str | None:
    """Return the first certain full date inside running text, as ISO 8601.

    Clause numbers (``clause 3.2.15``), the ends of ranges, years of two digits
    after a month's name (``8 February 12 people came``), dates of other things
    (``the letter of 3 May 2011``) and days that a long sentence tells of are not
    certain.
    """
    told = len(text.split()) >= _LEAST_SENTENCE_WORDS and bool(_SENTENCE.search(text))
    for match in shapes_in(text):
        before = text[max(0, match.start() - _LOOK_BEHIND_CHARS) : match.start()]
        short_year = len(match["year"]) < len("2012")
        clause = _NUMBERED.search(before) or _is_clause(text, match)
        if (short_year and clause) or _RANGE_BEFORE.search(before):
            continue
        if _is_of_another(text, match, before=before, told=told):
            continue
        if short_year and names_its_month(match):
            continue
        until = _RANGE_AFTER.match(text, match.end())
        if until and shape_at(text, until.end()):
            continue
        if found := day_of(match, day_first=day_first):
            return found
    return None


def _is_clause(text: str, match: re.Match[str]) -> bool:
    """Whether what looks like a date numbers the line that it begins: ``3.2.15 The Panel``."""
    begins = not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip("#* \t")
    return begins and bool(_CLAUSE.match(text, match.start()))


def _is_of_another(text: str, match: re.Match[str], *, before: str, told: bool) -> bool:
    """Whether a date is that of something which a text only speaks of."""
    if _REFERRED.search(before) or (_MINUTES.search(before) and _SETTLED.match(text, match.end())):
        return True
    return told and bool(text[: match.start()].strip()) and not _HELD.search(before)


def _plain(text: str) -> str:
    """Return the words without what may stand around a date."""
    words = " ".join(unicodedata.normalize("NFKC", text).split())
    for opening, closing in _AROUND:
        if words.startswith(opening) and words.endswith(closing):
            words = words[1:-1].strip()
    words = _PART_OF_DAY.sub(r"\1 ", words.strip(" *_"))
    match = _LEAD.match(words)
    return words[match.end() :] if match else words


def _full_date(words: str, *, day_first: bool) -> str | None:
    if _COMPACT.fullmatch(words):
        return _compact(words)
    if _ONLY_NUMBERS.fullmatch(words):
        words = _SPACED.sub(lambda match: match[1].replace("–", "-"), words)
    timed = _TIME_BEFORE.match(words)
    for candidate in (words, _TIME_AFTER.sub("", words), words[timed.end() :] if timed else ""):
        if match := whole_shape(candidate.rstrip(".,;: ")):
            return day_of(match, day_first=day_first)
    return None


def _compact(words: str) -> str | None:
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError:
        return None


def _single(words: str, *, day_first: bool) -> str | None:
    """Return one day, month, season, year or decade."""
    return _full_date(words, day_first=day_first) or _partial_date(words, day_first=day_first)


def _partial_date(words: str, *, day_first: bool) -> str | None:
    words = words.rstrip(".,;: ")
    if _YEAR.fullmatch(words):
        return words
    if match := _DECADE.fullmatch(words):
        return f"{match['decade']}X"
    if match := _UNSURE.fullmatch(words):
        certain = _single(match["date"], day_first=day_first)
        return f"{certain}{match['sign']}" if certain and certain[-1].isdecimal() else None
    return _month_of_year(words)


def _month_of_year(words: str) -> str | None:
    if match := _YEAR_MONTH.fullmatch(words):
        return words if 1 <= int(match["part"]) <= 12 or match["part"] in SEASON_NAMES else None
    if match := _NUMBER_YEAR.fullmatch(words):
        part = int(match["part"])
        return f"{match['year']}-{part:02}" if 1 <= part <= 12 else None
    if match := _MONTH_YEAR.fullmatch(words):
        return f"{full_year(match['year'])}-{month_number(match['month']):02}"
    if match := _SEASON.fullmatch(words):
        return f"{match['year']}-{_SEASONS[match['season'].lower()]}"
    return None


def _several_days(words: str, *, day_first: bool) -> str | None:
    """Return the interval, or the one of two, that a string with two dates means."""
    if match := _MONTH_FIRST.fullmatch(words):
        end = f"{match['month']} {match['year']}"
        words = f"{match['first']}{match['to']}{match['second']} {end}"
    for match in _TO.finditer(words):
        first, last = words[: match.start()], words[match.end() :]
        ends = _both_ends(first, last, day_first=day_first)
        if ends:
            return _joined(*ends, word=match.group().strip().lower())
    return None


def _both_ends(first: str, last: str, *, day_first: bool) -> tuple[str, str] | None:
    """Return two dates of one precision, the first earlier; it may lack month and year."""
    end = _single(last, day_first=day_first)
    if end is None:
        return None
    named = _END.search(last)
    tails = (
        ("", f" {named['month'] or ''} {named['year']}", f" {named['year']}") if named else ("",)
    )
    for tail in tails:
        start = _single(" ".join((first + tail).split()), day_first=day_first)
        plain = start and _plain_parts(start) and _plain_parts(end)
        if start and plain and len(start) == len(end) and start < end:
            return start, end
    return None


def _plain_parts(date: str) -> bool:
    """Whether a date is made of a year, a month and a day: no season, no doubt."""
    return date.replace("-", "").isdecimal() and date[5:7] not in SEASON_NAMES


def _joined(start: str, end: str, *, word: str) -> str | None:
    if word == "or":
        return f"[{start},{end}]"
    if word in ("and", "&"):
        if len(start) != _FULL:
            return None
        neighbours = date.fromisoformat(end) - date.fromisoformat(start) == timedelta(days=1)
        return f"{start}/{end}" if neighbours else None
    return f"{start}/{end}"
