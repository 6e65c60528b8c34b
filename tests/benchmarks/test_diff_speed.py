"""How long two large codebooks take to be compared; printed by ``make bench``."""

from __future__ import annotations

import time

import pytest

from ethnocode.codebook import diff, read_codebook

from .big_codebook import big_codebook

pytestmark = pytest.mark.benchmark

CODES, MOST_SECONDS = 2_000, 1


def test_two_books_of_two_thousand_codes_are_compared_within_a_second() -> None:
    text = big_codebook(CODES)
    before = read_codebook(text, path="a")
    after = read_codebook(text.replace("definition: ", "definition: now "), path="b")
    seconds = []
    for _ in range(3):
        start = time.process_time()
        changes = diff(before, after)
        seconds.append(time.process_time() - start)
    print(f"\n{CODES} codes, {len(changes)} changes: {min(seconds):.2f} s")

    assert len(changes) == CODES
    assert min(seconds) < MOST_SECONDS
