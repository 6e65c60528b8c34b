"""The reference codings: each on its words, by a known code, with a reason."""

from __future__ import annotations

from collections import Counter

from netherfold import Study, passages

from ethnocode.codebook import open_shipped
from ethnocode.model import Code, CodingStatus, SegmentKind
from ethnocode.services.demo import CODEBOOKS
from ethnocode.text.locate import find_quote


def codes() -> dict[str, Code]:
    return {code.id: code for book in CODEBOOKS for code in open_shipped(book)}


def test_there_are_enough_codings_in_every_kind_of_source(study: Study) -> None:
    kinds = Counter(study.texts[request.source].card.source.kind for request in study.requests)

    assert len(study.requests) >= 300
    assert set(kinds) == {"field-note", "interview", "document", "email"}
    assert min(kinds.values()) >= 20


def test_every_source_is_coded(study: Study) -> None:
    assert set(study.texts) == {request.source for request in study.requests}


def test_every_quote_is_found_exactly_once(study: Study) -> None:
    places = [
        (request.where, len(find_quote(study.texts[request.source].text, request.quote)))
        for request in study.requests
    ]

    assert [place for place in places if place[1] != 1] == []


def test_every_coding_lies_in_one_passage(study: Study) -> None:
    astray = [
        (coding.source, coding.anchor.quote)
        for coding in study.codings
        if not any(p.encloses(coding.anchor.span) for p in passages(study.texts[coding.source]))
    ]

    assert astray == []


def test_a_coding_in_an_interview_leaves_the_label_out(study: Study) -> None:
    labelled = [
        coding.anchor.quote
        for coding in study.codings
        for segment in study.texts[coding.source].segments
        if segment.kind is SegmentKind.TURN
        and segment.span.overlaps(coding.anchor.span)
        and coding.anchor.span.start < segment.words_from
    ]

    assert labelled == []


def test_every_code_is_known_and_every_value_declared(study: Study) -> None:
    known = codes()
    unknown = [request.where for request in study.requests if request.code not in known]
    undeclared = [
        (request.where, name, value)
        for request in study.requests
        for name, value in request.properties
        if value not in dict(known[request.code].properties).get(name, ())
    ]

    assert unknown == []
    assert undeclared == []


def test_every_coding_says_why(study: Study) -> None:
    assert [r.where for r in study.requests if len(r.memo.split()) < 4] == []
    assert all(coding.memo for coding in study.codings)


def test_the_same_words_are_not_coded_twice_with_one_code(study: Study) -> None:
    asked = Counter((r.source, r.code, " ".join(r.quote.split())) for r in study.requests)

    assert [key for key, count in asked.items() if count > 1] == []
    assert len(study.codings) == len(study.requests)


def test_a_code_and_its_parent_are_never_on_the_same_words(study: Study) -> None:
    places: dict[tuple[str, object], set[str]] = {}
    for coding in study.codings:
        places.setdefault((coding.source, coding.anchor.span), set()).add(coding.code)
    known = codes()
    twice = [
        (place, code)
        for place, on_it in places.items()
        for code in on_it
        if on_it & set(known[code].ancestors)
    ]

    assert twice == []


def test_every_coding_is_the_authors_and_sits_on_its_words(study: Study) -> None:
    for coding in study.codings:
        assert coding.coder == "author"
        assert coding.status is CodingStatus.ANCHORED
        assert coding.anchor.quote == coding.anchor.span.of(study.texts[coding.source].text)


def test_codings_bear_on_codes_of_all_four_books(study: Study) -> None:
    known = codes()
    used = Counter(known[coding.code].book for coding in study.codings)

    assert set(used) == set(CODEBOOKS)
    assert min(used.values()) >= 40
