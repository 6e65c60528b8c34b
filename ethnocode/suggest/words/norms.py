"""Norms: the form under which a pipeline looks for a word, so that its inflections are found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from ethnocode.text.stem import stem

if TYPE_CHECKING:
    from spacy.language import Language

_Rules = Mapping[str, list[dict[int, str]]]

# Initials for spaCy; but "so do I." and "plan B." end a sentence.
_LETTER_WITH_STOP = re.compile(r"\w\.")


def stem_norms(nlp: Language) -> None:
    """Make the norm of every token of a blank English pipeline a stem.

    The getter is not kept when a pipeline is saved, so this is done anew each time.
    """
    vocab: Any = nlp.vocab
    norm = vocab.strings["NORM"]
    vocab.lex_attr_getters[norm] = stem
    for lexeme in vocab:
        # Made before the getter was set.
        lexeme.norm_ = stem(lexeme.text)
    tokenizer: Any = nlp.tokenizer
    tokenizer.rules = {
        words: [{**part, norm: stem(part[norm])} if norm in part else part for part in parts]
        for words, parts in _exceptions(tokenizer.rules, orth=vocab.strings["ORTH"])
    }


def mend_exceptions(nlp: Language) -> None:
    """Let English contractions be read in capitals too, and full stops end sentences."""
    tokenizer: Any = nlp.tokenizer
    orth = nlp.vocab.strings["ORTH"]
    tokenizer.rules = dict(_exceptions(tokenizer.rules, orth=orth))


def _exceptions(rules: _Rules, *, orth: int) -> Iterator[tuple[str, list[dict[int, str]]]]:
    for letter in ascii_uppercase:
        yield f"{letter}.", [{orth: letter}, {orth: "."}]
    for words, parts in rules.items():
        if _LETTER_WITH_STOP.fullmatch(words):
            continue
        yield words, parts
        if "'" in words and words.upper() not in rules:
            yield words.upper(), [{**part, orth: part[orth].upper()} for part in parts]
