from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.errors import EmptySourceError, SourceError, UnknownFormatError
from ethnocode.ingest import Document, read_document
from ethnocode.model import MarkKind, SegmentKind

LATER: dict[str, Any] = {
    "creationDate": "2012-05-02T23:30:00Z",
    "timeZone": "Europe/Dublin",
    "text": "# The board\n\nThey said it was minuted\\.\n\n![](dayone-moment://A1)",
    "tags": ["field", "board"],
    "location": {"placeName": "Elm Court", "localityName": "Limerick", "latitude": 52.6},
    "weather": {"conditionsDescription": "Rain", "temperatureCelsius": 11},
    "photos": [{"identifier": "A1"}],
    "uuid": "B",
}
EARLIER: dict[str, Any] = {
    "creationDate": "2012-05-01T18:05:00Z",
    "timeZone": "Europe/Dublin",
    "text": "The lift is broken.",
}


def read(*entries: object, label: str = "Journal.json") -> Document:
    value = {"metadata": {"version": "1.0"}, "entries": list(entries)}
    return read_document(json.dumps(value).encode(), label=label)


def dates(document: Document) -> list[tuple[str | None, str | None]]:
    return [(s.date, s.time) for s in document.segments if s.kind is SegmentKind.ENTRY]


def test_entries_are_dated_by_the_clock_where_they_were_written() -> None:
    # Irish summer time is an hour ahead of UTC, so 23:30 on the 2nd is 00:30 on the 3rd.
    document = read(LATER, EARLIER)

    assert (document.kind, document.kind_from) == ("field-note", "declared")
    assert dates(document) == [("2012-05-01", "19:05"), ("2012-05-03", "00:30")]
    assert document.date == "2012-05-01/2012-05-03"


def test_the_words_of_an_entry_are_kept_as_they_are() -> None:
    assert read(LATER, EARLIER).text == (
        "2012-05-01 19:05\n\nThe lift is broken.\n\n"
        "2012-05-03 00:30\n\n# The board\n\nThey said it was minuted\\.\n\n"
        "![](dayone-moment://A1)"
    )


def test_headings_in_an_entry_are_headings() -> None:
    document = read(LATER, EARLIER)

    assert [
        document.text[s.span.start : s.span.end]
        for s in document.segments
        if s.kind is SegmentKind.HEADING
    ] == ["2012-05-01 19:05", "2012-05-03 00:30", "# The board"]


def test_tags_place_and_weather_are_kept_beside_the_text() -> None:
    assert [mark.words for mark in read(LATER).marks if mark.kind is MarkKind.FURNITURE] == [
        "tags: field, board\nplace: Elm Court, Limerick\nweather: Rain, 11 °C\nphotos: 1"
    ]


def test_words_that_are_only_rich_text_are_read() -> None:
    rich = json.dumps(
        {"contents": [{"text": "The lift "}, {"attributes": {}, "text": "is broken."}]}
    )
    entry = {"creationDate": "2012-05-01T18:05:00Z", "richText": rich}

    assert read(entry).text == "2012-05-01 18:05\n\nThe lift is broken."


def test_an_unknown_time_zone_is_warned_about_and_utc_is_taken() -> None:
    document = read({**EARLIER, "timeZone": "Mars/Olympus"})

    assert dates(document) == [("2012-05-01", "18:05")]
    assert document.warnings == (
        "the time zone 'Mars/Olympus' is not known: its dates and times are UTC",
    )


def test_an_entry_without_a_date_is_left_undated_with_a_warning() -> None:
    document = read(EARLIER, {"creationDate": "yesterday", "text": "Cold."})

    assert dates(document) == [("2012-05-01", "19:05"), (None, None)]
    assert "'yesterday'" in document.warnings[0]


def test_a_journal_is_known_by_its_content() -> None:
    assert read(EARLIER, label="journal.txt").format == "Day One journal"


def test_a_journal_without_entries_is_empty() -> None:
    with pytest.raises(EmptySourceError):
        read_document(b'{"entries": [], "creationDate": 1}', label="Journal.json")
    with pytest.raises(UnknownFormatError):
        read_document(b'{"entries": 3, "creationDate": 1}', label="Journal.json")


VALUES = (
    st.none() | st.integers() | st.floats() | st.text(max_size=9) | st.lists(st.text(max_size=3))
)
ENTRIES = st.dictionaries(
    st.sampled_from((*LATER, *EARLIER)),
    VALUES | st.dictionaries(st.sampled_from(("placeName", "temperatureCelsius")), VALUES),
    max_size=6,
)


@given(st.lists(ENTRIES | VALUES, max_size=3))
def test_no_entries_make_it_fail_otherwise_than_by_a_source_error(entries: list[object]) -> None:
    with contextlib.suppress(SourceError):
        read({"creationDate": "2012-05-01T18:05:00Z"}, *entries)


@given(st.integers(0, 600), st.integers(0, 255))
def test_no_bytes_make_it_fail_otherwise_than_by_a_source_error(cut: int, flipped: int) -> None:
    whole = json.dumps({"entries": [LATER, EARLIER]}).encode()
    broken = bytearray(whole)
    broken[min(cut, len(broken) - 1)] ^= flipped
    for data in (whole[:cut], bytes(broken)):
        with contextlib.suppress(SourceError):
            read_document(data, label="Journal.json")
