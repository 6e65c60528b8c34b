"""Codes of a study that change an extended book's: what stays, what changes, what is judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from ethnocode.codebook import codebook_from, lint, open_codebook, snapshot
from ethnocode.errors import CodebookError
from ethnocode.model import Code, Codebook

BASE = """\
id: base
version: 1.2.0
sources: {B1: A book}
codes:
  - id: ties
    name: Ties
    definition: People who can be called on.
    include: [a neighbour who helps]
    exclude: [a name in a list]
    near: [{code: trust, tell_apart: ties are people}]
    properties: {holder: [resident, council]}
    examples:
      - {text: she knew them all, apply: true, why: people}
      - {text: a long list, apply: false, why: names only}
    cues: {phrases: [knew them all]}
    expects: {with: [trust]}
    sources: [B1]
    aliases: [bonds]
    children:
      - id: bridging
        definition: Ties across groups.
        include: [i]
        exclude: [e]
        examples: [{text: t, apply: true, why: w}, {text: u, apply: false, why: w}]
  - id: trust
    definition: Counting on somebody.
    include: [i]
    exclude: [e]
    near: [{code: ties, tell_apart: trust needs nobody else}]
    examples: [{text: t, apply: true, why: w}, {text: u, apply: false, why: w}]
    sources: [B1]
