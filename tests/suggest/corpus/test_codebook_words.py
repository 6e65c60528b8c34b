"""What passages share with the codebook's text, worked by hand."""

from __future__ import annotations

import math

import numpy as np
from worded_corpus import book, code, corpus

from ethnocode.model import Example
from ethnocode.suggest.corpus.codebook_words import code_texts, shared_words
from ethnocode.suggest.corpus.vocabulary import vocabulary_of


def test_likeness_and_share_of_the_name_worked_by_hand() -> None:
    """Twenty rows; ``kettle`` is in one and in one code's text, ``tea`` in two and in both.

    Rarities: kettle log(21/2), tea log(21/3), cup log(21/1) for it is in no row. A text's
    weight is (1 + log n) rarity log(3 / codes with it), brought to length 1.
    """
    words = vocabulary_of(corpus(["kettle tea", "tea", "the", *["-"] * 17]))
    texts = code_texts(book(code("one", name="Tea kettle"), code("two", name="Tea cup")))
    shared = shared_words(words, texts)
    kettle, tea = math.log(21 / 2), math.log(21 / 3)
    twice = 1 + math.log(2)
    kettle_in_one, tea_in_one = twice * kettle * math.log(3), twice * tea * math.log(3 / 2)
    length = math.hypot(kettle_in_one, tea_in_one)

    expected = (kettle * kettle_in_one + tea * tea_in_one) / length / 8
    found = shared.cosines(np.array([0, 1, 2]))
    np.testing.assert_allclose(found[0], [expected, tea / 8], rtol=1e-9)
    np.testing.assert_allclose(found[2], [0, 0])
    names = shared.names(np.array([0, 1]))
    np.testing.assert_allclose(names[0], [1, tea / (tea + math.log(21))], rtol=1e-9)
    np.testing.assert_allclose(names[1, 0], tea / (tea + kettle), rtol=1e-9)


def test_fewer_passages_than_twenty_are_filled_up_so_that_one_alone_has_rare_words() -> None:
    texts = code_texts(book(code("one", name="Tea kettle"), code("two", name="Tea cup")))
    lines = ["kettle tea", "tea"]
    few = shared_words(vocabulary_of(corpus(lines)), texts)
    filled = shared_words(vocabulary_of(corpus([*lines, *["-"] * 18])), texts)

    assert few.cosines([0, 1]).tolist() == filled.cosines([0, 1]).tolist()
    assert few.names([0, 1]).tolist() == filled.names([0, 1]).tolist()


def test_telling_words_are_rarer_than_half_of_what_is_said_and_of_few_codes() -> None:
    """Of ten words in rows five are in one row, two (pot) in two, three (tea) in three.

    So half of what is said is in less than one and a half rows. ``cup`` is rare, but of
    five codes.
    """
    lines = ["tea pot saucer cup", "tea pot", "tea jug lid", "spoon"]
    others = [code(f"c{n}", name=f"Cup {n}") for n in range(4)]
    first = code("first", name="Cup", definition="Tea, saucer; pot. Spoon spoon.")
    vocabulary = vocabulary_of(corpus(lines))
    shared = shared_words(vocabulary, code_texts(book(first, *others)))

    # saucer; nothing; nothing; spoon, once though it is written twice
    assert shared.told([0, 1, 2, 3])[:, 0].tolist() == [1, 0, 0, 1]
    assert shared.told([0, 1, 2, 3])[:, 1:].sum() == 0


def test_the_text_on_a_code_is_what_it_covers_not_what_it_excludes() -> None:
    from dataclasses import replace

    written = replace(
        code("one", name="Tea", definition="A drink.", example="two sugars please"),
        include=("a pot",),
        exclude=("coffee",),
    )
    against = Example("a pint of bitter", False, "")
    (text,) = code_texts(book(replace(written, examples=(*written.examples, against))))

    assert [field for field, _ in text.fields] == ["name", "definition", "include", "example"]
    assert text.words == (
        *("tea", "tea", "a", "drink", "a", "pot"),
        *("two", "sugars", "please"),
    )
