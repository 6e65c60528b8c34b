"""``check`` and ``codebook lint`` as a service runs them: formats, files, places, statuses."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from junitparser import JUnitXml
from typer.testing import Result

Cli = Callable[..., Result]

GOOD = """\
ethnocode: 1
id: lending
codes:
  - id: waiting
    definition: Somebody cannot go on until others, who need not say when, decide.
    include: [a wait whose end others decide]
    exclude: [a queue that moves]
    examples:
      - {text: we'll hear when we hear, apply: true, why: hangs on others}
      - {text: the bus was late, apply: false, why: nobody decides it}
"""
BAD = GOOD + "    expects: {with: [wating]}\n"  # an error in line 11, character 22
WARNED = GOOD + "    colour: red\n"  # an unknown key
FORMATS = ("text", "json", "github", "junit", "sarif")
ERROR = (
    "CB003 error: 'waiting' names 'wating' in 'expects', which is not defined "
    "(did you mean 'waiting'?)\n"
)


@pytest.mark.parametrize("format_", FORMATS)
def test_the_exit_status_is_the_same_in_every_format(
    cli: Cli, tmp_path: Path, format_: str
) -> None:
    for name, text in (("good", GOOD), ("bad", BAD), ("warned", WARNED)):
        (tmp_path / f"{name}.yaml").write_text(text)

    def status(*arguments: str) -> int:
        return cli("codebook", "lint", *arguments, "--format", format_).exit_code

    assert status("good.yaml") == 0
    assert status("good.yaml", "--strict") == 0
    assert status("warned.yaml") == 0
    assert status("warned.yaml", "--strict") == 1
    assert status("bad.yaml") == 1
    assert status("good.yaml", "bad.yaml") == 1
    assert status("nowhere.yaml") == status("n" * 300) == 3
    assert cli("codebook", "lint", "good.yaml", "--format", "xml").exit_code == 2


def test_people_are_told_how_many_there_are_and_programs_are_not(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD)
    told = "1 error in 1 file; 'ethnocode explain CB003' says why\n"

    found = {name: cli("codebook", "lint", "bad.yaml", "-f", name) for name in FORMATS}

    assert {name: result.stderr for name, result in found.items()} == {
        "text": told,
        "github": told,
        "json": "",
        "junit": "",
        "sarif": "",
    }
    assert found["text"].stdout == f"bad.yaml:11:22: {ERROR}"


def test_nothing_is_said_where_nothing_is_found(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD)

    for name in ("text", "github"):
        assert cli("codebook", "lint", "good.yaml", "-f", name).output == ""
    assert cli("codebook", "lint", "good.yaml", "-f", "json").output == "[]\n"
    suites = JUnitXml.fromstring(
        cli("codebook", "lint", "good.yaml", "-f", "junit").stdout.encode()
    )
    assert suites.failures == 0
    assert suites.tests > 15  # a test for each rule, and all passed


def test_files_need_no_project_and_leave_nothing_behind(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder looks like a project, but neither settings nor database can be read."""
    (tmp_path / "bad.yaml").write_text(BAD)
    (tmp_path / "ethnocode.yaml").write_text("checks: [: not read\n")
    (tmp_path / "ethnocode.db").write_bytes(b"not a database")
    monkeypatch.setenv("ETHNOCODE_PROJECT", str(tmp_path / "gone"))
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    tmp_path.chmod(0o555)
    try:
        result = cli("codebook", "lint", "bad.yaml")
    finally:
        tmp_path.chmod(0o755)

    assert (result.exit_code, result.stdout) == (1, f"bad.yaml:11:22: {ERROR}")
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_of_a_folder_its_yaml_files_are_judged_but_not_its_settings(
    cli: Cli, tmp_path: Path
) -> None:
    books = tmp_path / "books"
    (books / "below").mkdir(parents=True)
    for name in ("b.yaml", "a.yml"):
        (books / name).write_text(BAD.replace("id: lending", f"id: {name[0]}"))
    for name in ("ethnocode.yaml", ".pre-commit-config.yaml", "below/c.yaml", "notes.md"):
        (books / name).write_text("no codebook: [\n")

    result = cli("codebook", "lint", "books", "books/b.yaml")

    assert result.stdout == f"books/a.yml:11:22: {ERROR}books/b.yaml:11:22: {ERROR}"
    (tmp_path / "empty").mkdir()
    refused = cli("codebook", "lint", "empty")
    assert refused.exit_code == 3
    assert "empty: no codebook in this folder" in refused.stderr


def test_a_link_in_a_folder_that_leads_nowhere_is_not_passed_over(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "books").mkdir()
    (tmp_path / "books" / "good.yaml").write_text(GOOD)
    (tmp_path / "books" / "gone.yaml").symlink_to("moved.yaml")

    result = cli("codebook", "lint", "books")

    assert result.exit_code == 3
    assert "there is no codebook file 'books/gone.yaml'" in result.stderr


def test_a_file_that_the_system_keeps_closed_is_bad_input_not_a_slip_of_the_command_line(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stood in for, because whoever runs the tests may be allowed to read everything."""
    (tmp_path / "good.yaml").write_text(GOOD)
    (tmp_path / "closed.yaml").write_text(GOOD)

    def read_bytes(path: Path) -> bytes:
        if path.name == "closed.yaml":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return path.read_text("utf-8").encode()

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    monkeypatch.setattr("os.access", lambda path, mode, **_: "closed" not in str(path))
    result = cli("codebook", "lint", "good.yaml", "closed.yaml")

    assert result.exit_code == 3
    assert "closed.yaml: cannot be read: Permission denied" in result.stderr
    assert "check its permissions" in result.stderr


@pytest.mark.parametrize("format_", FORMATS)
def test_output_has_what_would_be_printed(cli: Cli, tmp_path: Path, format_: str) -> None:
    (tmp_path / "bad.yaml").write_text(BAD)
    printed = cli("codebook", "lint", "bad.yaml", "--format", format_).stdout

    result = cli("codebook", "lint", "bad.yaml", "--format", format_, "--output", "found.txt")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "wrote found.txt",
        "1 error in 1 file; 'ethnocode explain CB003' says why",
    ]
    assert (tmp_path / "found.txt").read_text("utf-8") == printed


def test_output_that_cannot_be_written_is_no_finding(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD)
    (tmp_path / "file").touch()

    for place in ("file/found.txt", "/dev/null/found.txt"):
        result = cli("codebook", "lint", "bad.yaml", "--output", place)
        assert (result.exit_code, result.stdout) == (6, ""), result.stderr
        assert result.stderr.startswith("ethnocode: error[E360]: ")


def test_output_never_replaces_a_codebook_that_is_judged(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD)

    result = cli("codebook", "lint", "bad.yaml", "--output", "./bad.yaml")

    assert result.exit_code == 2
    assert (tmp_path / "bad.yaml").read_text() == BAD


@pytest.mark.parametrize("format_", FORMATS)
def test_any_name_of_a_file_is_written_without_harm(tmp_path: Path, format_: str) -> None:
    names = [b"two\nlines.yaml", b"a,b:c%20.yaml", b"\x1b[31mred.yaml", b"caf\xe9.yaml"]
    for number, name in enumerate(names):
        with open(os.path.join(os.fsencode(tmp_path), name), "w") as file:
            file.write(BAD.replace("id: lending", f"id: book{number}"))
    command = [sys.executable, "-m", "ethnocode", "codebook", "lint", *names, "-f", format_]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)

    assert done.returncode == 1, done.stderr
    assert not set(done.stdout) & {0x1B, 0xE9}
    if format_ == "json":
        assert [os.fsencode(record["path"]) for record in json.loads(done.stdout)] == names
    if format_ in ("text", "github"):
        assert done.stdout.count(b"\n") == len(names)


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    codes = "".join(f"  - id: code_{n}\n" for n in range(1500))
    (tmp_path / "bad.yaml").write_text(f"ethnocode: 1\nid: x\ncodes:\n{codes}")
    command = [sys.executable, "-m", "ethnocode", "codebook", "lint", "bad.yaml"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        first = running.stdout.readline()
        running.stdout.close()
        told = running.stderr.read()

    assert first.startswith("bad.yaml:4:9: CB")
    assert "Traceback" not in told
    assert running.returncode != 0


def test_paths_of_a_project_count_from_the_working_folder(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "books.yaml").write_text(BAD)
    cli("init", "study", "--codebook", "books.yaml")

    from_above = cli("check", "--project", "study", "--format", "github")
    monkeypatch.chdir(tmp_path / "study")
    inside = cli("check", "--format", "github")

    assert from_above.exit_code == inside.exit_code == 1
    assert "::error file=study/codebook.yaml,line=11,col=22,title=CB003 " in from_above.stdout
    assert "::error file=codebook.yaml,line=11,col=22,title=CB003 " in inside.stdout


def test_settings_that_make_no_sense_are_placed_from_the_working_folder(
    cli: Cli, tmp_path: Path
) -> None:
    (tmp_path / "books.yaml").write_text(GOOD)
    cli("init", "study", "--codebook", "books.yaml")
    (tmp_path / "study" / "ethnocode.yaml").write_text("ethnocode: 1\nchekcs: {}\n")

    result = cli("check", "--project", "study", "--format", "json")

    assert result.exit_code == 4
    assert json.loads(result.stderr)["where"] == "study/ethnocode.yaml:2:1"


def test_a_finding_in_a_source_names_the_source(cli: Cli, toy: Path) -> None:
    """The toy document has no date; that is said of the file as a whole."""
    commands = cli("check", "--format", "github").stdout.splitlines()
    suites = JUnitXml.fromstring(cli("check", "--format", "junit").stdout.encode())
    run = json.loads(cli("check", "--format", "sarif").stdout)["runs"][0]

    (undated,) = (line for line in commands if "SR001" in line)
    assert undated.startswith("::warning file=toy.txt,title=SR001 undated-source::")
    assert suites.failures == 0
    assert {"CB001", "CD001", "AN001", "SR001"} <= {
        rule["id"] for rule in run["tool"]["driver"]["rules"]
    }


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("codes:\n", "codes: [\n", "CB019"),  # no code is known
        ("  - id: a\n", "  - name: a\n", "CB020"),  # one code is not
        ("    properties: {side: [left, right]}\n", "    properties: side\n", "CB020"),
        ("id: toy\n", "id: toy\nextends: [bordieu]\n", "CB021"),  # those of a base are not
    ],
)
def test_what_cannot_be_read_is_a_finding_and_not_held_against_the_codings(
    cli: Cli, toy: Path, before: str, after: str, fault: str
) -> None:
    """All else is checked: the toy document has no date."""
    cli("coding", "add", "toy.txt", "a", "--span", "70:80", "--set", "side=left")
    text = (toy / "codebook.yaml").read_text()
    assert before in text
    (toy / "codebook.yaml").write_text(text.replace(before, after))

    result = cli("check", "--format", "json")

    assert result.exit_code == 1
    found = [(f["rule"], f["path"]) for f in json.loads(result.stdout)]
    assert (fault, "codebook.yaml") in found
    assert ("SR001", "toy.txt") in found
    assert [rule for rule, _ in found if rule.startswith("CD")] == []


def test_codings_are_held_against_a_codebook_of_which_only_words_cannot_be_read(
    cli: Cli, toy: Path
) -> None:
    """The code a is gone, and a list stands for the definition of another."""
    text = (toy / "codebook.yaml").read_text().replace("- id: a\n", "- id: aa\n")
    (toy / "codebook.yaml").write_text(text.replace("definition: The other one.", "definition: []"))

    rules = [f["rule"] for f in json.loads(cli("check", "--format", "json").stdout)]

    assert "CB020" in rules
    assert "CD001" in rules
