from __future__ import annotations

from ethnocode.model import Span
from ethnocode.text.rivals import MOST_RIVALS, is_contested

OLD = ("Were you at the meeting? Yes. And was it any good?", Span(25, 29))


def contested(new: str, *, here: int, among: tuple[int, int]) -> bool:
    return is_contested(OLD, (new, Span(here, here + 4)), among=[among])


def test_a_place_is_contested_by_one_that_fits_as_well() -> None:
    """The first ``Yes.`` has the old words before it, the second has those after it."""
    new = "Were you at the meeting? Yes. Were you at the hall? Yes. And was it any good?"

    assert contested(new, here=25, among=(29, len(new)))


def test_a_place_is_not_contested_by_one_in_other_surroundings() -> None:
    new = "Were you at the meeting? Yes. Not that anybody spoke up. Yes. Well, no. It was cold."

    assert not contested(new, here=25, among=(29, len(new)))


def test_only_the_stretches_beside_a_place_are_looked_at() -> None:
    new = "Were you at the meeting? Yes. Were you at the hall? Yes. And was it any good?"

    assert not contested(new, here=25, among=(29, 50))


def test_words_that_recur_too_often_beside_a_place_are_not_told_apart() -> None:
    new = OLD[0] + " Yes." * (MOST_RIVALS + 1)

    assert contested(new, here=25, among=(29, len(new)))
    assert not contested(new[:-5], here=25, among=(29, len(new)))
