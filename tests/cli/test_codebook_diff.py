"""``codebook diff`` and definitions of earlier days: what is compared, printed and counted."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from ethnocode.errors import UsageError
from ethnocode.services.revisions import split_revision

Cli = Callable[..., Result]

BASE = "id: base\nversion: 2.0.0\ncodes: [{id: ties, definition: People to call on.}]\n"
FIRST = """\
id: own
version: 1.0.0
extends: [base.yaml]
codes:
  - id: waiting
    definition: Somebody puts a plan off until word comes.
    include: [no answer has come]
    children: [{id: silence, definition: No answer.}]
  - {id: trust, definition: Counting on somebody.}
  - {id: limbo, definition: Between.}
"""
NOW = """\
id: own
version: 1.0.0
extends: [base.yaml]
codes:
  - id: hoping
    aliases: [waiting]
    definition: Somebody puts a plan off until an answer comes.
    include: [no reply has come]
    children: [{id: silence, definition: No answer.}]
  - {id: trust, aliases: [limbo], definition: Counting on somebody.}
  - {id: ties, definition: Neighbours.}
  - {id: queue, definition: In line.}
"""
CODED = (("waiting", "knew them"), ("waiting.silence", "Nobody fills"), ("limbo", "in a tin"))
TEXT = """\
A: own 1.0.0 (old.yaml)
B: own 1.0.0 (codebook.yaml)

Merged
  limbo into trust · 1 coding in 1 source

Renamed
  waiting → hoping · 2 codings in 1 source

Added
  queue

Overridden
  ties
    definition
      - People to call on.
      + Neighbours.

Redefined
  waiting → hoping · 1 coding in 1 source
    definition
      ~ Somebody puts a plan off until [-word-] {+an answer+} comes.
    include
      - no answer has come
      + no reply has come
"""


def git(*words: str) -> str:
    """Run git in the working folder, as nobody in particular and with no settings."""
    env = {"PATH": os.environ["PATH"], "HOME": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = ("-c", "user.name=N", "-c", "user.email=n@example.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(
        ["git", *who, *words], env=env, check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.fixture
def study(cli: Cli, study: Path) -> Path:
    """The interview, coded by one codebook, which was then changed by hand."""
    (study / "base.yaml").write_text(BASE)
    (study / "codebook.yaml").write_text(FIRST)
    (study / "old.yaml").write_text(FIRST)
    for code, quote in CODED:
        assert cli("coding", "add", "charis.txt", code, "--quote", quote).exit_code == 0
    (study / "codebook.yaml").write_text(NOW)
    return study


@pytest.fixture
def repository(study: Path) -> Path:
    """The same, the first codebook being the last commit."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    (study / "codebook.yaml").write_text(FIRST)
    git("init", "-q")
    git("add", "codebook.yaml", "base.yaml")
    git("commit", "-q", "-m", "first: the codebook")
    (study / "codebook.yaml").write_text(NOW)
    return study


def kinds(cli: Cli, *words: str) -> list[tuple[str, str]]:
    """Return kind and code of each change."""
    done = cli("codebook", "diff", *words, "--format", "json")
    assert done.exit_code == 0, done.stderr
    return [(one["kind"], one["code"]) for one in json.loads(done.stdout)["changes"]]


ALL = [
    ("merged", "trust"),
    ("renamed", "hoping"),
    ("added", "queue"),
    ("overridden", "ties"),
    ("redefined", "hoping"),
]


def test_two_files_are_compared_code_by_code(cli: Cli, study: Path) -> None:
    done = cli("codebook", "diff", "old.yaml")

    assert (done.exit_code, done.stdout) == (0, TEXT)
    assert done.stderr == (
        "1 merged, 1 renamed, 1 added, 1 overridden, 1 redefined; touches 3 codings in 1 source\n"
    )


