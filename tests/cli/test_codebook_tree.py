"""``codebook show``: the tree, what the study changed, and how much each code is used."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from ethnocode.report.measure import width_of

Cli = Callable[..., Result]

BASE = """\
id: base
version: 2.0.0
codes:
  - id: ties
    name: Ties
    definition: People who can be called on.
    children:
      - {id: old, name: Of old, definition: Ties of before.}
      - {id: new, name: Newly made, definition: Ties of now.}
  - {id: trust, name: Trust, definition: Counting on somebody.}
"""
OWN = """\
id: own
version: 0.3.0
extends: [base.yaml]
codes:
  - id: ties
    definition: Own words.
    near: [{code: trust, tell_apart: ties are people}]
    children:
      - id: old
        retired: {because: nobody says so, use: [ties.new]}
        children: [{id: school, name: From school, definition: Ties of school.}]
      - {id: work, name: At work, definition: Ties of work.}
  - {id: waiting, name: Waiting, definition: Somebody waits., aliases: [patience]}
"""


@pytest.fixture
def study(cli: Cli, study: Path) -> Path:
    """The interview, with codes of two books: three codings of 'ties.old', one of 'ties'."""
    (study / "base.yaml").write_text(BASE)
    (study / "codebook.yaml").write_text(OWN.replace("        retired: {", "        #retired: {"))
    for code, quote in (
        ("ties", "Everybody."),
        ("ties.old", "I knew them\nall"),
        ("ties.old", "in a tin"),
        ("ties.old.school", "a form"),
    ):
        assert cli("coding", "add", "charis.txt", code, "--quote", quote).exit_code == 0
    (study / "codebook.yaml").write_text(OWN)
    return study


def test_the_tree_is_drawn_with_counts_books_and_changes(cli: Cli, study: Path) -> None:
    """Codes added below an extended one stand below it, after those of its own book."""
    assert cli("codebook", "show").stdout.splitlines() == [
        "Codings   In all  Code",
        "      1        4  ties  Ties · base · changed: definition, near",
        "      2        3  ├─ old  Of old · retired",
        "      1        1  │  └─ school  From school · own",
        "      0        0  ├─ new  Newly made",
        "      0        0  └─ work  At work · own",
        "      0        0  trust  Trust · base",
        "      0        0  waiting  Waiting",
        "",
        "7 codes: base 2.0.0 has 4, own 0.3.0 has 3.",
        "- ties: definition, near (base 2.0.0)",
        "- ties.old: retired: nobody says so; use ties.new instead",
    ]


def test_a_part_of_the_tree_is_drawn_from_a_code_down(cli: Cli, study: Path) -> None:
    lines = cli("codebook", "show", "ties.old", "--tree").stdout.splitlines()

    assert lines[1:4] == [
        "      2        3  ties.old  Of old · base · retired",
        "      1        1  └─ school  From school · own",
        "",
    ]


def test_one_code_says_what_was_changed_and_that_it_is_retired(cli: Cli, study: Path) -> None:
    ties = cli("codebook", "show", "ties").stdout.splitlines()
    old = cli("codebook", "show", "ties.old").stdout.splitlines()
    waiting = cli("codebook", "show", "patience").stdout.splitlines()

    assert ties[:5] == [
        "ties · Ties · base",
        "",
        "changed here: definition, near (base 2.0.0)",
        "",
        "Own words.",
    ]
    assert old[2] == "retired: nobody says so; use ties.new instead"
    assert waiting[:3] == ["waiting · Waiting · own", "", "formerly patience"]


def test_json_has_what_the_tree_marks(cli: Cli, study: Path) -> None:
    records = json.loads(cli("codebook", "show", "--format", "json").stdout)
    found = {record["id"]: record for record in records}

    assert list(found) == [
        *("ties", "ties.old", "ties.old.school", "ties.new", "ties.work"),
        *("trust", "waiting"),
    ]
    keys = ("book", "base", "overrides", "retired", "aliases")
    assert [found["ties"][key] for key in keys] == [
        *("own", "base", ["definition", "near"], None),
        [],
    ]
    assert found["ties.old"]["retired"] == {"because": "nobody says so", "use": ["ties.new"]}
    assert [found["trust"][key] for key in keys] == ["base", None, [], None, []]
    assert found["waiting"]["aliases"] == ["patience"]
    assert (found["ties"]["codings"], found["ties"]["codings_below"]) == (1, 4)


def test_every_line_fits_however_deep_and_wide(cli: Cli, study: Path) -> None:
    """Fourteen codes below one another, each with a long name of wide characters."""
    depth = 14
    nested = "".join(
        f"{'    ' * n}  - id: code_{n}_{'x' * 50}\n{'    ' * n}    name: {'漢字 ' * 30}\n"
        + (f"{'    ' * n}    children:\n" if n < depth - 1 else "")
        for n in range(depth)
    )
    (study / "codebook.yaml").write_text(f"id: own\ncodes:\n{nested}")

    lines = cli("codebook", "show").stdout.splitlines()

    assert max(map(width_of, lines)) <= 80
    assert sum(f"code_{depth - 1}_" in line for line in lines) == 1


def test_an_empty_codebook_says_so(cli: Cli, study: Path) -> None:
    (study / "codebook.yaml").write_text("id: own\ncodes: []\n")

    assert cli("codebook", "show").stdout.splitlines()[-1] == "No codes."
