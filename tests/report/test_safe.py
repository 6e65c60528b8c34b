"""Strings that act on a terminal, a spreadsheet, a browser or a Markdown reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.report.safe import csv_cell, escape_unseen, html_text, md_cell, visible


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[2J", r"\x1b[2J"),
        ("bell\x07 back\x08 nul\x00", r"bell\x07 back\x08 nul\x00"),
        ("del\x7f csi\x9b31m", r"del\x7f csi\x9b31m"),
        ("over\rwritten", r"over\x0dwritten"),
        ("abc\u202edcba\u2066x\u200f", r"abc\u202edcba\u2066x\u200f"),
        ("line\u2028para\u2029nel\x85", r"line\u2028para\u2029nel\x85"),
        ("zero\u200bwidth\ufeff soft\xad", r"zero\u200bwidth\ufeff soft\xad"),
        ("half\ud800", r"half\ud800"),
        ("a\nb\tc", "a b c"),
        ("[red]x[/] :smile: café 中文 👩‍🌾", "[red]x[/] :smile: café 中文 👩‍🌾"),
    ],
)
def test_what_acts_or_hides_is_spelt_out_and_the_rest_left_alone(text: str, expected: str) -> None:
    assert visible(text) == expected


def test_newlines_and_tabs_stay_on_request() -> None:
    assert visible("a\nb\tc\x1b", breaks=True) == "a\nb\tc\\x1b"


@given(st.text())
def test_visible_text_holds_no_control_and_loses_nothing(text: str) -> None:
    shown = visible(text)

    assert not any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in shown)
    assert len(shown) >= len(text)


@pytest.mark.parametrize(
    "text",
    ["=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1+1"],
)
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert csv_cell(text).startswith("'")
    assert csv_cell(text)[1:] == visible(text, breaks=True)


@pytest.mark.parametrize("text", ["", "capital.social", "'tis", "a=b", "1+1", "3-4", "n/a", " x"])
def test_harmless_text_stays_as_it_is_in_csv(text: str) -> None:
    assert csv_cell(text) == text


def test_an_apostrophe_of_ones_own_before_a_formula_is_not_lost() -> None:
    """Else "'=1" and "=1" would be written alike."""
    assert csv_cell("'=1") == "''=1"
    assert csv_cell("=1") == "'=1"


def test_html_is_escaped_for_elements_and_for_quoted_attributes() -> None:
    assert html_text("<b a=\"1\" c='2'>&amp;\n\x1b") == (
        "&lt;b a=&quot;1&quot; c=&#x27;2&#x27;&gt;&amp;amp;\n\\x1b"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a|b", r"a\|b"),
        ("back\\slash", r"back\\slash"),
        ("`code`", r"\`code\`"),
        ("two\nlines", "two lines"),
        ("<script>&copy;", r"&lt;script\>&amp;copy;"),
        ("*bold* [link](x) ~~no~~", r"\*bold\* \[link\](x) \~\~no\~\~"),
        ("__init__", r"\_\_init\_\_"),
        ("tokenism.ritual_consultation", "tokenism.ritual_consultation"),
        ("# title", r"\# title"),
        ("- item", r"\- item"),
        ("+ item", r"\+ item"),
        ("===", r"\==="),
        ("12. item", r"12\. item"),
        ("0.25", "0.25"),
        ("see https://example.org", r"see https\://example.org"),
        ("www.example.org", r"www\.example.org"),
        ("    code", "code"),
    ],
)
def test_markdown_is_escaped(text: str, expected: str) -> None:
    assert md_cell(text) == expected


def test_unseen_characters_in_json_become_escapes() -> None:
    assert escape_unseen('"a\x7f\u202e\ud800é"') == r'"a\u007f\u202e\ud800é"'
