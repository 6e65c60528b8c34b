"""The first of the inputs that ``make fuzz`` tries."""

from __future__ import annotations

import pytest

from .inputs import MAKERS, an_input
from .oracle import TooSlowError, at_most, flaws_of

INPUTS, PART = 2_000, 250


@pytest.mark.parametrize("first", range(0, INPUTS, PART))
def test_any_input_is_read_or_refused_with_its_place(first: int) -> None:
    flaws = {seed: flaws_of(an_input(seed)) for seed in range(first, first + PART)}

    assert {seed: found for seed, found in flaws.items() if found} == {}


def test_inputs_are_the_same_for_a_seed_and_of_every_kind() -> None:
    assert [an_input(seed) for seed in range(50)] == [an_input(seed) for seed in range(50)]
    assert len({an_input(seed) for seed in range(200)}) > 190
    assert all(weight > 0 for _, weight in MAKERS)


def test_what_takes_too_long_is_noticed() -> None:
    with pytest.raises(TooSlowError), at_most(1):
        while True:
            pass
