"""``codebook rename``, ``merge`` and ``split`` through the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import Result

Cli = Callable[..., Result]


@pytest.fixture
def coded(cli: Cli, study: Path) -> Path:
    """The interview with four codings."""
    for code, quote in (
        ("a", "Everybody."),
        ("b", "Everybody."),
        ("b", "in a tin"),
        ("b.c", "Nobody fills it in."),
    ):
        assert cli("coding", "add", "charis.txt", code, "--quote", quote).exit_code == 0
    return study


def started_with(study: Path) -> str:
    """Return the codebook that the study was started with."""
    return (study / "codebook-in.yaml").read_text()


def codes(cli: Cli) -> list[str]:
    listed = json.loads(cli("coding", "list", "--format", "json").stdout)
    return sorted(coding["code"] for coding in listed)


def test_a_rename_says_what_followed_and_keeps_the_old_id(cli: Cli, coded: Path) -> None:
    done = cli("codebook", "rename", "b", "beta", "--coder", "ben")

    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "renamed b to beta: 3 codings, 0 references; 'b' stays as an alias\n"
    assert codes(cli) == ["a", "beta", "beta", "beta.c"]
    assert (coded / "codebook.yaml").read_text() == started_with(coded).replace(
        "  - id: b\n", "  - id: beta\n    aliases: [b]\n"
    )
    assert "beta.c" in cli("coding", "list", "--code", "b.c").stdout
    logged = json.loads(cli("log", "--format", "json").stdout)[0]
    assert (logged["action"], logged["actor"]) == ("codebook rename", "ben")
    assert cli("check").exit_code == 0
    assert cli("verify").exit_code == 0


def test_a_rename_back_is_said_to_be_one(cli: Cli, coded: Path) -> None:
    cli("codebook", "rename", "b", "beta")

    done = cli("codebook", "rename", "beta", "b")

    assert done.stderr == (
        "renamed beta to b: 3 codings, 0 references; 'beta' goes, for 'b' was the id before\n"
    )
    assert (coded / "codebook.yaml").read_text() == started_with(coded)


def test_a_dry_run_prints_the_lines_and_changes_nothing(cli: Cli, coded: Path) -> None:
    before = (coded / "ethnocode.db").read_bytes(), (coded / "codebook.yaml").read_bytes()

    done = cli("codebook", "rename", "b.c", "x", "--dry-run")

    assert done.exit_code == 0
    assert done.stdout.splitlines()[3:] == [
        "-      - {id: c, name: Third, definition: Below the other one.}",
        "+      - {id: x, aliases: [b.c], name: Third, definition: Below the other one.}",
    ]
    assert done.stderr == (
        "would rename b.c to b.x: 1 coding, 0 references; 'b.c' stays as an alias\n"
    )
    for arguments in (
        ("merge", "b.c", "a"),
        ("split", "b", "n", "--ids", "2", "--definition", "New."),
    ):
        assert cli("codebook", *arguments, "--dry-run").exit_code == 0
    assert before == (
        (coded / "ethnocode.db").read_bytes(),
        (coded / "codebook.yaml").read_bytes(),
    )


def test_a_merge_says_what_became_one_and_what_is_not_declared(cli: Cli, coded: Path) -> None:
    cli("coding", "remove", "1")
    cli("coding", "add", "charis.txt", "a", "--quote", "Everybody.", "--set", "side=left")

    done = cli("codebook", "merge", "a", "b.c", "b")

    assert done.stderr.splitlines() == [
        "merged a, b.c into b: 2 codings, 0 references; 'a', 'b.c' stay as aliases",
        "1 coding became one with another on the same words",
        "b does not declare side=left: add that to its 'properties', "
        "or 'ethnocode check' fails (CD002)",
    ]
    assert "CD002" in cli("check").stdout
    assert codes(cli) == ["b", "b", "b"]
    assert "before-codebook-merge" in str(list((coded / ".ethnocode" / "snapshots").iterdir()))
    cli("undo")
    assert codes(cli) == ["a", "b", "b", "b.c"]
    assert (coded / "codebook.yaml").read_text() == started_with(coded)


def test_a_change_says_what_is_expected_and_ruled_out_at_once_by_it(cli: Cli, study: Path) -> None:
    (study / "codebook.yaml").write_text(
        "id: toy\ncodes:\n  - {id: a}\n  - {id: b}\n"
        "  - {id: c, expects: {with: [a], never_with: [b]}}\n"
    )
    said = "'c' is never with 'b', which it is also expected with: "
    above = "'b.c' is never with 'b', which is above it: "

    merged = cli("codebook", "merge", "a", "b", "--dry-run")
    moved = cli("codebook", "move", "c", "--under", "b", "--dry-run")
    harmless = cli("codebook", "move", "c", "--under", "a", "--dry-run")

    lines = merged.stderr.splitlines()
    assert lines[1:] == [said + "remove it from 'with' or from 'never_with' (CB027)"]
    lines = moved.stderr.splitlines()
    assert lines[1:] == [above + "remove it: a code counts for those above it, too (CB027)"]
    assert harmless.stderr.count("\n") == 1


def test_a_merge_that_is_tried_says_what_would_be(cli: Cli, coded: Path) -> None:
    done = cli("codebook", "merge", "a", "b", "--dry-run")

    assert done.stderr.splitlines() == [
        "would merge a into b: 1 coding, 0 references; 'a' stays as an alias",
        "1 coding would become one with another on the same words",
    ]


def test_an_id_that_a_merge_left_is_not_lost_by_a_rename_to_it(cli: Cli, coded: Path) -> None:
    assert cli("codebook", "merge", "a", "b").exit_code == 0

    done = cli("codebook", "rename", "b", "a")

    assert done.stderr == ("renamed b to a: 3 codings, 0 references; 'b' stays as an alias\n")
    added = cli("coding", "add", "charis.txt", "b", "--quote", "Who came on Tuesdays?")
    assert added.exit_code == 0
    assert codes(cli) == ["a", "a", "a", "a.c"]


def test_a_definition_is_repaired_as_a_memo_is(cli: Cli, coded: Path) -> None:
    arguments = ("split", "b", "n", "--ids", "2", "--definition", "No\x07 \x1bword\u2028at all.")

    assert cli("codebook", *arguments).exit_code == 0

    assert '    definition: "No word at all."\n' in (coded / "codebook.yaml").read_text()


def test_a_split_says_how_many_moved_and_stayed(cli: Cli, coded: Path) -> None:
    done = cli("codebook", "split", "b", "n", "--ids", "3, 2", "--definition", "New: it is.")

    assert done.stderr == "split n from b: 2 codings moved, 0 stayed\n"
    assert codes(cli) == ["a", "b.c", "n", "n"]
    assert (coded / "codebook.yaml").read_text() == started_with(coded) + (
        '  - id: n\n    name: N\n    definition: "New: it is."\n'
    )
    under = cli(
        "codebook", "split", "b.c", "d", "--kind", "interview", "--under", "--definition", "Lower."
    )
    assert under.stderr == "split b.c.d from b.c: 1 coding moved, 0 stayed\n"
    assert cli("check").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("rename", "sed", "x"), 3, "error[E201]: the codebook has no code 'sed'"),
        (("rename", "a", "b"), 3, "error[E200]: codebook.yaml: 'b' is the id of another code"),
        (("rename", "a", ".x"), 3, "error[E200]: codebook.yaml: '.x' is not an id"),
        (("merge", "a"), 2, "name at least two codes"),
        (("merge", "b", "b.c"), 3, "cannot be merged into 'b.c', which is below it"),
        (("split", "b", "n"), 2, "--definition"),
        (("split", "b", "n", "--definition", "D."), 2, "say which codings go to the new code"),
        (("split", "b", "n", "--definition", "D.", "--ids", "2,x"), 2, "--ids '2,x'"),
        (("split", "b", "n", "--definition", "D.", "--ids", "9" * 5000), 2, "no numbers"),
        (("split", "a", "n", "--definition", "D.", "--where", "side"), 2, "is not NAME=VALUE"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    cli: Cli, coded: Path, arguments: tuple[str, ...], status: int, message: str
) -> None:
    before = (coded / "ethnocode.db").read_bytes()

    refused = cli("codebook", *arguments)

    assert (refused.exit_code, refused.stdout) == (status, "")
    assert message in refused.stderr
    assert (coded / "ethnocode.db").read_bytes() == before
    assert (coded / "codebook.yaml").read_text() == started_with(coded)


def test_undo_takes_back_its_own_lines_and_keeps_what_was_written_elsewhere_since(
    cli: Cli, coded: Path
) -> None:
    cli("codebook", "rename", "a", "x")
    path = coded / "codebook.yaml"
    path.write_text(path.read_text() + "# mine\n")
    both = path.read_text()

    done = cli("undo")

    assert done.exit_code == 0, done.stderr
    logged = json.loads(cli("log", "--format", "json").stdout)[0]
    assert logged["summary"].endswith("codebook rename; lines edited since stay")
    assert path.read_text() == started_with(coded) + "# mine\n"
    assert codes(cli) == ["a", "b", "b", "b.c"]
    assert cli("verify").exit_code == 0
    assert cli("redo").exit_code == 0
    assert path.read_text() == both
    assert codes(cli)[-1] == "x"
    assert cli("undo", "2").exit_code == 0
    assert path.read_text() == started_with(coded) + "# mine\n"


def test_a_merge_is_taken_back_though_another_code_was_defined_anew(cli: Cli, coded: Path) -> None:
    cli("codebook", "merge", "b.c", "b")
    path = coded / "codebook.yaml"
    anew = ("The first of two codes", "The very first of two codes")
    path.write_text(path.read_text().replace(*anew))

    assert cli("undo").exit_code == 0

    assert path.read_text() == started_with(coded).replace(*anew)
    assert codes(cli) == ["a", "b", "b", "b.c"]
    shown = cli("codebook", "diff", "--format", "json").stdout
    assert json.loads(shown)["changes"][0]["kind"] == "split"


def test_what_was_edited_beside_its_lines_is_not_overwritten_by_undo(cli: Cli, coded: Path) -> None:
    cli("codebook", "rename", "a", "x")
    path = coded / "codebook.yaml"
    path.write_text(path.read_text().replace("name: First", "name: Mine"))
    before = path.read_text(), (coded / "ethnocode.db").read_bytes()

    refused = cli("undo")

    assert refused.exit_code == 3
    assert "edited since: line 8 is '    name: Mine', was '    name: First'" in refused.stderr
    assert "copy what you wrote elsewhere, make these lines as they were" in refused.stderr
    assert (path.read_text(), (coded / "ethnocode.db").read_bytes()) == before
    assert codes(cli)[-1] == "x"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("lemmas: [tin]}", "lemmas: [tin]}\n    expects: {with: [x]}", "CB003"),
        ("lemmas: [tin]}", "lemmas: [tin", "would not be readable"),
        ("  - id: b\n", "  - id: a\n", "CB001"),
        ("id: c,", "id: q,", "b.c"),
    ],
)
def test_an_undo_that_would_leave_a_broken_codebook_says_so_and_does_nothing(
    cli: Cli, coded: Path, old: str, new: str, said: str
) -> None:
    cli("codebook", "rename", "a", "x")
    path = coded / "codebook.yaml"
    path.write_text(path.read_text().replace(old, new))
    before = path.read_text(), (coded / "ethnocode.db").read_bytes()

    done = cli("undo")

    if said == "b.c":  # it was gone before, too
        assert done.exit_code == 0, done.stderr
        return
    assert done.exit_code == 3
    assert said in done.stderr
    assert (path.read_text(), (coded / "ethnocode.db").read_bytes()) == before


@pytest.mark.parametrize("command", [("rename", "a", "x"), ("merge", "a", "b", "--dry-run")])
def test_the_codebook_is_read_once_as_it_is_and_once_as_it_will_be(
    cli: Cli, coded: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    read: list[str] = []
    parse = yaml.parse

    def counted(text: str, **settings: Any) -> Any:
        read.append(text)
        return parse(text, **settings)

    monkeypatch.setattr(yaml, "parse", counted)

    assert cli("codebook", *command).exit_code == 0

    before, after = [text for text in read if "\ncodes:\n" in text]
    assert before == started_with(coded)
    assert "aliases: [a]" in after


GRAMMAR = """\
ethnocode: 1
id: toy
codes:
  - id: takeover   # b is not a code here
    name: Taken over
    definition: A body decides for others.
    near: [{code: b, tell_apart: b is another matter}]
    cues:
      phrases: [took it over]
      patterns:
        - [{POS: PROPN}, {LEMMA: {IN: [decide, settle]}}]   # b
      dependencies:
        - - {RIGHT_ID: b, RIGHT_ATTRS: {LEMMA: decide}}
          - {LEFT_ID: b,  REL_OP: ">", RIGHT_ID: who, RIGHT_ATTRS: {ENT_TYPE: ORG}}
      entities: [ORG, b]
  - id: b
    definition: The other one.
    cues: {entities: [ORG]}
