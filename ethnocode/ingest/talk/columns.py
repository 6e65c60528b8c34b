"""What the columns of a table of talk hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ethnocode.ingest.times import find_time, is_precise, plain_number, split_time


def _names(listed: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in listed.split(","))


_WORDS = _names(
    """text, transcript, transcription, words, speech, utterance, utterances, content, dialogue,
    dialog, caption, captions, subtitle, subtitles, spoken text, verbatim, sentence, what was said,
    transkript, transkription, äußerung, äusserung, aussage, inhalt, wortlaut, gesprochenes,
    redebeitrag, beitrag, was, texte, paroles, propos, discours, énoncé, contenu, intervention"""
)
_SPEAKER = _names(
    """speaker, speakers, speaker name, speaker label, speaker id, name, participant, who, voice,
    person, sprecher, sprecherin, sprecher/in, sprecher:in, sprecher*in, sprechende, teilnehmer,
    sprecherkürzel, wer, locuteur, locutrice, locuteur/locutrice, intervenant, intervenante, qui,
    nom, orateur, personne"""
)
_START = _names(
    """start, start time, starttime, begin, beginning, in, time, timecode, time code, timestamp,
    time stamp, timespan, time span, from, tc in, start (s), start (ms), timestamps, zeit, beginn,
    anfang, zeitmarke, von, startzeit, uhrzeit, zeitstempel, temps, début, debut, heure,
    minutage, horodatage, de"""
)
_END = _names(
    """end, end time, endtime, stop, out, to, tc out, end (s), end (ms), ende, bis, endzeit, fin,
    à, jusqu'à"""
)
_SENTENCE_ENDS = (".", "?", "!", "…", "”", '"')
_LONGEST_LABEL_CHARS = 60
_MOST_LABEL_WORDS = 6
_LEAST_WORDS = 3
"""In a cell of speech, on average."""

_LEAST_ROWS = 4
"""In fewer rows, labels cannot be expected to recur."""

_LONGEST_NUMBER = 9
"""In digits; longer ones count no rows."""

_MOST = 0.8
"""Such a share of the cells of a column shows what it holds."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what; ``None`` for what the table does not have.

    Args:
        words: What is said.
        speaker: Who says it.
        start: When it begins.
        end: When it ends.
        headed: Rows of heads above the talk: 0 or 1.
    """

    words: int
    speaker: int | None = None
    start: int | None = None
    end: int | None = None
    headed: int = 0

    @property
    def talk(self) -> tuple[int | None, ...]:
        """The columns that are talk."""
        return self.words, self.speaker, self.start, self.end


def named_columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    """Return the columns as their heads in the first row name them.

    ``None`` where the heads are not those of talk, or the rows are no talk: a table of
    names and texts has labels that recur or times, a programme of a day has neither.
    """
    heads = [" ".join(cell.casefold().rstrip(":").split()) for cell in rows[0]]
    words, speaker, start, end = (
        _first(heads, names) for names in (_WORDS, _SPEAKER, _START, _END)
    )
    body = rows[1:]
    if words is None or (speaker is None and start is None):
        return None
    columns = Columns(words, speaker, start, end, headed=1)
    timed = _shown(body, start, _is_time) if start is not None else 0
    if speaker is not None and _shown(body, speaker, _is_label) < _MOST:
        return None
    if start is not None and 0 < timed < _MOST:
        return None
    if speaker is None:
        precise = end is not None or _shown(body, start, _is_precise) >= _MOST
        return columns if timed and precise else None
    told = heads[speaker] not in ("name", "nom", "person", "personne", "participant", "teilnehmer")
    recurs = _recur(_labels(body, speaker))
    return columns if recurs or (told and (timed or len(body) < _LEAST_ROWS)) else None


def shown_columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    """Return the columns as what they hold shows, or ``None`` where it shows no talk.

    The first row may be one of heads, in whatever words.

    Complexity:
        O(n) for n cells.
    """
    below = _talk_in(rows[1:])
    if below and _is_head(rows[0], below, rows[1:]):
        return replace(below, headed=1)
    return _talk_in(rows)


