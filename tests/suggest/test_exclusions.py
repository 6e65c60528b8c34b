"""The exclusion that comes nearest to a passage."""

from __future__ import annotations

from ethnocode.model import Code, Codebook, Example, Position
from ethnocode.suggest.exclusions import exclusions_of, nearest_exclusion
from ethnocode.suggest.stem import stem

PLACE = Position("book.yaml")
CODE = Code(
    "capital",
    "book",
    "Capital",
    "Resource.",
    PLACE,
    exclude=("money mentioned without  advantage", "the word capital"),
    examples=(
        Example("She keeps the keys in her coat.", apply=False, why="keys alone are none"),
        Example("She got me the job.", apply=True, why=""),
    ),
)
BOOK = Codebook("book", "A book", "1.0.0", "book.yaml", (CODE,))


def nearest(words: str) -> str:
    stems = {stem(word) for word in words.split()}
    return nearest_exclusion(exclusions_of(BOOK)["capital"], stems=stems)


def test_an_exclusion_is_near_that_a_passage_has_most_words_of() -> None:
    """Money and advantages are two of money, mentioned, advantage."""
    assert nearest("money had its advantages there") == "money mentioned without advantage"


def test_one_word_in_common_says_little() -> None:
    """Though it is half of the words of the second exclusion."""
    assert nearest("a word about rent") == ""


def test_an_example_that_is_none_is_an_exclusion_too() -> None:
    assert nearest("her coat had the keys") == "She keeps the keys in her coat."


def test_an_example_of_the_code_is_no_exclusion() -> None:
    assert nearest("she got me that job") == ""


def test_a_passage_without_words_is_near_nothing() -> None:
    assert nearest("") == ""
    assert nearest_exclusion((), stems={"money"}) == ""