"""


@pytest.fixture
def grammar(cli: Cli, study: Path) -> Path:
    """The study with a codebook whose cues need a trained pipeline; its path."""
    path = study / "codebook.yaml"
    path.write_text(GRAMMAR)
    return path


def test_a_rename_and_back_leaves_dependencies_and_entities_byte_for_byte(
    cli: Cli, grammar: Path
) -> None:
    assert cli("codebook", "rename", "b", "beta").exit_code == 0
    assert grammar.read_text() == GRAMMAR.replace("{code: b,", "{code: beta,").replace(
        "  - id: b\n", "  - id: beta\n    aliases: [b]\n"
    )
    assert cli("codebook", "rename", "beta", "b").exit_code == 0
    assert grammar.read_text() == GRAMMAR


def test_a_code_is_shown_with_every_kind_of_cue(cli: Cli, grammar: Path) -> None:
    shown = cli("codebook", "show", "takeover").stdout
    record = json.loads(cli("codebook", "show", "takeover", "--format", "json").stdout)
    cues = record["cues"] if isinstance(record, dict) else record[0]["cues"]

    assert "\nCues: took it over\n  - pattern: " in shown
    assert '  - dependency: {"LEMMA": "decide"} > {"ENT_TYPE": "ORG"}\n' in shown
    assert "  - entities: ORG, b\n" in shown
    assert "\nCues: no words\n  - entities: ORG\n" in cli("codebook", "show", "b").stdout
    assert cues == {
        "phrases": ["took it over"],
        "lemmas": [],
        "patterns": [[{"POS": "PROPN"}, {"LEMMA": {"IN": ["decide", "settle"]}}]],
        "dependencies": [
            [
                {"RIGHT_ID": "b", "RIGHT_ATTRS": {"LEMMA": "decide"}},
                {
                    "RIGHT_ID": "who",
                    "LEFT_ID": "b",
                    "REL_OP": ">",
                    "RIGHT_ATTRS": {"ENT_TYPE": "ORG"},
                },
            ]
        ],
        "entities": ["ORG", "b"],
    }


def test_a_merge_says_which_comments_go_with_mentions_that_are_left_out(
    cli: Cli, study: Path
) -> None:
    (study / "codebook.yaml").write_text(
        "id: toy\ncodes:\n  - id: a\n  - id: b\n  - id: c\n    near:   # both\n"
        "      - {code: a, tell_apart: x}   # from the first\n"
        "      # of the other\n"
        "      - code: b   # from the pilot\n        tell_apart: 'no # here'\n"
    )

    done = cli("codebook", "merge", "b", "a")

    assert done.exit_code == 0, done.stderr
    assert done.stderr.splitlines()[1:] == [
        "1 mention in near or expects left out, not to name a twice or by itself",
        "a comment goes with it: '# of the other'",
        "a comment goes with it: '# from the pilot'",
    ]
    left = (study / "codebook.yaml").read_text()
    assert "# both" in left
    assert "# from the first" in left
