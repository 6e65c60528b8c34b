"""``ethnocode suggest ...``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
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
    wrapped,
    write_json,
    write_passages,
)
from ethnocode.cli.suggestion_decisions import accept, correct, reject
from ethnocode.cli.suggestion_reasons import explain
from ethnocode.cli.suggestion_record import evaluate
from ethnocode.model import Band, Suggestion, SuggestionStatus
from ethnocode.report.figures import counted
from ethnocode.report.records import suggestion_record
from ethnocode.services.project import Project
from ethnocode.services.suggesting.acceptance import acceptance_line
from ethnocode.services.suggesting.learning import learned_from
from ethnocode.services.suggesting.run import (
    SuggestResult,
    accepted_so_far,
    count_suggestions,
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
_NAMED = 8


class Status(StrEnum):
    """Which suggestions to list."""

    UNDECIDED = "undecided"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CORRECTED = "corrected"
    ALL = "all"


class By(StrEnum):
    """In which order to list."""

    TEXT = "text"
    SCORE = "score"


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
    engine: Annotated[
        str,
        typer.Option(
            "--engine", help="What proposes: fused, by all evidence, or cues alone.", metavar="NAME"
        ),
    ] = "fused",
    again: Annotated[
        bool,
        typer.Option("--again", help="Offer codes that you left out on passages you have read."),
    ] = False,
    dry_run: DryRunOption = False,
    format_: FormatOption = ListFormat.TEXT,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Propose passages that a code may fit, from the codebook and from what you coded.

    Nothing is coded until you accept it. Without a subcommand it learns from your
    decisions, reads the sources and keeps what is likely: what fits no longer is
    withdrawn, what still fits on the same words keeps its number, and what you decided
    stays decided.

    \b
    Examples:
      ethnocode suggest
      ethnocode suggest --source win.txt --code capital.relational
      ethnocode suggest --engine cues --dry-run
      ethnocode suggest list
    """
    if ctx.invoked_subcommand is not None:
        return
    study = here(project, coder=coder)
    with progress("suggest:") as tell:
        done = run_suggestions(
            study,
            sources=source or (),
            codes=code or (),
            engine=engine,
            again=again,
            dry_run=dry_run,
            progress=tell,
        )
    if format_ is ListFormat.JSON:
        write_json({**asdict(done), "learned": dict(zip(_LEARNED, done.learned, strict=True))})
        return
    for line in (*_known(done, study), _done(done, dry_run=dry_run), *_left(done)):
        for part in wrapped(line):
            say(part)


_LEARNED = ("passages", "sources", "rejections")


def _known(done: SuggestResult, study: Project) -> Iterator[str]:
    """Yield what the run had to work with."""
    yield from done.notes
    passages, sources, rejections = done.learned
    if done.engine.startswith("fused") and not done.unchanged:
        learned = learned_from(study, passages)
        learned += f" in {counted(sources, 'source')}" if passages else ""
        yield learned + (f"; {counted(rejections, 'rejection')}" if rejections else "")
    if done.unscored and not done.unchanged:
        yield (
            f"scored {counted(done.scored, 'passage')} of added sources by what was learned "
            f"before; {done.unscored:,} are as they were and were not scored again (all are, "
            "perhaps with other suggestions, once '.ethnocode/suggest' is deleted)"
        )
    if done.silent:
        yield (
            f"nothing can be suggested for {_listed(done.silent)}: give it a definition or cues, "
            "or code with it"
        )
    if done.skipped:
        yield f"not looked for, as they need another pipeline: {_listed(done.skipped)}"


def _done(done: SuggestResult, *, dry_run: bool) -> str:
    """Return what the run did."""
    if done.unchanged:
        return (
            f"nothing has changed since the last run of {done.engine}: "
            f"{counted(done.already, 'suggestion')} known before"
        )
    would = "would be " if dry_run else ""
    parts = [
        f"{done.engine} read {counted(done.sources, 'source')}: "
        f"{counted(done.new, 'suggestion')} {would}new",
        f"{done.already} known before",
    ]
    if done.renewed:
        parts.append(f"{done.renewed} of them {would}renewed")
    if done.withdrawn:
        parts.append(f"{done.withdrawn} {would}withdrawn")
    parts.append(f"{done.coded} on passages coded so already")
    if not done.new + done.already + done.coded + done.left:
        parts = [f"{done.engine} read {counted(done.sources, 'source')}", *parts[2:-1]]
        parts.append("nothing is likely enough to be shown")
    return ", ".join(parts)


def _left(done: SuggestResult) -> Iterator[str]:
    """Yield how many suggestions were left out on passages that were read and left."""
    if done.left:
        left = counted(done.left, "suggestion")
        yield f"{left} left out on passages you read and left: --again offers them"


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} and {len(names) - _NAMED} more"


@app.command("list")
def list_(
    *,
    source: Annotated[str | None, typer.Option("--source", help="Only this source's.")] = None,
    code: Annotated[str | None, typer.Option("--code", help="Only this code's.")] = None,
    status: Annotated[Status, typer.Option("--status", help="Which to list.")] = Status.UNDECIDED,
    band: Annotated[Band | None, typer.Option("--band", help="Only this band's.")] = None,
    by: Annotated[By, typer.Option("--by", help="In order of text, or the likeliest first.")] = (
        By.TEXT
    ),
    limit: LimitOption = None,
    format_: FormatOption = ListFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """List suggestions in text order; on a screen the first 30, with --limit more.

    Bands say how likely a suggestion is right: strong, plausible or weak; above the
    list stands how often each was accepted in this study.

    \b
    Examples:
      ethnocode suggest list --source win.txt
      ethnocode suggest list --band strong --by score
      ethnocode suggest list --status all --format json
    """
    wanted = None if status is Status.ALL else SuggestionStatus(status.value)
    study = here(project)
    is_whole = limit is not None or output is not None or format_ is ListFormat.JSON
    found = list_suggestions(
        study,
        source=source,
        code=code,
        status=wanted,
        band=band,
        by_score=by is By.SCORE,
        limit=limit if is_whole else _SCREENFUL,
    )
    if format_ is ListFormat.JSON:
        write_json([suggestion_record(suggestion) for suggestion in found], output=output)
        return
    if line := acceptance_line(accepted_so_far(study)):
        say(line)
    notes: tuple[str, ...] = ()
    if len(found) == _SCREENFUL and not is_whole:
        whole = count_suggestions(study, source=source, code=code, status=wanted, band=band)
        left = whole - len(found)
        notes = (f"and {left:,} more: --limit {whole} shows all",) if left else ()
    write_passages(map(_passage, found), notes=notes, output=output)


def _passage(suggestion: Suggestion) -> tuple[int, str, tuple[str, ...]]:
    badges = suggestion.evidence.badges if suggestion.evidence else ()
    head = " · ".join([suggestion.code, suggestion.band.value, suggestion.source, *badges])
    return suggestion.id, head, (suggestion.anchor.quote, suggestion.explanation)
