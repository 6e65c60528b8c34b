"""Agreement on stretches of text that coders mark themselves: the coefficients of 2016.

Krippendorff's alphas for unitizing, in the form of 2016 (not the older alpha_U of 1995 and
2004, which squares distances between boundaries and gives other figures). Each coder's
units part a continuum into valued units and gaps. All figures are exact fractions.

Source:
    Krippendorff, Mathet, Bouvry and Widlöcher (2016) On the reliability of unitizing
    textual continua: further developments. Quality and Quantity 50(6): 2347-2364.
    Krippendorff (2019) Content Analysis, 4th edition, section 12.6; figure 12.11 on p. 340
    is the example that the tests repeat.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ethnocode.analysis.agreement.coefficients import ONE_VALUE, Agreement, Undefined

ValuedUnit = tuple[int, int, str]
"""First character, one past the last, and the code."""

NO_SHARED_GROUND = "no character that two coders coded"


@dataclass(slots=True)
class Tally:
    """What coders marked on a continuum, as sums of lengths; several add up to one.

    Args:
        coders: How many there are.
        length: Characters of the continuum.
        together: Characters that one coder gave a code and another a code, over all ordered
            pairs of coders.
        amount: Characters of each code, over all coders.
        squares: Squared lengths of the units of each code.
        shared_squares: The same, of what each unit shares with the units of each other coder.
    """

    coders: int
    length: int = 0
    together: Counter[tuple[str, str]] = field(default_factory=Counter)
    amount: Counter[str] = field(default_factory=Counter)
    squares: Counter[str] = field(default_factory=Counter)
    shared_squares: Counter[str] = field(default_factory=Counter)

    def add(self, layers: Sequence[Iterable[ValuedUnit]], *, length: int) -> None:
        """Add a continuum.

        Args:
            layers: Units of each coder; those of one coder do not overlap.
            length: Characters of the continuum.

        Raises:
            ValueError: Units of one coder overlap, or lie outside the continuum.
        """
        placed = [_placed(layer, length) for layer in layers]
        if len(placed) != self.coders or self.coders < 2:
            raise ValueError(f"{len(placed)} layers of {self.coders} coders")
        self.length += length
        for number, layer in enumerate(placed):
            others = [other for n, other in enumerate(placed) if n != number]
            shared = [0] * len(layer)
            for other in others:
                for mine, theirs, chars in _meetings(layer, other):
                    self.together[layer[mine][2], other[theirs][2]] += chars
                    shared[mine] += chars
            for (start, end, code), chars in zip(layer, shared, strict=True):
                self.amount[code] += end - start
                self.squares[code] += (end - start) ** 2
                self.shared_squares[code] += chars**2


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """How far coders gave one code, rather than another, where two of them gave any.

    Args:
        alpha: The coefficient (k)cu-alpha.
        coverage: Share of the characters of the code on which another coder gave a code too.
    """

    alpha: Agreement | Undefined
    coverage: Fraction


def tallied(layers: Sequence[Iterable[ValuedUnit]], *, length: int) -> Tally:
    """Return what coders marked on one continuum.

    Raises:
        ValueError: Units of one coder overlap, or lie outside the continuum.
    """
    tally = Tally(len(layers))
    tally.add(layers, length=length)
    return tally


def u_alpha(tally: Tally) -> Agreement | Undefined:
    """Return u-alpha: do coders mark the same stretches and give them the same codes?

    Source:
        Krippendorff (2019), equations 32 to 34; .510 for the example on p. 340.
    """
    rows = [_gap(tally), *tally.amount.values()]
    alike = sum(chars for (one, other), chars in tally.together.items() if one == other)
    empty = _gap(tally) - _with_gap(tally)
    total = sum(rows)
    observed = total - Fraction(alike, tally.coders - 1) - empty
    return _alpha(observed, total**2 - sum(n * n for n in rows), below=_below(tally))


def binary_u_alpha(tally: Tally) -> Agreement | Undefined:
    """Return |u-alpha: do coders mark the same stretches, whatever codes they give them?

    Source:
        Krippendorff (2019), equation 35; .413 for the example on p. 340.
    """
    gap, valued = _gap(tally), tally.amount.total()
    return _alpha(2 * _with_gap(tally), 2 * gap * valued, below=_below(tally))


def cu_alpha(tally: Tally) -> Agreement | Undefined:
    """Return cu-alpha: where two coders both gave a code, is it the same one?

    A unit weighs, in the correction for its pairing with itself, as much as it shares with
    other coders; with two coders this is Krippendorff's equation word for word.

    Source:
        Krippendorff (2019), equations 36 and 37.
    """
    rows = _shared_rows(tally)
    total = sum(rows.values(), Fraction(0))
    if not total:
        return Undefined(NO_SHARED_GROUND)
    observed = sum((_apart(tally, code) for code in rows), Fraction(0))
    expected = total**2 - sum(n * n for n in rows.values())
    return _alpha(observed, expected, below=_shared_below(tally, total))


def code_alphas(tally: Tally) -> dict[str, CodeAgreement]:
    """Return (k)cu-alpha of each code, with the coverage that it rests on.

    Source:
        Krippendorff (2019), equation 38.
    """
    rows = _shared_rows(tally)
    total = sum(rows.values(), Fraction(0))
    found = {}
    for code, amount in sorted(tally.amount.items()):
        here = rows.get(code, Fraction(0))
        alpha: Agreement | Undefined = Undefined(NO_SHARED_GROUND)
        if here:
            below = _shared_below(tally, total)
            alpha = _alpha(_apart(tally, code), here * (total - here), below=below)
        found[code] = CodeAgreement(alpha, here / amount)
    return found


def _alpha(
    observed: Fraction | int, expected: Fraction | int, *, below: Fraction
) -> Agreement | Undefined:
    """Return one minus observed over expected, given the latter times a divisor."""
    if not expected or not below:
        return Undefined(ONE_VALUE)
    chance = Fraction(expected) / below
    return Agreement(1 - Fraction(observed) / chance, Fraction(observed), chance)


def _gap(tally: Tally) -> int:
    return tally.coders * tally.length - tally.amount.total()


def _with_gap(tally: Tally) -> Fraction:
    """Return the characters that one coder coded and another did not, per other coder."""
    return tally.amount.total() - Fraction(tally.together.total(), tally.coders - 1)


def _below(tally: Tally) -> Fraction:
    """Return the divisor of expected coincidences: no unit, nor character of a gap, with itself."""
    total = tally.coders * tally.length
    return total - Fraction(_gap(tally) + tally.squares.total(), total) if total else Fraction(0)


def _shared_rows(tally: Tally) -> dict[str, Fraction]:
    rows: dict[str, Fraction] = {}
    for (code, _), chars in sorted(tally.together.items()):
        rows[code] = rows.get(code, Fraction(0)) + Fraction(chars, tally.coders - 1)
    return rows


def _shared_below(tally: Tally, total: Fraction) -> Fraction:
    return total - Fraction(tally.shared_squares.total(), (tally.coders - 1) ** 2) / total


def _apart(tally: Tally, code: str) -> Fraction:
    """Return what a code shares with other codes."""
    chars = sum(n for (one, other), n in tally.together.items() if one == code != other)
    return Fraction(chars, tally.coders - 1)


def _placed(layer: Iterable[ValuedUnit], length: int) -> list[ValuedUnit]:
    units = sorted(layer)
    reached = 0
    for start, end, _ in units:
        if start < reached or end <= start or end > length:
            raise ValueError(f"unit {start} to {end} overlaps another, or lies outside")
        reached = end
    return units


def _meetings(
    layer: Sequence[ValuedUnit], other: Sequence[ValuedUnit]
) -> Iterator[tuple[int, int, int]]:
    """Yield numbers of units that share characters, with how many."""
    mine = theirs = 0
    while mine < len(layer) and theirs < len(other):
        start = max(layer[mine][0], other[theirs][0])
        end = min(layer[mine][1], other[theirs][1])
        if end > start:
            yield mine, theirs, end - start
        if layer[mine][1] <= other[theirs][1]:
            mine += 1
        else:
            theirs += 1
