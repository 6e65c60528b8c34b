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
    drawn_kappas,
    drawn_percents,
    drawn_pis,
    drawn_u_alphas,
    interval,
)
from ethnocode.analysis.agreement.cells import Stretch, count_cells, merged_units
from ethnocode.analysis.agreement.coefficients import (
    Agreement,
    Undefined,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    masi,
    percent_agreement,
    yes_no,
)
from ethnocode.analysis.agreement.sets import MOST_DRAWN, set_alphas
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


def test_every_drawing_has_the_exact_coefficients_of_the_sources_drawn() -> None:
    """Sources that are drawn twice count twice; 200 random tables of two to four coders."""
    rng = random.Random(21)
    undefined = 0
    for _ in range(200):
        sources, coders = rng.randint(1, 4), rng.randint(2, 4)
        ratings = [
            [tuple(rng.random() < 0.4 for _ in range(coders)) for _ in range(rng.randint(0, 5))]
            for _ in range(sources)
        ]
        given = np.array([[[sum(sum(r) == k for r in here) for k in range(coders + 1)]]
                          for here in ratings])  # fmt: skip
        own = np.array([[[sum(r[i] for r in here) for i in range(coders)]] for here in ratings])
        weights = draw_sources(sources, times=3, rng=rng)
        percents, pis = drawn_percents(given, weights)[:, 0], drawn_pis(given, weights)[:, 0]
        alphas = drawn_alphas(given, weights)[:, 0]
        for n, row in enumerate(weights.astype(int).tolist()):
            rows = [r for here, often in zip(ratings, row, strict=True) for r in here * often]
            assert_same(pis[n], fleiss_kappa(rows))
            assert_same(alphas[n], krippendorff_alpha(rows))
            percent = percent_agreement(rows)
            if isinstance(percent, Undefined):
                assert np.isnan(percents[n])
            else:
                assert percents[n] == pytest.approx(float(percent), abs=1e-9)
            if coders == 2:
                table = [[rows.count((i, j)) for j in (True, False)] for i in (True, False)]
                kappa = cohen_kappa(table)
                assert_same(drawn_kappas(given, own, weights)[n, 0], kappa)
                undefined += isinstance(kappa, Undefined)
    assert undefined > 10


def test_intervals_hold_the_true_value_about_as_often_as_they_say() -> None:
    """200 invented studies of thirty sources that differ; both coders err in one of ten."""
    made = np.random.default_rng(5)

    def study(sources: int) -> np.ndarray:
        there = made.random((sources, 20)) < made.beta(1.5, 4.5, size=sources)[:, None]
        given = sum((there ^ (made.random(there.shape) < 0.1)).astype(int) for _ in range(2))
        return np.stack([(given == k).sum(axis=1) for k in range(3)], axis=1)[:, None, :]

    true = drawn_alphas(study(20_000), np.ones((1, 20_000)))[0, 0]
    held = 0
    for run in range(200):
        weights = draw_sources(30, times=300, rng=random.Random(run))
        found = interval(drawn_alphas(study(30), weights)[1:, 0], sources=30)
        assert isinstance(found, Interval)
        held += found.low <= true <= found.high
    assert 0.87 < held / 200 < 0.99


def test_codes_that_are_asked_for_are_counted_though_nobody_gave_them() -> None:
    layers = [columns([(1, 0, 3, "a")]), columns([(1, 2, 5, "a")])]
    units = unit_columns([(1, 0, 4), (1, 4, 9)])

    counts = count_cells(layers, units, stretches=[(1, 0, 9)], asked=["b", "a"])

    assert counts.codes == ("a", "b")
    assert counts.units[0].tolist() == [[0, 1, 1], [2, 0, 0]]
    assert counts.chars[0].tolist() == [[4, 4, 1], [9, 0, 0]]
    assert bearing_sources(counts) == [1, 0]


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

        assert_same(found[0], krippendorff_alpha(rows, difference=masi))
        again = [row for row, n in zip(rows, where, strict=True) for _ in range(int(weights[1, n]))]
        assert_same(found[1], krippendorff_alpha(again, difference=masi))


def test_alpha_on_very_many_different_sets_is_worked_out_once_and_not_drawn() -> None:
    rng = random.Random(15)
    rows = [tuple(frozenset(rng.sample("abcdefghijklmnopqrst", 5)) for _ in range(2))
            for _ in range(MOST_DRAWN)]  # fmt: skip
    weights = draw_sources(2, times=3, rng=rng)

    assert len({codes for row in rows for codes in row}) > MOST_DRAWN
    assert len(set_alphas(rows, [n % 2 for n in range(len(rows))], weights=weights)) == 1
    assert len(set_alphas(rows[:9], [0] * 9, weights=weights)) == 4


def test_counts_do_not_hang_on_the_order_of_the_coders() -> None:
    layers, units, ground = case(random.Random(14))
    every = [columns(rows) for rows in layers]
    for one, other in combinations(every, 2):
        there = count_cells([one, other], unit_columns(units), stretches=ground)
        back = count_cells([other, one], unit_columns(units), stretches=ground)
        assert (there.units == back.units).all()
        assert (there.chars_of == back.chars_of[..., ::-1]).all()
