"""What somebody changed in a file is said in a line or two."""

from __future__ import annotations

import pytest

from ethnocode.text.edits import edited_lines

LONG = "x" * 60
CASES = [
    ("a\nB\nc\n", "a\nb\nc\n", "line 2 is 'B', was 'b'"),
    ("a\nb\n# mine\n", "a\nb\n", "line 3 is new: '# mine'"),
    ("a\nc\n", "a\nb\nc\n", "before line 2 this is gone: 'b'"),
    ("B\nz\n", "b\nc\nd\nz\n", "line 1 is 'B', was 'b'; before line 2 this is gone: 'c'; and more"),
    ("z\n", "b\nc\nz\n", "before line 1 this is gone: 'b'; before line 1 this is gone: 'c'"),
    ("a\n", "a\nb\n", "before line 2 this is gone: 'b'"),
    ("A\nB\nC\n", "a\nb\nc\n", "line 1 is 'A', was 'a'; line 2 is 'B', was 'b'; and more"),
    (f"{LONG}12", f"{LONG}1", f"line 1 is '...{'x' * 14}12', was '...{'x' * 14}1'"),
    ("a\r\nb\r\n", "a\nb\n", "line ends differ"),
    ("a\nb", "a\nb\n", "line ends differ"),
    (None, "a\n", "the file is gone"),
    ("a\n", None, "there was no file"),
    (f"{LONG}1", f"{LONG}2", f"line 1 is '...{'x' * 15}1', was '...{'x' * 15}2'"),
    (f"1{LONG}", f"2{LONG}", f"line 1 is '1{'x' * 49}...', was '2{'x' * 49}...'"),
]


@pytest.mark.parametrize(("now", "was", "said"), CASES)
def test_the_first_lines_that_differ_are_named(now: str | None, was: str | None, said: str) -> None:
    assert edited_lines(now, was) == said