def test_without_a_name_it_is_the_last_codebook_of_the_log_that_was_another(
    cli: Cli, study: Path
) -> None:
    assert kinds(cli) == ALL
    assert cli("coding", "add", "charis.txt", "queue", "--quote", "a form").exit_code == 0
    assert kinds(cli) == ALL


def test_the_codings_of_each_change_are_listed_where_that_is_wanted(cli: Cli, study: Path) -> None:
    done = cli("codebook", "diff", "old.yaml", "--codings", "--format", "json")
    text = cli("codebook", "diff", "old.yaml", "--codings").stdout

    listed = [
        [coding["quote"] for coding in one["listed"]] for one in json.loads(done.stdout)["changes"]
    ]
    assert listed == [["in a tin"], ["knew them", "Nobody fills"], [], [], ["knew them"]]
    assert "         3  charis.txt" in text
    assert "            in a tin\n" in text
    assert max(map(len, text.splitlines())) <= 80


def test_the_json_is_what_scripts_rely_on(cli: Cli, study: Path) -> None:
    record = json.loads(cli("codebook", "diff", "old.yaml", "--format", "json").stdout)

    assert list(record) == ["a", "b", "changes", "perhaps_renamed"]
    assert record["perhaps_renamed"] == []
    assert record["a"] == {"name": "old.yaml", "id": "own", "version": "1.0.0"}
    assert record["changes"][0] == {
        "kind": "merged",
        "code": "trust",
        "was": "limbo",
        "fields": [],
        "codings": 1,
        "sources": 1,
    }
    assert record["changes"][2]["was"] is None
    assert record["changes"][3]["fields"] == [
        {"field": "definition", "old": "People to call on.", "new": "Neighbours."}
    ]


def test_what_was_merged_and_moved_by_command_is_touched_where_it_is_now(
    cli: Cli, study: Path
) -> None:
    (study / "codebook.yaml").write_text(FIRST)
    assert cli("codebook", "merge", "limbo", "trust").exit_code == 0
    assert cli("codebook", "move", "waiting", "--under", "trust").exit_code == 0

    changes = json.loads(cli("codebook", "diff", "old.yaml", "--format", "json").stdout)["changes"]

    assert [(c["kind"], c["was"], c["code"], c["codings"]) for c in changes] == [
        ("merged", "limbo", "trust", 1),
        ("moved", "waiting", "trust.waiting", 2),
    ]


def test_exit_status_1_is_for_those_who_ask_for_it(cli: Cli, study: Path) -> None:
    assert cli("codebook", "diff", "old.yaml", "--exit-code").exit_code == 1
    same = cli("codebook", "diff", "old.yaml", "old.yaml", "--exit-code")
    assert (same.exit_code, same.stderr) == (
        0,
        "old.yaml and old.yaml say the same of every code\n",
    )


