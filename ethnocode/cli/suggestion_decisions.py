"""``ethnocode suggest accept``, ``reject`` and ``correct``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from ethnocode.cli.context import here, pairs, span_numbers
from ethnocode.cli.options import (
    CoderOption,
    DryRunOption,
    OccurrenceOption,
    ProjectOption,
    QuoteOption,
    SetOption,
    SpanOption,
)
from ethnocode.cli.output import say, write_passages
from ethnocode.cli.usage import LARGEST
from ethnocode.errors import UsageError
from ethnocode.model import Band, Suggestion
from ethnocode.report.figures import counted
from ethnocode.services.coding import AddedCodings
from ethnocode.services.project import Project
from ethnocode.services.suggesting.deciding import (
    Correcting,
    accept_suggestions,
    correct_suggestion,
    reject_suggestions,
    suggestions_numbered,
    waiting_suggestions,
)

_SCREENFUL = 30
_DECLINED = 1

NumbersArgument = Annotated[
    list[int] | None, typer.Argument(min=1, max=LARGEST, help="Numbers of the suggestions.")
]
CodeFilter = Annotated[
    str | None, typer.Option("--code", help="Instead of numbers: all that wait of this code.")
]
SourceFilter = Annotated[
    str | None, typer.Option("--source", help="Instead of numbers: all that wait in this source.")
]
BandFilter = Annotated[
    Band | None, typer.Option("--band", help="Instead of numbers: all that wait of this band.")
]
YesOption = Annotated[
    bool, typer.Option("--yes", "-y", help="Do not ask before all of a filter are decided.")
]
MemoOption = Annotated[str, typer.Option("--memo", help="Why.")]


def accept(
    numbers: NumbersArgument = None,
    *,
    code: CodeFilter = None,
    source: SourceFilter = None,
    band: BandFilter = None,
    memo: MemoOption = "",
    set_: SetOption = None,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Make codings of suggestions; where they came from stays with them.

    With --code, --source or --band, of all undecided ones for which each of these holds;
    a snapshot is taken first.

    \b
    Examples:
      ethnocode suggest accept 12 15 --memo "she says it herself"
      ethnocode suggest accept --code capital.relational --band strong --dry-run
    """
    values = pairs(set_, option="--set")
    study = here(project, coder=coder)
    found = _chosen(study, numbers, code=code, source=source, band=band)
    what = f"{counted(len(found), 'suggestion')} would be accepted"
    if dry_run:
        _show(found, what)
        return
    if not numbers:
        _ask(what, yes=yes)
    ids = [suggestion.id for suggestion in found]
    result = accept_suggestions(study, ids, memo=memo, properties=values, copy_first=not numbers)
    _tell(result)


def reject(
    numbers: NumbersArgument = None,
    *,
    code: CodeFilter = None,
    source: SourceFilter = None,
    band: BandFilter = None,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Decide against suggestions; they are not offered again.

    The code is not offered again for the same words of the source either, through
    edits of the text. With --code, --source or --band, all undecided ones for which
    each of these holds are rejected; a snapshot is taken first.

    \b
    Examples:
      ethnocode suggest reject 13 14
      ethnocode suggest reject --source win.txt --band weak
    """
    study = here(project, coder=coder)
    found = _chosen(study, numbers, code=code, source=source, band=band)
    what = f"{counted(len(found), 'suggestion')} would be rejected"
    if dry_run:
        _show(found, what)
        return
    if not numbers:
        _ask(what, yes=yes)
    ids = [suggestion.id for suggestion in found]
    rejected = reject_suggestions(study, ids, copy_first=not numbers)
    for suggestion in rejected[:_SCREENFUL]:
        say(f"rejected {suggestion.id}: {suggestion.code} in {suggestion.source}")
    if len(rejected) > _SCREENFUL:
        say(f"rejected {counted(len(rejected), 'suggestion')} in all")


def correct(
    number: Annotated[int, typer.Argument(min=1, max=LARGEST, help="Number of the suggestion.")],
    *,
    code: Annotated[str, typer.Option("--code", help="The code that fits instead.")] = "",
    quote: QuoteOption = "",
    occurrence: OccurrenceOption = None,
    span: SpanOption = "",
    memo: MemoOption = "",
    set_: SetOption = None,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Code with another code, or other words, than suggested.

    The coding knows which suggestion it came of. Where you name another code, the
    suggested one is not offered again for those words. Of several places of a quote,
    the one at the suggested words is meant.

    \b
    Examples:
      ethnocode suggest correct 12 --code capital.social
      ethnocode suggest correct 12 --quote "knew them all, and their mothers"
    """
    if quote and span:
        raise UsageError("say where: either --quote or --span")
    if occurrence is not None and not quote:
        raise UsageError("--occurrence is of a quote", hint="add --quote WORDS")
    if not (code or quote or span):
        raise UsageError(
            "say what is to be other than suggested",
            hint="--code another code, --quote or --span other words",
        )
    correcting = Correcting(
        code=code,
        quote=quote,
        occurrence=occurrence,
        start_end=span_numbers(span) if span else None,
    )
    values = pairs(set_, option="--set")
    study = here(project, coder=coder)
    _tell(correct_suggestion(study, number, correcting, memo=memo, properties=values))


def _chosen(
    study: Project,
    numbers: Sequence[int] | None,
    *,
    code: str | None,
    source: str | None,
    band: Band | None,
) -> list[Suggestion]:
    """Return the suggestions that are meant: by their numbers, or by a filter."""
    is_filtered = bool(code or source or band)
    if bool(numbers) == is_filtered:
        raise UsageError(
            "say which suggestions: either their numbers or a filter",
            hint="'ethnocode suggest list' shows the numbers; a filter is --code, --source or "
            "--band",
        )
    if numbers:
        return suggestions_numbered(study, numbers)
    found = waiting_suggestions(study, code=code, source=source, band=band)
    if not found:
        raise UsageError(
            "no suggestion of that kind waits for a decision",
            hint="'ethnocode suggest list' shows those that do",
        )
    return found


def _ask(what: str, *, yes: bool) -> None:
    """Go on if the person at the terminal says so."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(
            f"{what}, and nobody is there to ask",
            hint="look at them with --dry-run, then add --yes",
        )
    try:
        agreed = typer.confirm(f"{what}. Go on?", err=True)
    except typer.Abort:  # Ctrl-C or Ctrl-D, which ends with its own status everywhere
        raise KeyboardInterrupt from None
    if not agreed:
        say("nothing was decided")
        raise typer.Exit(_DECLINED)


def _show(found: Sequence[Suggestion], what: str) -> None:
    passages = (
        (one.id, f"{one.code} · {one.band} · {one.source}", (one.anchor.quote,)) for one in found
    )
    write_passages(passages, notes=(what,))


def _tell(result: AddedCodings) -> None:
    for coding in result.added[:_SCREENFUL]:
        say(f"coding {coding.id}: {coding.code} in {coding.source} at {coding.anchor.span}")
    for coding in result.already[:_SCREENFUL]:
        say(f"coded already: {coding.code} in {coding.source} at {coding.anchor.span}")
    if len(result.asked) > _SCREENFUL:
        say(f"{len(result.added):,} codings added, {len(result.already):,} there already")
