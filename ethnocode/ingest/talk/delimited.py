"""Tables in text files: CSV and its kin, as transcripts or as rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ethnocode.ingest.blocks import CELL_BREAK, PARAGRAPH_BREAK, Block, BlockKind, lay_out
from ethnocode.ingest.decode import decode
from ethnocode.ingest.reader import Reader, Reading, ReadOptions, never_sure
from ethnocode.ingest.talk.entities import unescape
from ethnocode.ingest.talk.tables import transcript_rows
from ethnocode.model import INTERVIEW
from ethnocode.text.normalise import Normalised

_DELIMITERS = (",", ";", "\t", "|")
_SAID = re.compile(r"\Asep=(?P<delimiter>[,;\t|])\r?\n", re.IGNORECASE)
_SAMPLE_CHARS = 20_000
_MOST_LINES = 100
_QUOTED_CELL = re.compile(r'"(?:[^"]|"")*"')
_LINE_BREAK = re.compile(r"[ \t]*\n\s*")


def read_delimited(data: bytes, *, label: str, options: ReadOptions) -> Reading:
    """Read a table of talk as a transcript, and any other as rows.

    Nothing is calculated: a formula is the words that it is written in.
    """
    decoded = decode(data, label=label, encoding=options.encoding)
    words = decoded.words.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    words = words.replace("\x00", "")
    said = _SAID.match(words)
    body = words[said.end() :] if said else words
    rows, references = _unescaped(rows_of(body, delimiter=said["delimiter"] if said else ""))
    talk = transcript_rows(rows)
    laid = lay_out(talk if talk is not None else _row_blocks(rows), speakers_known=talk is not None)
    repairs = Counter(dict(laid.content.repairs)) + Counter({"character reference": references})
    return Reading(
        Normalised(laid.content.text, tuple(sorted(repairs.items()))),
        layout=laid.layout,
        marks=laid.marks,
        kind=INTERVIEW if talk is not None else "",
        encoding=decoded.encoding,
        warnings=(*decoded.warnings, *_unclosed(rows)),
    )


def rows_of(words: str, *, delimiter: str = "") -> list[list[str]]:
    """Return the rows of a table: delimited as told, else by what makes its rows equal.

    Between tabs, quotation marks may be words: programs that write speech do not quote.
    """
    delimiter = delimiter or _delimiter(words)
    if delimiter == "\t":
        lines = [line for line in words.split("\n") if line.strip()]
        if len({line.count("\t") for line in lines}) == 1:
            rows = [line.split("\t") for line in lines]
            return rows if _speech_is_quoted(rows) else _parsed(words, delimiter=delimiter)
    return _whole_cells(_parsed(words, delimiter=delimiter), delimiter=delimiter)


def _whole_cells(rows: list[list[str]], *, delimiter: str) -> list[list[str]]:
    """Put together what stray delimiters cut out of the last cell of a row."""
    widths = Counter(map(len, rows))
    width = len(rows[0]) if rows else 0
    if width < 2 or 2 * widths[width] < len(rows):
        return rows
    return [[*row[: width - 1], delimiter.join(row[width - 1 :])] for row in rows]


def _delimiter(words: str) -> str:
    """Return what separates cells: the mark that most rows have equally often."""
    best, most = ",", (0.0, 0)
    sample = words[:_SAMPLE_CHARS]
    for delimiter in _DELIMITERS:
        rows = _parsed(sample, delimiter=delimiter)
        rows = rows[:-1] if len(sample) < len(words) and len(rows) > 1 else rows
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if widths:
            width, times = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
            share = (times / len(rows), width)
            best, most = max((best, most), (delimiter, share), key=lambda pair: pair[1])
    return best


def _parsed(words: str, *, delimiter: str) -> list[list[str]]:
    longest = csv.field_size_limit(max(len(words), 1))
    try:
        reader = csv.reader(io.StringIO(words, newline=""), delimiter=delimiter)
        return [row for row in reader if any(cell.strip() for cell in row)]
    finally:
        csv.field_size_limit(longest)


def _unclosed(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Warn of a cell so long that its quotation mark was hardly meant to open one."""
    for number, row in enumerate(rows, start=1):
        if any(cell.count("\n") > _MOST_LINES for cell in row):
            yield (
                f"row {number} has a cell of more than {_MOST_LINES} lines: "
                "is a quotation mark before it never closed?"
            )


def _speech_is_quoted(rows: Sequence[Sequence[str]]) -> bool:
    """Whether quotation marks between tabs belong to the words, and do not hold cells together.

    Spreadsheets put them around cells with commas or quotation marks, or around all
    cells that are no numbers, and then nowhere else.
    """
    cells = [cell.strip() for row in rows for cell in row]
    quoted = [cell for cell in cells if _QUOTED_CELL.fullmatch(cell)]
    others = [cell for cell in cells if not _QUOTED_CELL.fullmatch(cell)]
    if not quoted or any('"' in cell for cell in others):
        return True
    where_needed = all(any(mark in cell[1:-1] for mark in ',;"') for cell in quoted)
    everywhere = not any(character.isalpha() for cell in others for character in cell)
    return not everywhere and (not where_needed or any("," in cell for cell in others))


def _unescaped(rows: Sequence[Sequence[str]]) -> tuple[list[list[str]], int]:
    """Return rows with plain characters for references, and how many there were."""
    references = 0
    plain: list[list[str]] = []
    for row in rows:
        cells = [unescape(cell) for cell in row]
        references += sum(times for _, times in cells)
        plain.append([words for words, _ in cells])
    return plain, references


def _row_blocks(rows: Sequence[Sequence[str]]) -> Iterator[Block]:
    before = PARAGRAPH_BREAK
    for row in rows:
        cells = (_LINE_BREAK.sub(CELL_BREAK, cell.strip()).replace("\t", " ") for cell in row)
        yield Block("\t".join(cells), BlockKind.ROW, before=before)
        before = "\n"


DELIMITED = Reader("table", (".csv", ".tsv", ".tab"), never_sure, read_delimited)
"""Tables whose cells are separated by commas, semicolons, tabs or bars."""