def test_outside_a_study_files_and_shipped_books_are_compared_without_codings(
    cli: Cli, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text("id: a\ncodes: [{id: one}]\n")
    (tmp_path / "b.yaml").write_text("id: a\ncodes: [{id: two}]\n")

    done = cli("codebook", "diff", "a.yaml", "b.yaml", "--format", "json")
    text = cli("codebook", "diff", "a.yaml", "b.yaml")
    shipped = cli("codebook", "diff", "bourdieu", "bourdieu@1.0.0")

    assert [one["codings"] for one in json.loads(done.stdout)["changes"]] == [None, None]
    assert text.stdout.endswith("Removed\n  one\n\nAdded\n  two\n")
    assert text.stderr == "1 removed, 1 added\n"
    assert shipped.stderr == "bourdieu and bourdieu@1.0.0 say the same of every code\n"


@pytest.mark.parametrize(
    "words", [(), ("a.yaml",), ("version:1", "a.yaml"), ("git:HEAD", "a.yaml")]
)
def test_what_is_part_of_a_study_needs_one(
    cli: Cli, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "a.yaml").write_text("id: a\ncodes: [{id: one}]\n")

    done = cli("codebook", "diff", *words)

    assert (done.exit_code, done.stdout) == (4, "")
    assert "E301" in done.stderr


def test_a_version_is_the_last_of_it_that_the_log_keeps(cli: Cli, study: Path) -> None:
    later = NOW.replace("1.0.0", "1.1.0")
    (study / "codebook.yaml").write_text(later)
    assert cli("coding", "add", "charis.txt", "queue", "--quote", "a form").exit_code == 0
    (study / "codebook.yaml").write_text(later.replace("In line.", "Lined up."))

    assert kinds(cli, "version:1.0.0") == ALL
    assert kinds(cli, "version:1.1.0") == [("redefined", "queue")]
    assert kinds(cli, "version:1.0.0", "version:1.1.0") == ALL
    unknown = cli("codebook", "diff", "version:7")
    assert unknown.exit_code == 3
    assert "the log keeps no version '7'" in unknown.stderr
    assert "hint: it keeps 1.0.0, 1.1.0" in unknown.stderr


def test_a_moment_is_the_codebook_of_that_moment(cli: Cli, study: Path) -> None:
    made = json.loads(cli("coding", "list", "--format", "json").stdout)[0]["created"][:23]

    assert kinds(cli, "--as-of", made) == ALL
    assert kinds(cli, f"as-of:{made}") == ALL
    assert kinds(cli, "old.yaml", f"as-of:{made}") == []
    before = cli("codebook", "diff", "--as-of", "1999-01-01")
    assert before.exit_code == 3
    assert "the study had no codebook at 1999-01-01" in before.stderr
    assert cli("codebook", "diff", "as-of:soon").exit_code == 2
    assert cli("codebook", "diff", "old.yaml", "--as-of", made).exit_code == 2


def test_a_revision_of_git_is_read_with_what_it_extended_then(cli: Cli, repository: Path) -> None:
    (repository / "base.yaml").write_text(BASE.replace("People", "Those"))

    assert kinds(cli, "git:HEAD", "git:HEAD:codebook.yaml") == []
    assert kinds(cli, "git:HEAD") == ALL
    assert kinds(cli, "git:HEAD@{0}") == ALL
    assert kinds(cli, "git:HEAD^{/first: the}") == ALL
    assert git("status", "--porcelain", "-uno").splitlines() == [" M base.yaml", " M codebook.yaml"]


def test_a_codebook_below_the_repositorys_top_extends_one_beside_its_folder(
    cli: Cli, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "deep").mkdir()
    moved = FIRST.replace("base.yaml", "../base.yaml")
    (repository / "deep" / "own.yaml").write_text(moved)
    git("add", "deep")
    git("commit", "-q", "-m", "deep")
    shutil.rmtree(repository / "deep")

    assert kinds(cli, "git:HEAD:deep/own.yaml") == ALL
    (repository / "other").mkdir()
    monkeypatch.chdir(repository / "other")
    assert kinds(cli, "git:HEAD:../deep/own.yaml", "git:HEAD") == []


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("git:nowhere", 3, "git knows no revision 'nowhere' here"),
        ("git:HEAD:none.yaml", 3, "git has no file 'none.yaml' at that revision"),
        ("git:HEAD:none.yaml", 3, "error[E200]: git:HEAD:none.yaml: git has no file"),
        ("git:HEAD..HEAD", 3, "git knows no revision 'HEAD..HEAD' here"),
        ("git:^HEAD", 3, "'^HEAD' is not one revision"),
        ("git:--help", 2, "'--help' is no revision of git"),
        ("git:", 2, "'' is no revision of git"),
        ("git:HEAD:", 2, "'HEAD:' is no revision of git"),
        ("git:a\nb", 2, "is no revision of git"),
        ("git:$(touch made)", 3, "git knows no revision"),
        ("nothing.yaml", 3, "there is no shipped codebook and no file 'nothing.yaml'"),
        (" ", 2, "a codebook needs a name"),
        ("bourdieu@0.1", 3, "'bourdieu@0.1' was asked for"),
    ],
)
def test_what_is_not_there_is_said_and_nothing_is_started(
    cli: Cli, repository: Path, name: str, status: int, said: str
) -> None:
    done = cli("codebook", "diff", name)

    assert (done.exit_code, done.stdout) == (status, "")
    assert said in done.stderr
    assert not (repository / "made").exists()


