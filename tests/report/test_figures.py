"""How a cell is shown, worked by hand."""

from __future__ import annotations

import pytest

from ethnocode.model import Cell, Column, Report
from ethnocode.report.figures import remainder, shown, shown_parameter, top_rows


@pytest.mark.parametrize(
    ("cell", "decimals", "expected"),
    [
        (0, 2, "0"),
        (999, 2, "999"),
        (1234, 2, "1,234"),
        (-1234567, 2, "-1,234,567"),
        (0.125, 2, "0.12"),
        (0.126, 2, "0.13"),
        (2.0, 3, "2.000"),
        (1234.5, 1, "1,234.5"),
        (-0.001, 2, "0.00"),
        (10**15, 2, "1.000e+15"),
        (None, 2, "n/a"),
        (float("nan"), 2, "n/a"),
        (float("-inf"), 2, "n/a"),
        (True, 2, "yes"),
        (False, 2, "no"),
        ("a.b", 2, "a.b"),
    ],
)
def test_a_cell_is_shown_as_a_reader_expects(cell: Cell, decimals: int, expected: str) -> None:
    assert shown(cell, Column("x", "X", decimals=decimals)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(20261122, "20261122"), (0.001, "0.001"), (True, "yes"), (None, "n/a"), ("turn", "turn")],
)
def test_a_parameter_is_shown_in_full(value: Cell, expected: str) -> None:
    assert shown_parameter(value) == expected


@pytest.mark.parametrize(
    ("top", "kept", "sentence"),
    [
        (None, 3, ""),
        (3, 3, ""),
        (2, 2, "… and 1 more row; --format csv and json have all."),
        (0, 0, "… and 3 more rows; --format csv and json have all."),
    ],
)
def test_rows_beyond_the_top_are_counted(top: int | None, kept: int, sentence: str) -> None:
    report = Report("r", "R", (), (), (Column("x", "X"),), ((1,), (2,), (3,)), top=top)

    assert len(top_rows(report)) == kept
    assert remainder(report) == sentence
