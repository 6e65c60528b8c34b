"""``--fix`` on bare files and in a project: what is safe, once, and never half."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Cli = Callable[..., Result]

BOOK = """\
# ours
codes:
  - id: a
    aliases: [z, y]   # old
    near: [{code: b, tell_apart: a waits}]
  - id: b
"""
MENDED = """\
# ours
codes:
  - id: a
    aliases: [y, z]   # old
    near: [{code: b, tell_apart: a waits}]
  - id: b
    near:
      - {code: a, tell_apart: "a waits"}
"""
ONLY = ("--select", "CB007,CB031")


def test_bare_files_are_mended_and_keep_their_permissions_and_links(
    cli: Cli, tmp_path: Path
) -> None:
    (tmp_path / "books").mkdir()
    book, link = tmp_path / "books" / "ours.yaml", tmp_path / "link.yaml"
    book.write_text(BOOK)
    book.chmod(0o640)
    link.symlink_to(book)

    result = cli("codebook", "lint", "link.yaml", "--fix", *ONLY)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines() == [
        "mended link.yaml:4:18: CB031: 'y' stands after 'z' in the aliases of 'a'",
        "mended link.yaml:5:19: CB007: 'a' is near 'b', which does not name it back",
    ]
    assert book.read_text() == MENDED
    assert stat.S_IMODE(book.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert sorted(path.name for path in book.parent.iterdir()) == ["ours.yaml"]


def test_mended_once_it_stays_and_is_not_written_again(cli: Cli, tmp_path: Path) -> None:
    book = tmp_path / "ours.yaml"
    book.write_text(BOOK)
    cli("codebook", "lint", "ours.yaml", "--fix")
    os.utime(book, (1, 1))

    result = cli("codebook", "lint", "ours.yaml", "--fix", *ONLY)

    assert result.stderr == "nothing that --fix could mend\n"
    assert book.stat().st_mtime == 1


def test_a_dry_run_shows_the_lines_and_writes_nothing(cli: Cli, tmp_path: Path) -> None:
    book = tmp_path / "ours.yaml"
    book.write_text(BOOK)

    result = cli("codebook", "lint", "ours.yaml", "--fix", "--dry-run", *ONLY)

    assert [line for line in result.stdout.splitlines() if line[:1] in "+-"] == [
        "--- ours.yaml",
        "+++ ours.yaml",
        "-    aliases: [z, y]   # old",
        "+    aliases: [y, z]   # old",
        "+    near:",
        '+      - {code: a, tell_apart: "a waits"}',
    ]
    assert result.stderr.startswith("would mend ours.yaml:4:18: CB031")
    assert result.exit_code == 0  # there are warnings only
    assert book.read_text() == BOOK


def test_what_is_left_is_found_as_ever_and_drives_the_exit_status(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text(BOOK)
    (tmp_path / "bad.yaml").write_text("codes: [\n")

    result = cli("codebook", "lint", "bad.yaml", "ours.yaml", "--fix", "--format", "json")

    rules = {finding["rule"] for finding in json.loads(result.stdout)}
    assert {"CB019", "CB004"} <= rules
    assert not rules & {"CB007", "CB031"}
    assert result.exit_code == 1
    assert (tmp_path / "ours.yaml").read_text() == MENDED
    assert (tmp_path / "bad.yaml").read_text() == "codes: [\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_file_that_may_not_be_written_is_named(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "books"
    folder.mkdir()
    (folder / "ours.yaml").write_text(BOOK)
    folder.chmod(0o500)
    try:
        result = cli("codebook", "lint", "books/ours.yaml", "--fix")
    finally:
        folder.chmod(0o700)
    assert result.exit_code == 6
    assert (folder / "ours.yaml").read_text() == BOOK


def near_in(toy: Path) -> Path:
    """Let 'a' of the toy codebook be near 'b', which does not name it back."""
    path = toy / "codebook.yaml"
    text = path.read_text()
    path.write_text(
        text.replace(
            "    cues: {phrases:", "    near: [{code: b, tell_apart: so}]\n    cues: {phrases:"
        )
    )
    return path


@pytest.mark.parametrize("command", [("check",), ("codebook", "lint")])
def test_in_a_project_it_is_one_step_to_undo(cli: Cli, toy: Path, command: tuple[str, ...]) -> None:
    path = near_in(toy)
    before = path.read_text()
    events = len(json.loads(cli("log", "--format", "json").stdout))

    result = cli(*command, "--fix")

    assert "mended codebook.yaml:" in result.stderr
    entry = "    near:\n      - {code: a, tell_apart: so}\n"
    assert path.read_text() == before.replace(
        "The other one.\n    cues", f"The other one.\n{entry}    cues"
    )
    assert len(json.loads(cli("log", "--format", "json").stdout)) == events + 1
    assert cli("undo").exit_code == 0
    assert path.read_text() == before
    assert cli("redo").exit_code == 0
    assert path.read_text() != before


def test_in_a_project_a_dry_run_is_no_step_and_settings_choose_what_is_mended(
    cli: Cli, toy: Path
) -> None:
    path = near_in(toy)
    before, log = path.read_text(), cli("log").stdout

    assert "+      - {code: a, tell_apart: so}" in cli("check", "--fix", "--dry-run").stdout
    settings = toy / "ethnocode.yaml"
    settings.write_text(settings.read_text() + "checks: {ignore: [CB007]}\n")
    cli("check", "--fix")
    settings.write_text(
        settings.read_text().replace("{ignore: [CB007]}", "{allow: [{rule: CB007, because: x}]}")
    )
    cli("check", "--fix")

    assert (path.read_text(), cli("log").stdout) == (before, log)


def test_why_nothing_is_mended_in_a_file_is_said_with_the_place(cli: Cli, tmp_path: Path) -> None:
    unread = BOOK.replace("  - id: b\n", "  - id: b\n    include: {x: y}\n    sources: {z: y}\n")
    (tmp_path / "ours.yaml").write_text(unread)

    result = cli("codebook", "lint", "ours.yaml", "--fix", *ONLY)

    assert result.stderr.splitlines()[:-1] == [
        "nothing is mended in ours.yaml, of which 2 places cannot be read; the first is "
        "ours.yaml:7:14: expected a list, found a mapping"
    ]
    assert (tmp_path / "ours.yaml").read_text() == unread


def test_why_nothing_is_mended_in_a_study_is_said_with_the_place(cli: Cli, toy: Path) -> None:
    path = near_in(toy)
    path.write_text(path.read_text() + "  - {id: odd, include: {x: y}}\n")
    line = path.read_text().count("\n")

    for more in ((), ("--dry-run",)):
        result = cli("check", "--fix", *more)

        assert (
            f"nothing is mended in codebook.yaml, of which 1 place cannot be read: "
            f"codebook.yaml:{line}:24: expected a list, found a mapping" in result.stderr
        )
        assert "nothing that --fix could mend" not in result.stderr
