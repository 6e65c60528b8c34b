"""``ethnocode check`` and ``ethnocode verify``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from ethnocode.cli.codebook import write_findings
from ethnocode.cli.context import here
from ethnocode.cli.options import FormatOption, ListFormat, OutputOption, ProjectOption
from ethnocode.cli.output import say, write_json
from ethnocode.report.safe import visible
from ethnocode.services.check import check_study
from ethnocode.services.verify import verify as verify_project

DAMAGED = 4
"""Exit status when the project file is not what it says it is."""


def check(
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail too.")] = False,
    format_: FormatOption = ListFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Check codebook, codings and sources by every rule.

    Exits 1 if there are errors. Silent when there is nothing to say;
    'ethnocode explain RULE' says why.

    \b
    Examples:
      ethnocode check
      ethnocode check --strict --format json
    """
    findings = check_study(here(project))
    write_findings(findings, format_=format_, output=output, strict=strict)


def verify(format_: FormatOption = ListFormat.TEXT, project: ProjectOption = None) -> None:
    """Check that the project file is sound.

    Derives every digest, anchor, index entry and event digest again, and exits 4 if
    any is off. Reads everything and writes nothing.

    \b
    Examples:
      ethnocode verify
    """
    faults = verify_project(here(project))
    if format_ is ListFormat.JSON:
        write_json([asdict(fault) for fault in faults])
    for fault in faults:
        if format_ is ListFormat.TEXT:
            typer.echo(visible(f"{fault.check}: {fault.message} ({fault.hint})"))
    if faults:
        raise typer.Exit(DAMAGED)
    if format_ is ListFormat.TEXT:
        say("sound: every digest, anchor, index entry and event is what it should be")
