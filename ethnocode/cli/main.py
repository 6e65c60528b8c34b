"""The command tree and the entry point."""

from __future__ import annotations

from typing import Annotated

import typer

from ethnocode import __version__
from ethnocode.cli import codebook, coding, person, report, source, suggest
from ethnocode.cli.check import check, verify
from ethnocode.cli.demo import demo
from ethnocode.cli.explain import explain, help_
from ethnocode.cli.group import EthnocodeGroup
from ethnocode.cli.history import log, undo
from ethnocode.cli.ingest import ingest
from ethnocode.cli.init import init
from ethnocode.cli.options import ProjectOption
from ethnocode.cli.search import search
from ethnocode.cli.status import status

app = typer.Typer(
    name="ethnocode",
    cls=EthnocodeGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(init)
app.command()(demo)
app.command()(ingest)
app.command()(status)
app.add_typer(source.app, name="source")
app.add_typer(person.app, name="person")
app.add_typer(codebook.app, name="codebook")
app.add_typer(coding.app, name="coding")
app.add_typer(suggest.app, name="suggest")
app.add_typer(report.app, name="report")
app.command()(search)
app.command()(check)
app.command()(verify)
app.command()(undo)
app.command()(log)
app.command()(explain)
app.command("help")(help_)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"ethnocode {__version__}")
        raise typer.Exit


@app.callback()
def root(
    project: ProjectOption = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Code field notes, interviews, e-mails and council documents from the shell."""


def run() -> None:
    """Console-script entry point."""
    app()
