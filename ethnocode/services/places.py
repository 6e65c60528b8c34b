"""Where in a text a person means."""

from __future__ import annotations

from ethnocode.errors import AnchorError
from ethnocode.interchange import CodingRequest
from ethnocode.model import Source, Span
from ethnocode.text.locate import find_quote

_SHOWN_PLACES = 5


def place_of(request: CodingRequest, *, source: Source, text: str) -> Span:
    """Return where a request says, by quote or by span.

    Raises:
        AnchorError: The quote is not there or is there more than once; the span is
            outside the text or blank.
    """
    if request.quote:
        return _quoted(request, source, text)
    start, end = request.start or 0, request.end or 0
    if not 0 <= start < end <= len(text):
        raise AnchorError(
            f"{start}:{end} is not a span of its {len(text)} characters",
            where=source.name,
            hint=f"give 0 <= A < B <= {len(text)}",
        )
    span = Span(start, end)
    if span.trimmed(text) is None:
        raise AnchorError(f"{span} covers white space only", where=source.name)
    return span


def _quoted(request: CodingRequest, source: Source, text: str) -> Span:
    places = find_quote(text, request.quote)
    if not places:
        raise AnchorError(
            f"the quote {_short(request.quote)} is not there",
            where=source.name,
            hint="copy it from 'ethnocode source show', or give --span",
        )
    if request.occurrence is not None:
        if not 1 <= request.occurrence <= len(places):
            raise AnchorError(
                f"the quote {_short(request.quote)} is there {len(places)} times, "
                f"not {request.occurrence}",
                where=source.name,
            )
        return places[request.occurrence - 1]
    if len(places) > 1:
        shown = ", ".join(str(place) for place in places[:_SHOWN_PLACES])
        more = " ..." if len(places) > _SHOWN_PLACES else ""
        raise AnchorError(
            f"the quote {_short(request.quote)} is there {len(places)} times",
            where=source.name,
            hint=f"quote more words, or choose with --occurrence N: {shown}{more}",
        )
    return places[0]


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return f'"{words[:40]}..."' if len(words) > 43 else f'"{words}"'


def place_within(text: str, passage: Span, *, words: str, near: Span | None) -> Span:
    """Return the one place of words in a passage; of several the one that touches ``near``.

    Raises:
        AnchorError: The words are not there, or more than once.
    """
    found = (
        Span(place.start + passage.start, place.end + passage.start)
        for place in find_quote(passage.of(text), words)
    )
    places = list(found)
    if len(places) > 1 and near is not None:
        places = [place for place in places if place.overlaps(near)] or places
    if not places:
        raise AnchorError("the words are not in this passage", hint="type them as they stand there")
    if len(places) > 1:
        raise AnchorError("the words are there more than once", hint="type more of them")
    return places[0]
