"""Vectors of passages and codes, where a pipeline has vectors of words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ethnocode.model import Code
from ethnocode.suggest.words.pieces import made_plain
from ethnocode.suggest.words.pipeline import Pipeline
from ethnocode.suggest.words.said import said_of

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Numbers, Singles


def passage_vectors(
    pipeline: Pipeline, words: Sequence[str], tokens: Numbers, *, rows: Numbers
) -> Singles | None:
    """Return the unit vector of each passage; ``None`` where the pipeline has no vectors.

    It points the way of the mean of its words' vectors; it is zero where none has any.

    Args:
        pipeline: Knows the vectors of words.
        words: Distinct words in lower case.
        tokens: Number of the word of each token.
        rows: First token of each passage, and at last the number of tokens.

    Complexity:
        O(n w) for n tokens and vectors of w numbers.
    """
    import numpy as np

    if not pipeline.width:
        return None
    known: Any = [pipeline.nlp.vocab.get_vector(word) for word in words]
    table = np.array(known, np.float32).reshape(len(words), pipeline.width)
    sums = np.zeros((len(rows) - 1, pipeline.width), np.float32)
    for row, (first, last) in enumerate(zip(rows[:-1].tolist(), rows[1:].tolist(), strict=True)):
        sums[row] = table[tokens[first:last]].sum(axis=0)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.where(lengths > 0, lengths, 1), np.float32)


def vectors_of_codes(pipeline: Pipeline, codes: Sequence[Code]) -> Singles | None:
    """Return the unit vector of what a codebook says of each code, of shape (codes, width).

    That is its name, definition, inclusions and the examples that it applies to. ``None``
    where the pipeline has no vectors; zero for a code of which nothing known is said.
    """
    import numpy as np

    numbers: dict[str, int] = {}
    tokens: list[int] = []
    rows = [0]
    for code in codes:
        said = " ".join(text for _, text in said_of(code))
        for token in pipeline.nlp.make_doc(made_plain(said)):
            if any(map(str.isalnum, token.text)):
                tokens.append(numbers.setdefault(token.lower_, len(numbers)))
        rows.append(len(tokens))
    return passage_vectors(
        pipeline,
        tuple(numbers),
        np.array(tokens, np.int32),
        rows=np.array(rows, np.int32),
    )
