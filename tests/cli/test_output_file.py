"""The file of ``--output``: its ending is the format, and what is kept is not written over."""

from __future__ import annotations

import json
import mailbox
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import Result

from ethnocode.cli.main import app

Cli = Callable[..., Result]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("report", "network"), "net.docx"),
        (("report", "agreement"), "ag.png"),
        (("report", "cooccurrence"), "x.xlsx"),
        (("report", "cooccurrence"), "x.graphml"),
        (("report", "frequency"), "FREQUENCY.PDF"),
        (("report", "strip", "toy.txt"), "strip.jpg"),
        (("report", "matrix", "--by", "kind"), "matrix.v2"),
        (("source", "list"), "sources.csv"),
        (("coding", "list"), "codings.html"),
        (("check",), "found.xml"),
    ],
)
def test_an_ending_that_is_no_format_is_refused_with_those_that_are(
    cli: Cli, toy: Path, words: tuple[str, ...], name: str
) -> None:
    result = cli(*words, "--output", name)

    ending = Path(name).suffix.lower()
    told = f"--output '{name}': nothing is written as '{ending}' here"
    assert (result.exit_code, result.stdout) == (2, "")
    first, hint = result.stderr.splitlines()
    assert first == f"ethnocode: error[E010]: {told}"
    assert hint.startswith("  hint: end it in .txt, .")
    assert ".json" in hint
    assert hint.endswith(", or say with --format what to write")
    assert not (toy / name).exists()


@pytest.mark.parametrize("name", ["x.docx", "x.png", "x.json"])
def test_an_ending_says_nothing_where_the_format_is_said(cli: Cli, toy: Path, name: str) -> None:
    assert cli("report", "frequency", "-f", "text", "-o", name).exit_code == 0

    assert (toy / name).read_text().startswith("How often each code is used\n")


@pytest.mark.parametrize("name", ["plain", "plain.txt", "PLAIN.TXT"])
def test_txt_and_no_ending_are_text(cli: Cli, toy: Path, name: str) -> None:
    assert cli("report", "frequency", "-o", name).exit_code == 0

    assert (toy / name).read_text().startswith("How often each code is used\n")


def test_a_list_is_written_by_the_ending_too(cli: Cli, toy: Path) -> None:
    assert cli("source", "list", "-o", "sources.json").exit_code == 0
    assert cli("check", "-o", "found.sarif").exit_code == 0

    assert json.loads((toy / "sources.json").read_text())[0]["name"] == "toy.txt"
    assert json.loads((toy / "found.sarif").read_text())["version"] == "2.1.0"


def test_every_command_with_an_output_has_a_format() -> None:
    """The ending can only say what ``--format`` could."""

    def commands(group: Any, context: Any, path: str) -> Iterator[tuple[str, Any]]:
        for name in group.list_commands(context):
            below = group.get_command(context, name)
            if hasattr(below, "list_commands"):
                yield from commands(below, context, f"{path} {name}")
            else:
                yield f"{path} {name}".strip(), below

    root = typer.main.get_command(app)
    found = 0
    for path, command in commands(root, typer.Context(root), ""):
        options = {word for param in command.params for word in param.opts}
        if "--output" in options:
            found += 1
            assert "--format" in options, path
    assert found > 15


@pytest.mark.parametrize("edited", [False, True])
@pytest.mark.parametrize("spelled", ["texts/win.txt", "texts/../texts/win.txt", "link.txt"])
def test_a_file_that_a_source_was_read_from_is_not_written_over(
    cli: Cli, study: Path, spelled: str, edited: bool
) -> None:
    file = study / "texts" / "win.txt"
    file.parent.mkdir()
    file.write_text("Win: We had dinners there.\n")
    assert cli("ingest", "texts").exit_code == 0
    if edited:
        file.write_text("Win: We had our dinners there, every week.\n")
    (study / "link.txt").symlink_to(file)
    before = file.read_bytes()

    result = cli("report", "cooccurrence", "--output", spelled)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[0] == (
        f"ethnocode: error[E010]: --output '{spelled}' is the file that the source 'win.txt' "
        "was read from"
    )
    assert file.read_bytes() == before


def test_a_moved_original_is_known_by_its_bytes(cli: Cli, study: Path) -> None:
    (study / "charis.txt").rename(study / "ros.txt")

    result = cli("report", "frequency", "--format", "json", "--output", "ros.txt")

    assert result.exit_code == 2
    assert "the source 'charis.txt'" in json.loads(result.stderr)["message"]


def test_a_mailbox_that_sources_were_read_from_is_not_written_over(cli: Cli, study: Path) -> None:
    box = mailbox.mbox(study / "letters.mbox")
    for number in ("first", "second"):
        letter = EmailMessage()
        letter["From"], letter["Subject"] = "ros@example.org", number
        letter["Date"] = "Mon, 03 Mar 2014 10:00:00 +0000"
        letter.set_content(f"The {number} letter about the kitchen.\n")
        box.add(letter)
    box.close()
    assert cli("ingest", "letters.mbox").exit_code == 0
    with (study / "letters.mbox").open("ab") as grown:
        grown.write(b"\n")

    result = cli("report", "frequency", "-f", "text", "-o", "letters.mbox")

    assert result.exit_code == 2
    assert "was read from" in result.stderr


def test_a_project_named_after_the_output_is_the_one_that_is_guarded(
    cli: Cli, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    result = cli("report", "frequency", "-o", "../charis.txt", "--project", "..")

    assert result.exit_code == 2
    assert "the source 'charis.txt'" in result.stderr


def test_an_older_report_is_written_over(cli: Cli, study: Path) -> None:
    for _ in range(2):
        assert cli("report", "frequency", "-o", "frequency.txt").exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("report", "cooccurrence", "--dpi", "300"),
        ("report", "network", "--dpi", "96", "--format", "svg"),
        ("report", "network", "--dpi", "96", "--format", "dot"),
        ("report", "matrix", "--by", "kind", "--dpi", "300", "-o", "m.html"),
        ("report", "strip", "toy.txt", "--dpi", "300"),
    ],
)
def test_a_resolution_without_a_png_is_refused(cli: Cli, toy: Path, words: tuple[str, ...]) -> None:
    result = cli(*words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "ethnocode: error[E010]: --dpi is for a png\n"
        "  hint: give --format png as well, or leave --dpi out\n"
    )
    assert not (toy / "m.html").exists()
