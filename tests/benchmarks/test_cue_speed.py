"""How fast cues are found in 10 MB of text, beside spaCy's own tokenising of the same.

All take whole texts, one after another, in one process. In the first round spaCy has met no
word yet and its memory is fresh: that is what a user waits for, since a text is tokenised once.
In later rounds blank tokenising may take a fifth of that, if its memory happens to be used
again; finding cues gains less. Both ratios are printed, for whole texts and turn by turn, and
only the first is asserted.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from ethnocode.codebook import open_shipped, shipped_books
from ethnocode.model import Code, Span
from ethnocode.suggest.cues.matcher import build_matcher
from ethnocode.suggest.reading.passages import Passage, Stretch, cut_passages
from ethnocode.suggest.reading.source import read_source

CHARACTERS = 10_000_000
CHARACTERS_EACH = 40_000
NEW_WORDS = 4_000
ROUNDS = 3
LEAST_FIND = 0.6
LEAST_READ = 0.45


def study() -> str:
    folder = Path(__file__).parents[2] / "corpora"
    return "\n\n".join(path.read_text("utf-8") for path in sorted(folder.rglob("*.[mt][dx]*")))


def texts(rng: random.Random) -> list[str]:
    """Talk as in the shipped study, a word in six another: from there, or one of thousands."""
    sentences = re.split(r"(?<=[.?!])\s+", study())
    words = re.findall(r"[A-Za-z’'-]+", study())
    parts = [word[:3].lower() for word in words if len(word) > 5]
    words += ["".join(rng.choices(parts, k=rng.randint(2, 3))) for _ in range(NEW_WORDS)]
    found, size = [], 0
    while size < CHARACTERS:
        turns: list[str] = []
        length = 0
        while length < CHARACTERS_EACH:
            said = rng.choices(sentences, k=rng.randint(1, 8))
            turns.append(" ".join(_varied(sentence, words, rng) for sentence in said))
            length += len(turns[-1]) + 2
        found.append("\n\n".join(turns))
        size += len(found[-1])
    return found


def _varied(sentence: str, words: list[str], rng: random.Random) -> str:
    said = sentence.split()
    for _ in range(max(1, len(said) // 6) if said else 0):
        said[rng.randrange(len(said))] = rng.choice(words)
    return " ".join(said)


def passages(text: str) -> tuple[Passage, ...]:
    ends = [0, *(found.end() for found in re.finditer(r"\n\n", text)), len(text)]
    stretches = [Stretch(Span(a, b)) for a, b in pairwise(ends)]
    sentences = [Span(*found.span()) for found in re.finditer(r"[^.?!\s][^.?!]*[.?!]*", text)]
    return cut_passages(text, stretches, sentences=sentences)


def codes() -> list[Code]:
    return [code for book in shipped_books() for code in open_shipped(book).own_codes]


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


@pytest.mark.benchmark
def test_cues_are_found_nearly_as_fast_as_spacy_tokenises() -> None:
    import spacy

    corpus = texts(random.Random(1))
    cut = [passages(text) for text in corpus]
    nlp, matcher = spacy.blank("en"), build_matcher(codes())
    turns = [turn for text in corpus for turn in text.split("\n\n")]
    blank, turn_by_turn, find, read = [], [], [], []
    for _ in range(ROUNDS):
        blank.append(seconds(lambda: [len(nlp.make_doc(text)) for text in corpus]))
        turn_by_turn.append(seconds(lambda: [len(nlp.make_doc(turn)) for turn in turns]))
        find.append(seconds(lambda: [len(matcher.find(text)) for text in corpus]))
        read.append(
            seconds(
                lambda: [
                    len(read_source(text, held, matcher=matcher).tokens)
                    for text, held in zip(corpus, cut, strict=True)
                ]
            )
        )

    size = sum(map(len, corpus))
    kinds = len({word for text in corpus for word in text.lower().split()})
    print(
        f"\n{size:,} characters, {kinds:,} words, {len(codes())} codes; seconds of {ROUNDS} rounds"
    )
    for name, times in (("blank", blank), ("turns", turn_by_turn), ("find", find), ("read", read)):
        shown = " ".join(f"{taken:.1f}" for taken in times)
        print(
            f"{name:8} {shown}; {blank[0] / times[0]:.2f} of the speed of tokenising at first, "
            f"then {min(blank[1:]) / min(times[1:]):.2f}, "
            f"{min(turn_by_turn[1:]) / min(times[1:]):.2f} of that of tokenising turn by turn"
        )
    assert blank[0] / find[0] >= LEAST_FIND
    assert blank[0] / read[0] >= LEAST_READ
