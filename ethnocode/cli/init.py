"""``ethnocode init``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ethnocode.cli.output import say
from ethnocode.services.init import init_project


def init(
    folder: Annotated[
        Path, typer.Argument(help="Folder of the project; made when it does not exist.")
    ] = Path(),
    name: Annotated[str, typer.Option("--name", help="Name of the study.")] = "",
    codebook: Annotated[
        list[str] | None,
        typer.Option(
            "--codebook",
            help="Shipped codebook to extend, or a file to start from; repeatable.",
            metavar="NAME_OR_FILE",
        ),
    ] = None,
    author: Annotated[
        str, typer.Option("--author", help="Coder name of the researcher.")
    ] = "author",
) -> None:
    """Start a project: settings, a codebook and an empty database.

    \b
    Examples:
      ethnocode init my-study --codebook bourdieu --codebook coproduction
      ethnocode init my-study --codebook codebook-from-my-supervisor.yaml
    """
    now = datetime.now(UTC)
    project = init_project(folder, name=name, author=author, codebooks=codebook or (), now=now)
    say(f"started '{project.settings.study}' in {project.folder}")
    say("next: put texts into a folder and run 'ethnocode ingest FOLDER' there")
