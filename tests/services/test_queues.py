"""In what order passages come before a coder, worked by hand on made-up figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from ethnocode.model import Drawn
from ethnocode.services.suggesting.likely import Candidate
from ethnocode.services.suggesting.queues import RANDOM_ONE_IN, Place, Queue, Wish, in_reading_order

SOURCES = {"a.txt": range(3), "b.txt": range(3, 5), "c.txt": range(5, 30)}
CODES = ("habit", "money", "trust")


@dataclass
class FakeLikely:
    """Scores by hand: row, code, score; nothing is learned of them."""

    scores: list[tuple[int, str, float]] = field(default_factory=list)
    given: set[tuple[int, str]] = field(default_factory=set)
    closed: set[tuple[int, str]] = field(default_factory=set)
    by_others: list[tuple[int, Any]] = field(default_factory=list)
    model: Any = field(default_factory=lambda: SimpleNamespace(codes=CODES))
    study: Any = field(
        default_factory=lambda: SimpleNamespace(
            sources=[SimpleNamespace(name=name) for name in SOURCES],
            rows_of=lambda name: SOURCES[name],
        )
    )

    def _candidates(self) -> list[Candidate]:
        found = [Candidate(*one) for one in self.scores]
        return sorted(found, key=lambda one: (-one.score, one.row, one.code))

    def chosen(self) -> list[Candidate]:
        return [one for one in self._candidates() if one.score >= 0.5]

    def likeliest(self, code: str) -> list[Candidate]:
        return [one for one in self._candidates() if one.code == code]

    def others(self) -> list[tuple[int, Any]]:
        return self.by_others

    def is_open(self, row: int, code: str) -> bool:
        return (row, code) not in self.given | self.closed

    def examples(self, code: str) -> int:
        return sum(given == code for _, given in self.given)


@dataclass
class FakeReaders:
    """Who has read which rows."""

    mine: set[int] = field(default_factory=set)
    anyone: set[int] = field(default_factory=set)
    last_source: str = ""


def queue(
    wish: Wish, likely: FakeLikely, readers: FakeReaders | None = None, *, seed: int = 1
) -> Queue:
    return Queue(
        wish,
        likely=likely,  # type: ignore[arg-type]
        readers=readers or FakeReaders(),  # type: ignore[arg-type]
        rng=Random(seed),
    )


def places(of: Queue) -> list[Place]:
    found = []
    while (place := of.next()) is not None:
        found.append(place)
    return found


def chosen_rows(found: list[Place]) -> list[int]:
    return [place.row for place in found if place.drawn is not Drawn.RANDOM]


def test_reading_goes_on_with_the_source_read_last_and_comes_round_to_those_before() -> None:
    study = FakeLikely().study

    assert in_reading_order(study, sources=(), first="b.txt") == [3, 4, *range(5, 30), 0, 1, 2]
    assert in_reading_order(study, sources=("a.txt", "b.txt"), first="c.txt") == [0, 1, 2, 3, 4]


def test_what_was_read_does_not_come_again_and_everything_else_once() -> None:
    readers = FakeReaders(mine={0, 1, 6}, anyone={0, 1, 6})

    found = places(queue(Wish(Drawn.SOURCE), FakeLikely(), readers))

    assert sorted(place.row for place in found) == sorted({*range(30)} - {0, 1, 6})
    assert chosen_rows(found) == sorted(chosen_rows(found))


def test_the_likeliest_come_first_and_ties_in_the_order_of_the_text() -> None:
    scores = [(4, "money", 0.6), (2, "habit", 0.9), (7, "trust", 0.6), (1, "habit", 0.2)]
    everything_read = FakeReaders(anyone={*range(30)})

    found = places(queue(Wish(Drawn.CONFIRM), FakeLikely(scores), everything_read))

    assert [(place.row, place.code) for place in found] == [
        (2, "habit"),
        (4, "money"),
        (7, "trust"),
    ]


def test_what_the_coder_read_or_decided_on_is_not_to_be_confirmed() -> None:
    scores = [(2, "habit", 0.9), (4, "money", 0.8), (4, "trust", 0.7), (8, "habit", 0.6)]
    likely = FakeLikely(scores, closed={(4, "money")})
    readers = FakeReaders(mine={2}, anyone={*range(30)})

    found = places(queue(Wish(Drawn.CONFIRM), likely, readers))

    assert [(place.row, place.code) for place in found] == [(4, "trust"), (8, "habit")]


def test_suggestions_of_other_engines_come_after_those_that_were_scored_here() -> None:
    other = SimpleNamespace(code="money", score=0.99, id=12)
    likely = FakeLikely([(2, "habit", 0.6)], by_others=[(9, other)])

    found = places(queue(Wish(Drawn.CONFIRM), likely, FakeReaders(anyone={*range(30)})))

    assert found == [
        Place(2, Drawn.CONFIRM, "habit"),
        Place(9, Drawn.CONFIRM, "money", 12),
    ]


def test_codes_with_the_fewest_examples_come_first_with_their_likeliest_passages() -> None:
    """habit has two examples, money one, trust none: trust until it has as many as money."""
    scores = [(n, "habit", 0.9) for n in (10, 11)] + [(12, "money", 0.5), (13, "trust", 0.1)]
    scores += [(14, "trust", 0.3)]
    likely = FakeLikely(scores, given={(0, "habit"), (1, "habit"), (2, "money")})
    of = queue(Wish(Drawn.FILL), likely, FakeReaders(anyone={*range(30)}))

    first = of.next()
    likely.given.add((14, "trust"))
    second = of.next()

    assert first == Place(14, Drawn.FILL, "trust")
    assert second == Place(12, Drawn.FILL, "money"), "as few as trust, and likelier"


def test_a_code_turned_down_three_times_counts_as_one_with_an_example() -> None:
    """trust has none and money one; from the fourth on the likelier of the two comes."""
    scores = [(n, "trust", 0.4) for n in range(10, 20)] + [(20, "money", 0.5)]
    likely = FakeLikely(scores, given={(2, "money")})
    wish = Wish(Drawn.FILL, codes=("trust", "money"))
    of = queue(wish, likely, FakeReaders(anyone={*range(30)}))

    codes = []
    for _ in range(4):
        place = of.next()
        assert place is not None
        codes.append(place.code)
        of.missed(place.code)

    assert codes == ["trust", "trust", "trust", "money"]


def test_one_of_ten_is_drawn_at_random_from_what_nobody_has_read() -> None:
    scores = [(row, "habit", 0.9 - row / 100) for row in range(20)]
    readers = FakeReaders(anyone={*range(25)})
    of = queue(Wish(Drawn.CONFIRM, limit=20), FakeLikely(scores), readers)

    found = places(of)

    assert len(found) == 20
    for first in (0, RANDOM_ONE_IN):
        ten = found[first : first + RANDOM_ONE_IN]
        drawn = [place for place in ten if place.drawn is Drawn.RANDOM]
        assert len(drawn) == 1
        assert drawn[0].row >= 25
        assert not drawn[0].code, "it is judged whole"


@pytest.mark.parametrize("kind", [Drawn.SOURCE, Drawn.CONFIRM, Drawn.RANDOM])
def test_the_same_seed_draws_the_same_and_another_others(kind: Drawn) -> None:
    likely = FakeLikely([(row, "habit", 0.9) for row in range(15)])

    once, again, other = (
        places(queue(Wish(kind, limit=12), likely, seed=seed)) for seed in (5, 5, 6)
    )

    assert once == again
    assert once != other


def test_the_order_of_random_passages_rests_on_the_seed_and_on_nothing_done() -> None:
    """What was read, where reading goes on, and what is likely leave gaps, and change no order."""
    untouched = queue(Wish(Drawn.RANDOM), FakeLikely())
    likely = FakeLikely([(row, "habit", 0.9) for row in range(15)])
    read = FakeReaders(mine={1, 7}, anyone={1, 7, 8, 20}, last_source="b.txt")
    some = Wish(Drawn.RANDOM, sources=("a.txt", "c.txt"))

    order = [place.row for place in places(untouched)]
    later = [place.row for place in places(queue(some, likely, read))]

    assert sorted(order) == [*range(30)]
    assert later == [row for row in order if row not in {1, 7, 8, 20, *SOURCES["b.txt"]}]


def test_a_passage_drawn_at_random_is_not_read_again_in_its_turn() -> None:
    found = places(queue(Wish(Drawn.SOURCE), FakeLikely()))

    assert sorted(place.row for place in found) == [*range(30)]


def test_only_what_was_asked_for_comes_random_passages_included() -> None:
    wish = Wish(Drawn.CONFIRM, codes=("money",), sources=("b.txt",))
    scores = [(3, "money", 0.9), (3, "habit", 0.9), (8, "money", 0.9), (4, "money", 0.7)]

    found = places(queue(wish, FakeLikely(scores)))

    assert {place.row for place in found} <= {3, 4}
    assert {place.code for place in found if place.drawn is Drawn.CONFIRM} == {"money"}


def test_what_is_put_back_comes_next() -> None:
    of = queue(Wish(Drawn.SOURCE, limit=2), FakeLikely())
    first, second = of.next(), of.next()
    assert first is not None
    assert second is not None

    of.put_back(second)
    of.put_back(first)

    assert [of.next(), of.next(), of.next()] == [first, second, None]


def test_nothing_comes_from_a_source_that_was_dropped() -> None:
    of = queue(Wish(Drawn.SOURCE, sources=("a.txt", "b.txt")), FakeLikely())

    of.drop(SOURCES["a.txt"])

    assert sorted(place.row for place in places(of)) == [3, 4]
