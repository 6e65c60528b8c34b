"""The command tree and the entry point."""

from __future__ import annotations

from typing import Annotated

import typer

from ethnocode import __version__
from ethnocode.cli.group import Entry, EthnocodeGroup, new_group
from ethnocode.cli.options import ProjectOption

COMMANDS = (
    Entry(
        "init",
        "ethnocode.cli.init:init",
        "Start a project: settings, a codebook and an empty database.",
    ),
    Entry(
        "demo",
        "ethnocode.cli.demo:demo",
        "Build the shipped study: texts, codings, suggestions, reports.",
    ),
    Entry(
        "ingest",
        "ethnocode.cli.ingest:ingest",
        "Read files or folders into the project, one source a file.",
    ),
    Entry(
        "update",
        "ethnocode.cli.update:update",
        "Take edited sources in, carrying their codings along.",
    ),
    Entry(
        "status", "ethnocode.cli.status:status", "Show where the study stands, and what to do next."
    ),
    Entry("source", "ethnocode.cli.source:app", "The corpus: what was ingested."),
    Entry("person", "ethnocode.cli.person:app", "Participants, under their pseudonyms."),
    Entry("codebook", "ethnocode.cli.codebook:app", "The codebook: the theory as it stands."),
    Entry("coding", "ethnocode.cli.coding:app", "Codings: codes on people's own words."),
    Entry("memo", "ethnocode.cli.memo:app", "Memos: notes on anything in the study."),
    Entry(
        "suggest",
        "ethnocode.cli.suggest:app",
        "Propose passages that a code may fit, from the codebook and from what you coded.",
    ),
    Entry(
        "review",
        "ethnocode.cli.review:review",
        "Go through what is suggested, one passage after another, a key each.",
    ),
    Entry(
        "search",
        "ethnocode.cli.search:search",
        "Find words in the texts, each hit with the words around it.",
    ),
    Entry("report", "ethnocode.cli.report:app", "Tables for reading and for sampling."),
    Entry(
        "check", "ethnocode.cli.check:check", "Check codebook, codings and sources by every rule."
    ),
    Entry("verify", "ethnocode.cli.verify:verify", "Check that the project file is sound."),
    Entry(
        "backup",
        "ethnocode.cli.backup:backup",
        "Copy the whole project into one file, checked; or list the copies.",
    ),
    Entry(
        "restore",
        "ethnocode.cli.backup:restore",
        "Put a backup or snapshot in the place of the project.",
    ),
    Entry("log", "ethnocode.cli.history:log", "Print what was done to the project, latest first."),
    Entry("undo", "ethnocode.cli.history:undo", "Take back the last steps."),
    Entry("redo", "ethnocode.cli.history:redo", "Do again what was undone."),
    Entry(
        "explain",
        "ethnocode.cli.explain:explain",
        "Explain a rule or an error: what it means, why, and what to do.",
    ),
    Entry("help", "ethnocode.cli.explain:help_", "Print a manual page."),
)


class _Root(EthnocodeGroup):
    entries = COMMANDS


app = new_group()
app.info.cls = _Root
app.info.name = "ethnocode"


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
