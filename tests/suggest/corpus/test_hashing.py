"""Hashed rows against the same rows worked by hand, and the same words under one numbering."""

from __future__ import annotations

import math
import zlib

import numpy as np
from worded_corpus import corpus

from ethnocode.suggest.corpus.hashing import (
    CHARACTER_COLUMNS,
    WORD_COLUMNS,
    character_columns,
    hash_rows,
    hash_texts,
    pair_columns,
    stem_hashes,
    word_columns,
)
from ethnocode.suggest.corpus.vocabulary import plain_words, vocabulary_of, written_words


def test_a_row_of_words_worked_by_hand() -> None:
    """``cat cat`` beside ``cat dog``: both have cat, one the pair cat cat, one cat dog.

    Rarities are log(3/3)+1 = 1 for cat and log(3/2)+1 for what one row has; cat occurs
    twice in the first row, which counts 1 + log 2.
    """
    hashed, _ = hash_rows(vocabulary_of(corpus(["cat cat", "cat dog"])))
    hashes, rare = stem_hashes(["cat", "dog"]), math.log(3 / 2) + 1
    cat = int(word_columns(hashes)[0])
    pair = int(pair_columns(hashes[:1], hashes[:1])[0])
    length = math.hypot(1 + math.log(2), rare)

    first = hashed.words[[0]].toarray()[0]
    assert math.isclose(first[cat], (1 + math.log(2)) / length, rel_tol=1e-5)
    assert math.isclose(first[pair], rare / length, rel_tol=1e-5)
    assert np.count_nonzero(first) == 2
    assert np.count_nonzero(hashed.words[[1]].toarray()) == 3


def test_rows_have_their_lengths_and_pairs_do_not_run_across_rows() -> None:
    hashed, _ = hash_rows(vocabulary_of(corpus(["cat dog"], ["dog", "-"])))

    words = np.sqrt((hashed.words.toarray() ** 2).sum(axis=1))
    characters = np.sqrt((hashed.characters.toarray() ** 2).sum(axis=1))
    np.testing.assert_allclose(words, [1, 1, 0], atol=1e-6)
    np.testing.assert_allclose(characters, [0.7, 0.7, 0], atol=1e-6)
    assert np.diff(hashed.words.indptr).tolist() == [3, 1, 0]


def test_runs_of_characters_have_spaces_about_the_word() -> None:
    runs = (" ca", "cat", "at ", " cat", "cat ", " cat ")

    expected = [zlib.crc32(run.encode()) % CHARACTER_COLUMNS for run in runs]
    assert character_columns("cat") == expected
    assert character_columns("a") == [zlib.crc32(b" a ") % CHARACTER_COLUMNS] * 3


def test_the_order_of_a_pair_counts() -> None:
    hashes = stem_hashes(["cat", "dog"])

    forth, back = pair_columns(hashes, hashes[::-1])
    assert forth != back
    assert 0 <= min(forth, back) <= max(forth, back) < WORD_COLUMNS


def test_a_text_of_the_codebook_is_hashed_as_a_row_of_the_same_words_is() -> None:
    vocabulary = vocabulary_of(corpus(["cats chase dogs", "nothing"]))
    hashed, rarity = hash_rows(vocabulary)

    texts = hash_texts([("cats", "chase", "dogs")], rarity=rarity, vocabulary=vocabulary)

    np.testing.assert_allclose(texts.words.toarray()[0], hashed.words.toarray()[0], atol=1e-6)
    np.testing.assert_allclose(
        texts.characters.toarray()[0], hashed.characters.toarray()[0], atol=1e-6
    )


def test_sources_share_one_numbering() -> None:
    vocabulary = vocabulary_of(corpus(["dogs bark"], ["a dog barks", "dogs"]))

    assert vocabulary.words == ("dogs", "bark", "a", "dog", "barks")
    assert vocabulary.stems == ("dog", "bark", "a")
    assert vocabulary.words_of(1).tolist() == [2, 3, 4]
    assert vocabulary.stems_of(1).tolist() == [2, 0, 1]
    assert vocabulary.row_of.tolist() == [0, 0, 1, 1, 1, 2]


def test_the_codebooks_words_are_cut_as_readers_cut_them() -> None:
    assert plain_words("Wasn't socialCapital, box-ticking's 1970s") == (
        *("was", "n't", "social", "capital", "box", "ticking", "'s", "1970s"),
    )


def test_the_words_about_a_word_are_of_its_sentence() -> None:
    found = dict(written_words("One two. Three four five six.", about=1))

    assert found["two"] == "One two"
    assert found["four"] == "Three four five"
