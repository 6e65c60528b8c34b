"""What a field of a code says otherwise, as lines: words of a sentence, entries of a list."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ethnocode.model import FieldChange
from ethnocode.report.field_changes import change_lines
from ethnocode.report.terminal import print_changes

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def lines(field: str, old: Any, new: Any) -> list[str]:
    return list(change_lines(FieldChange(field, old, new)))


def test_a_sentence_with_few_other_words_is_told_word_by_word() -> None:
    """Worked by hand: two words of nine become three, and one comes at the end."""
    old = "a plan is put off until the word comes"
    new = "a plan is put off until an answer at last comes today"

    assert lines("definition", old, new) == [
        "~ a plan is put off until [-the word-] {+an answer at last+} comes {+today+}"
    ]


def test_a_sentence_that_is_largely_another_is_told_whole() -> None:
    assert lines("definition", "one two three", "four five three") == [
        "- one two three",
        "+ four five three",
    ]
    assert lines("definition", "", "new") == ["+ new"]
    assert lines("definition", "old", "") == ["- old"]


def test_a_very_long_sentence_is_told_whole_and_at_once() -> None:
    old, new = "word " * 20_000, "word " * 19_999 + "other"

    assert [line[:6] for line in lines("definition", old, new)] == ["- word", "+ word"]


@pytest.mark.parametrize(
    ("field", "old", "new", "told"),
    [
        ("include", ["x", "y"], ["y", "z"], ["- x", "+ z"]),
        ("include", ["x", "x"], ["x"], ["- x"]),
        ("near", [{"code": "b", "tell_apart": "t"}], [], ["- b: t"]),
        ("properties", {"side": ["l"]}, {"side": []}, ["- side: l", "+ side: any value"]),
        (
            "examples",
            [],
            [{"text": "w", "apply": False, "why": "no", "source": "n.md"}],
            ['+ do not apply: "w", in n.md (no)'],
        ),
        ("expects", {"with": ["a"], "never_with": ["b"]}, {}, ["- with: a", "- never with: b"]),
        (
            "cues",
            {"patterns": []},
            {"patterns": [[{"LOWER": "é"}]]},
            ['+ patterns: [{"LOWER": "é"}]'],
        ),
        ("retired", None, {"because": "wide", "use": ["b"]}, ["+ because: wide", "+ use: b"]),
    ],
)
def test_entries_that_came_or_went_are_a_line_each(
    field: str, old: Any, new: Any, told: list[str]
) -> None:
    assert lines(field, old, new) == told


def test_on_a_terminal_only_colours_are_added(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    shown = ["Redefined", "  [bold]x[/bold]", "      ~ a [-b", "        c-] {+d+}", "      - gone"]

    print_changes(shown)

    written = capsys.readouterr().out
    assert ESCAPES.sub("", written).splitlines() == shown
    assert "\x1b[31m[-b" in written
    assert "\x1b[32m{+d+}" in written
    assert "\x1b[31m      - gone" in written
