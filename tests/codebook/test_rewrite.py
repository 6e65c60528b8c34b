"""Codes renamed, merged and split in a codebook's text; all other lines stay as they are."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import ndiff

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ethnocode.codebook import (
    Place,
    read_codebook,
    with_code_added,
    with_code_moved,
    with_code_renamed,
    with_code_retired,
    with_codes_merged,
)
from ethnocode.errors import CodebookError
from ethnocode.model import Code, Codebook, Position

BOOK = """\
# mine
ethnocode: 1
id: toy
codes:
  # first
  - id: a   # the first
    name: First
    near: [{code: b.c, tell_apart: x}, {code: "toy:b", tell_apart: y}]
    expects:
      with:
        - b   # hm
        - 'b.c'
      never_with: [power:b]

  # of b
  # more of b
  - id: "b"
    definition: >-
      A b that
      is.
    children:
      - {id: c, name: Third, near: [{code: b, tell_apart: z}]}
      - id: d
        name: D

  # of e
  - id: e
    aliases: [old]   # kept
"""


def renamed(text: str, old: str, new: str, *, back: bool = False) -> str:
    return with_code_renamed(text, old, new, book="toy", path="book.yaml", taking_back=back).text


def merged(text: str, *codes: str) -> str:
    return with_codes_merged(text, codes[:-1], codes[-1], book="toy", path="book.yaml").text


def changes(before: str, after: str) -> list[str]:
    """Return the lines that went and came, without the rest."""
    lines = ndiff(before.splitlines(), after.splitlines())
    return [line[0] + line[2:] for line in lines if line[0] in "+-"]


RENAMES = [
    pytest.param(
        "a", "x", ["-  - id: a   # the first", "+  - id: x   # the first", "+    aliases: [a]"]
    ),
    pytest.param(
        "b.d", "b.z", ["-      - id: d", "+      - id: z", "+        aliases: [b.d]"], id="child"
    ),
    pytest.param(
        "e",
        "f",
        [
            "-  - id: e",
            "-    aliases: [old]   # kept",
            "+  - id: f",
            "+    aliases: [e, old]   # kept",
        ],
        id="aliases there",
    ),
    pytest.param(
        "b.c",
        "b.x",
        [
            '-    near: [{code: b.c, tell_apart: x}, {code: "toy:b", tell_apart: y}]',
            '+    near: [{code: b.x, tell_apart: x}, {code: "toy:b", tell_apart: y}]',
            "-        - 'b.c'",
            "+        - 'b.x'",
            "-      - {id: c, name: Third, near: [{code: b, tell_apart: z}]}",
            "+      - {id: x, aliases: [b.c], name: Third, near: [{code: b, tell_apart: z}]}",
        ],
        id="in braces",
    ),
    pytest.param(
        "b",
        "beta",
        [
            '-    near: [{code: b.c, tell_apart: x}, {code: "toy:b", tell_apart: y}]',
            '+    near: [{code: beta.c, tell_apart: x}, {code: "toy:beta", tell_apart: y}]',
            "-        - b   # hm",
            "-        - 'b.c'",
            "+        - beta   # hm",
            "+        - 'beta.c'",
            '-  - id: "b"',
            '+  - id: "beta"',
            "+    aliases: [b]",
            "-      - {id: c, name: Third, near: [{code: b, tell_apart: z}]}",
            "+      - {id: c, name: Third, near: [{code: beta, tell_apart: z}]}",
        ],
        id="with codes below, in quotes",
    ),
]


@pytest.mark.parametrize(("old", "new", "lines"), RENAMES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_rename_touches_only_the_lines_that_name_the_code(
    old: str, new: str, lines: list[str], ending: str
) -> None:
    text = BOOK.replace("\n", ending)

    after = renamed(text, old, new)

    assert sorted(changes(text, after)) == sorted(lines)
    assert after.count("\r") == (after.count("\n") if ending == "\r\n" else 0)
    assert renamed(after, new, old, back=True) == text


ALIASES = [
    ("codes:\n- id: a\n  name: A\n", "codes:\n- id: x\n  aliases: [a]\n  name: A\n"),
    ("codes:\n- name: A\n  id: a", "codes:\n- name: A\n  id: x\n  aliases: [a]"),
    ("codes: [{id: a}]\n", "codes: [{id: x, aliases: [a]}]\n"),
    (
        "codes:\n  - id: a\n    aliases:   # none\n    name: A\n",
        "codes:\n  - id: x\n    aliases:   # none\n      - a\n    name: A\n",
    ),
    (
        "codes:\n  - id: a\n    aliases:\n    - o # one\n    name: A\n",
        "codes:\n  - id: x\n    aliases:\n    - a\n    - o # one\n    name: A\n",
    ),
    (
        "codes:\n  - id: a\n    aliases:\n    - Z # one\n    - b\n    name: A\n",
        "codes:\n  - id: x\n    aliases:\n    - Z # one\n    - a\n    - b\n    name: A\n",
    ),
    (
        "codes:\n  - id: a\n    aliases: [p, o] # not in order\n",
        "codes:\n  - id: x\n    aliases: [p, o, a] # not in order\n",
    ),
    (
        "codes:\n  - id: a\n    aliases: [Z, 'b']\n",
        "codes:\n  - id: x\n    aliases: [Z, a, 'b']\n",
    ),
    (
        "codes:\n  - id: a\n    name: A\n    aliases: []\n",
        "codes:\n  - id: x\n    name: A\n    aliases: [a]\n",
    ),
    (
        "codes:\n  - id: a\n    aliases: [\n      o, # one\n      p, # two\n    ]\n",
        "codes:\n  - id: x\n    aliases: [\n      a, o, # one\n      p, # two\n    ]\n",
    ),
    ("\ufeffcodes:\n  - id: a\n", "\ufeffcodes:\n  - id: x\n    aliases: [a]\n"),
]


@pytest.mark.parametrize(("before", "after"), ALIASES)
def test_the_old_id_joins_the_aliases_in_the_style_that_is_there_and_leaves_again(
    before: str, after: str
) -> None:
    assert renamed(before, "a", "x") == after
    assert renamed(after, "x", "a", back=True) == before


def test_renaming_to_an_alias_puts_the_old_id_in_its_place_and_keeps_the_order() -> None:
    text = "codes:\n  - id: c\n    aliases: [a, 'b']\n"

    assert renamed(text, "c", "b") == "codes:\n  - id: b\n    aliases: [a, 'c']\n"
    assert renamed(text, "c", "a") == "codes:\n  - id: a\n    aliases: [b, 'c']\n"
    assert renamed(text, "c", "a", back=True) == "codes:\n  - id: a\n    aliases: ['b']\n"
    unsorted = "codes:\n  - id: c\n    aliases: [z, a]\n"
    assert renamed(unsorted, "c", "a") == "codes:\n  - id: a\n    aliases: [z, c]\n"
    for back in (True, False):
        assert renamed("codes:\n  - id: c\n    aliases: ['a']\n", "c", "a", back=back) == (
            "codes:\n  - id: a\n    aliases: ['c']\n"
        )


def test_codes_written_elsewhere_by_their_path_are_renamed_too() -> None:
    text = "codes:\n  - id: a\n  - id: a.b\n    near: [{code: ab, tell_apart: x}]\n  - id: ab\n"

    assert renamed(text, "a", "x") == (
        "codes:\n  - id: x\n    aliases: [a]\n  - id: x.b\n"
        "    near: [{code: ab, tell_apart: x}]\n  - id: ab\n"
    )


REFUSED = [
    pytest.param('codes:\n  - id: "\\x61"\n', "cannot be changed by command", id="escaped"),
    pytest.param("codes:\n  - id: a\n  - id: a\n", "'a' is defined 2 times", id="twice"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_written_too_unusually_is_refused_not_broken(text: str, message: str) -> None:
    with pytest.raises(CodebookError, match=message) as refusal:
        renamed(text, "a", "x")
    assert refusal.value.hint


def test_a_merged_code_leaves_with_its_comments_and_what_named_it_names_the_other() -> None:
    after = merged(BOOK, "e", "b.d", "a")

    assert changes(BOOK, after) == [
        "+    aliases: [b.d, e, old]",
        "-      - id: d",
        "-        name: D",
        "-  # of e",
        "-  - id: e",
        "-    aliases: [old]   # kept",
    ]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_merged_code_leaves_with_what_is_set_in_below_it_and_not_with_what_is_not(
    ending: str,
) -> None:
    lines = [
        "codes:",
        "  - id: a",
        "  - id: b",
        "    name: B",
        "    # still of b",
        "      # and this",
        "  # of c",
        "  - id: c",
        "    children:",
        "      - id: d",
        "        # of d",
        "  # about the whole",
    ]
    text = ending.join([*lines, ""])
    left = ["codes:", "  - id: a", "    aliases: [b, c.d]", *lines[6:8], "    children: []"]

    assert merged(text, "b", "c.d", "a") == ending.join([*left, lines[-1], ""])


def test_a_mention_that_would_stand_twice_or_name_its_own_code_goes() -> None:
    after = merged(BOOK, "b.c", "a")

    assert changes(BOOK, after) == [
        "+    aliases: [b.c]",
        '-    near: [{code: b.c, tell_apart: x}, {code: "toy:b", tell_apart: y}]',
        '+    near: [{code: "toy:b", tell_apart: y}]',
        "-        - 'b.c'",
        "-      - {id: c, name: Third, near: [{code: b, tell_apart: z}]}",
    ]
    text = "codes:\n  - id: a\n  - id: b\n  - id: c\n    expects: {with: [toy:a, b, a]}\n"
    assert "expects: {with: [toy:b]}" in merged(text.replace(", b, a", ", a"), "a", "b")
    assert "expects: {with: [b]}" in merged(text, "a", "b")


def test_a_mention_by_a_former_id_of_the_merged_code_is_carried_along() -> None:
    text = (
        "codes:\n  - id: a\n    aliases: [o]\n  - id: b\n"
        "    near: [{code: o, tell_apart: x}]\n  - id: c\n    near: [{code: o, tell_apart: x}]\n"
    )

    book = read_codebook(merged(text, "a", "b"), path="p")

    assert [(c.id, [n.code for n in c.near]) for c in book] == [("b", []), ("c", ["b"])]
    assert book.codes[0].aliases == ("a", "o")


def test_the_last_child_leaves_an_empty_list() -> None:
    text = (
        "codes:\n  - id: a\n    children:   # below\n      - id: b\n        name: B # it\n"
        "  - id: c\n"
    )

    assert merged(text, "a.b", "c") == (
        "codes:\n  - id: a\n    children: []   # below\n  - id: c\n    aliases: [a.b]\n"
    )


def test_the_comment_of_another_entry_in_brackets_is_not_lost() -> None:
    text = "codes: [\n  {id: a}, # of a\n  {id: b}, # of b\n]\n"

    with pytest.raises(CodebookError, match="cannot be changed by command") as refusal:
        merged(text, "b", "a")
    assert refusal.value.hint == "merge them by hand, with 'b' in 'aliases' of 'a'"


ADDED = [
    pytest.param("a", "n", False, ["+", "+  - id: n", '+    name: "A new one"'], id="block"),
    pytest.param("b.c", "b.n", False, ["+      - id: n", '+        name: "A new one"'], id="flow"),
    pytest.param("b", "b.n", True, ["+      - id: n", '+        name: "A new one"'], id="below"),
    pytest.param(
        "e",
        "e.n",
        True,
        ["+    children:", "+      - id: n", '+        name: "A new one"'],
        id="first below",
    ),
]


@pytest.mark.parametrize(("beside", "id_", "below", "lines"), ADDED)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_new_code_stands_where_it_belongs(
    beside: str, id_: str, below: bool, lines: list[str], ending: str
) -> None:
    text = BOOK.replace("\n", ending)

    after = with_code_added(
        text,
        id_,
        {"name": "A new one"},
        place=Place(below=beside) if below else Place(after=beside),
        path="book.yaml",
    )

    assert changes(text, after) == lines
    assert id_ in [code.id for code in read_codebook(after, path="p")]
    assert after.count("\r") == (after.count("\n") if ending == "\r\n" else 0)


def test_a_change_that_would_alter_anything_else_is_refused() -> None:
    """The blank lines are part of this definition, so they cannot go with what is below them."""
    text = "codes:\n  - id: a\n    definition: |+\n      Kept.\n\n\n  - id: b\n"

    with pytest.raises(CodebookError, match="cannot be changed by command") as refusal:
        with_code_moved(text, "b", "b", place=Place(before="a"), book="toy", path="p")
    assert refusal.value.hint == "cut the code 'b' and paste it by hand"


def test_what_is_written_below_a_text_that_keeps_its_blank_lines_stands_below_these() -> None:
    text = "codes:\n  - id: o\n\n  - id: a\n    definition: |+\n      Kept.\n\n\n"

    added = with_code_added(text, "n", {"name": "N"}, place=Place(after="a"), path="p")
    retired = with_code_retired(text, "a", because="old", use=(), path="p")

    assert added == text + "  - id: n\n    name: N\n"
    assert retired == text + "    retired: old\n"


def test_lines_that_end_in_a_carriage_return_alone_are_written_so() -> None:
    text = "codes:\r  - id: a\r\r  - id: b\r    include:\r      - x\r"

    added = with_code_added(text, "n", {"name": "N"}, place=Place(), path="p")
    moved = with_code_moved(text, "b", "a.b", place=Place(below="a"), book="toy", path="p").text

    assert added == text + "\r  - id: n\r    name: N\r"
    assert moved == (
        "codes:\r  - id: a\r    children:\r      - id: b\r        aliases: [b]\r"
        "        include:\r          - x\r"
    )


def test_a_new_code_in_braces_is_written_in_braces() -> None:
    text = "codes: [{id: a, definition: It is.}]\n"
    fields = {"definition": "So: it is."}

    beside = with_code_added(text, "b", fields, place=Place(after="a"), path="p")
    below = with_code_added(text, "a.b", fields, place=Place(below="a"), path="p")

    assert beside == 'codes: [{id: a, definition: It is.}, {id: b, definition: "So: it is."}]\n'
    assert below == (
        'codes: [{id: a, definition: It is., children: [{id: b, definition: "So: it is."}]}]\n'
    )


def code(id_: str, *aliases: str) -> Code:
    return Code(id_, "toy", id_, "", Position("p"), aliases=aliases)


def book(*codes: Code) -> Codebook:
    return Codebook("toy", "Toy", "1", "p", codes)


def test_a_former_id_is_found_whatever_was_renamed_first() -> None:
    """a.b.c became a.b.c2, then a.b2.c2, a.b2.c3, a2.b2.c3: every id on the way is it."""
    now = book(
        code("a2", "a"), code("a2.b2", "a.b"), code("a2.b2.c3", "a.b.c", "a.b2.c2"), code("z")
    )

    for id_ in ("a.b.c", "a.b.c2", "a.b2.c2", "a.b2.c3", "a2.b2.c3", "toy:a.b2.c3"):
        assert now.code_named(id_) == now.codes[2], id_
    assert [now.code_named(id_) for id_ in ("a.c", "a.b.d", "b2", "other:a")] == [None] * 4


def test_a_former_id_is_found_though_the_code_went_elsewhere_and_its_parent_was_renamed() -> None:
    """old.c became b.c with its parent, was merged into a, and b became d."""
    now = book(code("a", "b.c"), code("d", "old", "b"))

    for id_ in ("b.c", "old.c"):
        assert now.code_named(id_) == now.codes[0], id_
    assert now.code_named("a.c") is None


def test_an_id_comes_before_another_codes_former_id_and_a_circle_of_them_ends() -> None:
    shadowed = book(code("x", "a"), code("a"))
    circle = book(code("p.q", "p.q.z.q"), code("p", "p.q.z"))

    assert shadowed.code_named("a") == shadowed.codes[1]
    assert circle.code_named("p.q.z.y") is None


NAMES = ("kin", "gate", "rota", "till")


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Draw a codebook: codes in blocks or braces, quoted or not, commented or not."""
    tops = draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
    below = {top: draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True)) for top in tops}
    ids = [*tops, *(f"{top}.{child}" for top in tops for child in below[top])]
    lines = ["# The book", "id: toy", "codes:"]
    for top in tops:
        lines += draw(st.sampled_from([[], ["  # about it"], ["", "  # one", "  # two"]]))
        lines += draw(blocks(top, ids, indent=2))
        if below[top]:
            lines.append("    children:" + draw(st.sampled_from(["", "  # below"])))
            for child in below[top]:
                drawn = draw(st.sampled_from([blocks, braces]))
                lines += draw(drawn(child, ids, indent=6))
    ending = draw(st.sampled_from(["\n", "\r\n"]))
    return ending.join(lines) + draw(st.sampled_from(["", ending]))


