"""The learned ranker: how likely each code is on each passage, and what says so.

Fitting takes what is known; scoring and explaining take rows of the corpus.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ethnocode.model import Codebook, Evidence
from ethnocode.suggest.corpus.features import Features, prepare
from ethnocode.suggest.corpus.rows import Corpus, Decisions
from ethnocode.suggest.ranker.choosing import NEVER
from ethnocode.suggest.ranker.constants import SHIPPED, Constants
from ethnocode.suggest.ranker.evidence import DIGITS, Reasoner, contributions_of
from ethnocode.suggest.ranker.layer import probabilities
from ethnocode.suggest.ranker.learning import learn
from ethnocode.suggest.ranker.nearby import was_read
from ethnocode.suggest.ranker.signals import Learned, signals
from ethnocode.suggest.ranker.spoken import mute, spoken
from ethnocode.suggest.ranker.token_weights import token_weigher

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Flags, Floats, Numbers, Singles


ENGINE = "fused/1"
"""Name and version, kept with every suggestion it makes."""

_CHUNK = 2048


@dataclass(frozen=True, eq=False)
class Model:
    """A fitted ranker; made by :func:`fit_model`, or of what another one learned.

    Args:
        features: What is known of the rows before any decision.
        parts: What was learned, as plain arrays.
    """

    features: Features
    parts: Learned

    @cached_property
    def _reasoner(self) -> Reasoner:
        return Reasoner(token_weigher(self.features, self.parts))

    @property
    def codes(self) -> tuple[str, ...]:
        """Full ids of the codes, as the columns of scores have them."""
        return self.features.codes

    @property
    def learned(self) -> int:
        """How many coded passages it has learned from."""
        return int(self.parts.given.any(axis=1).sum())

    @property
    def silent(self) -> tuple[str, ...]:
        """Codes of which nothing is known but their names: no text, no cues, no coding."""
        told = zip(self.codes, self._unknown(), strict=True)
        return tuple(code for code, unknown in told if unknown)

    def _unknown(self) -> Flags:
        import numpy as np

        return np.asarray(np.array(self.features.silent, np.bool_) & (self.parts.counts == 0))

    def scores(self, decisions: Decisions, rows: Sequence[int]) -> Floats:
        """Return probabilities of shape (rows, codes).

        Complexity:
            O(n k) for n rows and k codes; some thousands of rows a second.
        """
        import numpy as np

        numbers = np.asarray(rows, np.int32)
        found = np.zeros((len(numbers), len(self.codes)))
        for start in range(0, len(numbers), _CHUNK):
            part = numbers[start : start + _CHUNK]
            found[start : start + _CHUNK] = probabilities(self._logits(decisions, part))
        return found

    def _logits(self, decisions: Decisions, rows: Numbers) -> Floats:
        import numpy as np

        constants, tables = self._parts(decisions, rows)
        logits = np.broadcast_to(constants[:, :1], tables[0].shape).copy()
        for n, table in enumerate(tables, start=1):
            logits += constants[:, n, None] * table
        return np.asarray(np.round(logits, DIGITS))

    def _parts(self, decisions: Decisions, rows: Numbers) -> tuple[Floats, list[Floats]]:
        """Return each row's constants and the figures that they weigh."""
        import numpy as np

        follows = self._follows(decisions, rows)
        tables = signals(self.features, self.parts, decisions, rows, follows=follows)
        return self.parts.layers[follows.astype(np.int8)], tables

    def _follows(self, decisions: Decisions, rows: Numbers) -> Flags:
        """Return whether the passage before each row was read."""
        import numpy as np

        before = self.features.before[rows]
        return np.asarray((before >= 0) & was_read(decisions)[before])

    def limits(self, decisions: Decisions, rows: Sequence[int]) -> Floats:
        """Return the least probability that is worth showing, of shape (rows, codes).

        What has been decided says how far likely codes are right. What nothing speaks for
        must be plausible, and is not shown at all before enough is coded. Of a passage
        without words nothing is known, nor of a code that is only a name; and voices that
        she leaves uncoded are left so.
        """
        import numpy as np

        numbers = np.asarray(rows, np.int32)
        least = self.parts.limits[self._follows(decisions, numbers).astype(np.int8)]
        said = spoken(self.features, decisions, numbers)
        limits = np.where(said, least[:, :1], least[:, 1:2])
        never = mute(self.features, self.parts, numbers)[:, None] | self._unknown()
        return np.where(never, NEVER, limits)

    def strong(self, decisions: Decisions, rows: Sequence[int]) -> Floats:
        """Return the least probability that is strong, of shape (rows, 1)."""
        import numpy as np

        follows = self._follows(decisions, np.asarray(rows, np.int32))
        return np.asarray(self.parts.limits[follows.astype(np.int8), 2:])

    def evidence(self, decisions: Decisions, row: int, *, code: str) -> Evidence:
        """Return what a score is made of: bias and contributions, terms, hints, nearest.

        They add up to the logit of what :meth:`scores` gives for the same decisions. The
        near code, the exclusion and the badges are left to others.
        """
        return self.evidence_for(decisions, [(row, code)])[0]

    def evidence_for(
        self, decisions: Decisions, cells: Sequence[tuple[int, str]]
    ) -> list[Evidence]:
        """Return the evidence on many pairs of row and code; much faster than one by one.

        Complexity:
            O(n) for n pairs, a fraction of a millisecond each.
        """
        import numpy as np

        places = {code: n for n, code in enumerate(self.codes)}
        found: list[Evidence] = []
        for start in range(0, len(cells), _CHUNK):
            part = cells[start : start + _CHUNK]
            rows = np.array(sorted({row for row, _ in part}), np.int32)
            numbers = {int(row): n for n, row in enumerate(rows)}
            constants, tables = self._parts(decisions, rows)
            columns = [places[code] for _, code in part]
            at = ([numbers[row] for row, _ in part], columns)
            amounts = np.stack([table[at] for table in tables], axis=-1).tolist()
            likeness = self._reasoner.likeness(rows)
            for n, (place, column) in enumerate(zip(at[0], columns, strict=True)):
                added = contributions_of(constants[place], amounts[n])
                found.append(
                    self._reasoner.evidence(
                        part[n][0], column=column, likeness=likeness[place], added=added
                    )
                )
        return found

    def token_weights(self, row: int, *, code: str) -> Floats:
        """Return what each token of a passage adds to a code, as long as its tokens.

        In log-odds, from what was learned and from the codebook's text. Explicit cues are
        not weighed here: they are in the reading's cues.
        """
        return self._reasoner.weigher.weights(row, column=self.codes.index(code))


def fit_model(
    corpus: Corpus,
    codebook: Codebook,
    decisions: Decisions,
    *,
    features: Features | None = None,
    code_vectors: Singles | None = None,
    constants: Constants = SHIPPED,
    learned: Learned | None = None,
) -> Model:
    """Fit the ranker to what is known; with no decisions, to the codebook alone.

    Args:
        corpus: All passages, decided on or not.
        codebook: Names, definitions and examples are evidence, too.
        decisions: By the codes of the codebook.
        features: What :func:`prepare` returned for this corpus and codebook, if it is kept.
        code_vectors: Unit vector of the text on each code, where the readings have vectors
            and no features are given.
        constants: What to begin with, and to be drawn towards.
        learned: What an earlier fit to these decisions has learned, if that is to do.

    Complexity:
        Seconds for 400 coded passages.
    """
    known = features or prepare(corpus, codebook, code_vectors=code_vectors)
    return Model(known, learned or learn(known, decisions, constants=constants))
