"""``ethnocode suggest accept``, ``reject`` and ``correct``."""

from __future__ import annotations

from typing import Annotated

import typer

from ethnocode.cli.context import here, pairs
from ethnocode.cli.options import LARGEST, CoderOption, ProjectOption, SetOption
from ethnocode.cli.output import say
from ethnocode.services.deciding import accept_suggestions, reject_suggestions

NumbersArgument = Annotated[
    list[int], typer.Argument(min=1, max=LARGEST, help="Numbers of the suggestions.")
]


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
