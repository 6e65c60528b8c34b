"""``ethnocode codebook ...``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from ethnocode.cli.codebook_changes import merge, rename, split
from ethnocode.cli.context import here
from ethnocode.cli.group import new_group
from ethnocode.cli.options import (
    CoderOption,
    DryRunOption,
    FormatOption,
    ListFormat,
    OutputOption,
    ProjectOption,
)
from ethnocode.cli.output import say, wrapped, write_json, write_table, write_text
from ethnocode.errors import UnknownCodeError
from ethnocode.model import Column, Cues, Finding, Severity
from ethnocode.report.records import code_record, finding_line, finding_record
from ethnocode.report.safe import visible
from ethnocode.services.codebook import (
    CodeUse,
    code_uses,
    import_codebook,
    lint_files,
    lint_study,
)
from ethnocode.services.lookup import near_codes

app = new_group("The codebook: the theory as it stands.")

FOUND_ERRORS = 1
"""Exit status when a check found errors, as opposed to failing to run."""


@app.command()
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


@app.command()
def show(
    code: Annotated[str | None, typer.Argument(help="One code, in full.")] = None,
    tree: Annotated[bool, typer.Option("--tree", help="The tree; so without a code.")] = False,
    format_: FormatOption = ListFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Print the study's codes with their use, or one code in full.

    \b
    Examples:
      ethnocode codebook show
      ethnocode codebook show capital.social
    """
    study = here(project)
    uses = code_uses(study)
    if code is not None and not tree:
        found = study.codebook().code_named(code)
        if found is None:
            hint = near_codes(study.codebook(), code)
            raise UnknownCodeError(f"the codebook has no code '{code}'", hint=hint)
        uses = [use for use in uses if use.code.id == found.id]
    if format_ is ListFormat.JSON:
        records = [code_record(u.code, codings=u.codings, below=u.below) for u in uses]
        write_json(records, output=output)
    elif code is not None and not tree:
        lines = [part for line in _page(uses[0]) for part in wrapped(visible(line))]
        write_text("\n".join(lines) + "\n", output=output)
    else:
        columns = (
            Column("code", "Code"),
            Column("name", "Name"),
            Column("codings", "Codings"),
            Column("below", "With those below"),
        )
        rows = [(_indented(u.code.id), u.code.name, u.codings, u.below) for u in uses]
        write_table("", columns, rows, notes=(f"{len(uses)} codes.",), output=output)


@app.command("import")
def import_(
    name: Annotated[str, typer.Argument(help="Shipped codebook, or a file.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace the study's own codes by the file's.")
    ] = False,
    dry_run: DryRunOption = False,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Bring a codebook into the study: extend a shipped one, or take a file.

    \b
    Examples:
      ethnocode codebook import coproduction
      ethnocode codebook import my-codebook.yaml
    """
    study = here(project, coder=coder)
    done = import_codebook(study, name, replace=replace, dry_run=dry_run)
    if not done.changed:
        say(f"{done.name} is part of the codebook already")
        return
    verb = "would have" if dry_run else "has"
    say(f"{done.name}: the codebook {verb} {done.codes} codes, {done.new} of them new")
    if not dry_run and (errors := _errors(lint_study(study))):
        say(f"it has {errors} errors: 'ethnocode codebook lint' shows them")


app.command()(rename)
app.command()(merge)
app.command()(split)


def write_findings(
    findings: list[Finding], *, format_: ListFormat, output: Path | None, strict: bool
) -> None:
    """Write findings and exit 1 if any fails the check."""
    if format_ is ListFormat.JSON:
        write_json([finding_record(finding) for finding in findings], output=output)
    elif findings or output:
        lines = (visible(finding_line(finding)) + "\n" for finding in findings)
        write_text("".join(lines), output=output)
    if _errors(findings) or (strict and findings):
        raise typer.Exit(FOUND_ERRORS)


def _errors(findings: Iterable[Finding]) -> int:
    return sum(finding.severity is Severity.ERROR for finding in findings)


def _indented(id_: str) -> str:
    *above, last = id_.split(".")
    return "  " * len(above) + last


def _page(use: CodeUse) -> list[str]:
    code = use.code
    lines = [f"{code.id} · {code.name} · {code.book}", "", code.definition, ""]
    for title, entries in (("Include", code.include), ("Exclude", code.exclude)):
        lines += [f"{title}:", *(f"  - {entry}" for entry in entries)]
    lines += ["Near:", *(f"  - {near.code}: {near.tell_apart}" for near in code.near)]
    lines += [
        "Properties:",
        *(f"  - {name}: {', '.join(values)}" for name, values in code.properties),
        "Examples:",
    ]
    for example in code.examples:
        verdict = "apply" if example.apply else "do not apply"
        lines.append(f'  - {verdict}: "{example.text}" ({example.why})')
    lines += [
        *_cue_lines(code.cues),
        f"Sources: {', '.join(code.sources)}",
        f"Used: {use.codings} codings, {use.below} with the codes below it",
    ]
    return lines


def _cue_lines(cues: Cues) -> Iterator[str]:
    from ethnocode.suggest.cues.patterns import readable
    from ethnocode.suggest.cues.structures import readable_dependency

    words = (*cues.phrases, *cues.lemmas)
    yield f"Cues: {', '.join(words) or ('none' if not cues else 'no words')}"
    yield from (f"  - pattern: {readable(pattern)}" for pattern in cues.patterns)
    yield from (f"  - dependency: {readable_dependency(one)}" for one in cues.dependencies)
    if cues.entities:
        yield f"  - entities: {', '.join(cues.entities)}"
