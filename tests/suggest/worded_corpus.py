"""Corpora made of plain words, without a tokeniser, for tests of the ranker."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ethnocode.model import Code, Codebook, CueMatch, Cues, Example, Position, Span
from ethnocode.suggest.corpus.rows import Corpus, CorpusSource, Decisions, no_decisions
from ethnocode.suggest.reading.passages import Passage
from ethnocode.suggest.reading.source import Reading
from ethnocode.text.stem import stem

PLACE = Position("book.yaml")


def code(
    id_: str,
    *,
    name: str = "",
    definition: str = "",
    example: str = "",
    phrase: str = "",
) -> Code:
    examples = (Example(example, True, ""),) if example else ()
    cues = Cues(phrases=(phrase,)) if phrase else Cues()
    return Code(id_, "book", name, definition, PLACE, examples=examples, cues=cues)


def book(*codes: Code) -> Codebook:
    return Codebook("book", "A book", "1.0.0", "book.yaml", codes)


def corpus(
    *sources: Sequence[str], groups: str = "", cues: Sequence[tuple[int, int, str]] = ()
) -> Corpus:
    """Return a corpus of sources that are passages of words with spaces between; ``-`` is none.

    Args:
        groups: A letter for each passage, the group of its speaker; ``?`` for the researcher.
        cues: Triples of source, passage and the code that has a cue at its beginning.
    """
    letters = iter(groups)
    made = []
    for number, lines in enumerate(sources):
        passages, at = [], 0
        for line in lines:
            span, letter = Span(at, at + len(line)), next(letters, "")
            group = "" if letter == "?" else letter
            passages.append(Passage(span, (span,), group, asks=letter == "?"))
            at = span.end + 2
        spans = [passages[row].span for source, row, _ in cues if source == number]
        codes = [code for source, _, code in cues if source == number]
        matches = [
            CueMatch(code, Span(span.start, span.start + 1), "phrase", "cue")
            for code, span in zip(codes, spans, strict=True)
        ]
        reading = reading_of(lines, passages, tuple(matches))
        made.append(
            CorpusSource(f"source{number}.txt", "interview", "digest", tuple(passages), reading)
        )
    return Corpus(tuple(made))


def reading_of(
    lines: Sequence[str], passages: Sequence[Passage], cues: tuple[CueMatch, ...]
) -> Reading:
    words: dict[str, int] = {}
    tokens, starts, ends, rows = [], [], [], [0]
    for line, passage in zip(lines, passages, strict=True):
        at = passage.span.start
        for word in line.split(" "):
            if word != "-":
                tokens.append(words.setdefault(word, len(words)))
                starts.append(at)
                ends.append(at + len(word))
            at += len(word) + 1
        rows.append(len(tokens))
    numbers = [np.array(column, np.int32) for column in (tokens, starts, ends, rows)]
    stems = tuple(map(stem, words))
    return Reading(tuple(words), stems, *numbers, cues, ("",) * len(cues))


def decided(
    corpus: Corpus,
    codebook: Codebook,
    given: dict[int, str],
    *,
    read: Sequence[int] = (),
    refused: Sequence[tuple[int, str]] = (),
) -> Decisions:
    """Return decisions: codes by row, rows read without a code, and refusals."""
    ids = [code.id for code in codebook]
    decisions = no_decisions(corpus, ids)
    for row, id_ in given.items():
        decisions.given[row, ids.index(id_)] = decisions.read[row] = True
    decisions.read[list(read)] = True
    for row, id_ in refused:
        decisions.refused[row, ids.index(id_)] = True
    return decisions
