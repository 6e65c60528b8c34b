"""What each token of a passage adds to a code: learned, and shared with the codebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ethnocode.suggest.corpus.features import Features
from ethnocode.suggest.corpus.hashing import WORD_COLUMNS, pair_columns, stem_hashes, word_columns
from ethnocode.suggest.ranker.signals import COSINE_SCALE, Learned, scale_of

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Floats, Hashes, Places, Singles


@dataclass(frozen=True, slots=True, eq=False)
class TokenWeigher:
    """Tables by which tokens are weighed; made by :func:`token_weigher`.

    Args:
        features: Of the rows whose tokens are weighed.
        learned: What was learned of the codes.
        hashes: Of each stem of the vocabulary.
        singles: Of (stems, codes): what a stem adds in a row of length 1.
        spelled: Of (words, codes): what the runs of characters of a word add there.
        places: Of each stem: its place among those of the codebook, or -1.
    """

    features: Features
    learned: Learned
    hashes: Hashes
    singles: Singles
    spelled: Singles
    places: Places

    def learned_weights(self, row: int, *, column: int) -> Floats:
        """Return what was learned of a code, parted among the tokens of a row.

        A pair of words is parted between its two, and runs of characters go to their
        word. Where no word, pair or run occurs twice the sum is the row's learned score but
        for its neighbours and the code's offset; what occurs twice counts fully here.
        """
        import numpy as np

        hashed, rarity = self.features.hashed, self.features.rarity
        vocabulary = self.features.vocabulary
        stems, words = vocabulary.stems_of(row), vocabulary.words_of(row)
        found = self.singles[stems, column].astype(np.float64)
        hashes = self.hashes[stems]
        pairs = pair_columns(hashes[:-1], hashes[1:])
        halves = rarity.words[pairs] * self.learned.weights[pairs, column] / 2
        found[:-1] += halves
        found[1:] += halves
        found *= hashed.word_scales[row]
        return np.asarray(found + self.spelled[words, column] * hashed.character_scales[row])

    def shared_weights(self, row: int, *, column: int) -> tuple[Floats, Floats]:
        """Return likeness to the text on a code, and the share of its name, by token.

        Each sums to the figure for the whole row; a stem that a row has twice is parted.
        """
        import numpy as np

        vocabulary, shared = self.features.vocabulary, self.features.shared
        stems = vocabulary.stems_of(row)
        cosine, coverage = np.zeros((2, len(stems)))
        places = self.places[stems]
        telling = vocabulary.content[vocabulary.words_of(row)]
        at = np.flatnonzero(telling & (places >= 0))
        if not len(at):
            return cosine, coverage
        held = places[at]
        _, kinds, times = np.unique(held, return_inverse=True, return_counts=True)
        start, end = shared.rows.indptr[row], shared.rows.indptr[row + 1]
        cells = start + np.searchsorted(shared.rows.indices[start:end], held)
        parted = times[kinds]
        cosine[at] = shared.rows.data[cells] * shared.cosine[held, column] * COSINE_SCALE / parted
        coverage[at] = shared.coverage[held, column] / parted
        return cosine, coverage

    def weights(self, row: int, *, column: int) -> Floats:
        """Return what each token of a row adds to a code, in log-odds."""
        taught = self.learned_weights(row, column=column)
        cosine, coverage = self.shared_weights(row, column=column)
        return (
            taught * scale_of(self.learned, "learned", column=column)
            + cosine * scale_of(self.learned, "codebook", column=column)
            + coverage * scale_of(self.learned, "name", column=column)
        )


def token_weigher(features: Features, learned: Learned) -> TokenWeigher:
    """Make the tables for what was learned.

    Complexity:
        O(v k) for a vocabulary of v words and k codes.
    """
    import numpy as np

    rarity = features.rarity
    hashes = stem_hashes(features.vocabulary.stems)
    columns = word_columns(hashes)
    end = WORD_COLUMNS + len(rarity.characters)
    by_run = learned.weights[WORD_COLUMNS:end] * rarity.characters[:, None]
    places = np.full(len(features.vocabulary.stems), -1, np.int64)
    places[np.array(features.shared.stems, np.int64)] = np.arange(len(features.shared.stems))
    return TokenWeigher(
        features,
        learned,
        hashes,
        learned.weights[columns] * rarity.words[columns, None],
        np.asarray(features.hashed.runs @ by_run),
        places,
    )
