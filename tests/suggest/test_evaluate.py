"""Evaluation: counted by hand, and against the definition on random input."""

from __future__ import annotations

import random

import pytest

from ethnocode.model import Span
from ethnocode.suggest.evaluate import CodeScore, Placed, compare


def test_counts_worked_by_hand() -> None:
    """a: 2 of 3 suggestions hit, 1 of 2 codings found; b is only suggested, c only coded."""
    suggested = [
        ("s", "a", Span(0, 5)),
        ("s", "a", Span(8, 12)),
        ("t", "a", Span(0, 5)),
        ("s", "b", Span(0, 5)),
    ]
    reference = [("s", "a", Span(4, 9)), ("s", "a", Span(20, 30)), ("s", "c", Span(0, 5))]

    total, a, b, c = compare(suggested, reference)

    assert a == CodeScore("a", suggested=3, reference=2, hits=2, found=1)
    assert a.precision == pytest.approx(2 / 3)
    assert a.recall == 0.5
    assert b == CodeScore("b", suggested=1, reference=0, hits=0, found=0)
    assert (b.precision, b.recall) == (0.0, None)
    assert c == CodeScore("c", suggested=0, reference=1, hits=0, found=0)
    assert (c.precision, c.recall) == (None, 0.0)
    assert total == CodeScore("", suggested=4, reference=3, hits=2, found=1)


def test_touching_is_no_hit() -> None:
    (_, a) = compare([("s", "a", Span(0, 5))], [("s", "a", Span(5, 9))])

    assert a.hits == a.found == 0


def test_a_code_below_or_above_is_another_code() -> None:
    scores = compare(
        [("s", "capital", Span(0, 5)), ("s", "capital.social", Span(0, 5))],
        [("s", "capital.economic", Span(0, 5))],
    )

    assert all(score.hits == score.found == 0 for score in scores)


def test_nothing_at_all_is_undefined() -> None:
    (total,) = compare([], [])

    assert (total.code, total.precision, total.recall) == ("", None, None)


def by_definition(suggested: list[Placed], reference: list[Placed], code: str) -> tuple[int, int]:
    def meets(one: Placed, others: list[Placed]) -> bool:
        places = set(range(one[2].start, one[2].end))
        return any(
            one[:2] == other[:2] and places & set(range(other[2].start, other[2].end))
            for other in others
        )

    return (
        sum(meets(one, reference) for one in suggested if code in ("", one[1])),
        sum(meets(one, suggested) for one in reference if code in ("", one[1])),
    )


@pytest.mark.parametrize("seed", range(60))
def test_counts_are_those_of_the_definition(seed: int) -> None:
    rng = random.Random(seed)

    def some() -> list[Placed]:
        found = []
        for _ in range(rng.randint(0, 12)):
            start = rng.randrange(20)
            span = Span(start, start + rng.randint(1, 8))
            found.append((rng.choice("st"), rng.choice(["a", "b", "a.c"]), span))
        return found

    suggested, reference = some(), some()
    scores = compare(suggested, reference)

    assert [score.code for score in scores] == [
        "",
        *sorted({one[1] for one in suggested + reference}),
    ]
    for score in scores:
        assert (score.hits, score.found) == by_definition(suggested, reference, score.code)
