from __future__ import annotations

import pytest

from ethnocode.text.marked_headings import marked_headings


def found(text: str, *, underlined: bool = True) -> list[tuple[str, int]]:
    return [(h.words, h.level) for h in marked_headings(text, underlined=underlined)]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("# A\n\nb\n### C c\n", [("A", 1), ("C c", 3)]),
        ("A b\n===\n\nC\n  -----  \n", [("A b", 1), ("C", 2)]),
        ("x\n\nA.\n===\n", [("A.", 1)]),
        ("Any other business\n---\n\nb\n", [("Any other business", 2)]),
        ("Any other business\n---------\nb\n", [("Any other business", 2)]),
        ("A sentence.\n---\n", []),
        ("x\n\nof the estate, and added that\n---\n\nhe had\n", []),
        ("x\n\nThe Councillor said that he\n---\nhad heard\n", []),
        ("wrapped\nwords\n---\n", []),
        ("- pans\n---\n| a |\n---\n> b\n---\n", []),
        ("A\n--\n\nB\n\n---\n", []),
        ("```\n# a\n```\n# b", [("b", 1)]),
        ("~~~~\n```\n# a\n~~~~\n# b\n", [("b", 1)]),
        ("```\n# a\n", [("a", 1)]),
        ("<!-- x\n# a\n-->\n# b", [("b", 1)]),
        ("<!-- x\n# a\n", [("a", 1)]),
        ("#a\n####### b\n", []),
    ],
)
def test_headings_are_what_the_text_marks(text: str, headings: list[tuple[str, int]]) -> None:
    assert found(text) == headings


def test_a_line_under_words_counts_only_where_it_may() -> None:
    assert found("A\n===\n# B\n", underlined=False) == [("B", 1)]


def test_a_heading_stands_on_its_words_and_its_line() -> None:
    text = "x\n\n Plan \n======  \ny"

    [heading] = marked_headings(text)

    assert heading.span.of(text) == "Plan \n======"
