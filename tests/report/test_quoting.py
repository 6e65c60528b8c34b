"""Passages as they are read: their lines flow, and their coded words are told apart."""

from __future__ import annotations

import json
import random
import re

import pytest

from ethnocode.model import CodedWords, Column, Opened, Quotation, Report
from ethnocode.report import render
from ethnocode.report.quoting import coded_lines, read_words, runs

WORDS = "We kept\nthe money  in a tin.\n \nNobody\r\n knew. "
"""Two paragraphs in four lines."""


def quoted(words: str, *coded: CodedWords) -> Quotation:
    return Quotation("win.txt", 0, len(words), words, "(Win, 2013)", "Win", ("a", "b"), coded)


def on(words: str, code: str, some: str) -> CodedWords:
    start = words.index(some)
    return CodedWords(code, start, start + len(some))


PASSAGE = quoted(
    WORDS, on(WORDS, "a", "kept\nthe money "), on(WORDS, "b", "money  in a tin.\n \nN")
)
REPORT = Report(
    "r", "R", (), (), (Column("a", "A"), Column("b", "B"), Column("n", "N")), (("a", "b", 5),),
    opened=(Opened(("a", "b"), (PASSAGE,), 4),),
)  # fmt: skip


def test_lines_within_a_paragraph_flow_and_a_blank_line_stays() -> None:
    assert read_words("We kept\nthe money.\n\n\n\tNobody knew.\n") == (
        "We kept the money.\n\nNobody knew."
    )


def test_runs_are_the_words_in_order_with_the_codes_on_them() -> None:
    assert [(run.words, run.codes) for run in runs(PASSAGE)] == [
        ("We ", ()),
        ("kept the ", ("a",)),
        ("money", ("a", "b")),
        (" in a tin.\n\nN", ("b",)),
        (r"obody\x0d knew.", ()),
    ]


def test_runs_of_any_passage_are_its_words_and_bear_what_covers_them() -> None:
    """Codes are drawn on places; each letter bears those whose place holds it."""
    rng = random.Random(7)
    for _ in range(500):
        words = "".join(rng.choice("abcdef\U0001f600  \n") for _ in range(rng.randint(0, 30)))
        places = [sorted(rng.choices(range(len(words) + 1), k=2)) for _ in range(4)]
        coded = tuple(
            CodedWords(rng.choice("ab"), start, end) for start, end in places if start < end
        )
        found = list(runs(quoted(words, *coded)))

        assert "".join(run.words for run in found) == read_words(words)
        letters = [
            (letter, {one.code for one in coded if one.start <= at < one.end})
            for at, letter in enumerate(words)
            if not letter.isspace()
        ]
        assert letters == [
            (letter, set(run.codes)) for run in found for letter in run.words if letter.strip()
        ]


def test_text_names_the_words_of_each_code_and_leaves_out_the_middle_of_many() -> None:
    words = "one two three four five six seven eight nine ten eleven twelve"
    passage = quoted(words, CodedWords("b", 4, len(words)), CodedWords("a", 0, len(words)))

    assert coded_lines(passage) == (
        "a: all of it",
        "b: two three four five six seven eight nine ten eleven twelve",
    )
    longer = quoted(f"{words} end", CodedWords("b", 0, len(words)))
    assert coded_lines(longer) == ("b: one two three four five six … nine ten eleven twelve",)
    twice = quoted("x y z", CodedWords("a", 0, 1), CodedWords("a", 4, 5))
    assert coded_lines(twice) == ("a: x … z",)


@pytest.mark.parametrize(("format_", "indent"), [("text", "    "), ("md", "> ")])
def test_readers_without_a_page_are_told_the_same(format_: str, indent: str) -> None:
    shown = render(REPORT, format_)

    assert f"{indent}We kept the money in a tin.\n" in shown
    assert f"{indent}a: kept the money\n" in shown
    assert f"{indent}b: money in a tin. N\n" in shown
    assert "… and 4 more passages: --open a b has all." in shown


def test_json_and_csv_keep_the_words_as_the_source_has_them() -> None:
    (cell,) = json.loads(render(REPORT, "json"))["opened"]
    (passage,) = cell["passages"]

    assert passage["words"] == WORDS
    assert [WORDS[one["start"] : one["end"]] for one in passage["coded"]] == [
        "kept\nthe money ",
        "money  in a tin.\n \nN",
    ]
    assert "We kept\nthe money  in a tin.\n \nNobody" in render(REPORT, "csv")


def test_a_page_says_where_the_words_of_each_code_are_for_the_script() -> None:
    """The first paragraph is of 27 characters, and a blank line of 2 follows."""
    html = render(REPORT, "html")

    assert re.findall('data-coded="([^"]+)"', html) == ["3 12 1,12 17 12,17 30 2"]
    assert re.findall('<p class="key" hidden>(.*)</p>', html) == [
        '<mark class="code-1">a</mark> <mark class="code-2">b</mark> '
        '<mark class="code-1 code-2">both</mark>'
    ]
