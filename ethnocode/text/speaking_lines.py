"""Which of the lines that look like labels are those of speakers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from ethnocode.text.label_lines import LabelLine, Style
from ethnocode.text.speaker_labels import asks, holds_office, is_role, label_key

LEAST_SPEAKERS = 2
LEAST_TURNS = 4
"""Fewer are no conversation, unless a label says that it is one."""

_VALUE = re.compile(r"\s{0,400}([^\n]{0,240})")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_NAME_LIKE = re.compile(r"(?:[^\W\d_]\.)+,?|(?:Mr|Mrs|Ms|Dr|Cllr|Prof|Rev|St)\.")
_SMALL_IN_NAMES = frozenset(
    ("of", "the", "and", "&", "de", "van", "von", "der", "da", "di", "du", "et", "und", "y")
)
_SENTENCE_ENDS = (".", "?", "!", "…", '"', "”", "’", ")", "]", "-", "–", "—", ":")
_MOST_FIELD_WORDS = 14
"""Longer values of a field are prose."""

_MOST_NAME_WORDS = 4
_MOST_FIELDS = 0.8
"""A label of which such a share has names and numbers behind it is that of a field."""

_MOST_BLOCKS_A_TURN = 12
"""Paragraphs, or lines, from one label to the next on average; in a report they are more."""

_LEAST_CHANGES = 0.5
"""Share of the turns after which somebody else speaks."""

_MOST_CHARS_A_TURN = 1500
"""On average, where names on lines of their own might be headings of sections."""

_LEAST_REPEATED = 0.7
"""Share of the lines that look like labels whose label occurs twice or more."""

_LEAST_LABELLED = 0.5
"""Share of the lines with words that have a label, in a short transcript."""

_MOST_IN_PLACE = 0.9
"""Share of the labels that makes their indent and paragraph the usual one."""

_LEAST_TAB_TURNS = 6
_LEAST_TAB_SHARE = 0.6
"""Rows of speech are such a part of a text at least."""

_LATEST_FIRST_MINUTE = 5
"""A first time after it is of no recording."""


def speaking_lines(
    text: str, lines: Sequence[LabelLine], *, declared: bool = False
) -> list[LabelLine]:
    """Return the lines that begin a turn: those of the one style that has most.

    Args:
        text: The canonical text.
        lines: The lines that may begin a turn, in text order.
        declared: Whether the text is known to be an interview.
    """
    best: list[LabelLine] = []
    for style in (Style.TIMED, Style.COLON, Style.DASHED, Style.MARKED, Style.TAB, Style.OWN_LINE):
        styles = (style, Style.DOTTED) if style is Style.COLON else (style,)
        of_style = _asked_and_answered([line for line in lines if line.style in styles])
        of_style = _told_apart(_set_off_alike(of_style))
        found = _speaking(text, of_style, style=style, declared=declared)
        if len(found) > len(best):
            best = found
    return best


def is_conversation(labels: Iterable[str]) -> bool:
    """Whether the labels of turns, in order, are those of speakers who take turns."""
    keys = [label_key(label) for label in labels]
    return len(set(keys)) >= LEAST_SPEAKERS and len(keys) >= LEAST_TURNS


def _asked_and_answered(lines: list[LabelLine]) -> list[LabelLine]:
    """Leave out ``Q.`` and ``A.`` unless there are two of both: ``A.`` may number a list."""
    dotted = Counter(line.label for line in lines if line.style is Style.DOTTED)
    if min(dotted["Q"], dotted["A"]) >= LEAST_SPEAKERS:
        return lines
    return [line for line in lines if line.style is not Style.DOTTED]


def _set_off_alike(lines: list[LabelLine]) -> list[LabelLine]:
    """Leave out labels that are set off, or written, as most others are not.

    ``Listen:never`` is no label where others have a space behind their colon, nor is
    ``listen: never`` where others are capitalised.
    """
    tight = 2 * sum(line.tight for line in lines) > len(lines)
    small = 2 * sum(line.small for line in lines) > len(lines)
    return [line for line in lines if (tight or not line.tight) and (small or not line.small)]


def _told_apart(lines: list[LabelLine]) -> list[LabelLine]:
    """Add what stands in brackets behind a name to the label where it tells persons apart.

    It does where the name never stands without, and each aside occurs again: ``Joe
    (Council)`` is a label, ``Joe (laughing)`` mostly is one of ``Joe``.
    """
    names = Counter(line.key for line in lines)
    asides = Counter((line.key, label_key(line.aside)) for line in lines if line.aside)
    again = Counter(key for key, aside in asides.elements() if asides[key, aside] > 1)
    return [
        _with_aside(line) if line.aside and again[line.key] == names[line.key] else line
        for line in lines
    ]


def _with_aside(line: LabelLine) -> LabelLine:
    label = f"{line.label} ({' '.join(line.aside.split())})"
    return replace(line, label=label, key=label_key(label))


def _speaking(
    text: str, lines: list[LabelLine], *, style: Style, declared: bool
) -> list[LabelLine]:
    """Return those of the lines of one style that are labels of speakers.

    A label speaks where it occurs twice and its words are no field's value; one that
    occurs once speaks where the others show that the text is a transcript.
    """
    values = {line.start: _value(text, line) for line in lines}
    repeated = _repeated(lines, values)
    if style is Style.OWN_LINE:
        repeated = _not_answers(text, repeated)
    if not _shows(text, lines, repeated, style=style, declared=declared):
        repeated = []
    asked = any(is_role(line.label) and asks(line.label) for line in repeated)
    transcript = asked or is_conversation(line.label for line in repeated)
    if not (transcript or declared or _is_short_transcript(text, lines)):
        return repeated
    return _with_singles(lines, values, repeated, style=style)


def _repeated(lines: Sequence[LabelLine], values: dict[int, str]) -> list[LabelLine]:
    """Return the lines whose label occurs twice and is not the name of a field."""
    times = Counter(line.key for line in lines)
    filled = Counter(line.key for line in lines if _is_field(values[line.start]))
    return [
        line for line in lines if (n := times[line.key]) > 1 and filled[line.key] < _MOST_FIELDS * n
    ]


def _with_singles(
    lines: Sequence[LabelLine],
    values: dict[int, str],
    repeated: list[LabelLine],
    *,
    style: Style,
) -> list[LabelLine]:
    """Return the repeated labels and those that occur once where the repeated ones stand."""
    first = repeated[0].start if repeated else 0
    place = _usual_place(repeated)
    speaking = {line.start for line in repeated}
    times = Counter(line.key for line in lines)

    def speaks_once(line: LabelLine) -> bool:
        value = values[line.start]
        return (
            times[line.key] == 1
            and not line.numbered
            and not line.small
            and (style is not Style.OWN_LINE or is_role(line.label))
            and (place is None or line.place == place)
            and not _is_field(value)
            and (line.start > first or not _is_bare_name(value))
        )

    return [line for line in lines if line.start in speaking or speaks_once(line)]


def _usual_place(lines: Sequence[LabelLine]) -> tuple[bool, bool] | None:
    """Return where nearly all labels stand, or ``None`` where they stand here and there."""
    if len(lines) < LEAST_TURNS:
        return None
    [(place, times)] = Counter(line.place for line in lines).most_common(1)
    return place if times >= _MOST_IN_PLACE * len(lines) else None


def _shows(
    text: str,
    lines: Sequence[LabelLine],
    repeated: Sequence[LabelLine],
    *,
    style: Style,
    declared: bool,
) -> bool:
    """Whether labels that occur twice are enough to believe them speakers."""
    if not repeated:
        return False
    if any(is_role(line.label) for line in repeated):
        return True
    shows: dict[Style, Callable[[], bool]] = {
        Style.TIMED: lambda: declared or _is_media_time(repeated[0]),
        Style.COLON: lambda: declared or _is_dense(text, repeated),
        Style.DASHED: lambda: _alternates(repeated) and _is_dense(text, repeated),
        Style.MARKED: lambda: (
            _alternates(repeated)
            and _is_dense(text, repeated)
            and len(repeated) >= _LEAST_REPEATED * len(lines)
        ),
        Style.TAB: lambda: _alternates(repeated) and (declared or _fills(text, repeated)),
        Style.OWN_LINE: lambda: (
            _alternates(repeated)
            and _is_dense(text, repeated)
            and len(text) - repeated[0].start <= _MOST_CHARS_A_TURN * len(repeated)
            and len(repeated) >= _LEAST_REPEATED * len(lines)
        ),
    }
    return shows[style]()


def _alternates(lines: Sequence[LabelLine]) -> bool:
    """Whether two speakers or more take turns, and no one goes on and on."""
    keys = [line.key for line in lines]
    changes = sum(one != other for one, other in pairwise(keys))
    return is_conversation(keys) and changes >= _LEAST_CHANGES * (len(keys) - 1)


def _is_media_time(line: LabelLine) -> bool:
    """Whether the first time is of a recording's beginning, and not of a day's programme."""
    if line.sure or line.time is None:
        return line.sure
    return int(line.time.split(":")[0]) < _LATEST_FIRST_MINUTE


def _fills(text: str, lines: Sequence[LabelLine]) -> bool:
    """Whether rows of speech are most of a text, as a list of who does what is not."""
    if lines[0].time:
        return _is_media_time(lines[0])
    share = len(text) - lines[0].start
    return len(lines) >= _LEAST_TAB_TURNS and share >= _LEAST_TAB_SHARE * len(text)


def _is_dense(text: str, lines: Sequence[LabelLine]) -> bool:
    """Whether labels are so close that they are not lines here and there in a report."""
    if any(holds_office(line.label) or line.time for line in lines):
        return True
    between = text[lines[0].start : lines[-1].start]
    apart = sum(line.place[1] for line in lines) > len(lines) / 2
    blocks = len(_BLANK_LINE.findall(between)) if apart else between.count("\n")
    return blocks <= _MOST_BLOCKS_A_TURN * len(lines)


def _is_short_transcript(text: str, lines: Sequence[LabelLine]) -> bool:
    """Whether an interviewer, or times with hours, and others share most lines of a text."""
    if sum(line.sure for line in lines) >= LEAST_SPEAKERS:
        return True
    if not any(is_role(line.label) and asks(line.label) for line in lines):
        return False
    written = sum(1 for line in text[lines[0].start :].split("\n") if line.strip())
    return len(lines) >= max(LEAST_SPEAKERS, _LEAST_LABELLED * written)


def _not_answers(text: str, lines: Sequence[LabelLine]) -> list[LabelLine]:
    """Return the labels on lines of their own, without short answers below a label.

    ``Okay`` on a line looks like a name, but what follows a label is what is said.
    """
    labels: list[LabelLine] = []
    for line in lines:
        below_label = labels and not text[labels[-1].end : line.start].strip()
        if not below_label or is_role(line.label):
            labels.append(line)
    times = Counter(line.key for line in labels)
    return [line for line in labels if times[line.key] > 1]


def _value(text: str, line: LabelLine) -> str:
    match = _VALUE.match(text, line.end)
    return match[1].strip() if match else ""


def _is_field(value: str) -> bool:
    """Whether words after a colon are names and numbers, as after ``Seconded:``."""
    words = value.split()
    if len(words) == 1:
        return any(character.isdecimal() for character in value)
    if not 2 <= len(words) <= _MOST_FIELD_WORDS:
        return False
    if any(
        word.endswith((".", "?", "!")) and not _NAME_LIKE.fullmatch(word) for word in words[:-1]
    ):
        return False
    return all(not word[:1].islower() or word in _SMALL_IN_NAMES for word in words)


def fills_field(value: str) -> bool:
    """Whether words after a colon are a name, or names and numbers, and no sentence."""
    return _is_field(value) or _is_bare_name(value)


def _is_bare_name(value: str) -> bool:
    """Whether words are a name and no sentence, as in ``Interviewer: Ros``."""
    words = value.split()
    return (
        0 < len(words) <= _MOST_NAME_WORDS
        and not value.endswith(_SENTENCE_ENDS)
        and all(word[:1].isupper() for word in words)
    )
