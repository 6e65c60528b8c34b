"""Which passages a page has room for, and where in a passage its coded words are."""

from __future__ import annotations

import random

from ethnocode.analysis.opening import Opening
from ethnocode.model import Opened
from ethnocode.services.reports import passages
from ethnocode.services.reports.passages import PAGE, PAGE_ROOM, Wanted, open_cells, shut_notes

MANY = PAGE_ROOM // 200
"""Passages of 100 characters, more than a page has room for, as each has its name, too."""


class Counted:
    """Quotes nothing; keeps how many passages of each cell were asked for."""

    def opened(self, key: tuple[str, ...], openings: object, *, most: int | None) -> Opened:
        return Opened(key, (), -1 if most is None else most)


def behind(key: tuple[str, ...]) -> tuple[Opening, ...]:
    """Return 5 passages behind most cells, always the same ones; very many behind one."""
    number = MANY if key == ("many",) else 5
    return tuple(Opening(1, n * 100, n * 100 + 100, ("a",)) for n in range(number))


def opened(wanted: Wanted, *names: str) -> list[tuple[str, int]]:
    cells = open_cells(
        wanted, (), [(name,) for name in names], top=4, places=behind,
        quoter=Counted(),  # type: ignore[arg-type]
    )  # fmt: skip
    return [(cell.key[0], cell.left_out) for cell in cells]


def test_a_page_opens_cells_whole_and_one_that_is_too_large_to_a_few_passages() -> None:
    """-1 is all; of the first four cells, as this is what a reader is shown."""
    assert opened(PAGE, "one", "many", "two", "three", "four") == [
        ("one", -1), ("many", 3), ("two", -1), ("three", -1),
    ]  # fmt: skip


def test_as_many_as_were_asked_for_are_opened_of_every_cell() -> None:
    assert opened(Wanted(most=2), "one", "many", "two", "three", "four") == [
        (name, 2) for name in ("one", "many", "two", "three", "four")
    ]


def test_a_page_says_how_many_figures_do_not_open() -> None:
    cells = (Opened(("a", "b"), ()),)

    (note,) = shut_notes(PAGE, cells, cells=1_201)
    assert note.startswith("1,200 of 1,201 figures do not open in this page")
    assert "--passages" in note
    assert shut_notes(PAGE, cells, cells=1) == ()
    assert shut_notes(Wanted(("a", "b")), cells, cells=9) == ()


def test_coded_words_are_found_in_what_filters_keep_of_a_passage() -> None:
    """By brute force: characters of the source, gaps between the pieces that are kept."""
    rng = random.Random(3)
    for _ in range(300):
        edges = sorted(rng.sample(range(40), 6))
        pieces = list(zip(edges[::2], edges[1::2], strict=True))
        words: list[int | None] = []
        for start, end in pieces:
            words += [None] * len(passages.GAP) * bool(words) + list(range(start, end))
        low, high = sorted(rng.sample(range(41), 2))

        found = passages._within(pieces, [(low, high)])
        letters = [words[n] for start, end in found for n in range(start, end)]
        assert letters == [at for at in words if at is not None and low <= at < high]
