"""``ethnocode codebook retire``."""

from __future__ import annotations

from typing import Annotated

import typer

from ethnocode.cli.codebook_changes import write_diff
from ethnocode.cli.context import here
from ethnocode.cli.options import CoderOption, DryRunOption, ProjectOption
from ethnocode.cli.output import say
from ethnocode.errors import UsageError
from ethnocode.report.figures import counted
from ethnocode.services.retiring import Retirement, retire_code, revive_code

_MOST_NAMED = 5


def retire(
    code: Annotated[str, typer.Argument(help="Full id of the code, or an alias.")],
    *,
    because: Annotated[str, typer.Option("--because", help="Why, in a sentence.")] = "",
    use: Annotated[
        list[str] | None, typer.Option("--use", help="A code to use instead; repeatable.")
    ] = None,
    revive: Annotated[bool, typer.Option("--revive", help="Take the code into use again.")] = False,
    dry_run: DryRunOption = False,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Let a code take no new codings; those that it has stay and are counted.

    Of a code of an extended codebook, the study's own says so. Codes below it stay
    in use.

    \b
    Examples:
      ethnocode codebook retire capital --because "Too wide here." --use capital.social
      ethnocode codebook retire capital --revive
    """
    if revive and (because or use):
        raise UsageError(
            "--revive takes neither --because nor --use", hint="retire the code, or revive it"
        )
    study = here(project, coder=coder)
    if revive:
        done = revive_code(study, code, dry_run=dry_run)
    else:
        done = retire_code(study, code, because=because, use=use or (), dry_run=dry_run)
    write_diff(done.diff, dry_run=dry_run)
    if revive:
        verb = "would be" if dry_run else "is"
        say(f"{done.code} {verb} in use again: {counted(done.codings, 'coding')}")
    else:
        _say_retired(done, dry_run=dry_run)


def _say_retired(done: Retirement, *, dry_run: bool) -> None:
    verb = "would retire" if dry_run else "retired"
    instead = f"; use {' or '.join(done.use)} instead" if done.use else ""
    say(f"{verb} {done.code}: {counted(done.codings, 'coding')} kept{instead}")
    if done.waiting:
        waiting = counted(done.waiting, "suggestion")
        say(f"the next 'ethnocode suggest' withdraws {waiting} for it")
    if done.below:
        more = f" and {len(done.below) - _MOST_NAMED} more" if done.below[_MOST_NAMED:] else ""
        say(f"below it stay in use: {', '.join(done.below[:_MOST_NAMED])}{more}")
    if done.named:
        names = ", ".join(done.named)
        say(f"{names} should no longer name it to be used instead: change that (CB030)")
