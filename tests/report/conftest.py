"""Invented reports, for every renderer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from ethnocode.model import Chart, Column, HeatMap, Point, Report, Series, Table

SMALL = Report(
    name="cooccurrence",
    title="Which codes meet in a passage",
    parameters=(("relation", "overlap"), ("seed", 20261122), ("coder", None)),
    notes=(
        "Two codings overlap when they share at least one character; "
        "touching is not overlapping, and a code never meets itself.",
        "n/a stands where the data cannot define a figure.",
    ),
    columns=(
        Column("a", "Code A", "first code of the pair"),
        Column("b", "Code B", "second code of the pair"),
        Column("n_ab", "Passages with both", "passages that bear both codes"),
        Column("c", "c", "c-coefficient, not clamped", decimals=3),
        Column("unequal", "Unequal", "one code is five times as frequent", narrow=False),
        Column("quote", "Quotation", "an example in a participant's words", prose=True),
    ),
    rows=(
        ("capital.social", "habitus", 1234, 0.125, False, "You knew them all.\nWe all did."),
        ("coproduction.power_sharing.budget", "tokenism", 12, 1 / 3, True, "=Ticking | boxes"),
        ("field", "trust", 0, None, False, ""),
        ("trust", "voice", 0, None, False, ""),
    ),
    heat_map=HeatMap(
        "Passages that bear both codes",
        ("capital.social", "habitus", "tokenism"),
        ((None, 1234, 3), (1234, None, 0), (3, 0, None)),
    ),
    top=3,
    study="Netherfold",
    command="ethnocode report cooccurrence --top 3",
    program="ethnocode 0.1.0",
)


def _filled_with(text: str) -> Report:
    """Return a report with one text in every field that holds text."""
    return Report(
        name=text,
        title=text,
        parameters=((text, text),),
        notes=(text,),
        columns=(Column("key" + text, text, text), Column(text, text, text, prose=True)),
        rows=((text, text),),
        heat_map=HeatMap(text, (text, text), ((None, 1.0), (1.0, None))),
        study=text,
        command=text,
        program=text,
    )


def _with_further(text: str) -> Report:
    """Return the same with a further table and a chart that hold the text everywhere."""
    return replace(
        _filled_with(text),
        heading=text,
        tables=(Table(text, text, (Column("key" + text, text, text),), ((text,),), (text,)),),
        charts=(
            Chart(
                text,
                text,
                text,
                text,
                ((0.0, text), (1.0, text)),
                (
                    Series(text, (Point(0.0, 0.1, 0.0, 0.2, text), Point(1.0, 0.3, label=text))),
                    Series(text, (Point(0.5, 0.5, label=text),), joined=False),
                ),
                diagonal=True,
            ),
        ),
    )


@pytest.fixture(scope="session")
def small_report() -> Report:
    return SMALL


@pytest.fixture(scope="session")
def filled_with() -> Callable[[str], Report]:
    return _filled_with


@pytest.fixture(scope="session")
def with_further() -> Callable[[str], Report]:
    return _with_further
