"""Two codebooks compared: known edits of random books, and what is no change at all."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from ethnocode.codebook import (
    codebook_from,
    diff,
    open_codebook,
    open_shipped,
    read_codebook,
    shipped_books,
    snapshot,
    with_code_renamed,
)
from ethnocode.model import ChangeKind, Codebook, CodeChange
from tests.codebook.random_books import Drawn, drawn_text, drawn_tree, walk

SEEDS = range(150)
MIRRORED = {
    ChangeKind.ADDED: ChangeKind.REMOVED,
    ChangeKind.MERGED: ChangeKind.SPLIT,
    ChangeKind.RETIRED: ChangeKind.REVIVED,
    ChangeKind.OVERRIDDEN: ChangeKind.RESTORED,
}
MIRRORED |= {other: kind for kind, other in MIRRORED.items()}


def book(text: str) -> Codebook:
    return read_codebook(text, path="b")


def told(a: str, b: str) -> list[tuple[str, str, str, list[str]]]:
    """Return the changes of two codebooks' lists of codes, as plain values."""
    return [
        (c.kind.value, c.was, c.code, [field.field for field in c.fields])
        for c in diff(book(f"id: toy\ncodes: {a}"), book(f"id: toy\ncodes: {b}"))
    ]


def mirrored(change: CodeChange) -> tuple[object, ...]:
    fields = tuple((f.field, f.new, f.old) for f in change.fields)
    return MIRRORED.get(change.kind, change.kind), change.code, change.was, fields


def plain(change: CodeChange) -> tuple[object, ...]:
    fields = tuple((f.field, f.old, f.new) for f in change.fields)
    return change.kind, change.was, change.code, fields


class Edits:
    """A drawn book, edited at random by somebody who keeps account of it."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.tree = drawn_tree(self.rng)
        self.before = book(drawn_text(self.rng, self.tree))
        self.ids = {id(code): id_ for id_, code, _ in walk(self.tree)}
        self.parents = self._parents()
        # By hand, one that was renamed can go after its children: then nobody knows them.
        self.above = set(self.parents.values())
        self.kept = [code for _, code, _ in walk(self.tree)]  # so that no number is given twice
        self.definitions = {id(code): code.definition for code in self.kept}
        self.taken = {id_ for id_, _, _ in walk(self.tree)}

    def _parents(self) -> dict[int, int | None]:
        found: dict[int, int | None] = {id(code): None for code in self.tree}
        for _, code, _ in walk(self.tree):
            found |= {id(child): id(code) for child in code.children}
        return found

    def edit(self) -> None:
        id_, code, siblings = self.rng.choice(list(walk(self.tree)))
        what = self.rng.choice(("add", "remove", "rename", "move", "redefine"))
        if what == "add":
            new = Drawn(f"new{len(self.kept)}", definition="A new one.")
            self.kept.append(new)
            self.rng.choice((code.children, self.tree)).append(new)
        elif what == "remove" and id(code) not in self.above and len(self.tree) > 1:
            siblings.remove(code)
        elif what == "redefine":
            code.definition = f"Said otherwise, {self.rng.random()}."
        elif what == "rename":
            code.aliases = [*code.aliases, id_]
            code.local = f"other{self.rng.randrange(10**6)}"
        elif what == "move":
            self._move(id_, code, siblings)
        self.taken |= {id_ for id_, _, _ in walk(self.tree)}
        self.above |= set(self._parents().values())

    def _move(self, id_: str, code: Drawn, siblings: list[Drawn]) -> None:
        """Move a code, where no id that there is or was becomes another's."""
        places = [("", self.tree)]
        places += [
            (other, into.children)
            for other, into, _ in walk(self.tree)
            if not f"{other}.".startswith(f"{id_}.")
        ]
        parent, there = self.rng.choice(places)
        new = f"{parent}.{code.local}".lstrip(".")
        ids = [
            new + below.removeprefix(id_) for below, _, _ in walk([code], id_.rpartition(".")[0])
        ]
        if there is not siblings and not self.taken & set(ids):
            siblings.remove(code)
            there.append(code)
            code.aliases = [*code.aliases, id_]

    def expected(self) -> set[tuple[str, str, str, tuple[str, ...]]]:
        """Return what was done in all, read from the account alone."""
        now = {id(code): id_ for id_, code, _ in walk(self.tree)}
        after = self._parents()
        found: set[tuple[str, str, str, tuple[str, ...]]] = set()
        for code in self.kept:
            was, is_now = self.ids.get(id(code), ""), now.get(id(code), "")
            if not was and is_now:
                found.add(("added", "", is_now, ()))
            elif was and not is_now:
                found.add(("removed", was, "", ()))
            elif was:
                if self.parents[id(code)] != after[id(code)]:
                    found.add(("moved", was, is_now, ()))
                elif was.rpartition(".")[2] != code.local:
                    found.add(("renamed", was, is_now, ()))
                if self.definitions[id(code)] != code.definition:
                    found.add(("redefined", was, is_now, ("definition",)))
        return found


