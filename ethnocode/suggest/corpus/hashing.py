"""Rows of hashed words and characters, so that their number does not grow with the corpus."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ethnocode.suggest.corpus.vocabulary import Vocabulary

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Hashes, Numbers, Places, Singles


WORD_COLUMNS = 8192
"""Columns for single words and pairs of words, together."""

CHARACTER_COLUMNS = 8192
"""Columns for runs of characters."""

CHARACTER_SHARE = 0.7
"""Length of the part of characters beside the part of words, which has length 1."""

SHORTEST_RUN, LONGEST_RUN = 3, 5
"""Characters in a run; a space stands before and after each word."""

# Knuth's multiplicative hashing, so that "a b" and "b a" are two pairs.
_MULTIPLIER = 2654435761
_BITS = 32

_ROWS_AT_ONCE = 4096
_CELLS_AT_ONCE = 2**20


@dataclass(frozen=True, slots=True, eq=False)
class Hashed:
    """Rows of a corpus, or texts of a codebook, as weighed columns.

    Args:
        words: Sparse, of (rows, WORD_COLUMNS); each row has length 1, or 0 without words.
        characters: Sparse, of (rows, CHARACTER_COLUMNS), each row of length CHARACTER_SHARE.
        word_scales: What each row's words were multiplied by for that length.
        character_scales: The same of its characters.
        runs: Sparse, of (words, CHARACTER_COLUMNS): runs of characters in each word.
    """

    words: Any
    characters: Any
    word_scales: Singles
    character_scales: Singles
    runs: Any


@dataclass(frozen=True, slots=True, eq=False)
class Rarity:
    """How much a column counts: the more, the fewer rows have it.

    Args:
        words: Of the columns of words.
        characters: Of the columns of characters.
    """

    words: Singles
    characters: Singles


def hash_rows(vocabulary: Vocabulary) -> tuple[Hashed, Rarity]:
    """Hash every row of a corpus, weighed by how rare each column is in it.

    Complexity:
        O(n) for n tokens, some 20 microseconds a row of 30 words.
    """
    words = _word_counts(
        vocabulary.stem_tokens, vocabulary.row_of, stems=vocabulary.stems, rows=vocabulary.rows
    )
    runs = _runs(vocabulary.words)
    characters = _character_counts(vocabulary, runs)
    rarity = Rarity(_rarity(words), _rarity(characters))
    return _weighed(words, characters, runs, rarity=rarity), rarity


def hash_texts(texts: Sequence[Sequence[str]], *, rarity: Rarity, vocabulary: Vocabulary) -> Hashed:
    """Hash texts that are given as words, weighed as the rows of a corpus are."""
    import numpy as np

    lengths = np.array([0, *map(len, texts)], np.int64)
    known = sorted({word for text in texts for word in text})
    numbers = {word: n for n, word in enumerate(known)}
    tokens = np.array([numbers[word] for text in texts for word in text], np.int32)
    stems = tuple(vocabulary.stem(word) for word in known)
    small = Vocabulary(
        tuple(known),
        stems,
        np.arange(len(known), dtype=np.int32),
        tokens,
        tokens,
        np.cumsum(lengths),
    )
    words = _word_counts(small.stem_tokens, small.row_of, stems=stems, rows=small.rows)
    runs = _runs(small.words)
    return _weighed(words, _character_counts(small, runs), runs, rarity=rarity)


def stem_hashes(stems: Sequence[str]) -> Hashes:
    """Return the full hash of each stem."""
    import numpy as np

    return np.array([zlib.crc32(stem.encode()) for stem in stems], np.uint64)


def word_columns(hashes: Hashes) -> Places:
    """Return the columns of single words, given as the hashes of their stems."""
    import numpy as np

    return (hashes % np.uint64(WORD_COLUMNS)).astype(np.int64)


def pair_columns(first: Hashes, second: Hashes) -> Places:
    """Return the columns of pairs of neighbouring words, given as the hashes of their stems."""
    import numpy as np

    mixed = (first * np.uint64(_MULTIPLIER) + second) & np.uint64(2**_BITS - 1)
    mixed ^= mixed >> np.uint64(15)
    return (mixed % np.uint64(WORD_COLUMNS)).astype(np.int64)


def character_columns(word: str) -> list[int]:
    """Return the columns of a word's runs of characters, one for each run."""
    padded = f" {word} "
    return [
        zlib.crc32(padded[at : at + size].encode()) % CHARACTER_COLUMNS
        for size in range(SHORTEST_RUN, LONGEST_RUN + 1)
        for at in range(max(1, len(padded) - size + 1))
    ]