@st.composite
def blocks(draw: st.DrawFn, id_: str, ids: list[str], *, indent: int) -> list[str]:
    written = draw(st.sampled_from([id_, f'"{id_}"', f"'{id_}'", f"{id_}  # id"]))
    lines = [f"- id: {written}", "  name: It   # spaced"]
    for key in draw(st.sets(st.sampled_from(["near", "with", "aliases"]))):
        name = draw(mentions(ids))
        lines += {
            "near": ["  near:", f"    - code: {name}   # so", "      tell_apart: so"],
            "with": ["  expects:", f"    with: [{name}, {draw(mentions(ids))}]"],
            "aliases": draw(
                st.sampled_from(
                    [
                        ["  aliases: [former, 'other']  # two"],
                        ["  aliases:", "  - former  # one"],
                        ["  aliases:  # none"],
                        ["  aliases: []"],
                    ]
                )
            ),
        }[key]
    return [" " * indent + line for line in lines]


@st.composite
def braces(draw: st.DrawFn, id_: str, ids: list[str], *, indent: int) -> list[str]:
    near = f", near: [{{code: {draw(mentions(ids))}, tell_apart: x}}]"
    aliases = draw(st.sampled_from(["", ", aliases: [former]", ", near2: x, aliases: []"]))
    return [" " * indent + f"- {{id: {id_}{draw(st.sampled_from([near, '']))}{aliases}}}"]


