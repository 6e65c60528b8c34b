"""Tables of talk: who said what, and when, in the columns of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ethnocode.ingest.blocks import Block, BlockKind
from ethnocode.ingest.talk.columns import Columns, named_columns, shown_columns
from ethnocode.ingest.talk.cues import CAPTION_PARAGRAPH_CHARS, Cue, talk_blocks
from ethnocode.ingest.times import (
    as_clock,
    find_time,
    from_to,
    plain_number,
    split_time,
    units_per_second,
)

_MOST_COLUMNS = 12


def transcript_rows(rows: Sequence[Sequence[str]]) -> list[Block] | None:
    """Return the rows of a table of talk as blocks, or ``None`` for any other table.

    Columns are known by their heads (English, German or French), else by what they
    hold: times, labels that recur, words. The row of heads and what stands in other
    columns are kept beside the text: as a comment on the words of the row where they
    are words, else as furniture.

    A row without a label goes on with the one above, unless it has a time of its own:
    then nobody is known to speak. Timed rows that end within a sentence run on into the
    next one of the same speaker; captions make longer paragraphs, as everywhere.
    """
    filled = [[cell.strip() for cell in row] for row in rows]
    filled = [row for row in filled if any(row)]
    width = max(map(len, filled), default=0)
    if len(filled) < 2 or not 2 <= width <= _MOST_COLUMNS:
        return None
    square = [[*row, *[""] * (width - len(row))] for row in filled]
    columns = named_columns(square) or shown_columns(square)
    if columns is None:
        return None
    table = _Table(columns, square[columns.headed :])
    head = [Block("\t".join(square[0]), BlockKind.FURNITURE)] if columns.headed else []
    talk = table.talk(names=square[0] if columns.headed else ())
    captions = columns.speaker is None or columns.end is not None
    return [*head, *talk_blocks(talk, least_chars=CAPTION_PARAGRAPH_CHARS if captions else 0)]


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a table whose columns are known."""

    columns: Columns
    rows: list[list[str]]

    def talk(self, *, names: Sequence[str]) -> Iterator[Cue | Block]:
        """Yield what each row says, in order."""
        ends = [self._ends(row) for row in self.rows]
        numbers = [(plain_number(start), plain_number(end)) for start, end in ends]
        units = units_per_second(numbers)
        speaker = ""
        for row, (start, end) in zip(self.rows, ends, strict=True):
            label, beside = self._speaker(row)
            time = from_to(_clock(start, units=units), _clock(end, units=units)) or beside
            if label or time:
                speaker = label
            words = row[self.columns.words]
            if words:
                notes = list(self._beside(row, names=names))
                yield Cue(words, time, speaker, tuple(filter(_has_letters, notes)))
                for note in notes:
                    if not _has_letters(note):
                        yield Block(note, BlockKind.FURNITURE)
            else:
                yield Block("\t".join(filter(None, row)), BlockKind.FURNITURE)

    def _speaker(self, row: Sequence[str]) -> tuple[str, str]:
        """Return the label of a row, and a time written beside it."""
        if self.columns.speaker is None:
            return "", ""
        label, time = split_time(row[self.columns.speaker])
        return " ".join(label.split()).rstrip(":").rstrip(), time

    def _ends(self, row: Sequence[str]) -> tuple[str, str]:
        """Return the cells that say when a row begins and ends; empty ones for none."""
        start, end = (
            row[column] if column is not None else ""
            for column in (self.columns.start, self.columns.end)
        )
        return start, end

    def _beside(self, row: Sequence[str], *, names: Sequence[str]) -> Iterator[str]:
        """Yield what stands in columns that are not talk, with their heads."""
        for column, cell in enumerate(row):
            if cell and column not in self.columns.talk:
                name = names[column] if names else ""
                yield f"{name}: {cell}" if name and _has_letters(cell) else cell


def _clock(cell: str, *, units: int) -> str:
    number = plain_number(cell)
    return find_time(cell) if number is None else as_clock(number / units)


def _has_letters(words: str) -> bool:
    return any(character.isalpha() for character in words)
