"""Codes declared near one another."""

from __future__ import annotations

from ethnocode.model import Code, Codebook, Near, Position
from ethnocode.suggest.reasons.rivals import Rival, difference, rivals_of

PLACE = Position("book.yaml")


def code(id_: str, *near: Near, aliases: tuple[str, ...] = ()) -> Code:
    return Code(id_, "book", id_.upper(), "What it means.", PLACE, near=near, aliases=aliases)


A = code("a", Near("book:b", "a leaves;\n b stays.", PLACE), Near("gone", "lost", PLACE))
B = code("b", Near("old_c", "", PLACE))
C = code("c", aliases=("old_c",))
BOOK = Codebook("book", "A book", "1.0.0", "book.yaml", (A, B, C))


def test_each_code_has_the_codes_it_declares_and_those_that_declare_it() -> None:
    """A former id means the code that has it now; one that there is not means none."""
    assert rivals_of(BOOK) == {
        "a": (Rival("b", "B", "a leaves; b stays"),),
        "b": (Rival("c", "C", ""), Rival("a", "A", "a leaves; b stays")),
        "c": (Rival("b", "B", ""),),
    }


def test_codes_that_are_not_declared_near_have_no_difference() -> None:
    assert difference(A, C, codebook=BOOK) is None
