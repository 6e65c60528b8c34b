"""README.md shows the commands there are; ``make golden`` rewrites its table."""

from __future__ import annotations

import os
from typing import Annotated

import pytest
import typer
from command_table import BEGIN, END, command_table, with_table
from inspect_tree import ROOT

from ethnocode.cli.main import app

README = ROOT / "README.md"


def planted_app() -> typer.Typer:
    planted, group = typer.Typer(), typer.Typer(help="Codings.")
    planted.add_typer(group, name="coding")

    @planted.command()
    def ingest(
        paths: Annotated[list[str], typer.Argument()],
        kind: Annotated[str, typer.Option()] = "",
    ) -> None:
        """Read files,
        one source | a file.

        More.
        """

    @group.command("list")
    def list_(code: Annotated[str, typer.Argument()] = "") -> None:
        """List codings."""

    return planted


def test_the_table_shows_commands_their_arguments_and_their_first_paragraph() -> None:
    assert command_table(planted_app()).splitlines() == [
        "| Command | Does |",
        "| --- | --- |",
        "| `ingest PATHS...` | Read files, one source \\| a file. |",
        "| `coding list [CODE]` | List codings. |",
    ]


def test_the_table_replaces_what_was_between_the_markers_and_no_more() -> None:
    page = f"# Title\n{BEGIN}\nold\n{END}\nEnd.\n"

    assert with_table(page, "new") == f"# Title\n{BEGIN}\nnew\n{END}\nEnd.\n"


@pytest.mark.parametrize("page", ["", BEGIN, END, f"{END}{BEGIN}", f"{BEGIN}{END}{BEGIN}{END}"])
def test_a_page_without_its_two_markers_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="once each"):
        with_table(page, "new")


def test_the_readme_shows_the_commands_there_are() -> None:
    page = README.read_text("utf-8")
    expected = with_table(page, command_table(app))
    if os.environ.get("UPDATE_GOLDEN") == "1":
        README.write_bytes(expected.encode())
        page = expected

    assert page == expected
