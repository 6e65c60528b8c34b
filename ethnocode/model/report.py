"""Reports: what an analysis hands to a renderer."""

from __future__ import annotations

from dataclasses import dataclass

from ethnocode.model.picture import Network, Strip

Cell = str | int | float | bool | None
"""A value of a report; ``None`` is a value the data cannot define."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a report.

    Args:
        name: Key in JSON and CSV.
        label: Heading for readers.
        meaning: What it holds, with its unit; shown under the table in HTML.
        decimals: Digits after the point when shown to a reader; JSON keeps all.
        narrow: Whether the terminal, 80 columns wide, shows it.
        prose: Whether it holds people's sentences, to be wrapped and never shortened.
        below: Whether the terminal sets it under the row, where it says anything.
        beside: Name of the column whose other side this is: the terminal sets it to the right
            of that one, or, where it is not narrow, leaves it out at any width.
        quoted: Whether its prose is quoted from a source, whose line ends say nothing.
    """

    name: str
    label: str
    meaning: str = ""
    decimals: int = 2
    narrow: bool = True
    prose: bool = False
    below: bool = False
    beside: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A table of counts to be shown with colour and figures; a square, unless it says else.

    Args:
        title: What the cells count.
        labels: Row and column labels, in order.
        cells: ``cells[i][j]`` for labels i and j; ``None`` where no pair exists, and a sign
            where there is no figure for another reason.
        across: Column labels, where these are not those of the rows.
        absent: What an empty cell means.
        zero: What a zero means.
        signs: Each sign with what it means.
    """

    title: str
    labels: tuple[str, ...]
    cells: tuple[tuple[float | str | None, ...], ...]
    across: tuple[str, ...] = ()
    absent: str = "no pair"
    zero: str = "0"
    signs: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Labels of the columns."""
        return self.across or self.labels


@dataclass(frozen=True, slots=True)
class Point:
    """A place in a chart.

    Args:
        x: Along the horizontal axis.
        y: Along the vertical axis, 0 to 1.
        low: Lower end of its interval; ``None`` where it has none.
        high: Upper end of its interval.
        label: What is said of it when it is pointed at.
    """

    x: float
    y: float
    low: float | None = None
    high: float | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Points of a chart that belong together.

    Args:
        name: As the chart's legend has it.
        points: From left to right.
        joined: Whether a line joins them.
    """

    name: str
    points: tuple[Point, ...]
    joined: bool = True


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of points under two axes; the vertical one is a share, from 0 on.

    Args:
        name: Such as ``calibration``.
        title: Heading.
        across: What the horizontal axis is, for readers.
        up: What the vertical axis is.
        ticks: Places on the horizontal axis with what is written there, from left to right.
        series: What is drawn; the first is the one that matters.
        diagonal: Whether a line shows where both axes agree.
    """

    name: str
    title: str
    across: str
    up: str
    ticks: tuple[tuple[float, str], ...]
    series: tuple[Series, ...]
    diagonal: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A further table of a report.

    Args:
        name: Key in JSON.
        title: Heading.
        columns: What the rows hold.
        rows: One tuple a row, as long as ``columns``; unrounded.
        notes: What a reader should know of this table, one sentence each.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodedWords:
    """Words of a passage that bear a code.

    Args:
        code: Full id; one of the codes in question.
        start: First character, in the words of the passage.
        end: One past the last character.
    """

    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage behind a figure.

    Args:
        source: Name of its source.
        start: First character.
        end: One past the last character.
        words: The words, as the source has them.
        citation: How to cite it.
        speaker: Who says it; empty if unknown.
        codes: What it is coded with there, of the codes in question.
        coded: Which of the words bear which of these, in text order; empty where each of
            the codes is on all of them.
    """

    source: str
    start: int
    end: int
    words: str
    citation: str
    speaker: str = ""
    codes: tuple[str, ...] = ()
    coded: tuple[CodedWords, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A cell of a report and the passages behind it.

    Args:
        key: What names the cell: the two codes of a pair, or its row and column.
        quotations: The passages, in order of source and place.
        left_out: How many more there are.
    """

    key: tuple[str, ...]
    quotations: tuple[Quotation, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """A titled table with all that a reader needs to judge it.

    Args:
        name: Such as ``cooccurrence``.
        title: Heading.
        parameters: Pairs of name and value: filters, relation, unit, counting mode, revision.
        notes: Definitions and caveats, one sentence each.
        columns: What the rows hold.
        rows: One tuple a row, as long as ``columns``; unrounded.
        heat_map: Picture of the table, where one exists.
        top: How many rows a reader is shown; CSV and JSON always have all.
        study: Name of the study, for the head of a page.
        command: What to type to get this report again.
        program: Program and version that made it, such as ``ethnocode 0.1.0``.
        heading: Of the table, where there are others.
        tables: Further tables, in the order shown.
        charts: Further pictures, in the order shown.
        opened: Cells with the passages behind them, where these were asked for.
        picture: A network or a strip, where the report is of one.
        rest: What the rows are that a reader is not shown, where there is more to say than
            how many; begins the sentence that goes on with where they are.
    """

    name: str
    title: str
    parameters: tuple[tuple[str, Cell], ...]
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heat_map: HeatMap | None = None
    top: int | None = None
    study: str = ""
    command: str = ""
    program: str = ""
    heading: str = ""
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    opened: tuple[Opened, ...] = ()
    picture: Network | Strip | None = None
    rest: str = ""
