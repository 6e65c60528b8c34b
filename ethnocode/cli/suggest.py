"""``ethnocode suggest ...``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from ethnocode.cli.context import here, pairs
from ethnocode.cli.group import new_group
from ethnocode.cli.options import (
    LARGEST,
    CoderOption,
    DryRunOption,
    FormatOption,
    LimitOption,
    ListFormat,
    OutputOption,
    ProjectOption,
    ReportFormat,
    ReportFormatOption,
    SetOption,
)
from ethnocode.cli.output import (
    progress,
    say,
    wrapped,
    write_json,
    write_passages,
    write_report,
    write_text,
)
from ethnocode.model import Suggestion, SuggestionStatus
from ethnocode.report.records import code_record, suggestion_record
from ethnocode.report.safe import visible
from ethnocode.services.evaluate import evaluation_report
from ethnocode.services.suggest import (
    Explained,
    accept_suggestions,
    explain_suggestion,
    list_suggestions,
    reject_suggestions,
    run_suggestions,
)

app = new_group(needs_command=False)

_SCREENFUL = 30
NumbersArgument = Annotated[
    list[int], typer.Argument(min=1, max=LARGEST, help="Numbers of the suggestions.")
]


class Status(StrEnum):
    """Which suggestions to list."""

    UNDECIDED = "undecided"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ALL = "all"


@app.callback()
def run(
    ctx: typer.Context,
    *,
    source: Annotated[
        list[str] | None, typer.Option("--source", help="Only this source; repeatable.")
    ] = None,
    code: Annotated[
        list[str] | None, typer.Option("--code", help="Only this code; repeatable.")
    ] = None,
    dry_run: DryRunOption = False,
    format_: FormatOption = ListFormat.TEXT,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Let the codebook's cues propose passages.

    Nothing is coded until you accept it. Without a subcommand it reads the sources
    and keeps what is new. What was decided before is not offered again.

    \b
    Examples:
      ethnocode suggest
      ethnocode suggest --source win.txt --code capital.relational
      ethnocode suggest list
    """
    if ctx.invoked_subcommand is not None:
        return
    study = here(project, coder=coder)
    with progress("reading") as tell:
        done = run_suggestions(
            study, sources=source or (), codes=code or (), dry_run=dry_run, progress=tell
        )
    if format_ is ListFormat.JSON:
        write_json(
            {
                "engine": done.engine,
                "sources": done.sources,
                "new": done.new,
                "already": done.already,
                "coded": done.coded,
            }
        )
        return
    verb = "would be new" if dry_run else "new"
    say(
        f"{done.engine} read {done.sources} sources: {done.new} suggestions {verb}, "
        f"{done.already} known before, {done.coded} on passages coded so already"
    )


