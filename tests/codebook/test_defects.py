"""Slips seeded one a file, linted all together: just those are found, each at its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from defects import CLEAN, DEFECTS, Defect

from ethnocode.codebook import RULES, lint, read_codebook
from ethnocode.services.linting import lint_files

UNTOUCHED_BY_ONE_FILE = {"CB029"}  # it takes a second file to override


def written(defect: Defect) -> tuple[str, list[tuple[int, int, str]]]:
    """Return the text with a slip in it, and line, column and rule of each finding."""
    assert CLEAN.count(defect.old) == 1, defect.title
    marked = CLEAN.replace(defect.old, defect.new)
    places = []
    for match in re.finditer("→", marked):
        before = marked[: match.start()].replace("→", "")
        places.append((before.count("\n") + 1, len(before) - before.rfind("\n")))
    found = [(*place, rule) for place, rule in zip(places, defect.rules, strict=True)]
    return marked.replace("→", ""), found


def test_nothing_is_found_before_the_slips() -> None:
    assert lint(read_codebook(CLEAN, path="p")) == ()


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.title)
def test_a_slip_is_found_where_it_is_and_nothing_else(defect: Defect, tmp_path: Path) -> None:
    text, expected = written(defect)
    file = tmp_path / "allotment.yaml"
    file.write_text(text, "utf-8")

    found = lint_files([file])

    assert [(f.position.line, f.position.column, f.rule) for f in found] == expected
    assert all(f.position.path == str(file) and f.message and f.hint for f in found)


def test_slips_in_forty_files_are_found_in_one_run(tmp_path: Path) -> None:
    """Each file is a book of its own; what cannot be read of one is nothing to the others."""
    files, expected = [], []
    for n, defect in enumerate(DEFECTS):
        text, found = written(defect)
        file = tmp_path / f"book{n:02}.yaml"
        file.write_text(text.replace("id: allotment", f"id: book{n:02}    ", 1), "utf-8")
        files.append(file)
        expected += [(str(file), *place) for place in found]

    assert len(files) >= 40
    assert [(*f.position, f.rule) for f in lint_files(files)] == expected


def test_files_with_the_id_of_one_book_are_judged_each_for_itself(tmp_path: Path) -> None:
    """They are its versions, or copies: what one has or lacks is not the others' to name."""
    files, expected = [], []
    for n, defect in enumerate(DEFECTS):
        text, found = written(defect)
        file = tmp_path / f"copy{n:02}.yaml"
        file.write_text(text, "utf-8")
        files.append(file)
        expected += [(str(file), *place) for place in found]
    other = tmp_path / "other.yaml"
    # Has a code that one of the others names in vain.
    other.write_text(CLEAN.replace("id: digging", "id: hash"), "utf-8")

    assert [(*f.position, f.rule) for f in lint_files([*files, other])] == expected


def test_there_is_a_slip_for_every_rule() -> None:
    tried = {rule for defect in DEFECTS for rule in defect.rules}

    assert {rule.id for rule in RULES} - tried <= UNTOUCHED_BY_ONE_FILE
