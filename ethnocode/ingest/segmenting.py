"""Cutting a canonical text into the units that codings are counted in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ethnocode.model import DOCUMENT, FIELD_NOTE, INTERVIEW, Segment, SegmentKind, Span
from ethnocode.text.blocks import paragraph_spans, sentence_spans
from ethnocode.text.dates import leading_date
from ethnocode.text.entries import EntryHead, entry_heads
from ethnocode.text.turns import Turn, speaker_turns

_HASH_HEADING = re.compile(r"^(?P<marks>#{1,6})[ \t]+(?P<words>[^\n]*\S)", re.MULTILINE)
_NUMBER_HEADING = re.compile(
    r"^(?:\d{1,2}\.?|\d{1,3}/\d{2})[ \t]+[A-Z][^\n]{0,70}[^\s.,;:]$", re.MULTILINE
)
_LONGEST_HEADING_WORDS = 8
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)")
_TABLE_LINE = re.compile(r"^[ \t]*(?P<row>\|[^\n]*\|)[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"\|(?:[ \t]*:?-+:?[ \t]*\|)+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that names what stands below it.

    Args:
        span: The line, with its marks.
        words: The words, without ``#`` and emphasis.
        level: 1 to 6 for Markdown, 0 for a numbered or dated line.
    """

    span: Span
    words: str
    level: int = 0


_Found = TypeVar("_Found", Heading, Segment, Turn)


@dataclass(frozen=True, slots=True)
class _Context:
    """What the segments at an offset inherit; every tuple is sorted by start."""

    headings: tuple[Heading, ...]
    entries: tuple[Segment, ...]
    turns: tuple[Turn, ...]

    def heading_at(self, offset: int) -> str | None:
        heading = _last_before(self.headings, offset)
        return heading.words if heading else None

    def date_at(self, offset: int) -> str | None:
        entry = _last_before(self.entries, offset)
        return entry.date if entry else None

    def speaker_at(self, offset: int) -> str | None:
        turn = _last_before(self.turns, offset)
        return turn.label if turn and offset < turn.span.end else None


def headings_of(text: str, *, kind: str) -> tuple[Heading, ...]:
    """Return the heading lines: Markdown ones, and in documents numbered ones."""
    found = [
        Heading(Span(*match.span()), _bare(match["words"]), len(match["marks"]))
        for match in _HASH_HEADING.finditer(text)
    ]
    if kind == DOCUMENT:
        numbered = (match for match in _NUMBER_HEADING.finditer(text) if _is_title(text, match))
        found += [Heading(Span(*match.span()), match.group()) for match in numbered]
    return tuple(sorted(found, key=_start_of))


def segments_of(text: str, *, kind: str, day_first: bool = True) -> tuple[Segment, ...]:
    """Return every segment of a text, sorted by start, longest first, kind.

    Field notes have dated entries and interviews have turns; all have headings,
    paragraphs and sentences, and all but interviews the rows of Markdown tables.
    Every word is in one paragraph or one row, except the labels of turns.

    Args:
        text: The canonical text.
        kind: Kind of the source.
        day_first: Whether ``08/02/12`` is 8 February.

    Complexity:
        O(n log n) for n segments.
    """
    heads = entry_heads(text, day_first=day_first) if kind == FIELD_NOTE else ()
    dated = {head.span.start: Heading(head.span, _bare(head.span.of(text))) for head in heads}
    headings = [h for h in headings_of(text, kind=kind) if h.span.start not in dated]
    context = _Context(
        tuple(sorted([*headings, *dated.values()], key=_start_of)),
        tuple(_entries(text, heads)),
        speaker_turns(text, declared=True) if kind == INTERVIEW else (),
    )
    found = [
        *(_segment(SegmentKind.HEADING, heading.span, context) for heading in context.headings),
        *context.entries,
        *(_turn_segment(turn, context) for turn in context.turns),
        *_running_text(text, context, tables=kind != INTERVIEW),
    ]
    return tuple(sorted(found, key=lambda s: (s.span.start, -s.span.end, s.kind)))


def _running_text(text: str, context: _Context, *, tables: bool) -> Iterator[Segment]:
    """Yield paragraphs with their sentences, and rows, around the lines that stand apart."""
    apart: list[tuple[int, int, SegmentKind | None]] = [
        *((h.span.start, h.span.end, SegmentKind.PARAGRAPH) for h in context.headings),
        *((turn.span.start, turn.words_from, None) for turn in context.turns),
    ]
    for match in _TABLE_LINE.finditer(text) if tables else ():
        rule = _RULE.fullmatch(match["row"])
        apart.append((*match.span("row"), None if rule else SegmentKind.ROW))
    position = 0
    apart.append((len(text), len(text), None))
    for start, end, kind in sorted(apart, key=lambda line: line[:2]):
        if position < start:
            for span in paragraph_spans(text, within=Span(position, start)):
                yield from _paragraph(text, span, context)
        if kind is SegmentKind.ROW:
            yield _segment(kind, Span(start, end), context)
        elif kind is SegmentKind.PARAGRAPH:
            yield from _paragraph(text, Span(start, end), context)
        position = end


def _paragraph(text: str, span: Span, context: _Context) -> Iterator[Segment]:
    paragraph = _segment(SegmentKind.PARAGRAPH, span, context)
    yield paragraph
    for sentence in sentence_spans(text, span):
        yield Segment(
            SegmentKind.SENTENCE,
            sentence,
            sentence.start,
            date=paragraph.date,
            speaker=paragraph.speaker,
            heading=paragraph.heading,
        )


def _segment(kind: SegmentKind, span: Span, context: _Context) -> Segment:
    return Segment(
        kind,
        span,
        span.start,
        date=context.date_at(span.start),
        speaker=context.speaker_at(span.start),
        heading=context.heading_at(span.start),
    )


def _entries(text: str, heads: Sequence[EntryHead]) -> Iterator[Segment]:
    ends = [*(head.span.start for head in heads[1:]), len(text)]
    for head, end in zip(heads, ends, strict=False):
        words = text[head.span.start : end].rstrip()
        span = Span(head.span.start, head.span.start + len(words))
        yield Segment(
            SegmentKind.ENTRY,
            span,
            span.start,
            date=head.date,
            time=head.time,
            heading=_bare(head.span.of(text)),
        )


def _turn_segment(turn: Turn, context: _Context) -> Segment:
    return Segment(
        SegmentKind.TURN,
        turn.span,
        turn.words_from,
        time=turn.time,
        speaker=turn.label,
        heading=context.heading_at(turn.span.start),
    )


def _is_title(text: str, match: re.Match[str]) -> bool:
    """Whether a numbered line stands alone between blank lines, and is no date."""
    line = match.group()
    above = text[max(0, match.start() - 2) : match.start()]
    below = text[match.end() : match.end() + 2]
    return (
        len(line.split()) <= _LONGEST_HEADING_WORDS
        and above in ("", "\n", "\n\n")
        and below in ("", "\n", "\n\n")
        and leading_date(line) is None
    )


def _bare(words: str) -> str:
    """Return a heading's words without ``#``, emphasis and a colon at the end."""
    bare = _EMPHASIS.sub("", words.strip(" \t#")).strip()
    return bare.removesuffix(":").rstrip()


def _start_of(found: _Found) -> int:
    return found.span.start


def _last_before(found: Sequence[_Found], offset: int) -> _Found | None:
    position = bisect_right(found, offset, key=_start_of)
    return found[position - 1] if position else None
