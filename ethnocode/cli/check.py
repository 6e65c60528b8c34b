"""``ethnocode check`` and ``ethnocode codebook lint``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.options import FormatOption, ListFormat, OutputOption, ProjectOption
from ethnocode.cli.output import write_json, write_text
from ethnocode.model import Finding, Severity
from ethnocode.report.records import finding_line, finding_record
from ethnocode.report.safe import visible
from ethnocode.services.check import check_study
from ethnocode.services.linting import lint_files, lint_study

FOUND_ERRORS = 1
"""Exit status when a check found errors, as opposed to failing to run."""


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


def lint(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Codebooks; else the study's own.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail too.")] = False,
    format_: FormatOption = ListFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Check codebooks by every rule; exit 1 if there are errors.

    Prints one finding a line as PATH:LINE:COLUMN: RULE severity: message.
    'ethnocode explain RULE' says why. Silent when there is nothing to say.

    \b
    Examples:
      ethnocode codebook lint
      ethnocode codebook lint codebooks/*.yaml --strict
    """
    findings = lint_files(files) if files else lint_study(here(project))
    write_findings(findings, format_=format_, output=output, strict=strict)


def write_findings(
    findings: list[Finding], *, format_: ListFormat, output: Path | None, strict: bool
) -> None:
    """Write findings and exit 1 if any fails the check."""
    if format_ is ListFormat.JSON:
        write_json([finding_record(finding) for finding in findings], output=output)
    elif findings or output:
        lines = (visible(finding_line(finding)) + "\n" for finding in findings)
        write_text("".join(lines), output=output)
    if errors_in(findings) or (strict and findings):
        raise typer.Exit(FOUND_ERRORS)


def errors_in(findings: Iterable[Finding]) -> int:
    """Return how many findings fail a check."""
    return sum(finding.severity is Severity.ERROR for finding in findings)
