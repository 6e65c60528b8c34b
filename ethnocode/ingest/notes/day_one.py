"""Journals exported from Day One as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ethnocode.errors import EmptySourceError, UnknownFormatError
from ethnocode.ingest.blocks import Block, BlockKind, lay_out
from ethnocode.ingest.json_text import mapping, mappings, parse_json, words_of
from ethnocode.ingest.opening import opening
from ethnocode.ingest.reader import Reader, Reading, ReadOptions
from ethnocode.model import FIELD_NOTE
from ethnocode.text.normalise import normalise

_HEADING = re.compile(r"^(?P<marks>#{1,6})[ \t]+\S[^\n]*$", re.MULTILINE)
_PLACE = ("userLabel", "placeName", "localityName", "administrativeArea", "country")
_MOST_WARNED_CHARS = 40
_ENTRIES_WITHIN_CHARS = 2000
_MEDIA = ("photos", "audios", "videos", "pdfAttachments")


@dataclass(frozen=True, slots=True)
class _Moment:
    """When an entry was begun.

    Args:
        sorts: What entries are sorted by.
        date: ISO date where the writer was; ``None`` when the file does not say.
        time: ``hh:mm`` there, or empty.
        doubt: What is wrong with it, or empty.
    """

    sorts: str
    date: str | None
    time: str = ""
    doubt: str = ""


def read_day_one(data: bytes, *, label: str, options: ReadOptions) -> Reading:
    """Read a Day One export as one journal, with an entry for each of its entries.

    Entries come in order of time and are dated by the clock where they were written.

    Raises:
        UnknownFormatError: It is other JSON.
        EmptySourceError: There are no entries.
    """
    value, decoded = parse_json(data, label=label, options=options)
    whole = mapping(value)
    if not isinstance(whole.get("entries"), list):
        raise UnknownFormatError(
            "JSON without the entries of a Day One journal", where=label, hint="export it again"
        )
    entries = sorted(
        ((_moment(entry), entry) for entry in mappings(whole["entries"])),
        key=lambda dated: dated[0].sorts,
    )
    if not entries:
        raise EmptySourceError("empty: a journal without entries", where=label, hint="leave it out")
    laid = lay_out(block for moment, entry in entries for block in _blocks(entry, moment))
    doubts = (moment.doubt for moment, _ in entries if moment.doubt)
    return Reading(
        laid.content,
        layout=laid.layout,
        marks=laid.marks,
        kind=FIELD_NOTE,
        encoding=decoded.encoding,
        warnings=(*decoded.warnings, *dict.fromkeys(doubts)),
    )


def _moment(entry: Mapping[str, object]) -> _Moment:
    """Return when an entry was begun, by the clock where it was written."""
    written = words_of(entry.get("creationDate"))
    try:
        begun = datetime.fromisoformat(written)
    except ValueError:
        doubt = f"'{_brief(written)}' is no date: its entry is left undated"
        return _Moment(written, None, doubt=doubt)
    begun = begun if begun.tzinfo else begun.replace(tzinfo=UTC)
    name = words_of(entry.get("timeZone"))
    try:
        local = begun.astimezone(ZoneInfo(name) if name else UTC)
        sorts = begun.astimezone(UTC).isoformat()
    except (ZoneInfoNotFoundError, ValueError, OSError, OverflowError):
        return _Moment(
            written,
            begun.date().isoformat(),
            f"{begun:%H:%M}",
            doubt=f"the time zone '{_brief(name)}' is not known: its dates and times are UTC",
        )
    return _Moment(sorts, local.date().isoformat(), f"{local:%H:%M}")


def _brief(words: str) -> str:
    return normalise(words).text[:_MOST_WARNED_CHARS]


def _blocks(entry: Mapping[str, object], moment: _Moment) -> Iterator[Block]:
    """Yield the head of an entry, what is known of it, and its words."""
    head = f"{moment.date} {moment.time}" if moment.date else words_of(entry.get("creationDate"))
    yield Block(
        head or "undated",
        BlockKind.HEADING,
        level=1,
        date=moment.date or "",
        time=moment.time,
    )
    beside = "\n".join(_beside(entry))
    if beside:
        yield Block(beside, BlockKind.FURNITURE)
    yield from _paragraphs(_words(entry))


def _words(entry: Mapping[str, object]) -> str:
    """Return the words of an entry; some versions only write them as rich text."""
    words = entry.get("text")
    if isinstance(words, str):
        return words
    rich = entry.get("richText")
    try:
        contents = json.loads(rich) if isinstance(rich, str) else None
    except (ValueError, RecursionError):
        return ""
    runs = (piece.get("text") for piece in mappings(mapping(contents).get("contents")))
    return "".join(run for run in runs if isinstance(run, str))


def _paragraphs(words: str) -> Iterator[Block]:
    """Yield the words of an entry as they are, cut at their Markdown headings."""
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    position = 0
    for heading in _HEADING.finditer(words):
        yield Block(words[position : heading.start()])
        yield Block(heading.group(), BlockKind.HEADING, level=len(heading["marks"]))
        position = heading.end()
    yield Block(words[position:])


def _beside(entry: Mapping[str, object]) -> Iterator[str]:
    """Yield what the program noted about an entry."""
    tags = entry.get("tags")
    if isinstance(tags, list) and tags:
        yield f"tags: {', '.join(filter(None, map(words_of, tags)))}"
    location = mapping(entry.get("location"))
    place = dict.fromkeys(words_of(location.get(key)) for key in _PLACE)
    if any(place):
        yield f"place: {', '.join(filter(None, place))}"
    weather = mapping(entry.get("weather"))
    seen = [words_of(weather.get("conditionsDescription"))]
    degrees = words_of(weather.get("temperatureCelsius"))
    seen.append(f"{degrees} °C" if degrees else "")
    if any(seen):
        yield f"weather: {', '.join(filter(None, seen))}"
    for name in _MEDIA:
        if media := mappings(entry.get(name)):
            yield f"{name}: {len(media)}"


def _is_day_one(data: bytes) -> bool:
    """Whether JSON begins with a list of entries that say when they were created."""
    words = opening(data)
    looks = words.lstrip().startswith("{") and '"entries"' in words[:_ENTRIES_WITHIN_CHARS]
    return looks and ('"creationDate"' in words or b'"creationDate"' in data)


DAY_ONE = Reader("Day One journal", (), _is_day_one, read_day_one)
"""Day One's JSON export: one journal, many dated entries."""
