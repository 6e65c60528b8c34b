"""Corpora of invented words for tests of the ranker's record."""

from __future__ import annotations

import random

import numpy as np

from ethnocode.model import Code, Codebook, CueMatch, Position, Span
from ethnocode.suggest.corpus.rows import Corpus, CorpusSource, Decisions, no_decisions
from ethnocode.suggest.reading.passages import Passage
from ethnocode.suggest.reading.source import Reading

PLACE = Position("codebook.yaml")


def source_of(name: str, passages: list[str], cues: tuple[CueMatch, ...] = ()) -> CorpusSource:
    """Return a source whose passages are words with single spaces, one space apart."""
    words: dict[str, int] = {}
    tokens, starts, ends, rows, spans = [], [], [], [0], []
    at = 0
    for passage in passages:
        first = at
        for word in passage.split():
            tokens.append(words.setdefault(word, len(words)))
            starts.append(at)
            ends.append(at + len(word))
            at += len(word) + 1
        spans.append(Span(first, max(at - 1, first + 1)))
        rows.append(len(tokens))
    reading = Reading(
        words=tuple(words),
        stems=tuple(words),
        tokens=np.array(tokens, np.int32),
        starts=np.array(starts, np.int32),
        ends=np.array(ends, np.int32),
        rows=np.array(rows, np.int32),
        cues=cues,
        badges=("",) * len(cues),
    )
    cut = tuple(Passage(span, (span,)) for span in spans)
    return CorpusSource(name, "interview", f"digest of {name}", cut, reading)


def codebook_of(*ids: str) -> Codebook:
    codes = tuple(Code(code, "b", code, f"what {code} is called", PLACE) for code in ids)
    return Codebook("b", "B", "1.0.0", "codebook.yaml", codes)


def random_study(
    rng: random.Random, *, sources: int, passages: int
) -> tuple[Corpus, Codebook, Decisions]:
    """Return a study in which each code has words of its own, among words of none."""
    codes = ("kitchen", "meeting", "money")
    made, given = [], []
    for number in range(sources):
        texts = []
        for _ in range(passages):
            here = [code for code in codes if rng.random() < 0.3]
            words = [f"{code}{rng.randrange(6)}" for code in here for _ in range(3)]
            words += [f"word{rng.randrange(60)}" for _ in range(8)]
            rng.shuffle(words)
            texts.append(" ".join(words))
            given.append([code in here for code in codes])
        made.append(source_of(f"s{number}.txt", texts))
    corpus = Corpus(tuple(made))
    decisions = no_decisions(corpus, codes)
    decisions.given[:] = given
    decisions.read[:] = True
    return corpus, codebook_of(*codes), decisions
