"""The unitizing family of 2016: the published example, and its definition by characters."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import permutations

import pytest

from ethnocode.analysis.agreement.coefficients import Agreement, Undefined
from ethnocode.analysis.agreement.unitizing import (
    Tally,
    ValuedUnit,
    binary_u_alpha,
    code_alphas,
    cu_alpha,
    tallied,
    u_alpha,
)

Layers = list[list[ValuedUnit]]
GAP = ""

# Krippendorff (2019), figure 12.11, p. 340: a continuum of 60
ALEX = [(0, 7, "1"), (7, 13, "2"), (30, 32, "5"), (32, 37, "6"), (37, 44, "6"), (44, 60, "7")]
PAUL = [(0, 7, "1"), (7, 13, "3"), (13, 21, "5"), (32, 44, "6")]
SUZAN = [(0, 7, "1"), (7, 13, "4"), (13, 21, "5"), (32, 37, "6"), (37, 41, "6"), (41, 44, "6")]


def value(found: Agreement | Undefined) -> Fraction | None:
    return found.value if isinstance(found, Agreement) else None


def test_the_published_example() -> None:
    tally = tallied([ALEX, PAUL, SUZAN], length=60)

    assert float(value(u_alpha(tally)) or 0) == pytest.approx(0.510, abs=0.0005)
    assert float(value(binary_u_alpha(tally)) or 0) == pytest.approx(0.413, abs=0.001)


def test_ten_characters_by_hand() -> None:
    tally = tallied(
        [[(0, 4, "A"), (6, 10, "B")], [(0, 3, "A"), (6, 8, "A"), (8, 10, "B")]], length=10
    )

    assert value(u_alpha(tally)) == Fraction(257, 430)
    assert value(binary_u_alpha(tally)) == Fraction(577, 750)
    assert value(cu_alpha(tally)) == Fraction(13, 24)
    # of A's 4 + 5 characters 3 + 5 are where the other coded too
    assert {code: found.coverage for code, found in code_alphas(tally).items()} == {
        "A": Fraction(8, 9),
        "B": 1,
    }


def test_the_older_alpha_u_is_another_coefficient() -> None:
    """Code c of Krippendorff (2004), p. 254, where the older one is .7286."""
    tally = tallied(
        [[(75, 145, "c"), (220, 250, "c")], [(70, 150, "c"), (205, 225, "c"), (250, 270, "c")]],
        length=300,
    )

    assert float(value(binary_u_alpha(tally)) or 0) == pytest.approx(0.51628, abs=0.00001)


def test_coders_who_agree_and_one_who_is_silent() -> None:
    same = tallied([[(2, 5, "A")], [(2, 5, "A")]], length=10)
    silent = tallied([[(2, 5, "A")], []], length=10)

    assert (value(u_alpha(same)), value(binary_u_alpha(same))) == (1, 1)
    assert value(u_alpha(silent)) == Fraction(-1, 10)
    assert cu_alpha(silent) == Undefined("no character that two coders coded")
    assert code_alphas(silent)["A"].coverage == 0


@pytest.mark.parametrize("layers", [[[], []], [[(0, 10, "A")], [(0, 10, "A")]]])
def test_one_value_on_the_whole_continuum_is_undefined(layers: Layers) -> None:
    tally = tallied(layers, length=10)

    assert u_alpha(tally) == Undefined("only one value used")
    assert binary_u_alpha(tally) == Undefined("only one value used")


def test_an_empty_continuum_is_undefined() -> None:
    assert u_alpha(tallied([[], []], length=0)) == Undefined("only one value used")


@pytest.mark.parametrize("unit", [(3, 6, "B"), (9, 11, "B"), (8, 8, "B")])
def test_units_that_overlap_or_lie_outside_are_refused(unit: ValuedUnit) -> None:
    with pytest.raises(ValueError, match="overlaps another, or lies outside"):
        tallied([[(0, 4, "A"), unit], []], length=10)


class Characters:
    """The coefficients as they are meant: one character of one coder at a time."""

    def __init__(self, layers: Layers, length: int) -> None:
        self.coders, self.length = len(layers), length
        self.value = [[GAP] * length for _ in layers]
        self.unit: list[list[object]] = [
            [(coder, place) for place in range(length)] for coder in range(len(layers))
        ]
        for coder, layer in enumerate(layers):
            for start, end, code in layer:
                for place in range(start, end):
                    self.value[coder][place] = code
                    self.unit[coder][place] = (coder, "unit", start)

    def everything(self, values: list[list[str]]) -> Fraction | None:
        """Return alpha over all characters; none is paired with one of its own unit."""
        observed = sum(
            values[i][place] != values[j][place]
            for i, j in permutations(range(self.coders), 2)
            for place in range(self.length)
        )
        made = self.coders * (self.coders - 1) * self.length
        every = [(i, place) for i in range(self.coders) for place in range(self.length)]
        pairs = [
            values[i][p] != values[j][q]
            for i, p in every
            for j, q in every
            if self.unit[i][p] != self.unit[j][q]
        ]
        if not any(pairs):
            return None
        return 1 - Fraction(observed, made) / Fraction(sum(pairs), len(pairs))

    def where_both_coded(self, only: str | None = None) -> Fraction | None:
        """Return alpha over characters that another coder coded too, weighed by how many did.

        With ``only``, over the pairs in which the first character has that code.
        """
        weight = {
            (i, p): sum(self.value[j][p] != GAP for j in range(self.coders) if j != i)
            for i in range(self.coders)
            for p in range(self.length)
            if self.value[i][p] != GAP
        }
        coded = [(key, n) for key, n in weight.items() if n]
        observed = made = expected = chances = 0
        for (i, p), n in coded:
            mine = self.value[i][p]
            made += n
            if only in (None, mine):
                observed += sum(
                    self.value[j][p] not in (GAP, mine) for j in range(self.coders) if j != i
                )
            for (j, q), k in coded:
                if self.unit[i][p] != self.unit[j][q]:
                    chances += n * k
                    if only in (None, mine):
                        expected += n * k * (mine != self.value[j][q])
        if not expected:
            return None
        return 1 - Fraction(observed, made) / Fraction(expected, chances)


def drawn(rng: random.Random) -> tuple[Layers, int]:
    length, layers = rng.randint(4, 14), []
    for _ in range(rng.randint(2, 4)):
        layer, place = [], rng.randint(0, 3)
        while place < length:
            end = min(place + rng.randint(1, 4), length)
            layer.append((place, end, rng.choice("ABC")))
            place = end + rng.choice((0, 0, 1, 3))
        layers.append(layer if rng.random() < 0.9 else [])
    return layers, length


def test_every_coefficient_is_its_definition_by_characters() -> None:
    """300 random continua of two to four coders, as exact fractions."""
    rng = random.Random(20260207)
    defined = 0
    for _ in range(300):
        layers, length = drawn(rng)
        tally, meant = tallied(layers, length=length), Characters(layers, length)
        marked = [["x" if code else GAP for code in row] for row in meant.value]

        assert value(u_alpha(tally)) == meant.everything(meant.value)
        assert value(binary_u_alpha(tally)) == meant.everything(marked)
        assert value(cu_alpha(tally)) == meant.where_both_coded()
        for code, found in code_alphas(tally).items():
            assert value(found.alpha) == meant.where_both_coded(only=code)
        defined += value(cu_alpha(tally)) is not None
    assert defined > 150


def test_continua_add_up_as_if_they_were_one() -> None:
    rng = random.Random(7)
    one, other = drawn(rng), drawn(rng)
    layers = [
        [*one[0][n], *((s + one[1], e + one[1], c) for s, e, c in other[0][n])] for n in (0, 1)
    ]

    tally = Tally(2)
    tally.add(one[0][:2], length=one[1])
    tally.add(other[0][:2], length=other[1])

    assert u_alpha(tally) == u_alpha(tallied(layers, length=one[1] + other[1]))
    assert code_alphas(tally) == code_alphas(tallied(layers, length=one[1] + other[1]))
