"""Keys of a code written, changed and taken out; sentences that name a code."""

from __future__ import annotations

import pytest

from ethnocode.codebook import with_code_renamed, with_codes_merged, with_near_added
from ethnocode.codebook.draft import Draft, written
from ethnocode.codebook.keys import add_entries, drop_key, set_key

BLOCK = "codes:\n  - id: a   # it\n    name: A\n    children: []\n"
BRACES = "codes: [{id: a, name: A}, {id: b}]\n"


def changed(text: str, key: str, value: str | None) -> str:
    draft = Draft(text, path="p", by_hand="by hand")
    code = written(list(draft.codes()), "a", path="p")
    if value is None:
        drop_key(draft, code, key)
    else:
        set_key(draft, code, key, value)
    return draft.finished()


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_key_stands_where_it_usually_does_and_leaves_again(ending: str) -> None:
    before = BLOCK.replace("\n", ending)
    after = BLOCK.replace("name: A\n", 'name: A\n    retired: "for good"\n').replace("\n", ending)

    assert changed(before, "retired", "for good") == after
    assert changed(after, "retired", "gone") == after.replace('"for good"', "gone")
    assert changed(after, "retired", None) == before
    braces = "codes: [{id: a, name: A, retired: gone}, {id: b}]\n"
    assert changed(BRACES, "retired", "gone") == braces
    assert changed(braces, "retired", None) == BRACES


def test_entries_join_a_list_in_its_style() -> None:
    for before, after in (
        (
            "  - id: a\n    include:\n    - x # y\n",
            "  - id: a\n    include:\n    - x # y\n    - z\n",
        ),
        ("  - id: a\n    include: [x]\n", "  - id: a\n    include: [x, z]\n"),
        ("  - id: a\n    include: []\n", "  - id: a\n    include: [z]\n"),
        ("  - id: a\n    include:\n", "  - id: a\n    include: [z]\n"),
        ("  - {id: a}\n", "  - {id: a, include: [z]}\n"),
    ):
        draft = Draft("codes:\n" + before, path="p", by_hand="by hand")
        add_entries(draft, next(draft.codes()), "include", ["z"])
        assert draft.finished() == "codes:\n" + after


def test_a_near_link_is_written_below_the_links_that_are_there() -> None:
    text = "codes:\n- id: a\n  near:\n  - code: b\n    tell_apart: x\n- id: b\n"

    assert with_near_added(text, "a", "c", "it is so", path="p") == text.replace(
        "tell_apart: x\n", 'tell_apart: x\n  - {code: c, tell_apart: "it is so"}\n'
    )


SENTENCES = """\
id: toy
codes:
  - id: b
    children: [{id: c}]
  - id: e
    definition: Not b.c. Nor toy:b, power:b.c, b, ab.c, b.cd, b.c-like, x/b.c or b.c.d.
    exclude: ["b.c, said", 'of b']
    retired: {because: see b.c, use: [b.c]}
    examples: [{text: b.c, apply: true}]
"""


def test_only_what_can_be_no_ordinary_word_is_an_id_in_a_sentence() -> None:
    after = with_code_renamed(SENTENCES, "b", "z", book="toy", path="p")

    assert after.references == 7
    assert after.text == SENTENCES.replace("  - id: b\n", "  - id: z\n    aliases: [b]\n").replace(
        "Not b.c. Nor toy:b, power:b.c, b, ab.c, b.cd, b.c-like, x/b.c or b.c.d.",
        "Not z.c. Nor toy:z, power:b.c, b, ab.c, z.cd, b.c-like, x/b.c or z.c.d.",
    ).replace('"b.c, said"', '"z.c, said"').replace(
        "{because: see b.c, use: [b.c]}", "{because: see z.c, use: [z.c]}"
    )


def test_a_sentence_keeps_a_former_id_where_the_new_one_is_an_ordinary_word() -> None:
    after = with_codes_merged(SENTENCES, ["b.c"], "b", book="toy", path="p")

    assert "retired: {because: see b.c, use: [b]}" in after.text
    assert "definition: Not b.c. Nor toy:b," in after.text
