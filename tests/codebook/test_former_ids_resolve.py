"""Every id that a code ever had means what became of it, after any row of changes."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from ethnocode.codebook import (
    Place,
    read_codebook,
    with_code_moved,
    with_code_renamed,
    with_codes_merged,
)
from ethnocode.errors import CodebookError
from ethnocode.model import Codebook
from tests.codebook.random_books import drawn_text, drawn_tree

BLOCKS, EACH, STEPS = 10, 6, 12


def read(text: str) -> Codebook:
    return read_codebook(text, path="p")


def is_free(book: Codebook, moved: dict[str, str]) -> bool:
    """Whether no other code is, or was, called as one of these would be."""
    found = ((old, book.code_named(new)) for old, new in moved.items())
    return all(code is None or code.id == old for old, code in found)


def changed(text: str, rng: random.Random, name: str) -> tuple[str, dict[str, str]]:
    """Return a codebook with one code renamed, moved or merged, and what ids became others."""
    book = read(text)
    ids = [code.id for code in book]
    old, other = rng.choice(ids), rng.choice(ids)
    above, dot, last = old.rpartition(".")
    kind = rng.choice(("rename", "under", "top", "merge", "merge"))
    below = {id_ for id_ in ids if id_.startswith(f"{old}.")}
    if kind == "merge":
        if below or other == old:
            return text, {}
        done = with_codes_merged(text, [old], other, book="toy", path="p")
        return done.text, {old: other}
    new = {"rename": f"{above}{dot}{name}", "under": f"{other}.{last}", "top": last}[kind]
    moved = {id_: new + id_.removeprefix(old) for id_ in (old, *below)}
    into_itself = kind == "under" and (other == old or other in below)
    if new == old or into_itself or not is_free(book, moved):
        return text, {}
    if kind == "rename":
        done = with_code_renamed(text, old, new, book="toy", path="p")
    else:
        place = Place(below=other) if kind == "under" else Place()
        done = with_code_moved(text, old, new, place=place, book="toy", path="p")
    return done.text, moved


TURNED = (288, 384)
"""Walks in which a code is merged into one that has another code of the same last part."""


@pytest.mark.parametrize(
    "seeds",
    [*(range(block * EACH, (block + 1) * EACH) for block in range(BLOCKS)), TURNED],
    ids=lambda seeds: f"from {seeds[0]}",
)
def test_every_id_that_ever_was_means_what_became_of_it(seeds: Sequence[int]) -> None:
    for seed in seeds:
        rng = random.Random(seed)
        text = drawn_text(rng, drawn_tree(rng))
        present = {code.id: code.id for code in read(text)}
        for step in range(STEPS):
            try:
                text, became = changed(text, rng, f"n{step}")
            except CodebookError:  # written too unusually
                continue
            present = {id_: became.get(now, now) for id_, now in present.items()}
            book = read(text)
            present |= {code.id: code.id for code in book}
            found = {id_: book.code_named(id_) for id_ in present}
            assert {id_: code and code.id for id_, code in found.items()} == present, text


def test_a_code_merged_away_answers_to_what_it_was_called_before_its_parent_moved() -> None:
    """Silence moved below queue; then long, which was below silence, became part of queue."""
    text = """\
id: toy
codes:
  - id: queue
    aliases: [queue.silence.long]
    children:
      - {id: silence, aliases: [silence]}
"""

    found = read(text).code_named("silence.long")

    assert found is not None
    assert found.id == "queue"


def test_a_merge_writes_what_no_alias_said_where_another_code_would_answer_to_it() -> None:
    """Queue was kin; its child till moved to the top, so kin.till is till and no alias says so.

    Once queue is part of desk, which has a till of its own, kin.till would mean that.
    """
    text = """\
id: toy
codes:
  - id: queue
    aliases: [kin]
  - id: desk
    children:
      - id: till
  - id: till
    aliases: [queue.till]
"""

    done = with_codes_merged(text, ["queue"], "desk", book="toy", path="p").text

    assert (
        done
        == """\
id: toy
codes:
  - id: desk
    aliases: [kin, queue]
    children:
      - id: till
  - id: till
    aliases: [kin.till, queue.till]
"""
    )
    former = ("queue", "kin", "queue.till", "kin.till", "desk.till")
    found = [read(done).code_named(id_) for id_ in former]
    assert [code and code.id for code in found] == ["desk", "desk", "till", "till", "desk.till"]


def test_a_merge_writes_no_alias_where_none_is_needed() -> None:
    text = """\
id: toy
codes:
  - id: queue
    aliases: [kin]
  - id: desk
  - id: till
    aliases: [queue.till]
"""

    done = with_codes_merged(text, ["queue"], "desk", book="toy", path="p").text

    assert "  - id: till\n    aliases: [queue.till]\n" in done
    code = read(done).code_named("kin.till")
    assert code is not None
    assert code.id == "till"
