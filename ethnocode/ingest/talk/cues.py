"""Pieces of timed talk, joined into paragraphs that a person can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ethnocode.ingest.blocks import Block, BlockMark
from ethnocode.ingest.times import pause_between, starts_again
from ethnocode.model import MarkKind

CAPTION_PARAGRAPH_CHARS = 500
"""Captions make no paragraphs: after so many characters a sentence's end makes one."""

ANOTHER_VOICE = (">>", "- ", "– ", "— ")
"""What stands before words of captions that somebody else speaks, whom nothing names."""

_LONGEST_PARAGRAPH_CHARS = 1500
_PAUSE_SECONDS = 2.0
_SENTENCE_ENDS = (".", "!", "?", "…", "♪", "。", "！", "？")
_CLOSING = "\"'”’»)]} "


@dataclass(frozen=True, slots=True)
class Cue:
    """Some words of talk: a caption, a segment of speech recognition, a row of a table.

    Args:
        words: What is said.
        time: When, as a cue mark has it; empty where nothing says.
        speaker: Label of who speaks; empty where nobody is known to.
        notes: What else the file says of these words.
    """

    words: str
    time: str = ""
    speaker: str = ""
    notes: tuple[str, ...] = ()


def talk_blocks(
    talk: Iterable[Cue | Block], *, least_chars: int = CAPTION_PARAGRAPH_CHARS
) -> Iterator[Block]:
    """Yield one block for each paragraph of talk, with the time of each cue in it.

    A paragraph ends where the speaker changes, the clock starts again, or a cue without
    a time begins or ends; after a sentence with a pause of two seconds; after a sentence
    once it has ``least_chars``; and at the latest after 1500 characters.

    Args:
        talk: Cues in order; furniture among them follows the paragraph that it is in.
        least_chars: 0 makes every sentence's end at the end of a cue end a paragraph.
    """
    cues: list[Cue] = []
    beside: list[Block] = []
    length = 0
    for piece in talk:
        if isinstance(piece, Block):
            beside.append(piece)
            continue
        if not piece.words.strip():
            continue
        if cues and _breaks(cues[-1], piece, length=length, least_chars=least_chars):
            yield _paragraph(cues)
            yield from beside
            cues, beside, length = [], [], 0
        cues.append(piece)
        length += len(piece.words) + 1
    if cues:
        yield _paragraph(cues)
    yield from beside


def _breaks(last: Cue, following: Cue, *, length: int, least_chars: int) -> bool:
    """Whether a new paragraph begins between two cues."""
    if last.speaker != following.speaker or not last.time or not following.time:
        return True
    if length >= _LONGEST_PARAGRAPH_CHARS or starts_again(last.time, following.time):
        return True
    if not last.words.rstrip(_CLOSING).endswith(_SENTENCE_ENDS):
        return False
    return length >= least_chars or pause_between(last.time, following.time) >= _PAUSE_SECONDS


def _paragraph(cues: Sequence[Cue]) -> Block:
    marks: list[BlockMark] = []
    text = ""
    for cue in cues:
        words = cue.words.strip()
        if text:
            text += "\n" if words.startswith(ANOTHER_VOICE) else " "
        start, end = len(text), len(text) + len(words)
        if cue.time:
            marks.append(BlockMark(MarkKind.CUE, start, end, cue.time))
        marks += (BlockMark(MarkKind.COMMENT, start, end, note) for note in cue.notes)
        text += words
    return Block(text, speaker=cues[0].speaker, marks=tuple(marks))
