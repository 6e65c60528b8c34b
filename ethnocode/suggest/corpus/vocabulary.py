"""The words of a whole corpus under one numbering, and the codebook's words under the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ethnocode.suggest.corpus.rows import Corpus
from ethnocode.text.stem import stem

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Flags, Numbers, Places


SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
"""What parts the sentences of a plain text."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CONTRACTED = re.compile(r"(?:n't|'(?:s|d|m|ll|re|ve))\Z")

# Words that say how people talk, not what about; the parts of contractions among them.
_TALK = """
    a about above after again all also am an and any are around as at be because been before being
    below between both but by ca can cannot could did do does doing done down during each either
    else even ever every for from further get gets getting go goes going gon gonna got gotta had has
    have having he her here hers herself him himself his how however i if in into is it its itself
    just kind know let like lot lots made make may maybe me might mine more most much must my myself
    na no nor not now of off oh ok okay on once only onto or other others our ours ourselves out
    over own perhaps quite rather really right said same say says she should since so some sort
    still such than that the their theirs them themselves then there these they thing things think
    this those though through to too um under until up upon us use used very was way we well went
    were what whatever when where whether which while who whole whom whose why will with within
    without wo would yeah yes yet you your yours yourself yourselves
    n't 's 'd 'm 'll 're 've s t d m ll re ve uh er erm mm hmm hm huh
"""
_FUNCTION_WORDS = frozenset(_TALK.split())

# Words in which codebooks speak about their codes.
_CODEBOOK_TALK = """
    include includes including included mention mentions mentioned mentioning reference references
    referring refer refers comment comments commented commenting example examples e g i ie eg etc
    general category categories sub subcategory subcategories code codes coded coding apply applies
    applied applying relate relates related relating relation regarding concerning describe
    describes described describing passage passages participant participants respondent respondents
    speaker speakers interviewee someone anyone person
"""
_CODEBOOK_WORDS = frozenset(_CODEBOOK_TALK.split())


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Every token of a corpus as numbers; words and stems are numbered as they first occur.

    Args:
        words: Distinct words.
        stems: Distinct stems.
        stem_of_word: The stem a word is an inflection of; of several the first met.
        tokens: Number of the word of each token, source after source.
        stem_tokens: Number of the stem of each token.
        rows: First token of each row, and at last the number of tokens.
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    stem_of_word: Numbers
    tokens: Numbers
    stem_tokens: Numbers
    rows: Places

    @cached_property
    def row_of(self) -> Numbers:
        """The row of each token."""
        import numpy as np

        size = len(self.rows) - 1
        return np.repeat(np.arange(size, dtype=np.int32), np.diff(self.rows))

    @cached_property
    def content(self) -> Flags:
        """Whether a word says what the talk is about."""
        import numpy as np

        return np.array([word not in _FUNCTION_WORDS for word in self.words], np.bool_)

    @cached_property
    def stem_numbers(self) -> dict[str, int]:
        """The number of each stem."""
        return {word: n for n, word in enumerate(self.stems)}

    @cached_property
    def _stems_by_word(self) -> dict[str, str]:
        return {word: self.stems[n] for word, n in zip(self.words, self.stem_of_word, strict=True)}

    def stem(self, word: str) -> str:
        """Return the stem of a word, as the corpus has it where the corpus has the word."""
        return self._stems_by_word.get(word) or stem(word)

    def words_of(self, row: int) -> Numbers:
        """Return the words of a row's tokens."""
        return self.tokens[self.rows[row] : self.rows[row + 1]]

    def stems_of(self, row: int) -> Numbers:
        """Return the stems of a row's tokens."""
        return self.stem_tokens[self.rows[row] : self.rows[row + 1]]


def vocabulary_of(corpus: Corpus) -> Vocabulary:
    """Number the words of a corpus.

    Complexity:
        O(n) for n tokens, with a look-up for each distinct word of each source.
    """
    import numpy as np

    words: dict[str, int] = {}
    stems: dict[str, int] = {}
    stem_of_word: list[int] = []
    tokens, stem_tokens, counts = [], [], []
    for source in corpus.sources:
        reading = source.reading
        stem_numbers = [stems.setdefault(form, len(stems)) for form in reading.stems]
        word_numbers = []
        for word, number in zip(reading.words, stem_numbers, strict=True):
            word_numbers.append(words.setdefault(word, len(words)))
            if len(words) > len(stem_of_word):
                stem_of_word.append(number)
        tokens.append(np.array(word_numbers, np.int32)[reading.tokens])
        stem_tokens.append(np.array(stem_numbers, np.int32)[reading.tokens])
        counts.append(np.diff(reading.rows))
    none = [np.zeros(0, np.int32)]
    lengths = np.concatenate(counts or none).astype(np.int64)
    return Vocabulary(
        tuple(words),
        tuple(stems),
        np.array(stem_of_word, np.int32),
        np.concatenate(tokens or none),
        np.concatenate(stem_tokens or none),
        np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
    )


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a codebook's text in lower case, contractions in two as readers have."""
    found: list[str] = []
    for match in _WORD.findall(_CAMEL.sub(" ", text)):
        word = match.lower().replace("’", "'")
        ending = _CONTRACTED.search(word)
        if ending and ending.start():
            found += [word[: ending.start()], ending.group()]
        else:
            found.append(word)
    return tuple(found)


def written_words(text: str, *, about: int) -> Iterator[tuple[str, str]]:
    """Yield the words of a codebook's text in lower case, each with the text about it.

    Args:
        about: How many words before and after; none from another sentence.
    """
    for sentence in SENTENCE_END.split(text):
        found = list(_WORD.finditer(sentence))
        for n, match in enumerate(found):
            start = found[max(0, n - about)].start()
            end = found[min(len(found) - 1, n + about)].end()
            phrase = " ".join(sentence[start:end].split())
            for word in plain_words(match.group()):
                yield word, phrase


def content_words(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words of a codebook that say what a code is about."""
    return tuple(
        word for word in words if word not in _FUNCTION_WORDS and word not in _CODEBOOK_WORDS
    )
