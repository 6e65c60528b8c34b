"""The record of the suggestions as tables and charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ethnocode.model import Band, Cell, Chart, Column, Point, Series, Table
from ethnocode.services.record.random_share import RandomShare, ShareCounts
from ethnocode.services.suggesting.acceptance import BandAcceptance

if TYPE_CHECKING:
    from ethnocode.suggest.record.calibration import Bin
    from ethnocode.suggest.record.intervals import Estimate
    from ethnocode.suggest.record.summary import CodeFigures

Figures = tuple[tuple[str, "Estimate"], ...]
Row = tuple[Cell, ...]

WAY = Column("way", "Suggested by", "what suggested the codes")
ALL_CODES = "all codes"
_MEASURES = (
    Column("precision", "Precision", "of the codes suggested, the share that the coder gave"),
    Column("recall", "Recall", "of the codes that the coder gave, the share suggested"),
    Column("f1", "F1", "both in one: the harmonic mean of precision and recall"),
    Column("macro_precision", "Macro precision", "mean over the codes suggested", narrow=False),
    Column("macro_recall", "Macro recall", "mean over the codes given", narrow=False),
    Column("macro_f1", "Macro F1", "mean of F1 over the codes given, rare ones weighing the same"),
    Column(
        "map",
        "Ranking",
        "mean average precision: 1 where the passages of each code all rank above the others, "
        "and by chance about the share of passages that a code has",
    ),
    Column(
        "p_at_1",
        "First right",
        "share of coded passages whose likeliest code is right (precision at 1)",
    ),
    Column(
        "p_at_3",
        "Three right",
        "share of right ones among the three likeliest (precision at 3)",
        narrow=False,
    ),
    Column(
        "hit_at_3",
        "One of three",
        "share of coded passages with a right one among the three likeliest (hit at 3)",
    ),
)
_LABELS = {column.name: column.label for column in _MEASURES} | {"ece": "Calibration error"}
_INTERVAL = (
    Column("low", "From", "lower end of its 95 % interval"),
    Column("high", "To", "upper end"),
    Column("reason", "Why not", "why something is not defined", prose=True),
)


def overall_columns() -> tuple[Column, ...]:
    """Return what the first table holds."""
    return (WAY, *_MEASURES)


def overall_rows(figures: Iterable[tuple[str, Figures]]) -> tuple[Row, ...]:
    """Return a row for each way to suggest codes: its figures without intervals."""
    rows = []
    for way, found in figures:
        values = dict(found)
        rows.append((way, *(values[column.name].value for column in _MEASURES)))
    return tuple(rows)


def interval_table(figures: Iterable[tuple[str, Figures]]) -> Table:
    """Return every figure with its interval, one a row."""
    rows = [
        (way, name, _LABELS[name], found.value, found.low, found.high, found.reason)
        for way, values in figures
        for name, found in values
    ]
    columns = (
        WAY,
        Column("measure", "Key", "name of the measure in the first table", narrow=False),
        Column("label", "Measure", "as the first table has it"),
        Column("value", "Value", "as in the first table"),
        *_INTERVAL,
    )
    return Table("intervals", "The same with intervals", columns, tuple(rows))


def code_table(
    name: str, title: str, codes: Sequence[str], figures: Sequence[CodeFigures]
) -> Table:
    """Return the figures of each code that was given or suggested."""
    rows = [
        (
            code,
            found.given,
            found.suggested,
            found.right,
            *_with_ends(found.precision),
            *_with_ends(found.recall),
            *_with_ends(found.f1),
            *_with_ends(found.average_precision),
            _reasons(found),
        )
        for code, found in zip(codes, figures, strict=True)
        if found.given or found.suggested
    ]
    columns = (
        Column("code", "Code", "full id"),
        Column("given", "Given", "passages that the coder gave it"),
        Column("suggested", "Suggested", "passages that it would have been suggested for"),
        Column("right", "Right", "both"),
        *_three("precision", "Precision", "right over suggested"),
        *_three("recall", "Recall", "right over given"),
        *_three("f1", "F1", "harmonic mean of the two"),
        *_three(
            "average_precision",
            "Ranking",
            "average precision of the ranking of all passages by this code",
        ),
        Column("reason", "Why not", "why something is not defined", narrow=False),
    )
    return Table(name, title, columns, tuple(rows))


def band_table(
    measured: Sequence[tuple[Band, int, int, Estimate]],
    decided: Sequence[BandAcceptance],
    by_chance: Sequence[BandAcceptance],
) -> Table:
    """Return how each band did: on what was left out, and in the decisions so far."""
    rows = []
    for (band, suggested, right, precision), ours, drawn in zip(
        measured, decided, by_chance, strict=True
    ):
        rows.append(
            (
                band.value,
                suggested,
                right,
                *_with_ends(precision),
                ours.accepted,
                ours.decided,
                ours.rate,
                drawn.accepted,
                drawn.decided,
                drawn.rate,
                precision.reason,
            )
        )
    columns = (
        Column("band", "Band", "how likely it was held to be right"),
        Column("suggested", "Suggested", "on passages left out"),
        Column("right", "Right", "of these, given by the coder"),
        *_three("precision", "Precision", "right over suggested"),
        Column("accepted", "Accepted", "suggestions that a coder accepted as they were"),
        Column("decided", "Decided", "suggestions that she accepted, corrected or rejected"),
        Column("rate", "Rate", "accepted over decided"),
        Column("random_accepted", "Random accepted", "on passages drawn at random", narrow=False),
        Column("random_decided", "Random decided", "on passages drawn at random", narrow=False),
        Column("random_rate", "Random rate", "accepted over decided there", narrow=False),
        Column("reason", "Why not", "why something is not defined", narrow=False),
    )
    notes = ("Bands, not percentages, until there are 200 decisions.",)
    return Table("bands", "Weak, plausible, strong", columns, tuple(rows), notes)


def random_table(share: RandomShare) -> Table:
    """Return what became of suggestions on passages drawn at random."""
    rows = [_random_row(ALL_CODES, share.total)]
    rows += [_random_row(code, counts) for code, counts in share.counts.items()]
    columns = (
        Column("code", "Code", "full id; the first row is all codes together"),
        Column("suggested", "Suggested", "pairs of passage and code that were suggested"),
        Column("accepted", "Accepted", "as they were"),
        Column("corrected", "Corrected", "coded so on other words", narrow=False),
        Column("rejected", "Rejected", "decided against, passed over, or coded otherwise"),
        Column("added", "Added", "coded without having been suggested"),
        *_three("precision", "Precision", "accepted and corrected over suggested"),
        *_three("recall", "Recall", "accepted and corrected over these and added"),
        Column("reason", "Why not", "why something is not defined", narrow=False),
    )
    title = "On passages drawn at random"
    if share.passages:
        passages = "passage" if share.passages == 1 else "passages"
        note = f"n = {share.passages} {passages} that nobody and nothing selected."
    else:
        note = "n = 0: 'ethnocode review --queue random' fills this."
    return Table("random", title, columns, tuple(rows), (note,))


def calibration_table(bins: Sequence[tuple[str, Sequence[Bin]]]) -> Table:
    """Return predicted against observed."""
    rows = [
        (way, b.start, b.end, b.pairs, b.predicted, b.observed, b.low, b.high)
        for way, parts in bins
        for b in parts
    ]
    columns = (
        WAY,
        Column("start", "From p", "least probability of the range"),
        Column("end", "To p", "where the next one begins"),
        Column("pairs", "Pairs", "pairs of passage and code in it"),
        Column("predicted", "Predicted", "their mean probability"),
        Column("observed", "Observed", "share of them that the coder gave"),
        Column("low", "Low", "lower end of the 95 % interval of observed (Wilson)"),
        Column("high", "High", "upper end"),
    )
    return Table("calibration", "Predicted and observed", columns, tuple(rows))


def calibration_chart(bins: Sequence[tuple[str, Sequence[Bin]]]) -> Chart:
    """Return the calibration plot."""
    series = []
    for way, parts in bins:
        points = [
            Point(
                b.predicted,
                b.observed,
                b.low,
                b.high,
                f"{way}: predicted {b.predicted:.2f}, observed {b.observed:.2f}, {b.pairs} pairs",
            )
            for b in parts
            if b.predicted is not None and b.observed is not None
        ]
        series.append(Series(way, tuple(points)))
    ticks = tuple((n / 5, f"{n / 5:.1f}") for n in range(6))
    return Chart(
        "calibration",
        "Does a probability mean what it says?",
        "predicted probability",
        "share that the coder gave",
        ticks,
        tuple(series),
        diagonal=True,
    )


def curve_table(points: Sequence[tuple[float, str, Figures]]) -> Table:
    """Return what more coding brings.

    Args:
        points: Coded passages, way and its figures.
    """
    shown = ("map", "p_at_1", "hit_at_3", "f1")
    rows = []
    for coded, way, figures in points:
        values = dict(figures)
        cells = [cell for name in shown for cell in _with_ends(values[name])]
        rows.append((coded, way, *cells))
    labels = {column.name: column for column in _MEASURES}
    columns = (
        Column("coded", "Coded", "coded passages learned from", decimals=0),
        WAY,
        *(
            column
            for name in shown
            for column in _three(name, labels[name].label, labels[name].meaning)
        ),
    )
    return Table("curve", "What more coding brings", columns, tuple(rows))


def curve_chart(
    name: str, title: str, points: Sequence[tuple[float, str, Figures]], *, up: str
) -> Chart:
    """Return the learning curve of one measure, over evenly set places.

    Args:
        name: Of the measure.
        title: Heading.
        points: Coded passages, way and its figures.
        up: What the vertical axis is.
    """
    places = sorted({coded for coded, _, _ in points})
    ways = list(dict.fromkeys(way for _, way, _ in points))
    series = []
    for way in ways:
        found = []
        for coded, whose, figures in points:
            value = dict(figures)[name]
            if whose == way and value.value is not None:
                label = f"{way}, {coded:.0f} coded passages: {value.value:.2f}"
                x = float(places.index(coded))
                found.append(Point(x, value.value, value.low, value.high, label))
        series.append(Series(way, tuple(found)))
    ticks = tuple((float(n), f"{coded:.0f}") for n, coded in enumerate(places))
    return Chart(name, title, "coded passages learned from", up, ticks, tuple(series))


def _random_row(code: str, counts: ShareCounts) -> Row:
    from ethnocode.suggest.record.intervals import wilson

    precision = counts.right / counts.suggested if counts.suggested else None
    recall = counts.right / counts.given if counts.given else None
    reasons = ["nothing was suggested"] * (precision is None)
    reasons += ["nothing was given"] * (recall is None)
    return (
        code,
        counts.suggested,
        counts.accepted,
        counts.corrected,
        counts.rejected,
        counts.added,
        precision,
        *(wilson(counts.right, counts.suggested) or (None, None)),
        recall,
        *(wilson(counts.right, counts.given) or (None, None)),
        "; ".join(reasons),
    )


def _three(name: str, label: str, meaning: str) -> tuple[Column, Column, Column]:
    return (
        Column(name, label, meaning),
        Column(f"{name}_low", "from", f"lower end of the 95 % interval of {name}", narrow=False),
        Column(f"{name}_high", "to", "upper end", narrow=False),
    )


def _with_ends(found: Estimate) -> tuple[Cell, Cell, Cell]:
    return found.value, found.low, found.high


def _reasons(found: CodeFigures) -> str:
    parts = (found.precision, found.recall, found.f1, found.average_precision)
    return "; ".join(dict.fromkeys(part.reason for part in parts if part.reason))
