from __future__ import annotations

import pytest

from ethnocode.text.words import count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n\t", 0),
        ("Ask Delia.", 2),
        ("I'd rather they’d not", 4),
        ("half-term, after-school club", 3),
        ("45 dinners at 2pm – or 3", 7),
        ("One.\n\nTwo three\tfour", 4),
    ],
)
def test_words_are_what_stands_between_white_space(text: str, words: int) -> None:
    assert count_words(text) == words


def test_words_of_a_long_text_are_counted_as_those_of_a_short_one() -> None:
    part = "It is\u2003half\u2028past\x1cnine.\n\nSo?\n"

    assert count_words(part) == 6
    assert count_words(part * 5000) == 30_000
