"""A record of the suggestions, measured and laid out in tables and charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ethnocode.model import Band, Chart, Table
from ethnocode.services.record.tables import (
    Figures,
    calibration_chart,
    calibration_table,
    code_table,
    curve_chart,
    curve_table,
    interval_table,
)

if TYPE_CHECKING:
    from ethnocode.suggest.record.evaluate import Record
    from ethnocode.suggest.record.intervals import Estimate
    from ethnocode.suggest.words.arrays import Floats

_CURVES = (
    ("map", "Ranking", "mean average precision"),
    ("p_at_1", "First right", "precision at 1"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a record says.

    Args:
        overall: Pairs of a way to suggest codes and its figures.
        bands: Band, suggested, right and precision, the strongest first.
        tables: Further tables, in the order shown.
        charts: Pictures, in the order shown.
    """

    overall: tuple[tuple[str, Figures], ...]
    bands: tuple[tuple[Band, int, int, Estimate], ...]
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]


def measure(record: Record, weights: Floats) -> Measured:
    """Return everything that a record says.

    Args:
        weights: How often each source counts; the first row once, the others as drawn.
    """
    from ethnocode.suggest.record.calibration import calibrate
    from ethnocode.suggest.record.summary import figures_by_band, figures_by_code, figures_of
    from ethnocode.suggest.record.trying import Way

    overall = tuple((one.way.value, figures_of(one, weights)) for one in record.tested)
    engine, near = record.of(Way.ENGINE), record.of(Way.NEIGHBOURS)
    bins = [(one.way.value, calibrate(one.outcome)) for one in (engine, near)]
    curve = _curve(record, weights)
    titles = ("Code by code", "Code by code, with decided neighbours")
    tables = [calibration_table(bins)]
    if curve:
        tables.append(curve_table(curve))
    for name, title, one in zip(("codes", "codes_decided"), titles, (engine, near), strict=True):
        tables.append(code_table(name, title, record.codes, figures_by_code(one, weights)))
    tables.append(interval_table(overall))
    charts = [calibration_chart(bins)]
    if curve:
        charts += [curve_chart(name, title, curve, up=up) for name, title, up in _CURVES]
    return Measured(overall, figures_by_band(engine, weights), tuple(tables), tuple(charts))


def _curve(record: Record, weights: Floats) -> list[tuple[float, str, Figures]]:
    from ethnocode.suggest.record.summary import figures_of
    from ethnocode.suggest.record.trying import Way

    return [
        (
            point.coded,
            # Learning from nothing is where the same line begins.
            (Way.ENGINE if one.way is Way.CODEBOOK else one.way).value,
            figures_of(one, weights),
        )
        for point in record.curve
        for one in point.tested
    ]
