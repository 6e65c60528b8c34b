"""How often each code is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ethnocode.analysis.layer import as_ints, lay_out, people_column
from ethnocode.analysis.together import held
from ethnocode.model import NOBODY, CodingColumns, UnitColumns


@dataclass(frozen=True, slots=True)
class Frequency:
    """How much there is of one code, with all codes below it.

    Args:
        code: Full id.
        codings: Codings with exactly this code.
        segments: Segments after merging those that share words.
        units: Units that bear it.
        sources: Sources that bear it.
        persons: Known people in whose units it is; a composite of two counts as two.
        kinds: Kinds of source that bear it.
        chars: Characters it covers.
    """

    code: str
    codings: int
    segments: int
    units: int
    sources: int
    persons: int
    kinds: int
    chars: int


def count_frequencies(
    codings: CodingColumns,
    units: UnitColumns,
    *,
    kinds: Mapping[int, str],
    people: Mapping[int, int],
    by_person: bool = False,
) -> tuple[Frequency, ...]:
    """Return the use of every used code and its ancestors, by full id.

    Args:
        codings: One coder's layer; merged here, and rolled up into parents.
        units: What units and persons are counted by.
        kinds: Kind of each source, by number.
        people: How many real people each person stands for, by number.
        by_person: Whether all units of one person are one unit.
    """
    layer, places = lay_out(codings, units, by_person=by_person)
    holding = held(layer, places)
    behind = people_column(people)
    kind = [kinds[number] for number in layer.sources.tolist()]
    own = np.bincount(as_ints(codings.code), minlength=len(codings.codes))
    exactly = dict(zip(codings.codes, own.tolist(), strict=True))
    rows = []
    for index, code in enumerate(layer.codes):
        mine = layer.code == index
        person = np.unique(places.person[holding.at.unit[holding.at.code == index]])
        bearing = np.unique(layer.source[mine]).tolist()
        rows.append(
            Frequency(
                code=code,
                codings=exactly.get(code, 0),
                segments=int(mine.sum()),
                units=int((holding.present.code == index).sum()),
                sources=len(bearing),
                persons=int(behind[person[person != NOBODY]].sum()),
                kinds=len({kind[n] for n in bearing}),
                chars=int((layer.end[mine] - layer.start[mine]).sum()),
            )
        )
    return tuple(rows)
