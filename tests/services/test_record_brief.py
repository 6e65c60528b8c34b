"""The record as a screen has room for it: what is shown, and that all of it is explained."""

from __future__ import annotations

from ethnocode.model import Cell, Column, Report, Table
from ethnocode.report import render
from ethnocode.services.record.brief import MOST_CODES, brief, whole

NAMED = ("precision", "recall", "f1", "average_precision")


def table(name: str, columns: tuple[str, ...], *rows: tuple[Cell, ...], note: str = "") -> Table:
    made = tuple(Column(column, column.title(), f"about {column}") for column in columns)
    return Table(name, f"Of {name}", made, rows, (note,) if note else ())


def report(*tables: Table, notes: tuple[str, ...] = ()) -> Report:
    columns = (
        Column("way", "Suggested by"),
        Column("f1", "F1", "both in one"),
        Column("rare", "Rare", "seldom wanted", narrow=False),
    )
    parameters = (("coder", "ada"), ("seed", 1))
    return Report("r", "R", parameters, notes, columns, (("cues", 0.25, 0.5),), tables=tables)


def random_of(*row: Cell, note: str) -> Table:
    names = ("suggested", "accepted", "corrected", "added", "precision", "precision_low")
    return table("random", (*names, "precision_high", "recall", "recall_low", "recall_high"), row,
                 note=note)  # fmt: skip


def test_the_first_table_has_its_narrow_columns_and_a_sentence_on_each() -> None:
    found = brief(report(notes=("Short.", "Long.")), left_out=("Long.",))

    assert [column.name for column in found.columns] == ["way", "f1"]
    assert found.rows == (("cues", 0.25),)
    assert found.notes == ("F1: both in one.", "Short.")
    assert found.parameters == (("coder", "ada"),)
    assert "Columns not shown" not in render(found, "text")


def test_the_codes_given_most_often_are_shown_and_the_others_counted() -> None:
    rows = [(f"c{n:02}", n, 1, 0, 0.0, 0.0, None, 0.1) for n in range(MOST_CODES + 3)]
    codes = table("codes", ("code", "given", "suggested", "right", *NAMED), *rows)

    (found,) = brief(report(codes)).tables

    assert [row[1] for row in found.rows] == list(range(MOST_CODES + 2, 2, -1))
    assert any("--all has 3 more" in note for note in found.notes)
    assert any(note.startswith("n/a: ") for note in found.notes)


def test_the_curve_has_a_row_for_each_size_and_the_ways_side_by_side() -> None:
    columns = ("coded", "way", "map", "p_at_1", "hit_at_3")
    curve = table(
        "curve",
        columns,
        (0, "suggestions", 0.1, 0.2, 0.3),
        (25, "suggestions", 0.4, 0.5, 0.6),
        (25, "tf-idf ridge", 0.7, 0.8, 0.9),
    )

    (found,) = brief(report(curve)).tables

    assert found.rows == ((0, 0.2, 0.1, None, None), (25, 0.5, 0.4, 0.8, 0.7))


def test_calibration_and_what_chance_drew_are_a_sentence_each() -> None:
    """12 of 30 suggested were right, and with 8 added 12 of 20 given were suggested."""
    drawn = random_of(30, 10, 2, 8, 0.4, 0.25, 0.58, 0.6, 0.39, 0.78, note="n = 40 passages.")
    error = table(
        "intervals", ("way", "measure", "value"), ("x", "f1", 0.5), ("suggestions", "ece", 0.031)
    )

    notes = brief(report(drawn, error)).notes

    assert any(
        note.startswith("Calibration: a score of 0.05 or more is off by 0.03") for note in notes
    )
    assert (
        "On passages drawn at random: n = 40 passages. 12 of 30 suggestions were right (0.40; 0.25 "
        "to 0.58). 12 of 20 codes given were suggested (0.60; 0.39 to 0.78)."
    ) in notes


def test_decisions_are_shown_once_there_are_some() -> None:
    names = ("band", "suggested", "right", "precision", "precision_low", "precision_high")
    for decided in (0, 3):
        bands = table(
            "bands", (*names, "accepted", "decided"), ("strong", 4, 3, 0.75, 0.5, 1.0, 2, decided)
        )
        (found,) = brief(report(bands)).tables
        assert ("decided" in [column.name for column in found.columns]) is bool(decided)


def test_the_whole_record_keeps_everything_and_explains_it() -> None:
    codes = table("codes", ("code", "given"), *[(f"c{n}", n) for n in range(40)])
    found = whole(report(codes, notes=("A note.",)))

    assert found.tables == (codes,)
    assert found.notes == ("F1: both in one.", "Rare: seldom wanted.", "A note.")
