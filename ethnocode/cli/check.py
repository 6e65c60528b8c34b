"""``ethnocode check`` and ``ethnocode codebook lint``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.mending import (
    FixOption,
    IgnoreOption,
    SelectOption,
    check_dry_run,
    choice_of,
    tell,
)
from ethnocode.cli.options import (
    CheckFormat,
    CheckFormatOption,
    DryRunOption,
    OutputOption,
    ProjectOption,
)
from ethnocode.cli.output import say, write_text
from ethnocode.errors import UsageError
from ethnocode.model import Finding, Severity
from ethnocode.report.findings import Judgement, format_named, summary
from ethnocode.services.check import check_study
from ethnocode.services.codebook_files import codebook_files
from ethnocode.services.fixing import fix_files, fix_study
from ethnocode.services.judging import rules_run
from ethnocode.services.linting import lint_files, lint_study
from ethnocode.services.manual import rule_notes

FOUND_ERRORS = 1
"""Exit status when a check found errors, as opposed to failing to run."""

StrictOption = Annotated[bool, typer.Option("--strict", help="Warnings fail too.")]


def check(
    strict: StrictOption = False,
    format_: CheckFormatOption = CheckFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
    *,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    fix: FixOption = False,
    dry_run: DryRunOption = False,
) -> None:
    """Check codebook, codings and sources by every rule.

    Exits 1 if there are errors. Silent when there is nothing to say;
    'ethnocode explain RULE' says why, 'ethnocode help ci' how a service runs it.

    \b
    Examples:
      ethnocode check
      ethnocode check --strict --format github
      ethnocode check --format junit --output findings.xml
      ethnocode check --select CD,AN --ignore CD004
      ethnocode check --fix --dry-run
    """
    check_dry_run(fix=fix, dry_run=dry_run, format_=format_, output=output)
    study, choice = here(project), choice_of(select, ignore)
    if fix:
        tell(fix_study(study, choice=choice, dry_run=dry_run), dry_run=dry_run)
    findings = check_study(study, choice=choice)
    run = rules_run(study, choice)
    notes = tuple(note for note in rule_notes() if note.id in run)
    judgement = Judgement(tuple(findings), notes, strict)
    write_findings(judgement, format_=format_, output=output, hidden=dry_run)


def lint(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Codebooks, or folders of them; else the study's own.", readable=False),
    ] = None,
    strict: StrictOption = False,
    format_: CheckFormatOption = CheckFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
    *,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    fix: FixOption = False,
    dry_run: DryRunOption = False,
) -> None:
    """Check codebooks by every rule; exit 1 if there are errors.

    Prints one finding a line as PATH:LINE:COLUMN: RULE severity: message.
    'ethnocode explain RULE' says why. Silent when there is nothing to say.
    Files that are named need no project.

    \b
    Examples:
      ethnocode codebook lint
      ethnocode codebook lint codebooks/*.yaml --strict
      ethnocode codebook lint codebooks --format sarif --output findings.sarif
      ethnocode codebook lint codebooks --fix --select one-way-near
    """
    check_dry_run(fix=fix, dry_run=dry_run, format_=format_, output=output)
    choice = choice_of(select, ignore)
    study = None if files else here(project)
    named = codebook_files(files or ())
    _refuse_overwriting(output, named)
    if fix:
        done = (
            fix_study(study, choice=choice, dry_run=dry_run)
            if study
            else fix_files(named, choice=choice, dry_run=dry_run)
        )
        tell(done, dry_run=dry_run)
    findings = lint_study(study, choice=choice) if study else lint_files(named, choice=choice)
    run = rules_run(study, choice)
    notes = tuple(note for note in rule_notes(study=False) if note.id in run)
    judgement = Judgement(tuple(findings), notes, strict)
    write_findings(judgement, format_=format_, output=output, hidden=dry_run)


def write_findings(
    judgement: Judgement, *, format_: CheckFormat, output: Path | None, hidden: bool = False
) -> None:
    """Write findings, tell people how many there are, and exit 1 if any fails the check.

    Args:
        judgement: The findings.
        format_: How they are written.
        output: File to write, instead of the screen.
        hidden: Whether they are only counted, for something else is written.
    """
    chosen = format_named(format_.value)
    written = "" if hidden else chosen.render(judgement)
    if written or (output and not hidden):
        write_text(written, output=output)
    if judgement.findings and (chosen.for_people or output):
        say(summary(judgement))
    if judgement.failed:
        raise typer.Exit(FOUND_ERRORS)


def errors_in(findings: Iterable[Finding]) -> int:
    """Return how many findings fail a check."""
    return sum(finding.severity is Severity.ERROR for finding in findings)


def _refuse_overwriting(output: Path | None, files: Sequence[Path]) -> None:
    if output and os.path.realpath(output) in map(os.path.realpath, files):
        raise UsageError(
            f"--output '{output}' is one of the codebooks to check",
            hint="name another file, such as findings.txt",
        )
