"""A text in chunks: what stands between two white spaces, of which a tokeniser makes words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from ethnocode.suggest.words.pieces import LONGEST_RUN_CHARS

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Flags, Places

_LAST_WHITE = 0x3000


@dataclass(frozen=True, slots=True, eq=False)
class Chunks:
    """The chunks of a part of a text.

    Args:
        words: The chunks.
        starts: First character of each, in the text.
        ends: Last character of each, exclusive.
        borders: Chunks that begin a paragraph, in order, some twice; and how many there are,
            where blank lines end the part.
    """

    words: list[str]
    starts: Places
    ends: Places
    borders: Places


def chunks_of(plain: str, start: int, end: int) -> Chunks:
    """Return the chunks of a part of a text; the long ones are cut as pieces have them cut.

    Complexity:
        O(n log n) for n characters, nearly all of it counting and no comparing.
    """
    import numpy as np

    part = plain[start:end]
    chars = np.frombuffer(part.encode("utf-32-le"), np.uint32)
    white = np.ones(len(chars) + 2, np.bool_)
    np.take(_whites(), chars, mode="clip", out=white[1:-1])
    edges = (white[1:] != white[:-1]).nonzero()[0]
    starts, ends = edges[::2], edges[1::2]
    cuts = _cuts(starts, ends)
    if len(cuts):
        starts, ends = _among(starts, cuts), _among(ends, cuts)
        part = " ".join(part[a:b] for a, b in pairwise((0, *cuts.tolist(), len(part))))
    lines = np.searchsorted(starts, (chars == ord("\n")).nonzero()[0])
    blank = lines[1:][lines[1:] == lines[:-1]]
    borders = _among(blank, np.searchsorted(starts, cuts))
    return Chunks(part.split(), starts + start, ends + start, borders)


@cache
def _whites() -> Flags:
    """Return whether a character is white space, by code point; those beyond are as the last."""
    import numpy as np

    return np.array([chr(n).isspace() for n in range(_LAST_WHITE + 2)], np.bool_)


def _cuts(starts: Places, ends: Places) -> Places:
    """Return where long chunks are cut."""
    import numpy as np

    long = ends - starts > LONGEST_RUN_CHARS
    runs = zip(starts[long].tolist(), ends[long].tolist(), strict=True)
    cuts = [range(start, end, LONGEST_RUN_CHARS)[1:] for start, end in runs]
    return np.array([*chain.from_iterable(cuts)], np.int64)


def _among(places: Places, others: Places) -> Places:
    """Return places with others, in order."""
    import numpy as np

    return np.sort(np.concatenate((places, others)))