@pytest.mark.parametrize("seed", SEEDS)
def test_known_edits_of_a_random_codebook_are_what_is_told(seed: int) -> None:
    edits = Edits(seed)
    for _ in range(edits.rng.randint(1, 6)):
        edits.edit()

    after = book(drawn_text(edits.rng, edits.tree))
    changes = diff(edits.before, after)

    found = [(c.kind.value, c.was, c.code, tuple(f.field for f in c.fields)) for c in changes]
    assert len(found) == len(set(found))
    assert set(found) == edits.expected()
    assert sorted(map(mirrored, changes), key=repr) == sorted(
        map(plain, diff(after, edits.before)), key=repr
    )


@pytest.mark.parametrize("seed", range(40))
def test_a_book_is_as_itself_however_it_is_written_and_kept(seed: int) -> None:
    rng = random.Random(seed)
    tree = drawn_tree(rng)
    first, other = book(drawn_text(rng, tree)), book(drawn_text(rng, tree))

    assert diff(first, other) == ()
    assert diff(first, codebook_from(snapshot(first))) == ()


@pytest.mark.parametrize("seed", range(60))
def test_renaming_by_command_changes_nothing_else(seed: int) -> None:
    """The command writes the new id into lists and sentences of other codes as well."""
    rng = random.Random(seed)
    tree = drawn_tree(rng)
    text = drawn_text(rng, tree)
    old = rng.choice([id_ for id_, _, _ in walk(tree)])
    new = f"{old.rpartition('.')[0]}.fresh".lstrip(".")

    after = with_code_renamed(text.lstrip("\ufeff"), old, new, book="toy", path="b").text

    assert [plain(c) for c in diff(book(text), book(after))] == [(ChangeKind.RENAMED, old, new, ())]


def test_shipped_books_are_as_themselves() -> None:
    for name in shipped_books():
        assert diff(open_shipped(name), open_shipped(name)) == ()


def test_a_merge_is_told_and_backwards_a_split() -> None:
    a, b = "[{id: a}, {id: b}]", "[{id: a, aliases: [b]}]"

    assert told(a, b) == [("merged", "b", "a", [])]
    assert told(b, a) == [("split", "a", "b", [])]


def test_of_two_that_became_one_new_code_that_with_its_words_is_the_renamed_one() -> None:
    a = "[{id: a, definition: First.}, {id: b, definition: Second.}]"
    b = "[{id: c, aliases: [a, b], definition: Second.}]"

    assert told(a, b) == [("merged", "a", "c", []), ("renamed", "b", "c", [])]


def test_without_an_alias_a_renamed_code_is_gone_and_another_came() -> None:
    assert told("[{id: a}]", "[{id: b}]") == [("removed", "a", "", []), ("added", "", "b", [])]


def test_retiring_and_its_reason_are_told_apart_from_what_the_code_says() -> None:
    a = "[{id: a, definition: Old.}]"
    b = "[{id: a, definition: New., retired: too wide}]"
    c = "[{id: a, definition: New., retired: too narrow}]"

    assert told(a, b) == [
        ("retired", "a", "a", ["retired"]),
        ("redefined", "a", "a", ["definition"]),
    ]
    assert told(b, a)[0] == ("revived", "a", "a", ["retired"])
    assert told(b, c) == [("redefined", "a", "a", ["retired"])]


