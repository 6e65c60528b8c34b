"""The language of passages, told from their most frequent words; no model is needed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ethnocode.suggest.reading.grammar_words import LANGUAGES, PLACES_OF
from ethnocode.suggest.reading.source import Reading

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Floats


_MANY = "xx"  # what spaCy calls a pipeline of many languages

FEWEST_WORDS = 20
"""Of a passage of fewer words the language is not told."""

_SCRIPTS = (
    ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7af"),
    ("zh", "\u4e00", "\u9fff"),
    ("ar", "\u0600", "\u06ff"),
    ("he", "\u0590", "\u05ff"),
    ("hi", "\u0900", "\u097f"),
)
_FEWEST_LETTERS = 40
# Talk of 20 words and more seldom has a smaller share of its language's words of grammar.
_USUAL_SHARE = 0.3
_LEAST_SHARE = 0.2
_MARGIN = 0.12
_HALF = 0.5


def languages_of(reading: Reading, *, language: str = "en") -> tuple[str, ...]:
    """Return the language of each passage that seems not to be in the expected one.

    A passage is taken for another language if many more of its words are that one's words
    of grammar than are the expected one's, or if most of its letters are of its script.
    Short passages, and those in the expected language or none known, get ``""``; where the
    expected language is none of those that are told apart, only scripts are.

    Args:
        reading: The passages.
        language: The expected one, of two letters.

    Complexity:
        O(n) for n tokens.
    """
    import numpy as np

    if language == _MANY:
        return ("",) * (len(reading.rows) - 1)
    found = _by_script(reading, language)
    if language not in LANGUAGES or not len(reading.tokens):
        return tuple(found)
    shares = _shares(reading)
    own = shares[:, LANGUAGES.index(language)]
    others = np.where(np.array(LANGUAGES) == language, 0.0, shares)
    highest = others.max(axis=1)
    # of two that are as likely, the last by name
    likely = len(LANGUAGES) - 1 - others[:, ::-1].argmax(axis=1)
    doubtful = (np.diff(reading.rows) >= FEWEST_WORDS) & (own < _USUAL_SHARE)
    doubtful &= (highest >= _LEAST_SHARE) & (highest >= own + _MARGIN)
    for row in np.flatnonzero(doubtful).tolist():
        found[row] = found[row] or LANGUAGES[int(likely[row])]
    return tuple(found)


def _shares(reading: Reading) -> Floats:
    """Return the share of each passage's tokens that each of ``LANGUAGES`` has; 0 if it has none.

    Of shape (passages, languages).
    """
    import numpy as np

    table = np.zeros((len(reading.words), len(LANGUAGES)), np.uint8)
    for number, word in enumerate(reading.words):
        if word in PLACES_OF:
            table[number, PLACES_OF[word]] = 1
    lengths = np.diff(reading.rows)
    filled = np.flatnonzero(lengths)
    counts = np.zeros((len(lengths), len(LANGUAGES)))
    if len(filled):
        first = reading.rows[filled]
        counts[filled] = np.add.reduceat(table[reading.tokens], first, axis=0, dtype=np.int32)
    return np.asarray(counts / np.maximum(lengths, 1)[:, None], np.float64)


def _by_script(reading: Reading, language: str) -> list[str]:
    """Return languages known by their script; words need not be parted by spaces there."""
    scripts = [_script_of(word) for word in reading.words]
    rows = reading.rows.tolist()
    if not any(scripts):
        return [""] * (len(rows) - 1)
    found = []
    for first, last in pairwise(rows):
        letters: dict[str, int] = {}
        for token in reading.tokens[first:last].tolist():
            script = scripts[token]
            letters[script] = letters.get(script, 0) + len(reading.words[token])
        found.append(_main_script(letters, language))
    return found


def _main_script(letters: dict[str, int], language: str) -> str:
    total = sum(letters.values())
    foreign = total - letters.get("", 0)
    if total < _FEWEST_LETTERS or foreign < _HALF * total:
        return ""
    # Japanese is written with Chinese signs as well.
    name = "ja" if "ja" in letters else max(sorted(set(letters) - {""}), key=letters.__getitem__)
    return "" if name == language else name


def _script_of(word: str) -> str:
    if word.isascii():
        return ""
    for name, first, last in _SCRIPTS:
        if any(first <= letter <= last for letter in word):
            return name
    return ""


def language_note(languages: Sequence[str], *, source: str, language: str = "en") -> str:
    """Return one line on passages of a source in another language; empty if there is none.

    Args:
        languages: What :func:`languages_of` said.
        source: Its name.
        language: What the engine reads.
    """
    others = [name for name in languages if name]
    if not others:
        return ""
    most = max(sorted(set(others)), key=others.count)
    passages = "1 passage" if len(others) == 1 else f"{len(others)} passages"
    looks = "looks" if len(others) == 1 else "look"
    named, read = name_of_language(most), name_of_language(language)
    return f"{passages} of {source} {looks} like {named}; the engine reads {read}"


def name_of_language(language: str) -> str:
    """Return the English name of a language; its letters where that is not known."""
    return dict(_NAMES).get(language, language)


_NAMES = (
    *(("ar", "Arabic"), ("cs", "Czech"), ("da", "Danish"), ("de", "German"), ("el", "Greek")),
    *(("en", "English"), ("es", "Spanish"), ("fi", "Finnish"), ("fr", "French")),
    *(("he", "Hebrew"), ("hi", "Hindi"), ("hu", "Hungarian"), ("it", "Italian")),
    *(("ja", "Japanese"), ("ko", "Korean"), ("nb", "Norwegian"), ("nl", "Dutch")),
    *(("pl", "Polish"), ("pt", "Portuguese"), ("ro", "Romanian"), ("ru", "Russian")),
    *(("sv", "Swedish"), ("tr", "Turkish"), ("uk", "Ukrainian"), ("zh", "Chinese")),
)
