"""Messages of a chat, as WhatsApp, Signal, Telegram, Slack and Zoom write them out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ethnocode.text.dates import read_date
from ethnocode.text.speaker_labels import label_key, names_field

_DAY = r"(?P<day>\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}\.?[ ][^\W\d_]{3,9}\.?[ ]\d{4})"
_CLOCK = r"(?P<clock>\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ ]?[AaPp]\.?[ ]?[Mm]\.?)?)"
# "08/02/2012, 14:30", "8 Feb 2012 at 2:30 PM".
_STAMP = rf"{_DAY}(?:,|[ ]at|T)?[ ]{{0,2}}{_CLOCK}"
_SENDER = r"(?P<sender>[^\s:\[\]<>][^\n:\[\]]{0,58}?)"
_ENDS = r"(?=\s|\Z)"
# WhatsApp on iOS and Signal; WhatsApp on Android; Telegram; Slack and Teams; Zoom.
_FORMS = tuple(
    re.compile(rf"[\u200e\u200f]?{pattern}")
    for pattern in (
        rf"\[{_STAMP}\][ ]?(?:[-–][ ])?(?:{_SENDER}:{_ENDS})?",
        rf"{_STAMP}[ ][-–][ ](?:{_SENDER}:{_ENDS})?",
        rf"{_SENDER},[ ]\[{_STAMP}\]:?[ \t]*(?=\n|\Z)",
        rf"{_SENDER}[ \t]{{1,4}}(?:{_DAY}[ ])?(?P<clock>\d{{1,2}}:\d{{2}}[ ]?[AP]M)[ \t]*(?=\n|\Z)",
        r"(?P<clock>\d{1,2}:\d{2}:\d{2})[ \t]+From[ \t]+(?P<sender>[^\n:]{1,60}?)"
        rf"(?:[ \t]+to[ \t]+[^\n:]{{1,60}}?)?[ \t]*:{_ENDS}",
    )
)
# What stands for a sender in the log of a program.
_PROGRAM = re.compile(r"\w+\.\w|(?:INFO|WARN(?:ING)?|ERROR|DEBUG|TRACE|FATAL|CRITICAL|NOTICE)\b")
_LEAST_MESSAGES = 4
_LEAST_SENDERS = 2
_LEAST_SHARE = 0.125
_FIRST_LINES = 12


@dataclass(frozen=True, slots=True)
class Message:
    """The beginning of a message.

    Args:
        sender: As written; empty where the program itself says something.
        start: First character of its stamp or sender.
        end: Where both end.
        clock: Time of day as written.
        day: Date as written, or ``None``.
    """

    sender: str
    start: int
    end: int
    clock: str
    day: str | None


def chat_messages(text: str) -> tuple[Message, ...]:
    """Return the messages of a chat written out in one form; none of any other text.

    Two persons or more write, most of them again, and the first message stands near
    the beginning: so a journal whose entries have a date and a time is no chat.

    Complexity:
        O(n) for n characters.
    """
    opening = text.split("\n", _FIRST_LINES)[:_FIRST_LINES]
    form = next((f for f in _FORMS if any(map(f.match, opening))), None)
    if form is None:
        return ()
    found: list[Message] = []
    position, lines = 0, 0
    for line in text.split("\n"):
        match = form.match(text, position)
        if match and match.start() < position + len(line):
            found.append(_message(match))
        lines += bool(line.strip())
        position += len(line) + 1
    return tuple(found) if _are_chat(found, lines=lines) else ()


def days_read(days: Iterable[str], *, day_first: bool) -> dict[str, str]:
    """Return the dates of days as one program wrote them; none where one is no date.

    A month 13 shows that the program puts months first: then no other day is certain.
    """
    read = {day: read_date(day, day_first=day_first) for day in days}
    certain = {day: date for day, date in read.items() if date is not None}
    return certain if len(certain) == len(read) else {}


def _message(match: re.Match[str]) -> Message:
    named = match.groupdict()
    sender = " ".join((named["sender"] or "").split())
    return Message(sender, match.start(), match.end(), named["clock"], named.get("day"))


def _are_chat(messages: list[Message], *, lines: int) -> bool:
    senders = [label_key(message.sender) for message in messages if message.sender]
    if len(senders) < _LEAST_MESSAGES or len(messages) < _LEAST_SHARE * lines:
        return False
    if any(_PROGRAM.match(m.sender) or names_field(m.sender) for m in messages):
        return False
    return _LEAST_SENDERS <= len(set(senders)) <= len(senders) / 2