@app.command("list")
def list_(
    *,
    source: Annotated[str | None, typer.Option("--source", help="Only this source's.")] = None,
    code: Annotated[str | None, typer.Option("--code", help="Only this code's.")] = None,
    status: Annotated[Status, typer.Option("--status", help="Which to list.")] = Status.UNDECIDED,
    limit: LimitOption = None,
    format_: FormatOption = ListFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """List suggestions in text order; on a screen the first 30, with --limit more.

    \b
    Examples:
      ethnocode suggest list --source win.txt
      ethnocode suggest list --status all --format json
    """
    wanted = None if status is Status.ALL else SuggestionStatus(status.value)
    found = list_suggestions(here(project), source=source, code=code, status=wanted, limit=limit)
    if format_ is ListFormat.JSON:
        write_json([suggestion_record(suggestion) for suggestion in found], output=output)
        return
    shown = found if limit is not None or output is not None else found[:_SCREENFUL]
    left = len(found) - len(shown)
    notes = (f"and {left:,} more: --limit {len(found)} shows all",) if left else ()
    write_passages(map(_passage, shown), notes=notes, output=output)


@app.command()
def evaluate(
    by: Annotated[
        str | None, typer.Option("--coder", help="Whose codings to compare with.")
    ] = None,
    format_: ReportFormatOption = ReportFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Compare what the cues propose with what a coder coded by reading.

    \b
    Examples:
      ethnocode suggest evaluate
      ethnocode suggest evaluate --coder ada --format html --output cues.html
    """
    with progress("reading") as tell:
        report = evaluation_report(here(project), coder=by, progress=tell)
    write_report(report, format_name=format_.value, output=output)


@app.command()
def explain(
    number: Annotated[int, typer.Argument(min=1, max=LARGEST, help="Number of the suggestion.")],
    format_: FormatOption = ListFormat.TEXT,
    project: ProjectOption = None,
) -> None:
    """Say why a passage is suggested, with the definition to judge it by.

    \b
    Examples:
      ethnocode suggest explain 12
    """
    why = explain_suggestion(here(project), number)
    if format_ is ListFormat.JSON:
        write_json(_record(why))
        return
    lines = [part for line in _page(why) for part in wrapped(visible(line))]
    write_text("\n".join(lines) + "\n")


@app.command()
def accept(
    numbers: NumbersArgument,
    memo: Annotated[str, typer.Option("--memo", help="Why.")] = "",
    set_: SetOption = None,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Make codings of suggestions; where they came from stays with them.

    \b
    Examples:
      ethnocode suggest accept 12 15 --memo "she says it herself"
    """
    values = pairs(set_, option="--set")
    result = accept_suggestions(here(project, coder=coder), numbers, memo=memo, properties=values)
    for coding in result.added:
        say(f"coding {coding.id}: {coding.code} in {coding.source} at {coding.anchor.span}")
    for coding in result.already:
        say(f"coded already: {coding.code} in {coding.source} at {coding.anchor.span}")


@app.command()
def reject(
    numbers: NumbersArgument, coder: CoderOption = None, project: ProjectOption = None
) -> None:
    """Decide against suggestions; they are not offered again.

    \b
    Examples:
      ethnocode suggest reject 13 14
    """
    for suggestion in reject_suggestions(here(project, coder=coder), numbers):
        say(f"rejected {suggestion.id}: {suggestion.code} in {suggestion.source}")


def _passage(suggestion: Suggestion) -> tuple[int, str, tuple[str, ...]]:
    head = f"{suggestion.code} · {suggestion.score:.2f} · {suggestion.source}"
    return suggestion.id, head, (suggestion.anchor.quote,)


def _record(why: Explained) -> dict[str, object]:
    record = suggestion_record(why.suggestion)
    record["citation"] = why.citation
    record["before"], record["after"] = why.before, why.after
    record["cues"] = [
        {"kind": m.kind, "cue": m.cue, "start": m.span.start, "end": m.span.end}
        for m in why.suggestion.matches
    ]
    record["decided_by"] = why.suggestion.decided_by
    if why.code is not None:
        record["definition"] = code_record(why.code, codings=0, below=0)["definition"]
        record["near"] = [
            {"code": near.code, "tell_apart": near.tell_apart} for near in why.code.near
        ]
    return record


def _page(why: Explained) -> list[str]:
    suggestion = why.suggestion
    lines = [
        f"Suggestion {suggestion.id}: {suggestion.code}, score {suggestion.score:.2f}, "
        f"{suggestion.status}, by {suggestion.engine}",
        f"{suggestion.source} {why.citation}",
        "",
        f"    ...{_from_word(why.before)}[{suggestion.anchor.quote}]{_to_word(why.after)}...",
        "",
        f"Why: {suggestion.explanation}",
    ]
    if why.code is not None:
        lines += ["", f"{why.code.name}: {why.code.definition}", ""]
        lines += [f"  - not: {entry}" for entry in why.code.exclude]
        lines += [f"  - near {near.code}: {near.tell_apart}" for near in why.code.near]
    number = suggestion.id
    lines += ["", f"ethnocode suggest accept {number}", f"ethnocode suggest reject {number}"]
    return lines


def _from_word(before: str) -> str:
    """Leave out the piece of a word that a cut left at the start."""
    return before.partition(" ")[2] if " " in before.strip() else before


def _to_word(after: str) -> str:
    """Leave out the piece of a word that a cut left at the end."""
    return after.rpartition(" ")[0] if " " in after.strip() else after
