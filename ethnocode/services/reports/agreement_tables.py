"""Agreement as tables: code by code, and the whole beside it."""

from __future__ import annotations

import random
from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING

from ethnocode.analysis.agreement.coefficients import (
    NOTHING_RATED,
    ONE_VALUE,
    Agreement,
    Undefined,
    cohen_kappa,
    fleiss_kappa,
    holsti,
    krippendorff_alpha,
    percent_agreement,
    yes_no,
)
from ethnocode.analysis.agreement.unitizing import (
    NO_SHARED_GROUND,
    Tally,
    ValuedUnit,
    binary_u_alpha,
    code_alphas,
    cu_alpha,
    u_alpha,
)
from ethnocode.model import Cell, CodingColumns, Span, Table, UnitColumns
from ethnocode.services.comparing_coders import Compared, as_columns
from ethnocode.services.disagreements import Place
from ethnocode.services.going_over import Stretch
from ethnocode.services.reports.agreement_columns import WHOLE_COLUMNS, code_columns

if TYPE_CHECKING:
    from ethnocode.analysis.agreement.bootstrap import Floats
    from ethnocode.analysis.agreement.cells import Counts
    from ethnocode.analysis.layer import Ints

_ANY_CODE = "any code"
_NO_INTERVAL = "no interval: none is worked out for it"
_NO_UNIT = Undefined("no unit that all of them have gone over")
_SEVERAL = Undefined("units have several codes of one coder")

Found = Agreement | Fraction | Undefined


@dataclass(frozen=True, slots=True)
class Material:
    """What agreement is worked out from.

    Args:
        compared: The coders and their codings.
        units: Units to compare in; ``None`` on characters.
        kept: Units that all have gone over, by number of the source.
        places: What was given in them.
        times: How often sources are drawn for intervals; 0 for none.
        seed: Of what is drawn.
    """

    compared: Compared
    units: UnitColumns | None
    kept: Mapping[int, Sequence[Span]]
    places: Sequence[Place]
    times: int
    seed: int


@dataclass(slots=True)
class _Figures:
    """Figures of a row, with why those that are not there are not."""

    why: dict[str, list[str]] = field(default_factory=dict)

    def value(self, name: str, found: Found) -> float | None:
        if isinstance(found, Undefined):
            self.why.setdefault(str(found), []).append(name)
            return None
        return float(found.value if isinstance(found, Agreement) else found)

    def ends(self, name: str, drawn: Floats, *, sources: int) -> tuple[Cell, Cell]:
        """Return the ends of an interval, of a first value and those drawn after it."""
        from ethnocode.analysis.agreement.bootstrap import interval

        if len(drawn) < 2 or drawn[0] != drawn[0]:  # nan: undefined, and that is said already
            return None, None
        found = interval(drawn[1:], sources=sources)
        if isinstance(found, Undefined):
            self.why.setdefault(found.reason, []).append(name)
            return None, None
        return found.low, found.high

    @property
    def reason(self) -> str:
        return "; ".join(f"{', '.join(names)}: {why}" for why, names in self.why.items())


def agreement_tables(material: Material) -> tuple[Table, Table]:
    """Return agreement on each code, and on the whole."""
    from ethnocode.analysis.agreement.bootstrap import draw_sources
    from ethnocode.analysis.agreement.cells import all_as_one, count_cells

    compared = material.compared
    numbers = {source.name: number for number, source in compared.sources.items()}
    asked = [[c for c in given if compared.choice.shows(c.code)] for given in compared.codings]
    layers = [as_columns(codings, numbers=numbers) for codings in asked]
    units = material.units or UnitColumns(array("q"), array("q"), array("q"), array("q"))
    layers, units, stretches = _on_kept(compared, layers, units)
    codes = compared.choice.selection.codes
    counts = count_cells(layers, units, stretches=stretches, asked=codes)
    merged = [all_as_one(layer, name=_ANY_CODE) for layer in layers]
    whole = count_cells(merged, units, stretches=stretches)
    rng = random.Random(material.seed)
    drawn = draw_sources(len(counts.sources), times=material.times, rng=rng)
    weights = drawn[:, _by_number(compared)]
    tally = _tally(layers, stretches)
    return (
        _code_table(material, counts, weights, tally),
        _whole_table(material, whole, weights, tally),
    )


def _on_kept(
    compared: Compared, layers: list[CodingColumns], units: UnitColumns
) -> tuple[list[CodingColumns], UnitColumns, Sequence[Stretch]]:
    """Return codings, units and shared stretches, with kept characters numbered anew.

    Where sources are kept whole, all is as it was.
    """
    kept = compared.choice.kept
    if compared.parts is None or kept is None:
        return layers, units, compared.stretches
    source, start, end = (array("q", column) for column in zip(*compared.gone, strict=True))
    gone = kept.cut_units(UnitColumns(source, start, end, array("q", [0] * len(source))))
    stretches = tuple(zip(gone.source, gone.start, gone.end, strict=True))
    return [kept.cut_codings(layer) for layer in layers], kept.cut_units(units), stretches