def test_a_book_outside_the_repository_cannot_be_had_from_it(cli: Cli, repository: Path) -> None:
    (repository / "codebook.yaml").write_text(FIRST.replace("base.yaml", "../base.yaml"))
    git("commit", "-q", "-am", "up")
    (repository / "codebook.yaml").write_text(NOW)

    done = cli("codebook", "diff", "git:HEAD")

    assert done.exit_code == 3
    assert "lies outside the git repository" in done.stderr


def test_variables_of_git_and_of_a_hook_lead_nowhere_else(
    cli: Cli, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", "/nowhere")

    assert kinds(cli, "git:HEAD") == ALL


def test_without_git_or_a_repository_that_is_said(
    cli: Cli, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(study))
    if shutil.which("git"):
        done = cli("codebook", "diff", "git:HEAD")
        assert done.exit_code == 3
        assert "is in no git repository" in done.stderr
    monkeypatch.setenv("PATH", str(study))
    done = cli("codebook", "diff", "git:HEAD")
    assert done.exit_code == 3
    assert "git is not installed" in done.stderr


def test_colons_within_braces_are_the_revisions_own() -> None:
    assert split_revision("HEAD@{2026-01-01 12:00}:a:b.yaml") == (
        "HEAD@{2026-01-01 12:00}",
        "a:b.yaml",
    )
    assert split_revision("v1") == ("v1", "")
    with pytest.raises(UsageError):
        split_revision("HEAD@{open")


def test_signs_that_act_on_a_terminal_are_spelt_out(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("id: a\ncodes: [{id: one, definition: a b c d}]\n")
    (tmp_path / "b.yaml").write_text('id: a\ncodes: [{id: one, definition: "a b c \\x9b"}]\n')

    done = cli("codebook", "diff", "a.yaml", "b.yaml")

    assert "\x9b" not in done.output


def shown(cli: Cli, *words: str) -> str:
    done = cli("codebook", "show", *words)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_the_definition_under_which_a_coding_was_made_is_read_back(cli: Cli, study: Path) -> None:
    assert cli("codebook", "merge", "limbo", "trust").exit_code == 3  # it is an alias already
    (study / "codebook.yaml").write_text(FIRST)
    assert cli("codebook", "merge", "limbo", "trust").exit_code == 0
    assert cli("codebook", "rename", "waiting", "hoping").exit_code == 0

    waiting, limbo = shown(cli, "--coding", "1"), shown(cli, "--coding", "3")

    assert waiting.startswith("waiting · waiting · own\n\nSomebody puts a plan off until word")
    assert waiting.endswith(", version 1.0.0\nIt is hoping now.\nChanged since: nothing\n")
    assert "\nIn force when coding 1 was made: 20" in waiting
    assert limbo.startswith("limbo · limbo · own\n\nBetween.\n")
    assert limbo.endswith("It is trust now.\nChanged since: definition\n")


def test_it_is_read_back_for_scripts_as_well(cli: Cli, study: Path) -> None:
    done = cli("codebook", "show", "--coding", "1", "--format", "json")

    record: dict[str, Any] = json.loads(done.stdout)

    assert record["definition"] == "Somebody puts a plan off until word comes."
    assert (record["id"], record["now"], record["coding"]) == ("waiting", "hoping", 1)
    assert (record["version"], record["changed"]) == ("1.0.0", ["definition", "include"])


def test_a_code_that_is_gone_is_read_back_all_the_same(cli: Cli, study: Path) -> None:
    (study / "codebook.yaml").write_text("id: own\ncodes: [{id: queue, definition: In line.}]\n")

    assert shown(cli, "--coding", "3").endswith("The codebook has the code no longer.\n")


def test_the_codebook_of_an_earlier_day_is_shown_with_the_codings_of_that_day(
    cli: Cli, study: Path
) -> None:
    second = json.loads(cli("coding", "list", "--format", "json").stdout)
    made = next(c["created"] for c in second if c["id"] == 1)[:23]

    then = shown(cli, "waiting", "--as-of", made)

    assert "until word comes." in then
    assert then.endswith("Used: 1 codings, 1 with the codes below it\n")
    assert "limbo" in shown(cli, "--as-of", made)
    assert "limbo" not in shown(cli)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("--coding", "99"), 2),
        (("waiting", "--coding", "1"), 2),
        (("--coding", "1", "--as-of", "2026-01-01"), 2),
        (("--as-of", "1999-01-01"), 3),
        (("--as-of", "soon"), 2),
    ],
)
def test_what_cannot_be_read_back_is_said(
    cli: Cli, study: Path, words: tuple[str, ...], status: int
) -> None:
    done = cli("codebook", "show", *words)

    assert (done.exit_code, done.stdout) == (status, "")
    assert "hint:" in done.stderr


