"""Speaker turns of a transcript."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ethnocode.model import Span

_ROLE = (
    "(?i:interviewer|interviewee|participant|respondent|informant|moderator|facilitator"
    "|speaker|researcher|host|guest)"
)
_NAME = (
    r"(?:(?:Mr|Mrs|Ms|Mx|Dr|Prof|Cllr|Rev|St|[A-ZÀ-ÖØ-Þ])\.|[A-ZÀ-ÖØ-Þ][\w'’\-]*(?:\.\w[\w'’\-]*)*)"
)
_LABEL = (
    rf"(?P<label>\[[Aa]uthor\]|(?:{_ROLE}|{_NAME})(?:[ \t]?\d{{1,3}})?"
    rf"(?:[ \t]+(?:{_NAME}|\d{{1,3}})){{0,3}})"
)
_TIME = r"(?:[\[(](?P<{}>(?:\d{{1,2}}:)?\d{{1,2}}:\d{{2}}(?:[.,]\d{{1,3}})?)[\])])"
_TURN = re.compile(
    rf"^(?P<bold>\*\*)?{_LABEL}[ \t]*(?:{_TIME.format('early')}[ \t]*)?"
    rf"(?(bold)(?::\*\*|\*\*[ \t]*:)|:)(?=\s|\Z)(?:[ \t]*{_TIME.format('late')})?",
    re.MULTILINE,
)
_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)

_NO_SPEAKERS = frozenset(
    re.findall(
        r"\S+",
        """
    note notes nb n.b ps p.s re ref reference subject from to cc bcc sent date time when place
    venue where location setting present absent attendance attending apologies agenda item items
    action actions minutes minute title summary purpose background context topic topics
    recommendation recommendations resolved decision decisions agreed proposed seconded moved
    duration length recorded recording transcribed transcription transcript tel telephone phone
    mobile fax email e-mail mail web website http https url link file attachment attachments
    enclosed enc source sources keywords abstract version copyright appendix annex section
    chapter part table figure question answer step day week example update total dear
    """,
    )
)


_FIRST_BLOCK = re.compile(r"\s*(?:[^\n]*\S[^\n]*(?:\n|\Z))*")
_FIELD = re.compile(r"^[*_]{0,2}(?P<name>[A-Z][\w-]*)(?:[ \t]\w+){0,2}[ \t]*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says before another does.

    Args:
        label: The speaker's label as written.
        span: From the label's first character to the end of the last word.
        words_from: First character of the speech; the span's end where there is none.
        time: Media time as written, or ``None``.
    """

    label: str
    span: Span
    words_from: int
    time: str | None


def speaker_turns(text: str, *, declared: bool = False) -> tuple[Turn, ...]:
    """Return the turns of a transcript: ``Name:`` at a line's start, plain or bold.

    A turn runs to the next label, a Markdown heading or the end of the text.

    Args:
        text: The canonical text.
        declared: Whether the source is known to be an interview. If not, a label
            is a speaker only where it occurs at least twice.
    """
    labels = [match for match in _TURN.finditer(text) if _could_speak(match["label"])]
    times = Counter(match["label"].casefold() for match in labels)
    header_end = _header_end(text)
    speaking = [
        match
        for match in labels
        if times[match["label"].casefold()] > 1 or (declared and match.start() >= header_end)
    ]
    return tuple(_turns(text, speaking))


def _turns(text: str, labels: list[re.Match[str]]) -> Iterator[Turn]:
    headings = [match.start() for match in _HEADING.finditer(text)] if labels else []
    stops = sorted([*(match.start() for match in labels[1:]), *headings, len(text)])
    position = 0
    for match in labels:
        while stops[position] <= match.start():
            position += 1
        words = text[match.end() : stops[position]]
        end = match.end() + len(words.rstrip())
        words_from = end if end == match.end() else end - len(words.strip())
        yield Turn(
            match["label"], Span(match.start(), end), words_from, match["early"] or match["late"]
        )


def _could_speak(label: str) -> bool:
    return not any(word.rstrip(".") in _NO_SPEAKERS for word in label.lower().split())


def _header_end(text: str) -> int:
    """Return where a first block of ``Date: ...`` lines ends; 0 where there is none."""
    block = _FIRST_BLOCK.match(text)
    fields = _FIELD.finditer(block.group()) if block else ()
    found = any(field["name"].lower() in _NO_SPEAKERS for field in fields)
    return block.end() if block and found else 0
