"""``ethnocode suggest ...``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.group import new_group
from ethnocode.cli.options import (
    CoderOption,
    DryRunOption,
    FormatOption,
    LimitOption,
    ListFormat,
    OutputOption,
    ProjectOption,
)
from ethnocode.cli.output import (
    progress,
    say,
    write_json,
    write_passages,
)
from ethnocode.cli.suggestion_decisions import accept, correct, reject
from ethnocode.cli.suggestion_reasons import explain
from ethnocode.cli.suggestion_record import evaluate
from ethnocode.model import Suggestion, SuggestionStatus
from ethnocode.report.records import suggestion_record
from ethnocode.services.suggest import (
    list_suggestions,
    run_suggestions,
)

app = new_group(needs_command=False)
app.command()(evaluate)
app.command()(explain)
app.command()(accept)
app.command()(reject)
app.command()(correct)

_SCREENFUL = 30


class Status(StrEnum):
    """Which suggestions to list."""

    UNDECIDED = "undecided"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CORRECTED = "corrected"
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


def _passage(suggestion: Suggestion) -> tuple[int, str, tuple[str, ...]]:
    head = f"{suggestion.code} · {suggestion.score:.2f} · {suggestion.source}"
    return suggestion.id, head, (suggestion.anchor.quote,)