def test_a_code_changed_under_its_codings_is_a_finding_until_the_version_is_raised(
    cli: Cli, study: Path
) -> None:
    found = cli("check", "--select", "CD010", "--format", "json")
    (study / "codebook.yaml").write_text(NOW.replace("1.0.0", "1.1.0"))
    raised = cli("check", "--select", "CD010", "--format", "json")

    assert [(f["rule"], f["line"], f["message"][:29]) for f in json.loads(found.stdout)] == [
        ("CD010", 7, "'hoping' has another definiti")
    ]
    assert json.loads(raised.stdout) == []


def test_what_the_hint_of_the_finding_names_shows_the_change(cli: Cli, study: Path) -> None:
    (finding,) = json.loads(cli("check", "--select", "CD010", "--format", "json").stdout)
    words = finding["hint"].split("'ethnocode ")[1].split("'")[0].split()

    assert ("redefined", "hoping") in kinds(cli, *words[2:])


def test_what_is_wrong_in_a_file_at_a_revision_is_placed_there(cli: Cli, repository: Path) -> None:
    (repository / "codebook.yaml").write_text("codes:\n  - id: a\n    include: {x: y}\n")
    git("commit", "-q", "-am", "odd")
    (repository / "codebook.yaml").write_text(NOW)

    done = cli("codebook", "diff", "git:HEAD")

    assert done.exit_code == 3
    assert "git:HEAD:codebook.yaml:3:14: expected a list" in done.stderr


def test_a_code_renamed_by_hand_is_said_to_be_perhaps_another(cli: Cli, tmp_path: Path) -> None:
    before = (
        "id: t\ncodes:\n  - {id: waiting, definition: No word., include: [no answer]}\n"
        "  - {id: trust, definition: Counting.}\n  - {id: blank}\n"
        "  - {id: twin, definition: Same.}\n"
    )
    after = (
        before.replace("id: waiting", "id: silence")
        .replace("id: trust, definition: Counting.", "id: faith, definition: Counting on.")
        .replace("id: blank", "id: empty")
        .replace("  - {id: twin,", "  - {id: one, definition: Same.}\n  - {id: two,")
    )
    (tmp_path / "old.yaml").write_text(before)
    (tmp_path / "new.yaml").write_text(after)

    done = cli("codebook", "diff", "old.yaml", "new.yaml")
    record = json.loads(cli("codebook", "diff", "old.yaml", "new.yaml", "--format", "json").stdout)

    assert done.stdout.endswith("\n\nPerhaps renamed\n  waiting → silence\n")
    assert "if so, write the former id into 'aliases'" in done.stderr
    assert record["perhaps_renamed"] == [{"was": "waiting", "code": "silence"}]
    assert {"removed", "added"} == {one["kind"] for one in record["changes"]}
