"""Why a passage scores as it does on a code: what adds up to the score, and what shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from math import fsum
from typing import TYPE_CHECKING

from ethnocode.model import Contribution, Evidence, Hint, Likeness
from ethnocode.suggest.corpus.codebook_words import CodeText
from ethnocode.suggest.corpus.features import Features
from ethnocode.suggest.corpus.vocabulary import Vocabulary, content_words, written_words
from ethnocode.suggest.ranker.signals import NAMES, scale_of, similarities_of
from ethnocode.suggest.ranker.token_weights import TokenWeigher

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Floats, Numbers, Singles


DIGITS = 9
"""Decimals of log-odds that are kept: the further ones depend on how many threads a sum had."""

_MOST_TERMS = 6
_LEAST_TERM = 0.05
_MOST_NEAREST = 2
_MOST_COMPARED = 8
_LEAST_LIKENESS = 0.05
_WORDS_ABOUT = 4
_QUOTE_CHARS = 120


def contributions_of(constants: Floats, amounts: list[float]) -> tuple[float, list[Contribution]]:
    """Return the bias and what each kind of evidence adds, the strongest first.

    Args:
        constants: Of the layer, bias first.
        amounts: One figure for each of ``NAMES``.
    """
    parts: dict[str, list[float]] = {}
    for name, constant, amount in zip(NAMES, constants[1:].tolist(), amounts, strict=True):
        parts.setdefault(name, []).append(constant * amount)
    found = [Contribution(name, round(fsum(each), DIGITS)) for name, each in parts.items()]
    kept = [part for part in found if part.amount]
    kept.sort(key=lambda part: (-abs(part.amount), part.name))
    return round(float(constants[0]), DIGITS), kept


@dataclass(frozen=True, eq=False)
class Reasoner:
    """Finds what shows why rows score as they do.

    Args:
        weigher: Weighs their tokens; it knows what was learned.
    """

    weigher: TokenWeigher

    @cached_property
    def _hints(self) -> tuple[dict[str, Hint], ...]:
        return tuple(
            _hints_of(text, self.weigher.features.vocabulary)
            for text in self.weigher.features.texts
        )

    @cached_property
    def _coded(self) -> tuple[Numbers, ...]:
        """For each code, places among the rows learned from that were given it."""
        import numpy as np

        given = self.weigher.learned.given
        columns = range(given.shape[1])
        return tuple(np.flatnonzero(given[:, n] > 0).astype(np.int32) for n in columns)

    @cached_property
    def _said(self) -> tuple[frozenset[int], ...]:
        """For each code, stems of the words of the passages that were given it."""
        stems_of, rows = self.weigher.features.vocabulary.stems_of, self.weigher.learned.rows
        return tuple(
            frozenset(chain.from_iterable(stems_of(int(row)).tolist() for row in rows[places]))
            for places in self._coded
        )

    def likeness(self, rows: Numbers) -> Singles:
        """Return how like rows are to those learned from, to be handed to :meth:`evidence`."""
        return similarities_of(self.weigher.features, rows, self.weigher.learned.rows)

    def evidence(
        self,
        row: int,
        *,
        column: int,
        likeness: Singles,
        added: tuple[float, Sequence[Contribution]],
    ) -> Evidence:
        """Return the evidence on a row and a code, given what its score is made of."""
        bias, contributions = added
        return Evidence(
            bias,
            tuple(contributions),
            terms=self._terms(row, column=column),
            hints=self._hints_for(row, column=column),
            nearest=self._nearest(row, column=column, likeness=likeness),
        )

    def _terms(self, row: int, *, column: int) -> tuple[tuple[str, float], ...]:
        """Return the words that weigh most in what was learned, as readers write them.

        Of a code that was given before, those that passages given it have, too: a word can
        weigh for its looks, or because the codebook has it.
        """
        vocabulary = self.weigher.features.vocabulary
        scale = scale_of(self.weigher.learned, "learned", column=column)
        weights = (self.weigher.learned_weights(row, column=column) * scale).tolist()
        said = self._said[column]
        sums: dict[int, float] = {}
        for number, weight in zip(vocabulary.words_of(row).tolist(), weights, strict=True):
            sums[number] = sums.get(number, 0.0) + weight
        found = [
            (vocabulary.words[number], round(weight, DIGITS))
            for number, weight in sums.items()
            if weight >= _LEAST_TERM
            and vocabulary.content[number]
            and (not said or int(vocabulary.stem_of_word[number]) in said)
        ]
        return tuple(sorted(found, key=lambda term: (-term[1], term[0]))[:_MOST_TERMS])

    def _hints_for(self, row: int, *, column: int) -> tuple[Hint, ...]:
        """Return words of a row that the text on a code has, too, each stem once."""
        vocabulary, hints = self.weigher.features.vocabulary, self._hints[column]
        held: dict[str, str] = {}
        words, stems = vocabulary.words_of(row), vocabulary.stems_of(row)
        for number, form in zip(words.tolist(), stems.tolist(), strict=True):
            if vocabulary.stems[form] in hints and vocabulary.content[number]:
                held.setdefault(vocabulary.stems[form], vocabulary.words[number])
        return tuple(
            Hint(word, hints[form].field, hints[form].phrase) for form, word in held.items()
        )

    def _nearest(self, row: int, *, column: int, likeness: Singles) -> tuple[Likeness, ...]:
        """Return the passages given a code that a row is most like.

        They have a telling word in common with it: hashed words alone may be alike by
        accident, and all talk is alike in its words of grammar.
        """
        import numpy as np

        learned = self.weigher.learned
        coded = self._coded[column]
        order = coded[np.lexsort((coded, -likeness[coded]))[:_MOST_COMPARED]]
        telling = self._telling(row)
        alike = (
            n
            for n in order.tolist()
            if likeness[n] >= _LEAST_LIKENESS
            and learned.rows[n] != row
            and not telling.isdisjoint(self._telling(int(learned.rows[n])))
        )
        return tuple(
            _likeness(self.weigher.features, int(learned.rows[n]), similarity=float(likeness[n]))
            for n in islice(alike, _MOST_NEAREST)
        )

    def _telling(self, row: int) -> frozenset[int]:
        """Return the stems of the words of a row that say what it is about."""
        vocabulary = self.weigher.features.vocabulary
        about = vocabulary.content[vocabulary.words_of(row)]
        return frozenset(vocabulary.stems_of(row)[about].tolist())


def _hints_of(text: CodeText, vocabulary: Vocabulary) -> dict[str, Hint]:
    """Return where the text on a code has each of its words first, by stem."""
    found: dict[str, Hint] = {}
    for field, written in text.fields:
        for word, phrase in written_words(written, about=_WORDS_ABOUT):
            if content_words([word]):
                found.setdefault(vocabulary.stem(word), Hint(word, field, phrase))
    return found


def _likeness(features: Features, row: int, *, similarity: float) -> Likeness:
    source = features.corpus.sources[int(features.corpus.source_of[row])]
    quote = _quote(features, row)
    shortened = quote if len(quote) <= _QUOTE_CHARS else quote[: _QUOTE_CHARS - 1].rstrip() + "…"
    span = features.corpus.passage(row).span
    return Likeness(source.name, span, source.digest, shortened, round(min(similarity, 1.0), 6))


def _quote(features: Features, row: int) -> str:
    """Return the words of a row as the reading has them, those that touch in the text in one."""
    corpus = features.corpus
    number = int(corpus.source_of[row])
    reading, place = corpus.sources[number].reading, row - int(corpus.firsts[number])
    tokens = slice(int(reading.rows[place]), int(reading.rows[place + 1]))
    starts, ends = reading.starts[tokens].tolist(), reading.ends[tokens].tolist()
    parts: list[str] = []
    for n, word in enumerate(reading.tokens[tokens].tolist()):
        parts += [" "] if n and starts[n] > ends[n - 1] else []
        parts.append(reading.words[word])
    return "".join(parts)
