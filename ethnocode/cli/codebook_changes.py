"""``ethnocode codebook rename``, ``merge`` and ``split``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from ethnocode.cli.codebook_ask import asked_for
from ethnocode.cli.context import here, pairs
from ethnocode.cli.options import CoderOption, DryRunOption, ProjectOption
from ethnocode.cli.output import say, write_text
from ethnocode.errors import UsageError
from ethnocode.report.figures import counted
from ethnocode.report.safe import visible
from ethnocode.services.codes import Merged, Renamed, merge_codes, rename_code
from ethnocode.services.splitting import Picking, split_code

_DIGITS = 19
"""More than any number of a row has."""


def rename(
    old: Annotated[str, typer.Argument(help="Full id of the code, or an alias.")],
    new: Annotated[str, typer.Argument(help="New id: its last part, or all of it.")],
    dry_run: DryRunOption = False,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Give a code another id; the old one stays as an alias.

    The codebook and the codings change together. Only lines that name the code,
    or one below it, are touched. Renaming back what was just renamed takes the
    alias out again.

    \b
    Examples:
      ethnocode codebook rename capital.social ties --dry-run
      ethnocode codebook rename capital.social capital.ties
    """
    done = rename_code(here(project, coder=coder), old, new, dry_run=dry_run)
    write_diff(done.diff, dry_run=dry_run)
    say(_renamed(done, dry_run=dry_run))


def merge(
    codes: Annotated[
        list[str],
        typer.Argument(help="Ids of the codes, then that of the one they become part of."),
    ],
    dry_run: DryRunOption = False,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Make codes part of another: theirs become its codings, their ids its aliases.

    Codings that are then the same (coder and words) become one, which keeps both
    memos. The definition of the last code stays as it is: change it by hand.

    \b
    Examples:
      ethnocode codebook merge cliques old_hands capital.social --dry-run
    """
    if len(codes) < 2:
        raise UsageError("name at least two codes", hint="the last is the one that stays")
    *gone, into = codes
    done = merge_codes(here(project, coder=coder), gone, into, dry_run=dry_run)
    write_diff(done.diff, dry_run=dry_run)
    _say_merged(done, dry_run=dry_run)


def split(
    code: Annotated[str, typer.Argument(help="Full id of the code, or an alias.")],
    new: Annotated[str, typer.Argument(help="Id of the new code: its last part, or all.")],
    *,
    definition: Annotated[str, typer.Option("--definition", help="What the new code means.")],
    where: Annotated[
        list[str] | None,
        typer.Option("--where", help="Codings with this property value, as NAME=VALUE."),
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="Codings in this kind of source.")
    ] = None,
    speaker: Annotated[
        str | None,
        typer.Option("--speaker", help="Codings that begin in what this label or person says."),
    ] = None,
    ids: Annotated[
        str, typer.Option("--ids", help="Codings of these numbers.", metavar="3,5,9")
    ] = "",
    ask: Annotated[
        bool, typer.Option("--ask", help="Show each coding that the rules pick, and ask.")
    ] = False,
    under: Annotated[
        bool, typer.Option("--under", help="Below the code, rather than beside it.")
    ] = False,
    dry_run: DryRunOption = False,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Define a new code beside another, and give it the codings that a rule picks.

    Of several rules all must hold. With --ask you look at the codings one by one, all
    of them or those that the rules pick, and say of each where it goes; nothing is
    written before the end.

    \b
    Examples:
      ethnocode codebook split waiting silence --ask --definition "No word."
      ethnocode codebook split waiting silence --ids 3,5,9 --definition "No word."
      ethnocode codebook split waiting queue --kind field-note --definition "In line."
    """
    study = here(project, coder=coder)
    picking = Picking(pairs(where, option="--where"), kind, speaker, _numbers(ids))
    if ask:
        picking = asked_for(study, code, new, picking=picking, definition=definition, below=under)
    done = split_code(
        study,
        code,
        new,
        picking=picking,
        definition=definition,
        below=under,
        dry_run=dry_run,
    )
    write_diff(done.diff, dry_run=dry_run)
    verb = "would split" if dry_run else "split"
    moved = counted(done.moved, "coding")
    say(f"{verb} {done.new} from {done.code}: {moved} moved, {done.stayed:,} stayed")


def write_diff(diff: Sequence[str], *, dry_run: bool) -> None:
    """Write the lines of the codebook that would change, where nothing is changed yet."""
    if dry_run:
        write_text("".join(visible(line) + "\n" for line in diff))


def _renamed(done: Renamed, *, dry_run: bool) -> str:
    verb = "would rename" if dry_run else "renamed"
    counts = f"{counted(done.codings, 'coding')}, {counted(done.references, 'reference')}"
    left = "stays as an alias" if done.alias else f"goes, for '{done.new}' was the id before"
    return f"{verb} {done.old} to {done.new}: {counts}; '{done.old}' {left}"


def _say_merged(done: Merged, *, dry_run: bool) -> None:
    verb = "would merge" if dry_run else "merged"
    counts = f"{counted(done.codings, 'coding')}, {counted(done.references, 'reference')}"
    gone = ", ".join(done.gone)
    aliases = ", ".join(f"'{id_}'" for id_ in done.gone)
    stay = "stays as an alias" if len(done.gone) == 1 else "stay as aliases"
    say(f"{verb} {gone} into {done.into}: {counts}; {aliases} {stay}")
    if done.joined:
        became = "would become" if dry_run else "became"
        say(f"{counted(done.joined, 'coding')} {became} one with another on the same words")
    if done.dropped:
        left = counted(done.dropped, "mention")
        say(f"{left} in near or expects left out, not to name {done.into} twice or by itself")
        it = "it" if done.dropped == 1 else "them"
        for comment in done.comments:
            say(f"a comment goes with {it}: '{visible(comment)}'")
    for contradiction in (*done.contradictions, *done.expectations):
        say(contradiction)
    if done.undeclared:
        values = ", ".join(done.undeclared)
        say(
            f"{done.into} does not declare {values}: add that to its 'properties', "
            "or 'ethnocode check' fails (CD002)"
        )


def _numbers(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",")] if text else []
    if not all(part.isascii() and part.isdigit() and len(part) < _DIGITS for part in parts):
        raise UsageError(f"--ids '{text}' are no numbers of codings", hint="such as --ids 3,5,9")
    return tuple(map(int, parts))
