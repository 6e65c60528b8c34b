"""The learned ranker: how likely each code is on each passage, and what says so.

Fitting takes what is known; scoring and explaining take rows of the corpus.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ethnocode.model import Codebook, Contribution, Evidence
from ethnocode.suggest.corpus import Corpus, Decisions

if TYPE_CHECKING:
    import numpy as np

ENGINE = "fused/1"
"""Name and version, kept with every suggestion it makes."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A fitted ranker; made by :func:`fit_model`.

    Args:
        codes: Full ids of the codes it knows, as its columns have them; the others have
            neither definition nor cues nor codings.
        learned: Number of coded passages it has learned from.
    """

    codes: tuple[str, ...]
    learned: int
    cues: Any
    silent: tuple[str, ...] = ()

    def scores(
        self, corpus: Corpus, decisions: Decisions, rows: Sequence[int]
    ) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        """Return probabilities of shape (rows, codes)."""
        import numpy as np

        logits = -3.0 + 3.0 * np.asarray(self.cues)[list(rows)]
        return np.asarray(1 / (1 + np.exp(-logits)), np.float64)

    def evidence(self, corpus: Corpus, decisions: Decisions, row: int, *, code: str) -> Evidence:
        """Return what a score is made of: bias and contributions, terms, hints, nearest."""
        amount = 3.0 * float(self.cues[row][self.codes.index(code)])
        return Evidence(-3.0, (Contribution("codebook", amount),))

    def token_weights(
        self, corpus: Corpus, row: int, *, code: str
    ) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Return what each token of a passage adds to a code, as long as its tokens.

        Words of explicit cues are not weighed here: they are in the reading's cues.
        """
        import numpy as np

        source = int(corpus.source_of[row])
        at = row - int(corpus.firsts[source])
        rows = corpus.sources[source].reading.rows
        return np.zeros(int(rows[at + 1] - rows[at]))


def fit_model(corpus: Corpus, codebook: Codebook, decisions: Decisions) -> Model:
    """Fit the ranker to what is known; with no decisions, to the codebook alone.

    Args:
        corpus: All passages, decided on or not.
        codebook: Names, definitions and examples are evidence, too.
        decisions: By the codes of the codebook.

    Complexity:
        Seconds for 400 coded passages.
    """
    import numpy as np

    columns = {code: n for n, code in enumerate(decisions.codes)}
    cues = np.zeros((corpus.size, len(columns)))
    for source, first in zip(corpus.sources, corpus.firsts, strict=False):
        for match in source.reading.cues:
            for n, passage in enumerate(source.passages):
                if passage.span.encloses(match.span) and match.code in columns:
                    cues[int(first) + n, columns[match.code]] = 1
    return Model(decisions.codes, int(decisions.given.any(axis=1).sum()), cues)
