"""Letters of names that look like others, or like nothing."""

from __future__ import annotations

import pytest

from ethnocode.text.odd_letters import named, odd_letter


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("habitus", ""),
        ("café_n° 2", ""),
        ("Straße", ""),
        ("возраст", ""),
        ("資本 capital", ""),
        ("β2 and capital", ""),
        ("e\u0301tude", ""),
        ("h\u0430bitus", "\u0430"),
        ("c\u03b1pital", "\u03b1"),
        ("co\u0501e", "\u0501"),
        ("\uff43ode", "\uff43"),
        ("co\uff11", "\uff11"),
        ("\U0001d41code", "\U0001d41c"),
        ("co\u200dde", "\u200d"),
        ("co\u2060de", "\u2060"),
        ("co\ufeffde", "\ufeff"),
        ("two\u00a0words", "\u00a0"),
        ("co\ue000de", "\ue000"),
    ],
)
def test_what_is_not_what_it_looks_like_is_found(name: str, letter: str) -> None:
    assert odd_letter(name) == letter


def test_a_character_is_named_where_it_has_a_name() -> None:
    assert named("\u200b") == "U+200B ZERO WIDTH SPACE"
    assert named("\ue000") == "U+E000"