def _talk_in(rows: Sequence[Sequence[str]]) -> Columns | None:
    filled = [column for column in range(len(rows[0])) if any(row[column] for row in rows)]
    times = [column for column in filled if _shown(rows, column, _is_clock) >= _MOST]
    rest = [column for column in filled if column not in times]
    if rest and _counts_up(rows, rest[0]):
        del rest[0]
    if not rest:
        return None
    *labels, words = rest
    if len(times) > 2 or len(labels) > 1:
        return None
    start, end = (*times, None, None)[:2]
    columns = Columns(words, labels[0] if labels else None, start, end)
    if _is_talk(rows, columns):
        return columns
    # NVivo's last column is who speaks.
    turned = Columns(labels[0], words, start, end) if labels and times else None
    return turned if turned and _is_talk(rows, turned) else None


def _is_talk(rows: Sequence[Sequence[str]], columns: Columns) -> bool:
    """Whether columns without heads are beyond doubt those of talk."""
    precise = columns.start is not None and _shown(rows, columns.start, _is_precise) >= _MOST
    spoken = [row[columns.words] for row in rows if row[columns.words]]
    long = sum(len(words.split()) for words in spoken) >= _LEAST_WORDS * len(spoken)
    if columns.speaker is None:
        return precise and long
    if _shown(rows, columns.speaker, _is_label) < _MOST:
        return False
    labels = _labels(rows, columns.speaker)
    if columns.speaker > columns.words:
        return precise and long and 2 * len(set(labels)) <= len(labels)
    if columns.start is not None:
        return precise or _recur(labels)
    sentences = sum(words.endswith(_SENTENCE_ENDS) for words in spoken)
    if not long or 2 * sentences < len(spoken):
        return False
    if all(label.endswith(":") for label in labels):
        return _recur(labels)
    return len(rows) >= _LEAST_ROWS and 2 <= len(set(labels)) <= len(labels) / 2


def _is_head(first: Sequence[str], columns: Columns, below: Sequence[Sequence[str]]) -> bool:
    """Whether a row above talk names its columns and is no talk itself."""
    words = first[columns.words]
    if len(words.split()) > _LEAST_WORDS or words.endswith(_SENTENCE_ENDS):
        return False
    if columns.start is not None:
        return bool(first[columns.start]) and not _is_clock(first[columns.start])
    labels = _labels(below, columns.speaker)
    return _recur(labels) and not set(_labels([first], columns.speaker)) & set(labels)


def _first(heads: Sequence[str], names: frozenset[str]) -> int | None:
    return next((column for column, head in enumerate(heads) if head in names), None)


def _shown(
    rows: Sequence[Sequence[str]], column: int | None, holds: Callable[[str], bool]
) -> float:
    """Return the share of the cells of a column that hold something; 0 where all are empty."""
    cells = [row[column] for row in rows if row[column]] if column is not None else []
    return sum(map(holds, cells)) / len(cells) if cells else 0


def _is_clock(cell: str) -> bool:
    return bool(find_time(cell))


def _is_time(cell: str) -> bool:
    return _is_clock(cell) or plain_number(cell) is not None


def _is_precise(cell: str) -> bool:
    return is_precise(find_time(cell))


def _is_label(cell: str) -> bool:
    """Whether a cell could be a speaker's label: short, and no sentence."""
    label, _ = split_time(cell)
    return (
        len(label) <= _LONGEST_LABEL_CHARS
        and len(label.split()) <= _MOST_LABEL_WORDS
        and any(character.isalnum() for character in label)
        and not label.endswith(("?", "!", ";", ","))
    )


def _counts_up(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column numbers the rows, but for a head."""
    cells = [row[column].rstrip(".") for row in rows[1:]]
    numbers = [int(cell) for cell in cells if cell.isdecimal() and len(cell) < _LONGEST_NUMBER]
    return len(numbers) == len(cells) and all(a < b for a, b in pairwise(numbers))


def _labels(rows: Sequence[Sequence[str]], column: int | None) -> list[str]:
    cells = [row[column] for row in rows if row[column]] if column is not None else []
    return [split_time(cell)[0].casefold() for cell in cells]


def _recur(labels: Sequence[str]) -> bool:
    """Whether some speaker speaks again."""
    return len(set(labels)) < len(labels)