"""


def study(folder: Path, codes: str, *, base: str = BASE, extends: str = "base.yaml") -> Codebook:
    (folder / "base.yaml").write_text(base, "utf-8")
    path = folder / "study.yaml"
    path.write_text(f"id: study\nextends: [{extends}]\ncodes:\n{codes}", "utf-8")
    return open_codebook(path)


def code(book: Codebook, id_: str) -> Code:
    (found,) = (code for code in book if code.id == id_)
    return found


def test_a_code_changes_only_the_fields_that_it_writes(tmp_path: Path) -> None:
    book = study(tmp_path, "  - {id: ties, definition: Own words., include: [x, y]}\n")
    base = code(open_codebook(tmp_path / "base.yaml"), "ties")
    ties = code(book, "ties")

    assert (ties.definition, ties.include) == ("Own words.", ("x", "y"))
    for name in ("name", "exclude", "near", "properties", "examples", "cues", "expects_with"):
        assert getattr(ties, name) == getattr(base, name), name
    assert (ties.sources, ties.aliases) == (("B1",), ("bonds",))
    assert (ties.book, ties.base, ties.overrides) == ("study", "base", ("definition", "include"))
    assert ties.position.path == str(tmp_path / "study.yaml")
    assert [c.id for c in book] == ["ties", "ties.bridging", "trust"]


@pytest.mark.parametrize(
    ("field", "key"),
    [
        ("name: Bonds", "name"),
        ("near: []", "near"),
        ("properties: {}", "properties"),
        ("examples: []", "examples"),
        ("cues: {lemmas: [friend]}", "cues"),
        ("expects: {never_with: [trust]}", "expects"),
        ("sources: []", "sources"),
        ("retired: too wide", "retired"),
    ],
)
def test_every_field_can_be_changed_alone(tmp_path: Path, field: str, key: str) -> None:
    ties = code(study(tmp_path, f"  - id: ties\n    {field}\n"), "ties")

    assert ties.overrides == (key,)
    assert ties.definition == "People who can be called on."


def test_a_list_or_mapping_stands_in_for_the_whole_of_the_other(tmp_path: Path) -> None:
    ties = code(
        study(tmp_path, "  - {id: ties, cues: {lemmas: [friend]}, expects: {never_with: [trust]}}"),
        "ties",
    )

    assert (ties.cues.lemmas, ties.cues.phrases) == (("friend",), ())
    assert (ties.expects_with, ties.expects_never_with) == ((), ("trust",))


def test_former_ids_are_added_for_they_resolve_for_ever(tmp_path: Path) -> None:
    book = study(tmp_path, "  - {id: ties, aliases: [links, bonds]}\n")

    assert code(book, "ties").aliases == ("bonds", "links")
    assert code(book, "ties").overrides == ("aliases",)
    assert book.code_named("bonds") == book.code_named("links") == code(book, "ties")


def test_what_repeats_the_extended_book_is_no_change(tmp_path: Path) -> None:
    near = "near: [{code: trust, tell_apart: ties are people}]"
    ties = code(study(tmp_path, f"  - {{id: ties, name: Ties, {near}}}\n"), "ties")

    assert (ties.base, ties.overrides) == ("base", ())


def test_children_are_added_and_may_be_overrides_themselves(tmp_path: Path) -> None:
    book = study(
        tmp_path,
        "  - id: ties\n    children:\n"
        "      - {id: bridging, definition: Own.}\n"
        "      - {id: bonding, definition: Ties within a group.}\n",
    )

    assert [c.id for c in book] == ["ties", "ties.bridging", "trust", "ties.bonding"]
    assert code(book, "ties.bridging").overrides == ("definition",)
    assert code(book, "ties.bridging").include == ("i",)
    assert (code(book, "ties.bonding").base, code(book, "ties.bonding").parent) == ("", "ties")


def test_a_full_id_with_dots_reaches_a_code_below(tmp_path: Path) -> None:
    book = study(tmp_path, "  - {id: ties.bridging, retired: no such ties here}\n")

    assert code(book, "ties.bridging").overrides == ("retired",)
    assert lint(book) == ()


def test_an_override_of_an_override_changes_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "middle.yaml").write_text(
        "id: middle\nextends: base.yaml\ncodes: [{id: ties, name: M, definition: Middle.}]\n",
        "utf-8",
    )
    book = study(tmp_path, "  - {id: ties, name: Own}\n", extends="middle.yaml")
    ties = code(book, "ties")

    assert (ties.name, ties.definition, ties.exclude) == ("Own", "Middle.", ("a name in a list",))
    assert (ties.book, ties.base, ties.overrides) == ("study", "middle", ("name",))


@pytest.mark.parametrize("extends", ["base.yaml, middle.yaml", "middle.yaml, base.yaml"])
def test_a_book_and_another_that_changes_it_may_both_be_extended(
    tmp_path: Path, extends: str
) -> None:
    (tmp_path / "middle.yaml").write_text(
        "id: middle\nextends: base.yaml\ncodes: [{id: ties, definition: Middle.}]\n", "utf-8"
    )

    assert code(study(tmp_path, "  []\n", extends=extends), "ties").definition == "Middle."


def test_two_books_that_change_one_code_are_refused_by_name(tmp_path: Path) -> None:
    for name in ("left", "right"):
        (tmp_path / f"{name}.yaml").write_text(
            f"id: {name}\nextends: base.yaml\ncodes: [{{id: ties, definition: {name}}}]\n", "utf-8"
        )

    with pytest.raises(CodebookError, match="'left' and 'right' both define the code 'ties'"):
        study(tmp_path, "  []\n", extends="left.yaml, right.yaml")


def test_what_is_inherited_is_not_judged_and_what_is_written_is(tmp_path: Path) -> None:
    """The base has a cue of punctuation, a dead key and an unknown near; none is ours."""
    bad = BASE.replace("phrases: [knew them all]", "phrases: ['...']")
    bad = bad.replace("    sources: [B1]\n    aliases", "    sources: [Z9]\n    aliases")
    bad = bad.replace("code: trust,", "code: nobody,")

    assert lint(study(tmp_path, "  - {id: ties, definition: Own words.}\n", base=bad)) == ()
    found = lint(
        study(tmp_path, "  - id: ties\n    cues: {phrases: ['--']}\n    sources: [Z8]\n", base=bad)
    )
    assert [(f.position.line, f.rule) for f in found] == [(5, "CB018"), (6, "CB008")]
    assert {f.position.path for f in found} == {str(tmp_path / "study.yaml")}


def test_a_definition_that_is_written_blank_is_missed(tmp_path: Path) -> None:
    found = lint(study(tmp_path, "  - id: ties\n    definition:\n"))

    assert [(f.position.line, f.rule) for f in found] == [(5, "CB004")]


def test_codes_of_the_extended_book_stay_near_one_that_is_changed(tmp_path: Path) -> None:
    """Own near entries answer those of the base, with the base in the library too."""
    near = "near: [{code: trust, tell_apart: other words}]"
    book = study(tmp_path, f"  - {{id: ties, {near}}}\n")

    assert lint(book, library=[open_codebook(tmp_path / "base.yaml")]) == ()


def test_a_snapshot_keeps_what_was_overridden(tmp_path: Path) -> None:
    book = study(tmp_path, "  - {id: ties, retired: {because: too wide, use: [trust]}}\n")
    read = code(codebook_from(snapshot(book)), "ties")

    assert (read.base, read.overrides, read.retired) == (
        "base",
        ("retired",),
        code(book, "ties").retired,
    )
