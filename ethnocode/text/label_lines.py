"""Lines that may begin a turn, in each of the styles that transcripts are written in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ethnocode.text.media_times import (
    CLOSERS,
    OPENERS,
    bracketed_pattern,
    long_time_pattern,
    time_pattern,
)
from ethnocode.text.speaker_labels import could_speak, is_initials, is_role, label_key


class Style(StrEnum):
    """How a transcript sets off who speaks."""

    TIMED = "timed"
    COLON = "colon"
    DOTTED = "dotted"
    DASHED = "dashed"
    MARKED = "marked"
    TAB = "tab"
    OWN_LINE = "own line"


@dataclass(frozen=True, slots=True)
class LabelLine:
    """A line that may begin a turn.

    Args:
        style: How the label is set off.
        label: As written, but for spaces.
        key: The same for all labels of one speaker, however spaced and cased.
        start: Where the line, or the time before the label, begins.
        end: Where the label, its punctuation and its time end.
        time: Media time beside the label, or ``None``.
        sure: Whether the time has hours, as no clock time in a list of events has.
        numbered: Whether a number of a page or line stands before it.
        aside: What stands in brackets behind the label: ``(laughing)``, ``(Council)``.
        tight: Whether the words follow the label's colon without a space.
        small: Whether it is a name in small letters, of which only some writers are fond.
        answer: Where a short time behind the colon begins: somebody may say ``12:30``.
        place: Whether it is indented, and whether it begins a paragraph.
    """

    style: Style
    label: str
    key: str
    start: int
    end: int
    time: str | None
    sure: bool
    numbered: bool
    place: tuple[bool, bool]
    aside: str = ""
    tight: bool = False
    small: bool = False
    answer: int | None = None


@dataclass(frozen=True, slots=True)
class _Form:
    """A pattern of label lines, and the names of its groups that are times."""

    style: Style
    pattern: re.Pattern[str]
    times: tuple[str, ...]


# The groups of a pattern that hold a time; ``_f4`` ends the name of one between number signs.
_TIMES = ("first", "bare", "early", "early_bare", "late", "late_bare", "late_alone")


def _form(style: Style, pattern: str) -> _Form:
    compiled = re.compile(pattern)
    groups = (*_TIMES, *(f"{name}_f4" for name in _TIMES))
    return _Form(style, compiled, tuple(n for n in groups if n in compiled.groupindex))


# What may stand before a label: blanks, a heading or list mark, a line number, bold.
_MARGIN = (
    r"[ \t]{0,40}(?:#{1,6}[ \t]{1,8}|(?P<listed>[-*+•][ \t]{1,8}))?"
    r"(?P<number>\d{1,4}[.)]?[ \t]{1,8})?[*_]{0,3}"
)
# A label: a name in square brackets, or at most 60 characters without punctuation.
_LABEL = (
    r"(?P<label>\\?\[[^\W\d_][^\]\n:\\]{0,38}\\?\]"
    r"|[^\W\d_](?:[^:：\n\t\[\](){}*<>|\"“”;!?=\\#…]|#(?=\d)|\\(?=['’.])){0,58}?)"
)
# A speaker the transcriber was not sure of: "??:", "(man):", "W2?:".
_UNSURE = r"(?P<unsure>\?{1,4}|\([^\W\d_]{2,20}\)|[^\W\d_]{1,3}\d{0,3}\?)(?=[ \t]?:)"
# What stands in brackets behind a label: "Win (laughing):".
_ASIDE = r"(?:\((?P<aside>[^()\n:]{1,60})\)|\\?\[[^\[\]\n:]{1,60}\])"
_BOLD = r"[*_]{0,3}"
_GAP = r"[ \t]{0,8}"
# What may stand between a time and a label: "00:12 - Win".
_RULE = r"(?:[-–—|•·,][ \t]{0,8})?"
# A time before the label, on its line or on the one above.
_FIRST = (
    rf"(?:(?:{bracketed_pattern('first')}|{time_pattern('bare')})"
    rf"{_GAP}{_RULE}(?:\n{{1,2}}{_GAP})?{_BOLD})"
)

# "**Win** (laughing) [00:12]:", with a time before, beside or behind.
_COLON = _form(
    Style.COLON,
    rf"{_MARGIN}{_FIRST}?(?:{_UNSURE}|{_LABEL}){_GAP}(?:{_ASIDE}{_GAP})?{_BOLD}{_GAP}"
    rf"(?:(?:{bracketed_pattern('early')}|{time_pattern('early_bare')}){_GAP})?"
    rf"{_BOLD}[:：](?:[*_]{{1,3}}|(?P<tight>(?=[^\W\d_]))|(?=\s|\Z))"
    rf"(?:{_GAP}\n?{_GAP}(?:{bracketed_pattern('late')}|{long_time_pattern('late_bare')}"
    rf"|{time_pattern('late_alone')}(?=[ \t]*(?:\n|\Z))))?",
)
# "12  Q. ", as in the record of a hearing.
_DOTTED = _form(
    Style.DOTTED, r"[ \t]{0,40}(?P<number>\d{1,4}[ \t]{1,8})?(?P<label>[QA])\.[ \t]+(?=\S)"
)
# "Win - We came".
_DASHED = _form(Style.DASHED, rf"{_MARGIN}{_LABEL}{_BOLD}[ \t]{{1,8}}[-–—][ \t]{{1,8}}(?=\S)")
# "**Ros** words", "Ros> words", "[Interviewer] words", "SPEAKER_00  words".
_MARKED = _form(
    Style.MARKED,
    r"[ \t]{0,40}(?P<number>\d{1,4}[.)]?[ \t]{1,8})?(?P<bold>\*\*|__)?"
    rf"{_LABEL}(?(bold)(?P=bold)|(?:>|(?<=\])|(?<=SPEAKER_\d\d)))[ \t]{{1,8}}(?=[^\s:*_|=–—-])",
)
# "[00:12] Win", alone on the line.
_BEFORE = _form(
    Style.TIMED, rf"{_MARGIN}{_FIRST}{_LABEL}{_BOLD}(?:{_GAP}{_ASIDE})?{_BOLD}[ \t]*(?=\n|\Z)"
)
# "Win  0:21", alone on the line or with the time on the next.
_AFTER = _form(
    Style.TIMED,
    rf"{_MARGIN}{_LABEL}{_BOLD}(?:{_GAP}{_ASIDE})?[ \t]{{0,40}}{_RULE}"
    rf"(?:(?<=[ \t])|(?=\\?[\[(])|\n{{1,2}})(?:{OPENERS})?{time_pattern('early')}(?:{CLOSERS})?"
    rf"{_BOLD}[ \t]*(?=\n|\Z)",
)
# "Win [00:12] We came".
_INLINE = _form(
    Style.TIMED, rf"{_MARGIN}{_LABEL}{_BOLD}{_GAP}{bracketed_pattern('early')}{_BOLD}(?=[ \t])"
)
# "(Win, 00:12) We came".
_ENCLOSED = _form(
    Style.TIMED,
    rf"{_MARGIN}\\?[\[(]{_LABEL},?[ \t]{{1,8}}{time_pattern('early')}\\?[\])]{_BOLD}:?(?=\s|\Z)",
)
# "00:12<tab>Win<tab>We came".
_TAB = _form(
    Style.TAB,
    rf"[ \t]{{0,40}}(?P<number>)(?:(?:{bracketed_pattern('first')}|{time_pattern('bare')})[ ]?\t+)?"
    rf"{_LABEL}(?:[ ]?{_ASIDE})?[ ]?\t+"
    rf"(?:(?:{bracketed_pattern('early')}|{time_pattern('early_bare')})[ ]?\t+)?(?=\S)",
)
# "Win", alone on the line above what she says.
_OWN = _form(
    Style.OWN_LINE, rf"(?![^\n]*/){_MARGIN}{_LABEL}{_BOLD}(?:{_GAP}{_ASIDE})?{_BOLD}[ \t]*(?=\n)"
)

_LONGEST_LEAD_CHARS = 160
_LONGEST_OWN_LINE_CHARS = 70
_LEAD_IN = re.compile(r"[ \t]{0,40}[\w*\\\[(<#?•+-]")
_TIME_NEAR = re.compile(r"\d:\d")
_MARKED_LEAD = re.compile(
    r"[ \t]*(?:\d{1,4}[.)]?[ \t]+)?(?:\*\*|__|\\?\[|SPEAKER_|[^\n>]{1,40}>[ \t])"
)
_DASH_NEAR = re.compile(r"\w\**[ \t]+[-–—][ \t]")


def label_lines(text: str, *, small: bool = False) -> Iterator[LabelLine]:
    """Yield the lines that may begin a turn in any style, in text order.

    Args:
        text: The canonical text.
        small: Whether a word in small letters before a colon may be a name.

    Complexity:
        O(n) for n characters.
    """
    known: dict[str, tuple[str, str] | None] = {}
    lines = text.split("\n")
    position, taken, blank_before = 0, 0, True
    for number, line in enumerate(lines):
        start, position = position, position + len(line) + 1
        if not _LEAD_IN.match(line):
            blank_before = not line or line.isspace()
            continue
        below = "\n".join(lines[number + 1 : number + 3]) if len(line) < 60 else ""
        for form in _forms(line, below) if start >= taken else ():
            found = form.pattern.match(text, start)
            if found and (named := _named(form, found, known, small=small)):
                taken = found.end()
                yield _label_line(form, found, named, blank_before=blank_before)
                break
        blank_before = False


def _forms(line: str, below: str) -> Iterator[_Form]:
    """Yield what a line could be, judging by a look at its characters."""
    lead = line[:_LONGEST_LEAD_CHARS]
    timed = _TIME_NEAR.search(lead) is not None
    # A time may stand alone on the line above or below its label.
    if timed or (":" in below and _TIME_NEAR.search(below)):
        yield from (_BEFORE, _AFTER, _INLINE, _ENCLOSED)
    if ":" in lead or "：" in lead or (timed and ":" in below):
        yield _COLON
    if "." in lead[:50]:
        yield _DOTTED
    if _DASH_NEAR.search(lead):
        yield _DASHED
    if _MARKED_LEAD.match(lead):
        yield _MARKED
    if "\t" in lead:
        yield _TAB
    if len(line) <= _LONGEST_OWN_LINE_CHARS:
        yield _OWN


def _named(
    form: _Form,
    found: re.Match[str],
    known: dict[str, tuple[str, str] | None],
    *,
    small: bool,
) -> tuple[str, str] | None:
    """Return the label without its odd spaces, and its key; ``None`` where none speaks."""
    written = _written(found)
    if written not in known:
        label = " ".join(written.replace("\\", "").split())
        known[written] = (label, label_key(label)) if could_speak(label) else None
    named = known[written]
    if named is None and small and form is _COLON and could_speak(written.capitalize()):
        return (written, label_key(written)) if written.isalpha() else None
    bracketed = form is _MARKED and written.startswith(("[", "\\"))
    listed = "listed" in found.re.groupindex and found["listed"]
    if named and (listed or bracketed or form is _DASHED):
        # A name in a list or brackets, or before a dash, mostly is not that of who says
        # what follows.
        return named if is_role(named[0]) or is_initials(named[0]) else None
    return named


def _answer_from(found: re.Match[str]) -> int | None:
    """Return where a time without hours begins that is all there is, or in round brackets."""
    if found["late_alone"] and found["late_alone"].count(":") == 1:
        return found.start("late_alone")
    late = found["late"] or ""
    before = found.start("late") - 1
    return before if late.count(":") == 1 and found.string[before] == "(" else None


def _written(found: re.Match[str]) -> str:
    return str(found["label"] or found["unsure"])


def _label_line(
    form: _Form, found: re.Match[str], named: tuple[str, str], *, blank_before: bool
) -> LabelLine:
    time = next(filter(None, (found[name] for name in form.times)), None)
    groups = found.re.groupindex
    # "R:yes" is often written; a name is set off so only where all are.
    tight = "tight" in groups and found["tight"] is not None
    tight = tight and not (is_role(named[0]) or is_initials(named[0]))
    return LabelLine(
        form.style,
        *named,
        found.start(),
        found.end(),
        time,
        sure=time is not None and time.count(":") > 1,
        numbered=bool(found["number"]),
        place=(found.group()[:1] in (" ", "\t"), blank_before),
        aside=(found["aside"] or "").strip() if "aside" in groups else "",
        tight=tight,
        small=named[0].isalpha() and named[0].islower() and not is_role(named[0]),
        answer=_answer_from(found) if form is _COLON else None,
    )
