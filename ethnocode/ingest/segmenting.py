"""Cutting a canonical text into the units that codings are counted in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ethnocode.ingest.blocks import BlockKind, Layout
from ethnocode.ingest.times import start_of
from ethnocode.model import (
    DOCUMENT,
    EMAIL,
    INTERVIEW,
    Mark,
    MarkKind,
    Segment,
    SegmentKind,
    Span,
)
from ethnocode.text.blocks import paragraph_spans, sentence_spans
from ethnocode.text.dates import leading_date
from ethnocode.text.entries import EntryHead
from ethnocode.text.marked_headings import marked_headings
from ethnocode.text.turns import Turn

_NUMBER_HEADING = re.compile(
    r"^(?:\d{1,2}\.?|\d{1,3}/\d{2})[ \t]+[A-Z][^\n]{0,70}[^\s.,;:]$", re.MULTILINE
)
_LONGEST_HEADING_WORDS = 8
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)")
_LAST_MARK = re.compile(r"[ \t]*(?::|\.?[-–—]+)\Z")
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
    pages: tuple[Mark, ...] = ()
    cues: tuple[Mark, ...] = ()

    def heading_at(self, offset: int) -> str | None:
        heading = _last_before(self.headings, offset)
        return heading.words if heading else None

    def date_at(self, offset: int) -> str | None:
        entry = _last_before(self.entries, offset)
        return entry.date if entry else None

    def speaker_at(self, offset: int) -> str | None:
        turn = _last_before(self.turns, offset)
        return turn.label if turn and offset < turn.span.end else None

    def page_at(self, offset: int) -> int | None:
        page = _mark_at(self.pages, offset)
        return int(page.words) if page and page.words.isdecimal() else None

    def time_at(self, offset: int) -> str | None:
        cue = _mark_at(self.cues, offset)
        return start_of(cue.words) if cue else None


def headings_of(text: str, *, kind: str) -> tuple[Heading, ...]:
    """Return the heading lines: Markdown ones, and in documents numbered ones."""
    # In e-mails, lines are drawn above signatures and quoted messages.
    marked = marked_headings(text, underlined=kind != EMAIL)
    found = [Heading(each.span, _bare(each.words), each.level) for each in marked]
    if kind == DOCUMENT:
        numbered = (match for match in _NUMBER_HEADING.finditer(text) if _is_title(text, match))
        found += [Heading(Span(*match.span()), match.group()) for match in numbered]
    return tuple(sorted(found, key=_start_of))


def segments_of(
    text: str,
    *,
    kind: str,
    layout: Layout | None,
    heads: Sequence[EntryHead],
    turns: Sequence[Turn],
    days: Mapping[str, str],
    marks: Sequence[Mark],
) -> tuple[Segment, ...]:
    """Return every segment of a text, sorted by start, longest first, kind.

    All kinds have headings, paragraphs and sentences, and all but interviews the rows
    of Markdown tables.
    Every word is in one paragraph or one row, except the labels of turns.

    Args:
        text: The canonical text.
        kind: Kind of the source.
        layout: Headings, paragraphs and rows, where the format has its own; else ``None``.
        heads: Heads of entries, sorted; none unless it is cut into entries.
        turns: Turns, sorted; none unless it is cut into turns.
        days: ISO date of each day that turns have, by the day as written.
        marks: Sorted; pages and cues say where and when a segment is.

    Complexity:
        O(n log n) for n segments.
    """
    context = _Context(
        _all_headings(text, kind=kind, heads=heads, turns=turns, layout=layout),
        tuple(_entries(text, heads)),
        tuple(turns),
        tuple(mark for mark in marks if mark.kind is MarkKind.PAGE),
        tuple(mark for mark in marks if mark.kind is MarkKind.CUE),
    )
    bodies = _laid(text, layout, context) if layout else _found(text, context, kind=kind)
    found = [
        *(_segment(SegmentKind.HEADING, heading.span, context) for heading in context.headings),
        *context.entries,
        *(_turn_segment(turn, context, days=days) for turn in context.turns),
        *bodies,
    ]
    return tuple(sorted(found, key=lambda s: (s.span.start, -s.span.end, s.kind)))


def _all_headings(
    text: str,
    *,
    kind: str,
    heads: Sequence[EntryHead],
    turns: Sequence[Turn],
    layout: Layout | None,
) -> tuple[Heading, ...]:
    """Return headings and the heads of entries; a line that is both is the latter.

    A line that begins with a speaker's label is no heading.
    """
    labelled = {turn.span.start for turn in turns if _labelled(turn)}
    dated = {
        head.span.start: Heading(head.span, _bare(head.span.of(text)))
        for head in heads
        if head.written
    }
    if layout is None:
        own = headings_of(text, kind=kind)
    else:
        own = tuple(
            Heading(block.span, _bare(" ".join(block.span.of(text).split())), block.level)
            for block in layout.blocks
            if block.kind is BlockKind.HEADING
        )
    others = [
        heading
        for heading in own
        if heading.span.start not in dated and heading.span.start not in labelled
    ]
    return tuple(sorted([*others, *dated.values()], key=_start_of))


def _laid(text: str, layout: Layout, context: _Context) -> Iterator[Segment]:
    """Yield paragraphs with their sentences, and rows, as the format has them."""
    labels = [Span(turn.span.start, turn.words_from) for turn in context.turns if _labelled(turn)]
    for block in layout.blocks:
        for span in _without(block.span, labels):
            if block.kind is BlockKind.ROW:
                if span.of(text).strip():  # its first cell may be empty: nothing is trimmed
                    yield _segment(SegmentKind.ROW, span, context)
                continue
            for paragraph in paragraph_spans(text, within=span):
                yield from _paragraph(text, paragraph, context)


def _labelled(turn: Turn) -> bool:
    return turn.span.start < turn.words_from


def _without(span: Span, labels: Sequence[Span]) -> Iterator[Span]:
    """Yield what is left of a block without the labels of speakers, which are sorted."""
    start = span.start
    first = bisect_right(labels, span.start, key=lambda label: label.end)
    for label in labels[first:]:
        if label.start >= span.end:
            break
        if start < label.start:
            yield Span(start, label.start)
        start = max(start, label.end)
    if start < span.end:
        yield Span(start, span.end)


def _found(text: str, context: _Context, *, kind: str) -> Iterator[Segment]:
    """Yield paragraphs with their sentences, and rows, as blank lines and marks show them."""
    tables = kind != INTERVIEW
    apart: list[tuple[int, int, SegmentKind | None]] = [
        *((h.span.start, h.span.end, SegmentKind.PARAGRAPH) for h in context.headings),
        *((turn.span.start, turn.words_from, None) for turn in context.turns),
    ]
    for match in _TABLE_LINE.finditer(text) if tables else ():
        rule = _RULE.fullmatch(match["row"])
        apart.append((*match.span("row"), None if rule else SegmentKind.ROW))
    position = 0
    apart.append((len(text), len(text), None))
    for start, end, apart_as in sorted(apart, key=lambda line: line[:2]):
        if position < start:
            for span in paragraph_spans(text, within=Span(position, start)):
                yield from _paragraph(text, span, context)
        if apart_as is SegmentKind.ROW:
            yield _segment(apart_as, Span(start, end), context)
        elif apart_as is SegmentKind.PARAGRAPH:
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
            time=context.time_at(sentence.start),
            speaker=paragraph.speaker,
            page=context.page_at(sentence.start),
            heading=paragraph.heading,
        )


def _segment(kind: SegmentKind, span: Span, context: _Context) -> Segment:
    return Segment(
        kind,
        span,
        span.start,
        date=context.date_at(span.start),
        time=context.time_at(span.start),
        speaker=context.speaker_at(span.start),
        page=context.page_at(span.start),
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
            heading=_bare(head.span.of(text)) if head.written else None,
        )


def _turn_segment(turn: Turn, context: _Context, *, days: Mapping[str, str]) -> Segment:
    return Segment(
        SegmentKind.TURN,
        turn.span,
        turn.words_from,
        date=days.get(turn.day) if turn.day else None,
        time=turn.time,
        speaker=turn.label,
        page=context.page_at(turn.span.start),
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
    """Return a heading's words without ``#``, emphasis and a colon or dash at the end."""
    bare = _EMPHASIS.sub("", words.strip(" \t#")).strip()
    return _LAST_MARK.sub("", bare)


def _start_of(found: _Found) -> int:
    return found.span.start


def _last_before(found: Sequence[_Found], offset: int) -> _Found | None:
    position = bisect_right(found, offset, key=_start_of)
    return found[position - 1] if position else None


def _mark_at(marks: Sequence[Mark], offset: int) -> Mark | None:
    """Return the mark that holds an offset; the marks are sorted and disjoint."""
    position = bisect_right(marks, offset, key=lambda mark: mark.start)
    found = marks[position - 1] if position else None
    return found if found and offset < found.end else None