def test_every_field_that_says_something_else_is_named_with_what_it_said() -> None:
    a = """[{id: a, name: One, include: [x], near: [{code: b, tell_apart: t}],
      cues: {lemmas: [tin]}}, {id: b}]"""
    b = """[{id: a, name: Two, include: [x, y], near: [{code: b, tell_apart: u}], exclude: [z],
      properties: {side: [left]}, examples: [{text: w, apply: true}], expects: {with: [b]},
      sources: [S], cues: {lemmas: [tin], patterns: [[{LOWER: x}]]}}, {id: b}]"""

    (change,) = diff(book(f"codes: {a}"), book(f"codes: {b}"))

    said = {field.field: (field.old, field.new) for field in change.fields}
    assert list(said) == (
        "name include exclude near properties examples cues expects sources".split()  # noqa: SIM905
    )
    assert said["include"] == (["x"], ["x", "y"])
    assert said["near"] == (
        [{"code": "b", "tell_apart": "t"}],
        [{"code": "b", "tell_apart": "u"}],
    )
    assert said["properties"] == ({}, {"side": ["left"]})
    assert said["expects"] == ({"with": [], "never_with": []}, {"with": ["b"], "never_with": []})
    assert said["cues"][1]["patterns"] == [[{"LOWER": "x"}]]


def test_the_order_of_codes_lists_and_line_breaks_are_no_change() -> None:
    a = '[{id: a, definition: "Two words.", include: [x, y]}, {id: b}]'
    b = '[{id: b}, {id: a, definition: "Two\\n words.", include: [y, x]}]'

    assert told(a, b) == []


def test_the_order_within_a_pattern_says_something() -> None:
    a = "[{id: a, cues: {patterns: [[{LOWER: x}, {LOWER: y}]]}}]"
    b = "[{id: a, cues: {patterns: [[{LOWER: y}, {LOWER: x}]]}}]"

    assert told(a, b) == [("redefined", "a", "a", ["cues"])]


def test_a_property_may_be_called_as_a_key_that_names_codes() -> None:
    a = "[{id: a, properties: {code: [old]}}, {id: c, aliases: [b]}]"
    b = "[{id: a, properties: {code: [b]}}, {id: c, aliases: [b]}]"
    c = "[{id: a, properties: {code: [c]}}, {id: c, aliases: [b]}]"

    assert told(a, b) == [("redefined", "a", "a", ["properties"])]
    assert told(b, c) == [("redefined", "a", "a", ["properties"])]


def test_a_former_id_that_comes_or_goes_by_itself_is_told() -> None:
    a, b = "[{id: a, aliases: [x]}, {id: b}]", "[{id: a}, {id: b, aliases: [x]}]"

    assert told(a, "[{id: a}, {id: b}]") == [("redefined", "a", "a", ["aliases"])]
    assert told(a, b) == [
        ("redefined", "a", "a", ["aliases"]),
        ("redefined", "b", "b", ["aliases"]),
    ]


def test_of_two_codes_with_one_id_the_first_counts() -> None:
    a = "[{id: a, definition: First.}, {id: a, definition: Second.}]"

    assert told(a, "[{id: a, definition: First.}]") == []


def test_what_a_study_changes_of_an_extended_book_is_told_as_its_own(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("id: base\ncodes: [{id: a, definition: Base.}, {id: b}]\n")
    head = "id: own\nextends: [base.yaml]\ncodes: "
    codes = (
        "[]",
        "[{id: a, definition: Ours.}]",
        "[{id: a, definition: Anew.}, {id: b, retired: no}]",
    )
    plain_book, first, second = (
        open_codebook(tmp_path / "own.yaml", text=f"{head}{written}\n") for written in codes
    )

    assert [(c.kind.value, c.code) for c in diff(plain_book, first)] == [("overridden", "a")]
    assert [(c.kind.value, c.code) for c in diff(first, plain_book)] == [("restored", "a")]
    assert [(c.kind.value, c.code) for c in diff(first, second)] == [
        ("retired", "b"),
        ("redefined", "a"),
    ]


def test_two_books_of_nothing_are_the_same() -> None:
    empty = book("codes: []")

    assert diff(empty, replace(empty, id="other")) == ()
