"""Who gave which code where, against counting characters and units one by one."""

from __future__ import annotations

import random
from array import array
from collections import Counter
from itertools import combinations, pairwise

import numpy as np
import pytest

from ethnocode.analysis.agreement.bootstrap import (
    Interval,
    bearing_sources,
    draw_sources,
    drawn_alphas,
    drawn_u_alphas,
    interval,
)
from ethnocode.analysis.agreement.cells import Stretch, count_cells, merged_units
from ethnocode.analysis.agreement.coefficients import (
    Agreement,
    Undefined,
    krippendorff_alpha,
    masi,
    yes_no,
)
from ethnocode.analysis.agreement.sets import set_alphas
from ethnocode.analysis.agreement.unitizing import binary_u_alpha, tallied
from ethnocode.model import NOBODY, CodingColumns, UnitColumns

Row = tuple[int, int, int, str]
CODES = ("a", "a.b", "a.b.c", "d")


def columns(rows: list[Row]) -> CodingColumns:
    codes = tuple(sorted({code for *_, code in rows}))
    return CodingColumns(
        array("q", [row[0] for row in rows]),
        array("q", [row[1] for row in rows]),
        array("q", [row[2] for row in rows]),
        array("q", [codes.index(row[3]) for row in rows]),
        codes,
    )


def unit_columns(rows: list[Stretch]) -> UnitColumns:
    source, start, end = zip(*rows, strict=True) if rows else ((), (), ())
    nobody = array("q", [NOBODY] * len(rows))
    return UnitColumns(array("q", source), array("q", start), array("q", end), nobody)


def parts(rng: random.Random, source: int, length: int, *, share: float) -> list[Stretch]:
    cuts = sorted({0, length, *(rng.randrange(length) for _ in range(rng.randrange(6)))})
    return [(source, low, high) for low, high in pairwise(cuts) if rng.random() < share]


def case(rng: random.Random) -> tuple[list[list[Row]], list[Stretch], list[Stretch]]:
    sources = rng.sample(range(2, 9), rng.randint(1, 3))
    length = 30
    layers: list[list[Row]] = []
    for _ in range(rng.randint(2, 4)):
        rows = []
        for _ in range(rng.randrange(12)):
            start = rng.randrange(length - 1)
            end = min(length, start + rng.randint(1, 9))
            rows.append((rng.choice(sources), start, end, rng.choice(CODES)))
        layers.append(rows)
    units = [unit for s in sources for unit in parts(rng, s, length, share=0.8)]
    ground = [part for s in sources for part in parts(rng, s, length, share=0.7)]
    return layers, units, ground or [(sources[0], 0, length)]


def held(rows: list[Row], code: str, source: int, place: int) -> bool:
    return any(
        s == source and start <= place < end and f"{c}.".startswith(f"{code}.")
        for s, start, end, c in rows
    )


def test_counts_are_those_of_characters_and_units_one_by_one() -> None:
    rng = random.Random(11)
    for _ in range(150):
        layers, units, ground = case(rng)
        counts = count_cells(
            [columns(rows) for rows in layers], unit_columns(units), stretches=ground
        )
        for s, source in enumerate(counts.sources.tolist()):
            here = [p for n, low, high in ground if n == source for p in range(low, high)]
            inside = [
                (low, high)
                for n, low, high in units
                if n == source and any(g == n and a <= low and high <= b for g, a, b in ground)
            ]
            for c, code in enumerate(counts.codes):
                chars = [[held(rows, code, source, p) for rows in layers] for p in here]
                found = [
                    [any(held(rows, code, source, p) for p in range(*unit)) for rows in layers]
                    for unit in inside
                ]
                for ratings, by_number, own in (
                    (chars, counts.chars, counts.chars_of),
                    (found, counts.units, counts.units_of),
                ):
                    number = Counter(map(sum, ratings))
                    assert by_number[s, c].tolist() == [number[k] for k in range(len(layers) + 1)]
                    assert own[s, c].tolist() == [
                        sum(row[n] for row in ratings) for n in range(len(layers))
                    ]


