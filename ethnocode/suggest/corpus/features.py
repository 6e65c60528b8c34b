"""What is known of every row before any decision: made once, used by every fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ethnocode.model import Code, Codebook
from ethnocode.suggest.corpus.codebook_words import CodeText, Shared, code_texts, shared_words
from ethnocode.suggest.corpus.hashing import WORD_COLUMNS, Hashed, Rarity, hash_rows, hash_texts
from ethnocode.suggest.corpus.rows import Corpus
from ethnocode.suggest.corpus.vocabulary import Vocabulary, vocabulary_of

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Flags, Floats, Numbers, Singles


BEFORE_SHARE, AFTER_SHARE = 0.35, 0.175
"""Length of the words of the passages before and after, beside a row's own of length 1."""

_FEWEST_ABOUT, _MANY_SHORT = 3, 20
"""In sources of fewer passages those about say nothing, where so many sources are as short.

They are answers to a questionnaire; a few short notes are the beginning of a study.
"""

ASKS = "asks"
"""The voice of a researcher who asks, as an interviewer does."""

_NEIGHBOUR_COLUMNS = WORD_COLUMNS // 2
COLUMNS_OF_NEIGHBOURS = 2 * _NEIGHBOUR_COLUMNS


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Rows of a corpus as the ranker sees them; made by :func:`prepare`.

    Args:
        corpus: Whose rows these are.
        codes: Full ids of the codebook's codes, as columns have them.
        silent: Codes of which the codebook says nothing but their names.
        quoted: For each code, whether the codebook has participants' words as its example,
            and no cues that would say better.
        vocabulary: The words of the rows.
        hashed: The rows as hashed words and characters.
        rarity: How much each hashed column counts.
        texts: The codebook's text on each code.
        hashed_texts: The same, hashed as if they were rows.
        shared: What rows and codes share.
        cues: Sparse, of (rows, codes): how many of a code's cues a row has.
        before: The row before in the same source, or -1; -1 too in a source so short that
            its passages are answers that stand for themselves.
        after: As ``before``, the row after.
        lengths: Of each row, about 0 for one of 20 words.
        voices: Who speaks in each row: number of an entry of ``voice_names``; -1 if unknown.
        kinds: Kind of each row's source: number of an entry of ``kind_names``; -1 if unknown.
        vectors: Unit vector of each row and of each code's text, where there are any.
    """

    corpus: Corpus
    codes: tuple[str, ...]
    silent: tuple[bool, ...]
    quoted: Flags
    vocabulary: Vocabulary
    hashed: Hashed
    rarity: Rarity
    texts: tuple[CodeText, ...]
    hashed_texts: Hashed
    shared: Shared
    cues: Any
    before: Numbers
    after: Numbers
    lengths: Floats
    voices: Numbers
    voice_names: tuple[str, ...]
    kinds: Numbers
    kind_names: tuple[str, ...]
    vectors: tuple[Singles, Singles] | None = None

    def hashed_rows(self, rows: Any) -> Any:
        """Return rows as one sparse table: words, characters, words before, words after."""
        from scipy import sparse

        return sparse.hstack(
            [
                self.hashed.words[rows],
                self.hashed.characters[rows],
                self._neighbours(self.before[rows], share=BEFORE_SHARE),
                self._neighbours(self.after[rows], share=AFTER_SHARE),
            ],
            format="csr",
        )

    def hashed_codes(self) -> Any:
        """Return the texts on the codes as rows of such a table, without neighbours."""
        from scipy import sparse

        empty = sparse.csr_array((len(self.codes), COLUMNS_OF_NEIGHBOURS), dtype="float32")
        return sparse.hstack([self.hashed_texts.words, self.hashed_texts.characters, empty], "csr")

    def _neighbours(self, rows: Numbers, *, share: float) -> Any:
        """Return the words of rows in fewer columns; an empty row for each -1."""
        import numpy as np
        from scipy import sparse

        there = np.flatnonzero(rows >= 0)
        taken = self.hashed.words[rows[there]]
        counts = np.zeros(len(rows), np.int64)
        counts[there] = np.diff(taken.indptr)
        starts = np.concatenate(([0], np.cumsum(counts)))
        data = taken.data * np.float32(share)
        parts = (data, taken.indices % _NEIGHBOUR_COLUMNS, starts)
        return sparse.csr_array(parts, shape=(len(rows), _NEIGHBOUR_COLUMNS))


def prepare(corpus: Corpus, codebook: Codebook, *, code_vectors: Singles | None = None) -> Features:
    """Return what is known of every row before any decision.

    Args:
        code_vectors: Unit vector of the text on each code, from the pipeline that gave the
            rows theirs; without, vectors play no part.

    Complexity:
        O(n) for n tokens: about 15 seconds for 100,000 passages of 30 words.
    """
    import numpy as np

    vocabulary = vocabulary_of(corpus)
    hashed, rarity = hash_rows(vocabulary)
    texts = code_texts(codebook)
    words = [text.words for text in texts]
    voices, voice_names = _numbered(_voices(corpus))
    kinds, kind_names = _numbered(
        [source.kind for source in corpus.sources for _ in source.passages]
    )
    codes = tuple(code.id for code in codebook)
    before, after = _neighbours_of(corpus)
    return Features(
        corpus=corpus,
        codes=codes,
        silent=tuple(
            not code.cues and all(name == "name" for name, _ in text.fields)
            for code, text in zip(codebook, texts, strict=True)
        ),
        quoted=np.array([_is_quoted(code) for code in codebook], np.bool_),
        vocabulary=vocabulary,
        hashed=hashed,
        rarity=rarity,
        texts=texts,
        hashed_texts=hash_texts(words, rarity=rarity, vocabulary=vocabulary),
        shared=shared_words(vocabulary, texts),
        cues=_cue_counts(corpus, codes),
        before=before,
        after=after,
        lengths=_lengths(vocabulary),
        voices=voices,
        voice_names=voice_names,
        kinds=kinds,
        kind_names=kind_names,
        vectors=_vectors(corpus, code_vectors),
    )


def _is_quoted(code: Code) -> bool:
    return not code.cues and any(example.apply for example in code.examples)


def _neighbours_of(corpus: Corpus) -> tuple[Numbers, Numbers]:
    import numpy as np

    rows = np.arange(corpus.size, dtype=np.int32)
    starts, ends = corpus.firsts[:-1], corpus.firsts[1:] - 1
    before, after = rows - 1, rows + 1
    filled = ends >= starts
    before[starts[filled]] = -1
    after[ends[filled]] = -1
    counts = np.diff(corpus.firsts)
    short = (counts > 0) & (counts < _FEWEST_ABOUT)
    if short.sum() >= _MANY_SHORT:
        alone = np.repeat(short, counts)
        before[alone] = after[alone] = -1
    return before, after


def _lengths(vocabulary: Vocabulary) -> Floats:
    import numpy as np

    return np.asarray(np.log1p(np.diff(vocabulary.rows)) / 3 - 1)


def _voices(corpus: Corpus) -> list[str]:
    """Return who speaks in each row: the researcher, else a group, else nobody known."""
    return [
        ASKS if passage.asks else passage.group
        for source in corpus.sources
        for passage in source.passages
    ]


def _numbered(names: Sequence[str]) -> tuple[Numbers, tuple[str, ...]]:
    import numpy as np

    distinct = sorted(set(names) - {""})
    numbers = {name: n for n, name in enumerate(distinct)} | {"": -1}
    return np.array([numbers[name] for name in names], np.int32), tuple(distinct)


def _cue_counts(corpus: Corpus, codes: Sequence[str]) -> Any:
    """Return how many different cues of each code each row has."""
    import numpy as np
    from scipy import sparse

    columns = {code: n for n, code in enumerate(codes)}
    found: set[tuple[int, int, str, str]] = set()
    for source, first in zip(corpus.sources, corpus.firsts, strict=False):
        for n, numbers in source.cues_in.items():
            for match in (source.reading.cues[number] for number in numbers):
                if match.code in columns:
                    found.add((int(first) + n, columns[match.code], match.kind, match.cue))
    at = np.array(sorted(cell[:2] for cell in found), np.int32).reshape(-1, 2)
    shape = (corpus.size, len(codes))
    counts = sparse.csr_array((np.ones(len(at)), (at[:, 0], at[:, 1])), shape=shape)
    counts.sum_duplicates()
    return counts


def _vectors(corpus: Corpus, code_vectors: Singles | None) -> tuple[Singles, Singles] | None:
    import numpy as np

    if code_vectors is None or not corpus.size:
        return None
    held = [source.reading.vectors for source in corpus.sources if source.passages]
    found = [vectors for vectors in held if vectors is not None]
    if len(found) < len(held):
        return None
    return np.concatenate(found), code_vectors