def _by_number(compared: Compared) -> list[int]:
    """Return the places of the shared sources in order of path, for each in order of number.

    Intervals are then the same in whatever order the sources came into the study.
    """
    shared = {source for source, *_ in compared.stretches}
    place = {number: n for n, number in enumerate(n for n in compared.sources if n in shared)}
    return [place[number] for number in sorted(place)]


def _code_table(
    material: Material, counts: Counts, weights: Floats, tally: Tally | Undefined
) -> Table:
    from ethnocode.analysis.agreement import bootstrap

    on_chars = material.units is None
    given = counts.chars if on_chars else counts.units
    given_of = counts.chars_of if on_chars else counts.units_of
    drawn = _drawn(given, given_of, weights)
    u_alphas = bootstrap.drawn_u_alphas(counts.chars, counts.squares, weights)
    bearing = bootstrap.bearing_sources(counts)
    rather = {} if isinstance(tally, Undefined) else code_alphas(tally)
    rows = []
    for n, code in enumerate(counts.codes):
        if not material.compared.choice.shows(code):
            continue
        figures = _Figures()
        by_number, own = _sums(given, n), _sums(given_of, n)
        known = rather.get(code)
        missing = tally if isinstance(tally, Undefined) else _below_only(counts, n)
        rows.append(
            (
                code,
                *_cells(by_number, own),
                *chain.from_iterable(
                    (
                        figures.value(name, found),
                        *figures.ends(name, drawn[name][:, n], sources=bearing[n]),
                    )
                    for name, found in _coefficients(by_number, own).items()
                ),
                figures.value("|u-alpha", binary_u_alpha(_binary(counts, n))),
                *figures.ends("|u-alpha", u_alphas[:, n], sources=bearing[n]),
                _share(by_number),
                _share(_sums(counts.chars, n)),
                figures.value("(k)cu-alpha", known.alpha if known else missing),
                float(known.coverage) if known else None,
                figures.reason,
            )
        )
    title = f"Code by code, in {'characters' if on_chars else 'units'}"
    columns = code_columns(material.compared.coders, on_chars=on_chars)
    return Table("codes", title, columns, tuple(rows))


def _below_only(counts: Counts, n: int) -> Undefined:
    """Return why a code has no figure of its own: nobody gave it, or only codes below it."""
    given = sum(_sums(counts.chars, n)[1:])
    return Undefined("given only by codes below it" if given else NO_SHARED_GROUND)


def _cells(by_number: Sequence[int], own: Sequence[int]) -> tuple[Cell, ...]:
    if len(own) == 2:
        both = by_number[2]
        return both, own[0] - both, own[1] - both, by_number[0]
    return by_number[-1], sum(by_number[1:-1]), by_number[0]


def _coefficients(by_number: Sequence[int], own: Sequence[int]) -> dict[str, Found]:
    """Return percent, Cohen and Scott or Fleiss, and alpha."""
    two = len(own) == 2
    if not sum(by_number):
        names = ("percent", *(("Cohen", "Scott") if two else ("Fleiss",)), "alpha")
        return dict.fromkeys(names, _NO_UNIT)
    ratings = yes_no(by_number)
    found: dict[str, Found] = {"percent": percent_agreement(ratings)}
    pi = fleiss_kappa(ratings)
    if two:
        both = by_number[2]
        table = [[both, own[0] - both], [own[1] - both, by_number[0]]]
        found |= {"Cohen": cohen_kappa(table), "Scott": pi}
    else:
        found["Fleiss"] = pi
    return {**found, "alpha": krippendorff_alpha(ratings)}


def _drawn(given: Ints, own: Ints, weights: Floats) -> dict[str, Floats]:
    """Return the same, of every code under each row of weights."""
    from ethnocode.analysis.agreement import bootstrap

    pis = bootstrap.drawn_pis(given, weights)
    found = {"percent": bootstrap.drawn_percents(given, weights)}
    if own.shape[2] == 2:
        found |= {"Cohen": bootstrap.drawn_kappas(given, own, weights), "Scott": pis}
    else:
        found["Fleiss"] = pis
    return {**found, "alpha": bootstrap.drawn_alphas(given, weights)}


