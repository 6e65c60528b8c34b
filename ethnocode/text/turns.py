"""Speaker turns of a transcript."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ethnocode.model import Span
from ethnocode.text.chats import Message, chat_messages
from ethnocode.text.label_lines import LabelLine, label_lines
from ethnocode.text.media_times import media_times
from ethnocode.text.speaker_labels import is_role, names_field
from ethnocode.text.speaking_lines import fills_field, speaking_lines

_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
# A line of a header, "Date: 8 Feb 2012", or any other line with words.
_HEADER_LINE = re.compile(
    r"\s{0,80}(?:[*_]{0,2}(?P<name>[^\W\d_][\w-]*)(?:[ \t]\w+){0,2}[ \t]*[*_]{0,2}:[*_]{0,2}"
    r"(?=\s)(?P<value>[^\n]*)|[^\n]*\S[^\n]*)(?:\n|\Z)"
)
_LONGEST_HEADER_LINES = 16
_LONGEST_VALUE_WORDS = 10
# "[End of recording]", as the last words.
_CLOSING_LINE = re.compile(
    r"^[^\w\n]*(?:meeting ended after [\d:]+"
    r"|(?:\w[^\n:]{1,60} )?stopped transcription"
    r"|end of (?:the )?(?:interview|transcript|transcription|recording|audio|tape))[^\w]*\Z",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST_CLOSING_CHARS = 200
# Where labels have times in round brackets, such times among the words are media times.
_ROUND_TIME = re.compile(r"\(\d+:\d")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says before another does.

    Args:
        label: The speaker's label as written.
        span: From the label's first character to the end of the last word.
        words_from: First character of the speech; the span's end where there is none.
        time: Media time as written beside the label, else the one that closes the
            turn, or ``None``.
        times: Media times written among the words, which nobody speaks.
        day: Day as written beside the label, in a chat; else ``None``.
    """

    label: str
    span: Span
    words_from: int
    time: str | None
    times: tuple[Span, ...] = ()
    day: str | None = None


def speaker_turns(text: str, *, declared: bool = False) -> tuple[Turn, ...]:
    """Return the turns of a transcript, in the style that it is written in.

    Labels stand before a colon, beside a media time, before a tab, in bold or another
    mark, or alone on their line; the style with most labels is taken. A label that
    occurs once is a speaker's where others show that the text is a transcript. A turn
    runs to the next label, a Markdown heading or the end of the text. The messages of a
    chat are turns, too; what its program says between them is in none.

    Args:
        text: The canonical text.
        declared: Whether the source is known to be an interview; if so, whatever may
            be a speaker is one.

    Complexity:
        O(n) for n characters.
    """
    if messages := chat_messages(text):
        return tuple(_chat_turns(text, messages))
    lines = list(label_lines(text, small=declared))
    header_end = _header_end(text, lines)
    lines = [line for line in lines if line.start >= header_end]
    return tuple(_turns(text, speaking_lines(text, lines, declared=declared)))


def _chat_turns(text: str, messages: Sequence[Message]) -> Iterator[Turn]:
    ends = [*(message.start for message in messages[1:]), len(text)]
    for message, stop in zip(messages, ends, strict=True):
        words = text[message.end : stop]
        end = message.end + len(words.rstrip())
        if message.sender:
            words_from = end - len(words.strip())
            span = Span(message.start, end)
            yield Turn(message.sender, span, words_from, message.clock, day=message.day)


def _turns(text: str, lines: Sequence[LabelLine]) -> Iterator[Turn]:
    headings = [match.start() for match in _HEADING.finditer(text)] if lines else []
    stops = sorted([*(line.start for line in lines[1:]), *headings, _speech_end(text), len(text)])
    in_round = any(_ROUND_TIME.search(text, line.start, line.end) for line in lines)
    position = 0
    for line in lines:
        while stops[position] < line.end:
            position += 1
        words = text[line.end : stops[position]]
        answered = line.answer is not None and not words.strip()
        if line.answer is not None and answered:
            line = replace(line, end=line.answer, time=None)
            words = text[line.end : stops[position]]
        end = line.end + len(words.rstrip())
        words_from = end - len(words.strip())
        times = () if answered else _times(text, words_from, end, in_round=in_round)
        closing = times[-1][1] if times and times[-1][0].end == end else None
        yield Turn(
            line.label,
            Span(line.start + _indent(text[line.start : line.end]), end),
            words_from,
            line.time or closing,
            tuple(span for span, _ in times),
        )


def _indent(label: str) -> int:
    """Return how many blanks, or tabs of empty cells, stand before a label."""
    return len(label) - len(label.lstrip())


def _speech_end(text: str) -> int:
    """Return where the last words end that are not those of who or what wrote them down."""
    closing = _CLOSING_LINE.search(text, max(0, len(text) - _LONGEST_CLOSING_CHARS))
    return closing.start() if closing else len(text)


def _times(text: str, words_from: int, end: int, *, in_round: bool) -> tuple[tuple[Span, str], ...]:
    """Return the media times among the words of a turn, which may have none."""
    if words_from == end:
        return ()
    return tuple(media_times(text, within=Span(words_from, end), in_round=in_round))


def _header_end(text: str, lines: Sequence[LabelLine]) -> int:
    """Return where a first block of lines such as ``Date: ...`` ends; 0 where there is none.

    ``Interviewer: Ros`` among them is no turn, nor is ``Project: The lift``, which occurs
    only there; the first line on which somebody says something is.
    """
    times = Counter(line.key for line in lines)
    speaking = {line.start for line in lines if times[line.key] > 1 or is_role(line.label)}
    position = len(text) - len(text.lstrip())
    end, is_header = 0, False
    for _ in range(_LONGEST_HEADER_LINES):
        line = _HEADER_LINE.match(text, position)
        if line is None:
            break
        start, position = position, line.end()
        if line["name"] is None:
            continue
        named = names_field(line["name"]) or is_role(line["value"].strip())
        if not named and not fills_field(line["value"]):
            if start in speaking or not _is_short(line["value"]):
                break
            continue
        is_header = is_header or named
        end = position
    return end if is_header else 0


def _is_short(value: str) -> bool:
    """Whether words are few and no question, as what a form is filled in with."""
    return len(value.split()) <= _LONGEST_VALUE_WORDS and "?" not in value
