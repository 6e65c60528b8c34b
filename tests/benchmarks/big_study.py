"""An invented study of any size, of words enough, written straight into a store."""

from __future__ import annotations

import random
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path

from ethnocode.codebook import open_codebook, shipped_books
from ethnocode.model import Anchor, Code, Coding, Segment, SegmentKind, Span
from ethnocode.services.init import init_project
from ethnocode.store import NewSource, open_store

from .big_project import source_of

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PASSAGES = 50
"""Passages of a source."""

SENTENCES, WORDS = 2, 15
"""Sentences of a passage, and words of a sentence, on average."""

RARE_WORDS = 8_000
REAL_SHARE, TOLD_SHARE = 0.3, 0.2
"""How many of the sentences are people's, so that there are cues; and how many of those
that are not have words of a code's definition, so that there is something to learn."""

MOST_TOLD = 1_000
_CORPUS = Path(__file__).parents[2] / "corpora"
_SENTENCE = re.compile(r"[A-Z][^.!?\n]{30,160}[.!?]")


def build_study(folder: Path, *, sources: int, coded: int, seed: int = 1) -> Path:
    """Write a project with so many sources, and so many coded passages in the first of them."""
    rng = random.Random(seed)
    init_project(folder, name="big", author="author", codebooks=shipped_books(), now=NOW)
    words = Words(rng, list(open_codebook(folder / "codebook.yaml")))
    with open_store(folder, write=True) as store:
        with store.write(actor="author", action="ingest", now=NOW) as transaction:
            made = {}
            for number in range(sources):
                source = new_source(number, words)
                made[source.path] = store.sources.add(transaction, source, now=NOW.isoformat())
                if number < coded // 10:
                    words.known.append(source)
        with store.write(actor="author", action="coding add", now=NOW) as transaction:
            codings = list(codings_of(words, rng, number=coded))
            store.codings.add_all(transaction, codings, sources=made)
    return folder


def codings_of(words: Words, rng: random.Random, *, number: int) -> Iterator[Coding]:
    """Yield a coding of each passage that is about a code, in the first sources, so many."""
    left = number
    for source in words.known:
        for span in [s.span for s in source.segments if s.kind is SegmentKind.PARAGRAPH]:
            told = next((words.told[s] for s in words.told if s in span.of(source.text)), "")
            if not told or not left:
                continue
            left -= 1
            anchor = Anchor.at(span, text=source.text, digest=source.digest)
            guid = str(uuid.UUID(int=rng.getrandbits(128)))
            yield Coding(0, guid, source.path, told, anchor, "author", NOW.isoformat())


class Words:
    """Sentences: some of the shipped corpus, the others of its words and of invented ones."""

    def __init__(self, rng: random.Random, codes: list[Code]) -> None:
        self.known: list[NewSource] = []
        self.told: dict[str, str] = {}
        self._codes = codes
        self._rng = rng
        texts = [path.read_text(encoding="utf-8") for path in sorted(_CORPUS.rglob("*.txt"))]
        texts += [path.read_text(encoding="utf-8") for path in sorted(_CORPUS.rglob("*.md"))]
        self._real = sorted({found for text in texts for found in _SENTENCE.findall(text)})
        letters = "abcdefghijklmnoprstuvw"
        rare = ["".join(rng.choices(letters, k=rng.randint(4, 9))) for _ in range(RARE_WORDS)]
        common = sorted(
            {word.lower() for text in texts for word in re.findall(r"[A-Za-z']+", text)}
        )
        rng.shuffle(common)
        self._words = common + rare
        self._weights = list(accumulate(1 / (n + 10) for n in range(len(self._words))))

    def sentence(self) -> str:
        if self._rng.random() < REAL_SHARE:
            return self._rng.choice(self._real)
        count = self._rng.randint(WORDS // 2, WORDS * 3 // 2)
        chosen = self._rng.choices(self._words, cum_weights=self._weights, k=count)
        if self._rng.random() > TOLD_SHARE:
            return " ".join(chosen).capitalize() + "."
        code = self._codes[self._rng.randrange(len(self._codes))]
        chosen += self._rng.choices(code.definition.split(), k=count // 2)
        self._rng.shuffle(chosen)
        sentence = " ".join(chosen).capitalize() + "."
        if len(self.told) < MOST_TOLD:
            self.told[sentence] = code.id
        return sentence


def new_source(number: int, words: Words) -> NewSource:
    parts: list[str] = []
    segments: list[Segment] = []
    at = 0
    for _ in range(PASSAGES):
        start = at
        for n in range(SENTENCES):
            sentence = words.sentence()
            segments.append(Segment(SegmentKind.SENTENCE, Span(at, at + len(sentence)), at))
            parts.append(sentence + (" " if n + 1 < SENTENCES else "\n\n"))
            end = at + len(sentence)
            at += len(parts[-1])
        segments.append(Segment(SegmentKind.PARAGRAPH, Span(start, end), start))
    text = "".join(parts).rstrip("\n")
    segments.sort(key=lambda one: (one.span.start, -one.span.end, one.kind))
    counts = tuple(
        (n, len(one.span.of(text).split()))
        for n, one in enumerate(segments)
        if one.kind is SegmentKind.PARAGRAPH
    )
    return source_of(number, text, segments, segment_words=counts)
