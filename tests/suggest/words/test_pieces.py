"""Pieces: plain text with the way back, and nothing lost."""

from __future__ import annotations

import random

import pytest

from ethnocode.suggest.words.pieces import BORDER, MOST_CHARS, made_plain, pieces_of


def words_with_places(text: str) -> set[tuple[int, str]]:
    """By definition: every run of characters that are not white space, letter by letter."""
    plain = text.replace("’", "'").replace("‑", "-")
    return {(n, letter) for n, letter in enumerate(plain) if not letter.isspace()}


@pytest.mark.parametrize(
    "text",
    [
        "one two",
        "  one\ttwo \n three\n \t\nfour’s  five‑six\n",
        "word " * 30_000,
        "a paragraph of words\nthat is wrapped  \n\n" * 3_000,
        "x" * 120_000,
        "(" * 350 + " end",
    ],
)
def test_every_letter_is_in_a_piece_and_leads_back_to_its_own_place(text: str) -> None:
    found = set()
    for piece in pieces_of(text):
        found |= {
            (piece.original(n), letter)
            for n, letter in enumerate(piece.text)
            if not letter.isspace()
        }

    assert found == words_with_places(text)


def test_only_blank_lines_stay_line_breaks() -> None:
    (piece,) = pieces_of("one\ntwo \t three\n \nfour\n\n\n\nfive")

    assert piece.text == f"one two three{BORDER}four{BORDER}five"


def test_pieces_are_short_even_of_one_long_paragraph() -> None:
    rng = random.Random(1)
    text = " ".join("w" * rng.randint(1, 12) for _ in range(30_000))

    assert max(len(piece.text) for piece in pieces_of(text)) <= MOST_CHARS


@pytest.mark.parametrize("length", [1_000, 3 * MOST_CHARS])
def test_a_long_run_of_marks_is_broken(length: int) -> None:
    """The tokeniser would take minutes for it; the longer run goes on from piece to piece."""
    pieces = list(pieces_of("_" * length))

    assert max(len(run) for piece in pieces for run in piece.text.split(BORDER)) == 100


@pytest.mark.parametrize("text", ["", " ", "\n\n \t\n"])
def test_nothing_but_white_space_has_no_pieces(text: str) -> None:
    assert list(pieces_of(text)) == []


def test_cues_are_made_plain_like_text() -> None:
    assert made_plain(" can’t \n go‑on ") == "can't go-on"
