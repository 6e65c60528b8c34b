"""What passages share with the codebook's own text on each code, before anything is coded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING, Any

from ethnocode.model import Codebook
from ethnocode.suggest.corpus.vocabulary import Vocabulary, content_words, plain_words
from ethnocode.suggest.words.said import said_of

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Floats


_SHORTEST_LENGTH = 8.0
"""A passage of fewer telling words counts as this long, so that one word is not everything."""

_MOST_CODES = 4
"""A word that the texts on more codes have tells none of them from the others."""

_FEWEST_ROWS = 20
"""To fewer passages rows without any word are added in thought: in one passage nothing is rare."""


@dataclass(frozen=True, slots=True)
class CodeText:
    """What a codebook says of a code in words that passages may have, too.

    Args:
        name: Its name.
        fields: Pairs of field and text, as :func:`said_of` yields them.
    """

    name: str
    fields: tuple[tuple[str, str], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """All its words; those of the name count twice."""
        texts = (self.name, *(text for _, text in self.fields))
        return tuple(word for text in texts for word in plain_words(text))


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """What rows and codes share; products of the tables are the evidence.

    Args:
        rows: Sparse, of (rows, stems of the codebook), in order: weight of a stem in a row.
        present: The same, 1 where the row has the stem.
        cosine: Of (stems, codes): weight of a stem in the text on a code.
        coverage: Of (stems, codes): what share of a code's name a stem is.
        telling: Of (stems, codes): 1 where a stem of the text on a code is rarer than
            half of what passages say, and few codes have it.
        stems: Number of each stem in the vocabulary.
    """

    rows: Any
    present: Any
    cosine: Floats
    coverage: Floats
    telling: Floats
    stems: tuple[int, ...]

    def cosines(self, rows: Any) -> Floats:
        """Return the likeness of rows and the codebook's text, of shape (rows, codes)."""
        import numpy as np

        return np.asarray(self.rows[rows] @ self.cosine)

    def names(self, rows: Any) -> Floats:
        """Return how much of each code's name rows have, of shape (rows, codes)."""
        import numpy as np

        return np.asarray(self.present[rows] @ self.coverage)

    def told(self, rows: Any) -> Floats:
        """Return how many telling words of each code's text rows have, of shape (rows, codes)."""
        import numpy as np

        return np.asarray(self.present[rows] @ self.telling)


def code_texts(codebook: Codebook) -> tuple[CodeText, ...]:
    """Return the text on each code."""
    return tuple(CodeText(code.name or code.id, tuple(said_of(code))) for code in codebook)


def shared_words(vocabulary: Vocabulary, texts: Sequence[CodeText]) -> Shared:
    """Find what rows and codes share.

    A word weighs the more, the fewer rows of the corpus and the fewer codes have it.

    Complexity:
        O(n) for n tokens of the corpus and the codebook.
    """
    import numpy as np
    from scipy import sparse

    counts = _content_counts(vocabulary)
    size = counts.shape[0]
    having = np.bincount(counts.indices, minlength=len(vocabulary.stems))
    usual = float(np.median(having[counts.indices])) if counts.nnz else 0.0
    rarity = np.log((max(size, _FEWEST_ROWS) + 1) / (having + 1))
    counts.data = (1 + np.log(counts.data)) * rarity[counts.indices]
    lengths = np.maximum(np.sqrt((counts * counts).sum(axis=1)), _SHORTEST_LENGTH)
    rows = np.repeat(np.arange(size), np.diff(counts.indptr))
    counts.data /= lengths[rows]

    numbers = vocabulary.stem_numbers
    held = [Counter(map(vocabulary.stem, content_words(text.words))) for text in texts]
    names = [set(map(vocabulary.stem, content_words(plain_words(text.name)))) for text in texts]
    stems = sorted({numbers[stem] for words in held for stem in words if stem in numbers})
    column = {vocabulary.stems[number]: n for n, number in enumerate(stems)}
    cut = sparse.csr_array(counts[:, np.array(stems, np.int64)])
    cut.sort_indices()
    present = cut.copy()
    present.data = np.ones_like(present.data)
    weights = {stem: float(rarity[numbers[stem]]) for stem in column}
    cosine = _cosine_weights(held, weights, column=column)
    own = cosine > 0
    few = (having[np.array(stems, np.int64)] <= usual) & (own.sum(axis=1) <= _MOST_CODES)
    return Shared(
        cut,
        present,
        cosine,
        _name_shares(names, weights, column=column, unknown=log(max(size, _FEWEST_ROWS) + 1)),
        (own & few[:, None]).astype(np.float64),
        tuple(stems),
    )


def _content_counts(vocabulary: Vocabulary) -> Any:
    """Return how often each row has each stem in words that say what it is about."""
    import numpy as np
    from scipy import sparse

    telling = vocabulary.content[vocabulary.tokens] if len(vocabulary.tokens) else slice(0)
    at = (vocabulary.row_of[telling], vocabulary.stem_tokens[telling])
    shape = (len(vocabulary.rows) - 1, len(vocabulary.stems))
    counts = sparse.csr_array((np.ones(len(at[0])), at), shape=shape)
    counts.sum_duplicates()
    return counts


def _cosine_weights(
    held: Sequence[Counter[str]], rarity: dict[str, float], *, column: dict[str, int]
) -> Floats:
    import numpy as np

    weights = np.zeros((len(column), len(held)))
    codes_with = Counter(stem for words in held for stem in words)
    for code, words in enumerate(held):
        found = {
            stem: (1 + log(n)) * rarity[stem] * log((len(held) + 1) / codes_with[stem])
            for stem, n in words.items()
            if stem in column
        }
        length = sqrt(sum(weight**2 for weight in found.values())) or 1.0
        for stem, weight in found.items():
            weights[column[stem], code] = weight / length
    return weights


def _name_shares(
    names: Sequence[set[str]],
    rarity: dict[str, float],
    *,
    column: dict[str, int],
    unknown: float,
) -> Floats:
    import numpy as np

    shares = np.zeros((len(column), len(names)))
    for code, stems in enumerate(names):
        whole = sum(rarity.get(stem, unknown) for stem in sorted(stems)) or 1.0
        for stem in stems & column.keys():
            shares[column[stem], code] = rarity[stem] / whole
    return shares
