"""Every word of a real file is in the text, in the furniture or in a side note."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from raw_words import RAW, lost
from sample_properties import SAMPLES, needs_samples

from ethnocode.errors import EthnocodeError
from ethnocode.ingest import Document, read_document
from ethnocode.model import Segment, SegmentKind

pytestmark = needs_samples

MOST_LOST = 0.001
FILES = sorted(path for path in SAMPLES.rglob("*") if path.is_file()) if SAMPLES.exists() else []
JOINED = frozenset({"pd_drop_cap.docx", "pd_paragraph_insertion_deletion.docx"})
"""Files in which a word stands in two pieces, which are joined: nothing is lost of it."""

DISJOINT = (SegmentKind.ENTRY, SegmentKind.TURN, SegmentKind.SENTENCE)


def read(path: Path) -> Document | None:
    try:
        return read_document(path.read_bytes(), label=path.name)
    except EthnocodeError:
        return None


def name_of(path: Path) -> str:
    return path.relative_to(SAMPLES).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_word_of_a_real_file_is_lost(path: Path) -> None:
    document = read(path)
    suffix = path.suffix.lower()
    of = next((count for suffixes, count in RAW if suffix in suffixes), None)
    if document is None or of is None or "as." in path.name:
        return  # refused files are tested by what they are refused with

    data = path.read_bytes()
    share, missing = lost(document, raw=of(data, document), joined=path.name in JOINED)

    assert share <= MOST_LOST, missing.most_common(20)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_segments_of_a_real_file_are_sorted_disjoint_and_nested(path: Path) -> None:
    document = read(path)
    if document is None:
        return
    segments = document.segments
    order = [(s.span.start, -s.span.end, s.kind) for s in segments]

    assert order == sorted(order)
    assert all(s.span.end <= len(document.text) for s in segments)
    assert all(s.span.of(document.text)[0] != "\n" for s in segments)
    trimmed = [s for s in segments if s.kind is not SegmentKind.ROW]
    assert all(s.span.trimmed(document.text) == s.span for s in trimmed)
    for kind in DISJOINT:
        of_kind = [s.span for s in segments if s.kind is kind]
        assert all(one.end <= other.start for one, other in pairwise(of_kind)), kind
    bodies = [s.span for s in segments if s.kind in (SegmentKind.PARAGRAPH, SegmentKind.ROW)]
    assert all(one.end <= other.start for one, other in pairwise(bodies))
    assert strays(segments) == []
    left = list(document.text)
    for span in bodies:
        left[span.start : span.end] = " " * len(span)
    for segment in segments:
        if segment.kind is SegmentKind.TURN:
            start, end = segment.span.start, segment.words_from
            left[start:end] = " " * (end - start)
    assert not any(map(str.isalnum, "".join(left)))


def strays(segments: tuple[Segment, ...]) -> list[Segment]:
    """Return the sentences that are not inside the last paragraph before them."""
    found, paragraph = [], None
    for segment in segments:
        if segment.kind is SegmentKind.PARAGRAPH:
            paragraph = segment.span
        elif segment.kind is SegmentKind.SENTENCE and not (
            paragraph and paragraph.encloses(segment.span)
        ):
            found.append(segment)
    return found
