"""Pairs of codes as a square table of counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ethnocode.model import Cell, Column, Count, Table
from ethnocode.services.reports.pairs import amounts

if TYPE_CHECKING:
    from ethnocode.analysis.cooccurrence import Pair


def pair_matrix(pairs: Sequence[Pair], count: Count) -> Table:
    """Return the counts of pairs as a square: the row's code with the column's.

    On the diagonal stands how much there is of the code by itself. A cell is empty where
    two codes are no pair.
    """
    alone = amounts(pairs)
    cells: dict[tuple[str, str], int] = {(code, code): n for code, n in alone.items()}
    for pair in pairs:
        cells[pair.a, pair.b], cells[pair.b, pair.a] = pair.n_ab, pair.n_ba
    codes = sorted(alone)
    rows: list[tuple[Cell, ...]] = [
        (number, code, *(cells.get((code, other)) for other in codes))
        for number, code in enumerate(codes, start=1)
    ]
    return Table(
        name="matrix",
        title=f"Meetings of codes, in {count.value}",
        columns=(
            Column("number", "No."),
            Column("code", "Code"),
            *(Column(code, str(number), code) for number, code in enumerate(codes, start=1)),
        ),
        rows=tuple(rows),
        notes=(
            "Columns bear the numbers of the rows. On the diagonal: how much there is of the "
            "code. n/a: no pair, as one code is above the other.",
        ),
    )
