"""The exclusion that comes nearest to a passage."""

from __future__ import annotations

from ethnocode.model import Code, Codebook, Example, Position
from ethnocode.suggest.reasons.exclusions import exclusions_of, nearest_exclusion
from ethnocode.text.stem import stem

PLACE = Position("book.yaml")
CODE = Code(
    "capital",
    "book",
    "Capital",
    "Resource.",
    PLACE,
    exclude=("money gifts without  advantage", "the word", "rent money for the piano"),
    examples=(
        Example("She keeps the keys in her coat.", apply=False, why="keys alone are none"),
        Example("She got me the job.", apply=True, why=""),
    ),
)
BOOK = Codebook("book", "A book", "1.0.0", "book.yaml", (CODE,))


def nearest(words: str) -> str:
    stems = {stem(word) for word in words.split()}
    return nearest_exclusion(exclusions_of(BOOK)["capital"], stems=stems)


def test_an_exclusion_is_near_that_a_passage_has_the_words_of() -> None:
    assert nearest("money gifts had their advantages there") == "money gifts without advantage"


def test_the_exclusion_that_is_shared_most_is_the_nearest() -> None:
    """All three words of the third; three of the first, too, would be told first."""
    assert nearest("money and rent and a piano") == "rent money for the piano"
    assert nearest("money rent piano gifts advantage") == "money gifts without advantage"


def test_some_words_in_common_say_little() -> None:
    """Two of three words of the first, and the one word that the second has."""
    assert nearest("a word about money and gifts") == ""


def test_an_example_that_is_none_is_an_exclusion_too() -> None:
    assert nearest("her coat kept the keys") == "She keeps the keys in her coat."


def test_an_example_of_the_code_is_no_exclusion() -> None:
    assert nearest("she got me that job") == ""


def test_a_passage_without_words_is_near_nothing() -> None:
    assert nearest("") == ""
    assert nearest_exclusion((), stems={"money"}) == ""
