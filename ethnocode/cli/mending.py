"""What ``check`` and ``codebook lint`` share: which rules are run, and what ``--fix`` says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ethnocode.cli.options import CheckFormat
from ethnocode.cli.output import say, write_text
from ethnocode.errors import UsageError
from ethnocode.report.figures import counted
from ethnocode.report.safe import visible
from ethnocode.services.fixing import Fixed
from ethnocode.services.judging import Choice

SelectOption = Annotated[
    list[str] | None,
    typer.Option(
        "--select", help="Only these rules: ids, names, or beginnings such as CB.", metavar="RULE,…"
    ),
]
IgnoreOption = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore", help="Not these rules, besides those of the settings.", metavar="RULE,…"
    ),
]
FixOption = Annotated[
    bool, typer.Option("--fix", help="Mend in the codebook what is safe to mend.")
]


def choice_of(select: Sequence[str] | None, ignore: Sequence[str] | None) -> Choice:
    """Return the rules that options choose, several of them parted by commas.

    Raises:
        UsageError: An option names none.
    """
    return Choice(_names(select, "--select"), _names(ignore, "--ignore"))


def tell(done: Fixed, *, dry_run: bool) -> None:
    """Show what would change, or say what was mended."""
    if dry_run:
        write_text("".join(visible(line) + "\n" for line in done.diff))
    verb = "would mend" if dry_run else "mended"
    for finding in done.fixed:
        say(f"{verb} {finding.position}: {finding.rule}: {finding.message}")
    for why in done.unread:
        say(why)
    if done.left:
        say(
            f"{counted(len(done.left), 'finding')} of rules that --fix knows must be mended by hand"
        )
    elif not (done.fixed or done.unread):
        say("nothing that --fix could mend")


def check_dry_run(*, fix: bool, dry_run: bool, format_: CheckFormat, output: Path | None) -> None:
    """Refuse a dry run of nothing, and one that should write findings besides.

    Raises:
        UsageError: Nothing is to be mended; or findings are asked for.
    """
    if dry_run and not fix:
        raise UsageError("--dry-run is for --fix", hint="a check alone changes nothing")
    if dry_run and (output or format_ is not CheckFormat.TEXT):
        raise UsageError(
            "--dry-run shows the lines that --fix would change, and no findings",
            hint="leave --format and --output out, or --fix and --dry-run",
        )


def _names(texts: Sequence[str] | None, option: str) -> tuple[str, ...]:
    names = tuple(name.strip() for text in texts or () for name in text.split(","))
    if not all(names):
        raise UsageError(f"{option} names no rule", hint="such as CB007, or CB007,CB031")
    return names
