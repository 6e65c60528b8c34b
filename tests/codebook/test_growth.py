"""Reading and judging a codebook takes as much longer as the codebook is longer, and no more.

Counted are calls, not seconds, so that a busy machine says the same.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ethnocode.codebook import lint, open_codebook, read_codebook

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from big_codebook import big_codebook

FEW, MANY = 200, 800
WORST_GROWTH = 1.25 * MANY / FEW


def calls_of(work: Callable[[], object]) -> int:
    """Return how many functions are called while something is done."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("slips", [False, True], ids=["clean", "a slip in every code"])
def test_four_times_the_codes_take_four_times_the_work(slips: bool) -> None:
    texts = [big_codebook(codes, slips=slips) for codes in (FEW, MANY)]
    read = [calls_of(lambda text=text: read_codebook(text, path="p")) for text in texts]
    books = [read_codebook(text, path="p") for text in texts]
    found = [len(lint(book)) for book in books]
    judged = [calls_of(lambda book=book: lint(book)) for book in books]

    assert (found[1] > MANY) == slips
    assert read[1] / read[0] < WORST_GROWTH
    assert judged[1] / judged[0] < WORST_GROWTH


def test_looking_up_a_code_does_not_walk_through_the_codebook(tmp_path: Path) -> None:
    work = []
    for codes in (FEW, MANY):
        path = tmp_path / f"book{codes}.yaml"
        path.write_text(big_codebook(codes), "utf-8")
        book = open_codebook(path)
        last = book.codes[-1].id
        book.code_named(last)
        work.append(calls_of(lambda book=book, last=last: book.code_named(last)))

    assert work[0] == work[1]