@st.composite
def mentions(draw: st.DrawFn, ids: list[str]) -> str:
    id_ = draw(st.sampled_from(ids))
    return draw(st.sampled_from([id_, f'"{id_}"', f"'toy:{id_}'", f"toy:{id_}"]))


def moved(id_: str, old: str, new: str) -> str:
    """Say it anew, part by part: the first parts of an id, if they are those of the old one."""
    parts, head = id_.split("."), old.split(".")
    return ".".join([*new.split("."), *parts[len(head) :]]) if parts[: len(head)] == head else id_


def mention(name: str, old: str, new: str) -> str:
    return "toy:" + moved(name[4:], old, new) if name.startswith("toy:") else moved(name, old, new)


def expected(one: Code, old: str, new: str) -> Code:
    return replace(
        one,
        id=moved(one.id, old, new),
        near=tuple(replace(near, code=mention(near.code, old, new)) for near in one.near),
        expects_with=tuple(mention(name, old, new) for name in one.expects_with),
        aliases=with_former_id(one.aliases, old) if one.id == old else one.aliases,
    )


def with_former_id(aliases: tuple[str, ...], old: str) -> tuple[str, ...]:
    in_order = list(aliases) == sorted(aliases)
    return tuple(sorted((*aliases, old))) if in_order else (*aliases, old)


def placeless(one: Code) -> Code:
    nowhere = Position("p")
    near = tuple(replace(near, position=nowhere) for near in one.near)
    return replace(one, position=nowhere, near=near)


@settings(derandomize=True, max_examples=300)
@given(texts(), st.data())
def test_a_rename_there_and_back_gives_the_same_bytes(text: str, data: st.DataObject) -> None:
    before = read_codebook(text, path="p")
    old = data.draw(st.sampled_from([code.id for code in before]))
    above, dot, _ = old.rpartition(".")
    new = f"{above}{dot}fresh"

    there = renamed(text, old, new)

    after = read_codebook(there, path="p")
    meant = [placeless(expected(code, old, new)) for code in before]
    assert [placeless(code) for code in after] == [
        replace(one, name=got.name) for one, got in zip(meant, after.codes, strict=True)
    ]
    for was, now in zip(before, after, strict=True):
        assert after.code_named(was.id) is now
    for line in changes(text, there):
        names = set(re.findall(r"\w+", line))
        assert names & {old.rpartition(".")[2], "fresh", "aliases"}, line
    assert renamed(there, new, old, back=True) == text
