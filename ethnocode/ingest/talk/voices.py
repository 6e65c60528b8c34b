"""Who speaks in captions that name their speakers among the words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ethnocode.ingest.blocks import PARAGRAPH_BREAK
from ethnocode.ingest.talk.cues import ANOTHER_VOICE
from ethnocode.text.turns import Turn, speaker_turns

_BETWEEN = PARAGRAPH_BREAK
"""So that no label of one caption can reach into the next."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What one speaker says in one caption.

    Args:
        words: Without the label.
        speaker: The label; empty where somebody speaks whom nothing names; ``None``
            where the speaker of the caption before goes on.
    """

    words: str
    speaker: str | None = None


def named_voices(captions: Sequence[str]) -> list[list[Voice]]:
    """Return the voices in each caption, by the labels at the beginning of their lines.

    A label, which ends in a colon, counts where it behaves like one over all captions, by
    the rules that hold for every transcript. Labels that stand in half of the captions
    are how this file is written: then one that occurs once counts too, unless it stands
    in the middle of a caption.
    """
    text = _BETWEEN.join(captions)
    turns = _labelled(text, declared=True)
    if turns and 2 * len(turns) < len(captions):
        turns = _labelled(text, declared=False)
    times = Counter(turn.label.casefold() for turn in turns)
    starts = set(accumulate((len(caption) + len(_BETWEEN) for caption in captions), initial=0))
    at = {
        turn.span.start: turn
        for turn in turns
        if turn.span.start in starts or times[turn.label.casefold()] > 1
    }
    found = []
    start = 0
    for caption in captions:
        found.append(list(_voices(caption, at, start=start)))
        start += len(caption) + len(_BETWEEN)
    return found


def _labelled(text: str, *, declared: bool) -> list[Turn]:
    """Return the turns whose labels end in a colon: a short caption is no name on a line."""
    turns = speaker_turns(text, declared=declared)
    return [turn for turn in turns if ":" in text[turn.span.start : turn.words_from]]


def _voices(caption: str, turns: dict[int, Turn], *, start: int) -> Iterator[Voice]:
    """Yield the voices of one caption, which begins at an offset of the whole text."""
    cuts: list[tuple[int, int, str | None]] = []
    offset = 0
    for line in caption.split("\n"):
        turn = turns.get(start + offset)
        if turn:
            cuts.append((offset, min(turn.words_from - start, len(caption)), turn.label))
        offset += len(line) + 1
    if not cuts or cuts[0][0]:
        other = caption.startswith(ANOTHER_VOICE) and bool(turns)
        cuts.insert(0, (0, 0, "" if other else None))
    ends = [*(cut[0] for cut in cuts[1:]), len(caption)]
    for (_, words_from, label), end in zip(cuts, ends, strict=True):
        yield Voice(caption[words_from:end].strip(), label)