def _whole_table(
    material: Material, whole: Counts, weights: Floats, tally: Tally | Undefined
) -> Table:
    from ethnocode.analysis.agreement import bootstrap

    sources = next(iter(bootstrap.bearing_sources(whole)), 0)
    coded = bootstrap.drawn_u_alphas(whole.chars, whole.squares, weights)
    binary: Found = binary_u_alpha(_binary(whole, 0)) if whole.codes else Undefined(ONE_VALUE)
    spread = coded[:, 0] if whole.codes else None
    measures: list[tuple[str, str, Found, Floats | None]] = []
    if material.units is not None:
        measures += _on_sets(material, weights)
    measures += [
        ("binary_u_alpha", "|u-alpha: coded at all or not, on characters", binary, spread),
        ("u_alpha", "u-alpha: where, and with which code", _of(tally, u_alpha), None),
        ("cu_alpha", "cu-alpha: which code, where two coders coded", _of(tally, cu_alpha), None),
    ]
    rows = []
    for name, label, found, drawn in measures:
        figures = _Figures()
        short = label.partition(":")[0]
        value = figures.value(short, found)
        ends: tuple[Cell, Cell] = (None, None)
        if drawn is not None and len(drawn) == len(weights):
            ends = figures.ends(short, drawn, sources=sources)
        elif value is not None and material.times:
            figures.why[_NO_INTERVAL] = [short]
        rows.append((name, label, value, *ends, figures.reason))
    return Table("whole", "The whole, never to be reported alone", WHOLE_COLUMNS, tuple(rows))


def _on_sets(material: Material, weights: Floats) -> list[tuple[str, str, Found, Floats | None]]:
    """Return agreement on the sets of codes that units have, and where each has one at most."""
    from ethnocode.analysis.agreement.sets import set_alphas

    coders = len(material.compared.coders)
    rows, where = _sets(material)
    drawn = set_alphas(rows, where, weights=weights)
    alpha: Found = Undefined(ONE_VALUE if rows else NOTHING_RATED)
    if drawn[0] == drawn[0]:  # not nan
        alpha = Fraction(float(drawn[0]))
    found: list[tuple[str, str, Found, Floats | None]] = [
        ("masi_alpha", "alpha with MASI: sets of codes of units", alpha, drawn)
    ]
    if coders == 2:
        shared = sum(len(one & other) for one, other in rows)
        made = (sum(len(row[n]) for row in rows) for n in (0, 1))
        found.append(("holsti", "Holsti: codes of units", holsti(shared, *made), None))
    times = Counter(rows)
    found.append(("percent", "percent: units with the same codes", percent_agreement(times), None))
    name, kappa = ("Cohen", _cohen) if coders == 2 else ("Fleiss", fleiss_kappa)
    label = f"{name}: the one code of a unit, or none"
    single = all(len(codes) < 2 for row in times for codes in row)
    found.append((name.lower(), label, kappa(times) if single else _SEVERAL, None))
    return found


def _sets(material: Material) -> tuple[list[tuple[frozenset[str], ...]], list[int]]:
    """Return the codes that each coder gave to each unit, and the index of its source."""
    coders, shows = len(material.compared.coders), material.compared.choice.shows
    sources = sorted({source for source, *_ in material.compared.stretches})
    index = {number: n for n, number in enumerate(sources)}
    rows, where = [], []
    uncoded = Counter({number: len(spans) for number, spans in material.kept.items()})
    for place in material.places:
        readings = place.readings(coders)
        rows.append(tuple(frozenset(filter(shows, codes)) for codes in readings))
        where.append(index[int(place.source.id)])
        uncoded[int(place.source.id)] -= 1
    for number, times in uncoded.items():
        rows += [(frozenset[str](),) * coders] * times
        where += [index[number]] * times
    return rows, where


def _cohen(times: Mapping[tuple[frozenset[str], ...], int]) -> Agreement | Undefined:
    values = sorted({codes for row in times for codes in row}, key=sorted)
    return cohen_kappa([[times.get((one, other), 0) for other in values] for one in values])


def _of(
    tally: Tally | Undefined, measure: Callable[[Tally], Agreement | Undefined]
) -> Agreement | Undefined:
    return tally if isinstance(tally, Undefined) else measure(tally)


def _tally(layers: Sequence[CodingColumns], stretches: Sequence[Stretch]) -> Tally | Undefined:
    """Return what coders marked, source by source; undefined where a coder's codes overlap."""
    from ethnocode.analysis.agreement.cells import merged_units

    marked = [merged_units(layer, stretches=stretches) for layer in layers]
    tally = Tally(len(layers))
    for n, (_, start, end) in enumerate(stretches):
        here: list[list[ValuedUnit]] = [units.get(n, []) for units in marked]
        try:
            tally.add(here, length=end - start)
        except ValueError:
            return Undefined("words have several codes of one coder")
    return tally


def _binary(counts: Counts, n: int) -> Tally:
    """Return a code against everything else, as what coders marked."""
    chars = _sums(counts.chars, n)
    times = range(len(chars))
    return Tally(
        coders=len(chars) - 1,
        length=sum(chars),
        together=Counter({("", ""): sum(k * (k - 1) * chars[k] for k in times)}),
        amount=Counter({"": sum(k * chars[k] for k in times)}),
        squares=Counter({"": int(counts.squares[:, n].sum())}),
    )


def _sums(given: Ints, n: int) -> list[int]:
    sums: list[int] = given[:, n].sum(axis=0).tolist()
    return sums


def _share(by_number: Sequence[int]) -> float | None:
    """Return the share of all ratings that are yes."""
    made = (len(by_number) - 1) * sum(by_number)
    return sum(k * n for k, n in enumerate(by_number)) / made if made else None