def test_the_counts_give_the_exact_coefficients_under_the_first_weights() -> None:
    """What is drawn with arrays is, undrawn, what the exact functions say."""
    rng = random.Random(12)
    compared = 0
    for _ in range(100):
        layers, units, ground = case(rng)
        ground = sorted(ground)
        laid = [columns(rows) for rows in layers]
        counts = count_cells(laid, unit_columns(units), stretches=ground)
        weights = draw_sources(len(counts.sources), times=2, rng=rng)
        alphas = drawn_alphas(counts.units, weights)[0]
        u_alphas = drawn_u_alphas(counts.chars, counts.squares, weights)[0]
        for c, code in enumerate(counts.codes):
            exact = krippendorff_alpha(yes_no(counts.units[:, c].sum(axis=0).tolist()))
            assert_same(alphas[c], exact)
            only = [
                columns([(s, a, b, "x") for s, a, b, n in rows if f"{n}.".startswith(f"{code}.")])
                for rows in layers
            ]
            marked = [merged_units(layer, stretches=ground) for layer in only]
            base, ends = 0, []
            for n, (_, low, high) in enumerate(ground):
                ends += [
                    (coder, (base + a, base + b, x))
                    for coder, units_of in enumerate(marked)
                    for a, b, x in units_of.get(n, [])
                ]
                base += high - low
            continuum = [[unit for k, unit in ends if k == coder] for coder in range(len(layers))]
            assert_same(u_alphas[c], binary_u_alpha(tallied(continuum, length=base)))
            compared += 1
    assert compared > 200


def assert_same(drawn: float, exact: Agreement | Undefined) -> None:
    if isinstance(exact, Undefined):
        assert np.isnan(drawn)
    else:
        assert drawn == pytest.approx(float(exact.value), abs=1e-9)


def test_a_code_used_alike_everywhere_is_undefined_in_every_drawing() -> None:
    given = np.array([[[0, 0, 3]], [[0, 0, 5]]])

    drawn = drawn_alphas(given, draw_sources(2, times=20, rng=random.Random(1)))

    assert np.isnan(drawn).all()


def test_weights_draw_as_many_sources_as_there_are_and_repeat_with_their_seed() -> None:
    weights = draw_sources(5, times=50, rng=random.Random(3))

    assert weights[0].tolist() == [1] * 5
    assert set(weights.sum(axis=1).tolist()) == {5}
    assert (weights == draw_sources(5, times=50, rng=random.Random(3))).all()
    assert (weights != draw_sources(5, times=50, rng=random.Random(4))).any()


def test_an_interval_is_the_middle_of_what_was_drawn() -> None:
    found = interval(np.array([*range(1001), np.nan]), sources=7)

    assert isinstance(found, Interval)
    assert (found.low, found.high) == (pytest.approx(25), pytest.approx(975))
    drawn = np.array([0.1, 0.2])
    assert interval(drawn, sources=1) == Undefined("no interval: it rests on one source only")
    same = Undefined("no interval: every drawing gives the same")
    assert interval(np.array([0.5, 0.5]), sources=3) == same
    assert interval(np.array([np.nan]), sources=3) == same


def test_sources_bear_on_a_code_where_anybody_gave_it() -> None:
    layers = [[(1, 0, 3, "a"), (2, 0, 3, "d")], [(2, 1, 2, "d"), (3, 0, 1, "d")]]
    ground = [(n, 0, 9) for n in (1, 2, 3)]

    counts = count_cells([columns(rows) for rows in layers], unit_columns([]), stretches=ground)

    assert dict(zip(counts.codes, bearing_sources(counts), strict=True)) == {"a": 1, "d": 2}


def test_alpha_on_sets_is_the_exact_one() -> None:
    rng = random.Random(13)
    for _ in range(60):
        rows = [
            tuple(frozenset(rng.sample("abc", rng.randint(0, 2))) for _ in range(3))
            for _ in range(rng.randint(1, 9))
        ]
        where = [rng.randrange(3) for _ in rows]
        weights = draw_sources(3, times=1, rng=rng)

        found = set_alphas(rows, where, weights=weights)

        assert_same(found.values[0], krippendorff_alpha(rows, difference=masi))
        again = [row for row, n in zip(rows, where, strict=True) for _ in range(int(weights[1, n]))]
        assert_same(found.values[1], krippendorff_alpha(again, difference=masi))


def test_counts_do_not_hang_on_the_order_of_the_coders() -> None:
    layers, units, ground = case(random.Random(14))
    every = [columns(rows) for rows in layers]
    for one, other in combinations(every, 2):
        there = count_cells([one, other], unit_columns(units), stretches=ground)
        back = count_cells([other, one], unit_columns(units), stretches=ground)
        assert (there.units == back.units).all()
        assert (there.chars_of == back.chars_of[..., ::-1]).all()
