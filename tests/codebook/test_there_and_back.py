"""Random codebooks through rename and move: what they mean then, and the same bytes again."""

from __future__ import annotations

import copy
import random
import re
from collections import Counter

import pytest

from ethnocode.codebook import (
    Place,
    read_codebook,
    with_code_moved,
    with_code_renamed,
    with_codes_merged,
)
from ethnocode.errors import CodebookError
from tests.codebook.random_books import Drawn, drawn_text, drawn_tree, walk

BLOCKS, EACH = 10, 40


def meaning(text: str) -> list[tuple[object, ...]]:
    """Return what the file says of each code, in order."""
    return [
        (
            code.id,
            code.definition,
            [(near.code, near.tell_apart) for near in code.near],
            list(code.expects_with),
            list(code.exclude),
            list(code.retired.use) if code.retired else [],
            set(code.aliases),
        )
        for code in read_codebook(text, path="p")
    ]


def model(tree: list[Drawn]) -> list[tuple[object, ...]]:
    """Return what the tree says of each code, in order."""
    return [
        (
            id_,
            code.definition.strip(),
            code.near,
            code.expects,
            code.exclude,
            code.use,
            set(code.aliases),
        )
        for id_, code, _ in walk(tree)
    ]


def carried(id_: str, old: str, new: str) -> str:
    """Say it part by part: the first parts of an id, if they are those of the old one."""
    parts, head = id_.split("."), old.split(".")
    return ".".join([*new.split("."), *parts[len(head) :]]) if parts[: len(head)] == head else id_


def in_words(words: str, old: str, new: str) -> str:
    """Write an id anew in a sentence, where it has more parts, or its book before it."""
    found = []
    for word in words.split(" "):
        bare, _, end = re.fullmatch(r"([\w:.]*\w)()(.*)", word).groups()  # type: ignore[union-attr]
        book, colon, id_ = bare.rpartition(":")
        now = carried(id_, old, new)
        if not colon and ("." not in id_ or "." not in now):
            now = id_
        found.append(book + colon + now + end)
    return " ".join(found)


def renamed(tree: list[Drawn], old: str, new: str) -> None:
    """Change every mention in the tree of what was called old."""
    for _, code, _ in walk(tree):
        code.near = [(carried(i, old, new), in_words(why, old, new)) for i, why in code.near]
        code.expects = [carried(id_, old, new) for id_ in code.expects]
        code.use = [carried(id_, old, new) for id_ in code.use]
        code.exclude = [in_words(words, old, new) for words in code.exclude]


def books(block: int) -> list[tuple[random.Random, list[Drawn], str]]:
    found = []
    for seed in range(block * EACH, (block + 1) * EACH):
        rng = random.Random(seed)
        tree = drawn_tree(rng)
        found.append((rng, tree, drawn_text(rng, tree)))
    return found


@pytest.mark.parametrize("block", range(BLOCKS))
def test_what_is_drawn_is_what_is_written(block: int) -> None:
    for _, tree, text in books(block):
        assert meaning(text) == model(tree), text


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_rename_reads_as_meant_and_goes_back_to_the_same_bytes(block: int) -> None:
    for rng, tree, text in books(block):
        old, code, _ = rng.choice(list(walk(tree)))
        above, dot, _ = old.rpartition(".")
        new = f"{above}{dot}fresh"

        there = with_code_renamed(text, old, new, book="toy", path="p")

        code.local = "fresh"
        code.aliases.append(old)
        renamed(tree, old, new)
        assert meaning(there.text) == model(tree), text
        back = with_code_renamed(there.text, new, old, book="toy", path="p", taking_back=True)
        assert back.text == text
        assert not back.alias


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_move_reads_as_meant_and_leaves_other_lines_alone(block: int) -> None:
    seen = []
    for rng, tree, text in books(block):
        old, code, siblings = rng.choice(list(walk(tree)))
        place, new = draw_place(rng, tree, old)
        if place is None:
            continue
        try:
            there = with_code_moved(text, old, new, place=place, book="toy", path="p").text
        except CodebookError as error:
            seen.append((error.hint, text))
            continue

        assert meaning(there) == model(moved(tree, code, siblings, place, old=old, new=new)), text
        if "{id" not in text:  # else a block may have got braces
            named = rf"children:|aliases:|\bwas\d|\b{old.rpartition('.')[2]}\b"
            lost = [line for line in gone(text, there) if not re.search(named, line)]
            assert not lost, text
        assert ("\r" in there) == ("\r" in text)
        assert there.count("\r\n") == there.count("\n") or "\r" not in there
    assert len(seen) <= EACH // 4
    for hint, text in seen:  # braces cannot hold comments
        assert ("{id" in text, "#" in text, bool(hint)) == (True, True, True), text


def draw_place(rng: random.Random, tree: list[Drawn], old: str) -> tuple[Place | None, str]:
    """Draw a place and the id that the code has there; none where that is taken."""
    others = [id_ for id_, _, _ in walk(tree) if not f"{id_}.".startswith(f"{old}.")]
    if not others:
        return None, ""
    other = rng.choice(others)
    kind = rng.choice(("after", "before", "below", "top"))
    place = Place() if kind == "top" else Place(**{kind: other})
    parent = {"below": other, "top": ""}.get(kind, other.rpartition(".")[0])
    last = old.rpartition(".")[2]
    new = f"{parent}.{last}" if parent else last
    stays = new == old and not place.beside
    return (None if stays or new in others else place), new


def moved(
    tree: list[Drawn], code: Drawn, siblings: list[Drawn], place: Place, *, old: str, new: str
) -> list[Drawn]:
    """Return the tree with a code elsewhere."""
    there = {id_: (found, among) for id_, found, among in walk(tree)}
    siblings[:] = [other for other in siblings if other is not code]
    if place.beside:
        found, among = there[place.beside]
        at = next(n for n, other in enumerate(among) if other is found)
        among.insert(at + bool(place.after), code)
    elif place.below:
        there[place.below][0].children.append(code)
    else:
        tree.append(code)
    if old != new:
        code.aliases.append(old)
        renamed(tree, old, new)
    return tree


def gone(before: str, after: str) -> list[str]:
    """Return the lines that are not there any more, however they are set in."""
    lines = [Counter(line.strip() for line in text.splitlines()) for text in (before, after)]
    return [line for line in (lines[0] - lines[1]).elements() if line]


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_merge_reads_as_meant(block: int) -> None:
    seen = []
    for rng, tree, text in books(block):
        leaves = [(id_, code, among) for id_, code, among in walk(tree) if not code.children]
        old, code, among = rng.choice(leaves)
        into = rng.choice([id_ for id_, _, _ in walk(tree) if id_ != old])
        before = copy.deepcopy(tree)

        try:
            after = with_codes_merged(text, [old], into, book="toy", path="p").text
        except CodebookError:
            seen.append(text)
            continue

        among[:] = [other for other in among if other is not code]
        book = read_codebook(after, path="p")
        assert [c.id for c in book] == [id_ for id_, _, _ in walk(tree)], text
        assert book.code_named(old) == book.code_named(into)
        ids = {id_ for id_, _, _ in walk(before)} - {old}
        for c in book:
            named = [*(near.code for near in c.near), *c.expects_with]
            assert set(named) <= ids, after
            assert len(c.expects_with) == len(set(c.expects_with)), after
    for text in seen:
        assert ("{id" in text, "#" in text) == (True, True), text