def _word_counts(tokens: Numbers, row_of: Numbers, *, stems: Sequence[str], rows: Places) -> Any:
    """Return counts of single words and of pairs that do not run across rows."""
    import numpy as np

    hashes = stem_hashes(stems)[tokens] if len(tokens) else np.zeros(0, np.uint64)
    same = row_of[1:] == row_of[:-1]
    columns = np.concatenate(
        [
            word_columns(hashes),
            pair_columns(hashes[:-1][same], hashes[1:][same]),
        ]
    )
    at = np.concatenate([row_of, row_of[1:][same]])
    return _counted(at, columns, shape=(len(rows) - 1, WORD_COLUMNS))


def _runs(words: Sequence[str]) -> Any:
    """Return how often each word has each run of characters."""
    import numpy as np

    runs = [character_columns(word) for word in words]
    word_of = np.repeat(np.arange(len(runs)), [len(run) for run in runs])
    columns = np.array([column for run in runs for column in run], np.int64)
    return _counted(word_of, columns, shape=(len(runs), CHARACTER_COLUMNS))


def _character_counts(vocabulary: Vocabulary, runs: Any) -> Any:
    shape = (len(vocabulary.rows) - 1, runs.shape[0])
    counts = _counted(vocabulary.row_of, vocabulary.tokens, shape=shape) @ runs
    counts.sort_indices()
    return counts


def _counted(rows: Any, columns: Any, *, shape: tuple[int, int]) -> Any:
    import numpy as np
    from scipy import sparse

    ones = np.ones(len(rows), np.float32)
    at = (np.asarray(rows, np.int32), np.asarray(columns, np.int32))
    counts = sparse.csr_array((ones, at), shape=shape)
    counts.sum_duplicates()
    return counts


def _rarity(counts: Any) -> Singles:
    import numpy as np

    rows, columns = counts.shape
    having = np.zeros(columns, np.int64)
    for start in range(0, len(counts.indices), _CELLS_AT_ONCE):
        part = counts.indices[start : start + _CELLS_AT_ONCE]
        having += np.bincount(part, minlength=columns)
    return np.asarray(np.log((rows + 1) / (having + 1)) + 1, np.float32)


def _weighed(words: Any, characters: Any, runs: Any, *, rarity: Rarity) -> Hashed:
    word_scales = _normalise(words, rarity.words, length=1.0)
    character_scales = _normalise(characters, rarity.characters, length=CHARACTER_SHARE)
    return Hashed(words, characters, word_scales, character_scales, runs)


def _normalise(counts: Any, rarity: Singles, *, length: float) -> Singles:
    """Dampen counts, weigh them, and bring each row to a length; in place, for they are large.

    Return what each row was multiplied by at last.
    """
    import numpy as np

    scales = np.zeros(counts.shape[0], np.float32)
    for first in range(0, counts.shape[0], _ROWS_AT_ONCE):
        bounds = counts.indptr[first : first + _ROWS_AT_ONCE + 1]
        cells = slice(int(bounds[0]), int(bounds[-1]))
        data = counts.data[cells]
        np.log(data, out=data)
        data += 1
        data *= rarity[counts.indices[cells]]
        rows = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
        norms = np.sqrt(np.bincount(rows, np.square(data), minlength=len(bounds) - 1))
        norms[norms == 0] = 1
        scale = np.asarray(length / norms, np.float32)
        data *= scale[rows]
        scales[first : first + _ROWS_AT_ONCE] = scale
    return scales
