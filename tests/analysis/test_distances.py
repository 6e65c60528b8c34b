"""Steps that distances are measured in: words by their definition, and columns by source."""

from __future__ import annotations

import re
import sys
from array import array

import pytest

from ethnocode.analysis.distances import measured, words_of
from ethnocode.analysis.layer import lay_out
from ethnocode.model import NOBODY, CodingColumns, Distance, Step, UnitColumns


def columns(*rows: tuple[int, int, int]) -> UnitColumns:
    parts = [[*(row[n] for row in rows)] for n in range(3)]
    return UnitColumns(*(array("q", part) for part in parts), array("q", [NOBODY] * len(rows)))


def test_words_are_what_stands_between_white_space_whatever_the_character() -> None:
    """Every character there is, each between two letters, and each at either end."""
    text = "".join(f"a{chr(n)}b{chr(n)} " for n in range(sys.maxunicode + 1))
    texts = [(3, text), (5, ""), (7, " \u3000\n"), (8, "one"), (9, "\x1ctwo\u2028words\u00a0")]

    found = list(words_of(texts))

    for (source, written), words in zip(texts, found, strict=True):
        spans = [match.span() for match in re.finditer(r"\S+", written)]
        assert list(zip(words.start, words.end, strict=True)) == spans
        assert set(words.source) <= {source}
        assert set(words.person) <= {NOBODY}


def test_steps_of_one_source_after_the_other_are_those_of_all_at_once() -> None:
    """Source 2 is coded and has no word; words of source 1 change nothing in source 3."""
    codings = CodingColumns(
        array("q", [1, 1, 2, 3, 3]),
        array("q", [0, 9, 0, 2, 12]),
        array("q", [4, 12, 5, 6, 15]),
        array("q", [0, 1, 0, 0, 1]),
        ("a", "b"),
    )
    layer, _ = lay_out(codings, columns((1, 0, 1)), lengths={1: 20, 2: 10, 3: 20, 4: 5})
    ones, threes = columns((1, 0, 2), (1, 5, 8), (1, 13, 15)), columns((3, 7, 9), (3, 10, 11))
    distance = Distance(2, Step.WORDS)

    reach = measured(layer, distance, steps=(ones, columns((3, 7, 9), (3, 10, 11), (4, 0, 2))))
    at_once = measured(layer, distance, steps=(_together(ones, threes),))

    # by hand: words that end before each segment, and words that begin before its end
    assert reach.begins.tolist() == at_once.begins.tolist() == [0, 2, 3, 3, 5]
    assert reach.ends.tolist() == at_once.ends.tolist() == [1, 2, 3, 3, 5]


def test_steps_that_are_not_by_source_are_refused() -> None:
    codings = CodingColumns(*(array("q", [n]) for n in (1, 0, 4, 0)), ("a",))
    layer, _ = lay_out(codings, columns((1, 0, 1)), lengths={1: 20, 3: 20})
    for wrong in ((columns((3, 0, 1)), columns((1, 0, 1))), (columns((1, 0, 1)),) * 2):
        with pytest.raises(ValueError, match="not by source"):
            measured(layer, Distance(1, Step.WORDS), steps=wrong)


def _together(one: UnitColumns, other: UnitColumns) -> UnitColumns:
    return UnitColumns(
        one.source + other.source,
        one.start + other.start,
        one.end + other.end,
        one.person + other.person,
    )
