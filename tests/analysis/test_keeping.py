"""Kept stretches against their definition: the text with all else taken out of it."""

from __future__ import annotations

import random
from array import array

import numpy as np
import pytest

from ethnocode.analysis.keeping import Kept
from ethnocode.model import NOBODY, CodingColumns, StretchColumns, UnitColumns

LENGTHS = {3: 12, 5: 20, 9: 7}


def stretches(*rows: tuple[int, int, int]) -> StretchColumns:
    columns = [array("q", [row[n] for row in rows]) for n in range(3)]
    return StretchColumns(*columns)


def codings(*rows: tuple[int, int, int]) -> CodingColumns:
    columns = [array("q", [row[n] for row in rows]) for n in range(3)]
    return CodingColumns(*columns, array("q", range(len(rows))), tuple("abcdefghij"[: len(rows)]))


def test_a_coding_over_a_stretch_that_is_not_kept_stays_one_coding() -> None:
    """Kept are 2-5 and 8-12 of source 3: the coding 4-9 has characters 4, 8 of them."""
    kept = Kept(stretches((3, 2, 5), (3, 8, 12)), lengths=LENGTHS)
    cut = kept.cut_codings(codings((3, 4, 9), (3, 5, 8), (5, 0, 4)))

    assert list(zip(cut.source, cut.start, cut.end, cut.code, strict=True)) == [(3, 2, 4, 0)]
    assert kept.lengths == {3: 7}
    assert kept.pieces(3, 2, 4) == ((4, 5), (8, 9))


def test_a_unit_keeps_its_person_and_is_gone_where_nothing_of_it_is_kept() -> None:
    kept = Kept(stretches((5, 4, 6), (5, 8, 20)), lengths=LENGTHS)
    row = array("q", [5, 5, 3]), array("q", [0, 10, 0]), array("q", [10, 20, 12])
    cut = kept.cut_units(UnitColumns(*row, array("q", [7, 8, NOBODY])))

    assert list(zip(cut.source, cut.start, cut.end, cut.person, strict=True)) == [
        (5, 0, 4, 7),
        (5, 4, 14, 8),
    ]


def test_nothing_kept_leaves_nothing() -> None:
    kept = Kept(stretches(), lengths=LENGTHS)

    assert kept.lengths == {}
    assert not kept.cut_codings(codings((3, 0, 12))).code


@pytest.mark.parametrize("rows", [((3, 0, 5), (3, 4, 6)), ((3, 0, 13),), ((4, 0, 1),)])
def test_stretches_that_overlap_or_leave_their_source_are_refused(
    rows: tuple[tuple[int, int, int], ...],
) -> None:
    with pytest.raises(ValueError, match="stretch"):
        Kept(stretches(*rows), lengths=LENGTHS)


def test_a_kept_character_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="keeps no character 2"):
        Kept(stretches((3, 0, 2)), lengths=LENGTHS).place(3, 2)


def test_numbers_and_places_are_those_of_the_kept_characters_in_order() -> None:
    """By listing the kept characters of each source one by one, in 200 random corpora."""
    rng = random.Random(5)
    for _ in range(200):
        rows = []
        for source, length in LENGTHS.items():
            cuts = sorted(rng.sample(range(length + 1), 2 * rng.randint(0, 2)))
            rows += [(source, *pair) for pair in zip(cuts[::2], cuts[1::2], strict=True)]
        rng.shuffle(rows)
        kept = Kept(stretches(*rows), lengths=LENGTHS)
        for source, length in LENGTHS.items():
            listed = [
                i for i in range(length) if any(s == source and a <= i < b for s, a, b in rows)
            ]
            assert kept.lengths.get(source, 0) == len(listed)
            assert [kept.place(source, n) for n in range(len(listed))] == listed
            numbers = kept.numbered(np.full(length + 1, source), np.arange(length + 1))
            assert numbers.tolist() == [
                sum(place < i for place in listed) for i in range(length + 1)
            ]
            for start in range(len(listed)):
                end = rng.randint(start + 1, len(listed))
                pieces = kept.pieces(source, start, end)
                assert [i for a, b in pieces for i in range(a, b)] == listed[start:end]
