"""The record of the suggestions as a screen has room for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ethnocode.model import Cell, Column, Report, Table

MOST_CODES = 12
"""Codes that are shown, those given most often."""

_PARAMETERS = frozenset(
    {"coder", "codings", "passages read", "passages coded", "sources"}
    | {"learned from", "sources begun", "sources tried", "passages tried"}
)
_BANDS = ("band", "suggested", "right", "precision", "precision_low", "precision_high")
_DECISIONS = ("accepted", "decided")
_CODES = ("code", "given", "suggested", "right", "precision", "recall", "f1", "average_precision")
_CURVE = (("p_at_1", "first right"), ("hit_at_3", "one of three"), ("map", "ranking"))
_MORE = (
    "All tables, with intervals: --all. With pictures, for a browser: --format html "
    "--output record.html."
)

Row = dict[str, Cell]


def brief(report: Report, *, left_out: Sequence[str] = ()) -> Report:
    """Return the figures that matter most, and every column explained.

    Args:
        report: The whole record.
        left_out: Notes that only the whole record has.
    """
    tables = {table.name: table for table in report.tables}
    shown = [
        *([_bands(tables["bands"])] if "bands" in tables else []),
        *([_curve(tables["curve"])] if "curve" in tables else []),
        *([_codes(tables["codes"])] if "codes" in tables else []),
    ]
    overall = _picked(
        Table("", "", report.columns, report.rows),
        [column.name for column in report.columns if column.narrow],
    )
    said = [*explained(overall.columns[1:]), *_calibration(tables), *_by_chance(tables)]
    said += [note for note in report.notes if note not in left_out]
    return replace(
        report,
        parameters=tuple(pair for pair in report.parameters if pair[0] in _PARAMETERS),
        columns=overall.columns,
        rows=overall.rows,
        tables=tuple(shown),
        notes=(*said, *([_MORE] if shown else [])),
    )


def whole(report: Report) -> Report:
    """Return everything, with every column of the first table explained beside it."""
    return replace(report, notes=(*explained(report.columns[1:]), *report.notes))


def explained(columns: Sequence[Column]) -> list[str]:
    """Return a sentence for each column that has a meaning."""
    return [f"{column.label}: {column.meaning}." for column in columns if column.meaning]


def _bands(table: Table) -> Table:
    decided = any(row["decided"] for row in _rows(table))
    names = (*_BANDS, *(_DECISIONS if decided else ()))
    notes = [
        "Of what would have been suggested in each band on sources left out, how much was "
        "right; from and to: the 95 % interval of precision."
    ]
    if decided:
        notes.append("Accepted and decided: what you made of suggestions so far.")
    return replace(_picked(table, names), notes=tuple(notes))


def _curve(table: Table) -> Table:
    """Return the curve with a row for each number of passages, the ways side by side."""
    rows = _rows(table)
    ways = list(dict.fromkeys(str(row["way"]) for row in rows))
    shown = [(way, *measure) for way in ways for measure in _CURVE if measure[0] != "hit_at_3"]
    columns = [Column("coded", "Coded", decimals=0)]
    columns += [Column(f"{way} {name}", f"{way}: {label}") for way, name, label in shown]
    by_place = {(row["coded"], row["way"]): row for row in rows}
    made = []
    for coded in dict.fromkeys(row["coded"] for row in rows):
        found = [by_place.get((coded, way), {}).get(name) for way, name, _ in shown]
        made.append((coded, *found))
    note = "Coded: how many coded passages of other sources were learned from."
    return replace(table, columns=tuple(columns), rows=tuple(made), notes=(note,))


def _codes(table: Table) -> Table:
    picked = _picked(table, _CODES)
    rows = sorted(picked.rows, key=lambda row: (-_number(row[1]), str(row[0])))
    left = len(rows) - MOST_CODES
    notes = [
        "Given: passages that the coder gave the code; suggested: passages that it would "
        "have been suggested for; right: both."
    ]
    if any(None in row for row in rows[:MOST_CODES]):
        notes.append("n/a: of nothing suggested or nothing given there is no share.")
    if left > 0:
        notes.append(f"The {MOST_CODES} given most often; --all has {left} more.")
    return replace(picked, rows=tuple(rows[:MOST_CODES]), notes=tuple(notes))


def _calibration(tables: dict[str, Table]) -> list[str]:
    for row in _rows(tables["intervals"]) if "intervals" in tables else ():
        if row["measure"] == "ece" and isinstance(row["value"], float):
            return [
                f"Calibration: a score of 0.05 or more is off by {row['value']:.2f} on average, "
                "as a probability of being right (expected calibration error)."
            ]
    return []


def _by_chance(tables: dict[str, Table]) -> list[str]:
    """Say in a sentence what came of the passages drawn at random."""
    if "random" not in tables:
        return []
    (note, *_), (first, *_) = tables["random"].notes, _rows(tables["random"])
    said = [f"On passages drawn at random: {note}"]
    right = _number(first["accepted"]) + _number(first["corrected"])
    for of, name, what in (
        (_number(first["suggested"]), "precision", "suggestions were right"),
        (right + _number(first["added"]), "recall", "codes given were suggested"),
    ):
        if of:
            ends = " to ".join(f"{first[name + end]:.2f}" for end in ("_low", "_high"))
            said.append(f"{right} of {of} {what} ({first[name]:.2f}; {ends}).")
    return [" ".join(said)]


def _picked(table: Table, names: Sequence[str]) -> Table:
    """Return a table with some of its columns, all of them to be shown."""
    places = {column.name: n for n, column in enumerate(table.columns)}
    columns = tuple(replace(table.columns[places[name]], narrow=True) for name in names)
    rows = tuple(tuple(row[places[name]] for name in names) for row in table.rows)
    return replace(table, columns=columns, rows=rows)


def _rows(table: Table) -> list[Row]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def _number(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0
