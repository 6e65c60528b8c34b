"""What somebody changed in a file is said in a line or two."""

from __future__ import annotations

import random

import pytest

from ethnocode.text.edits import edited_lines, without_edit

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


@pytest.mark.parametrize(
    ("was", "left", "now", "kept"),
    [
        ("a\nb\nc\nd\n", "a\nB\nc\nd\n", "a\nB\nc\nd\n# mine\n", "a\nb\nc\nd\n# mine\n"),
        ("a\nb\nc\nd\n", "a\nd\n", "a\nd\ne\n", "a\nb\nc\nd\ne\n"),
        ("a\nd\nz\n", "a\nb\nd\nz\n", "a\nb\nd\nz", "a\nd\nz"),
        ("a\r\nb\r\nc\r\n", "A\r\nb\r\nc\r\n", "A\r\nb\r\nC\r\n", "a\r\nb\r\nC\r\n"),
        ("a\nb\n", "A\nb\n", "mine\nb\n", None),
        ("a\nb\n", "A\nb\n", "A\nmine\nb\n", None),
        ("a\nb\n", "A\nb\n", "A\nB\n", None),
        ("a\nb\nc\n", "a\nc\n", "a\nmine\nc\n", None),
        ("a\nb\n", "A\nb\n", "A\r\nb\r\n", None),
    ],
)
def test_an_edit_is_taken_out_where_no_line_beside_it_was_changed_since(
    was: str, left: str, now: str, kept: str | None
) -> None:
    assert without_edit(now, was=was, left=left) == kept


def test_two_edits_with_a_line_between_them_are_taken_out_in_any_order() -> None:
    """By definition: a text is a list of lines, and each edit replaces some of them."""
    rng = random.Random(6)
    for _ in range(300):
        lines = [f"{n}\n" for n in range(rng.randrange(3, 30))]
        middle = rng.randrange(1, len(lines) - 1)
        ours, theirs = rng.sample([(0, middle), (middle + 1, len(lines))], 2)

        def edited(*spans: tuple[int, int], lines: list[str] = lines) -> str:
            cells = [[line] for line in lines]
            for start, end in spans:
                cells[start] = [f"new {start}\n"]
                for at in range(start + 1, end):
                    cells[at] = []
            return "".join(line for cell in cells for line in cell)

        now, left = edited(ours, theirs), edited(ours)
        assert without_edit(now, was="".join(lines), left=left) == edited(theirs)
