"""``ethnocode explain`` and ``ethnocode help``."""

from __future__ import annotations

from typing import Annotated

import typer

from ethnocode.cli.output import write_text
from ethnocode.services.manual import explanation, topic_page, topics


def explain(
    name: Annotated[str, typer.Argument(help="Rule or error, such as CB004 or E150.")],
) -> None:
    """Explain a rule or an error: what it means, why, and what to do.

    \b
    Examples:
      ethnocode explain CB004
      ethnocode explain one-way-near
    """
    write_text(explanation(name))


def help_(
    topic: Annotated[str | None, typer.Argument(help="Topic; without one, the list.")] = None,
) -> None:
    """Print a manual page.

    \b
    Examples:
      ethnocode help
      ethnocode help methods
    """
    if topic is None:
        write_text("".join(f"ethnocode help {name}\n" for name in topics()))
    else:
        write_text(topic_page(topic))
