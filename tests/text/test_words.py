from __future__ import annotations

import pytest

from ethnocode.text.words import count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" — … 🤝 ", 0),
        ("Ask Delia.", 2),
        ("I'd rather they’d not", 4),
        ("half-term, after-school club", 3),
        ("- so 'that' -", 2),
        ("45 dinners at 2pm", 4),
        ("snake_case", 2),
        ("x\u0304y is one", 3),
    ],
)
def test_runs_of_letters_and_digits_are_words(text: str, words: int) -> None:
    assert count_words(text) == words
