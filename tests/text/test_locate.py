from __future__ import annotations

from ethnocode.text.locate import find_quote

TEXT = "She said “it’s ours – ours”,\nand  she said it's ours - ours again."


def test_every_exact_place_is_found_in_order() -> None:
    assert [(s.start, s.end) for s in find_quote("ours, ours (ours)", "ours")] == [
        (0, 4),
        (6, 10),
        (12, 16),
    ]


def test_an_exact_place_hides_the_loose_ones() -> None:
    assert [span.of(TEXT) for span in find_quote(TEXT, "it’s ours")] == ["it’s ours"]


def test_white_space_quotes_and_dashes_are_alike_where_nothing_is_exact() -> None:
    assert [span.of(TEXT) for span in find_quote(TEXT, "it's ours — ours")] == [
        "it’s ours – ours",
        "it's ours - ours",
    ]
    assert [span.of(TEXT) for span in find_quote(TEXT, "\"it's")] == ["“it’s"]
    assert [span.of(TEXT) for span in find_quote(TEXT, "and she\nsaid")] == ["and  she said"]


def test_a_quotation_is_repaired_as_the_text_was() -> None:
    assert [
        span.of("the café there") for span in find_quote("the café there", "cafe\u0301\xa0there")
    ] == ["café there"]


def test_signs_are_taken_as_they_are() -> None:
    assert [str(span) for span in find_quote("a.b (a+b)? axb", "(a+b)?")] == ["4:10"]
    assert find_quote("axb", "a.b") == []


def test_absent_and_blank_quotations_occur_nowhere() -> None:
    assert find_quote(TEXT, "theirs") == []
    assert find_quote(TEXT, " \n ") == []


def test_a_run_of_white_space_of_any_length_is_one_space() -> None:
    """The second "a" follows 1 + 100,000 + 2 characters; "b" follows 100,000 more."""
    text = "a" + " " * 100_000 + "c a" + "\n" * 100_000 + "b"

    assert [(span.start, span.end) for span in find_quote(text, "a b")] == [(100_003, 200_005)]
