"""``ethnocode explain`` and ``ethnocode help``."""

from __future__ import annotations

from typing import Annotated

import typer

from ethnocode.cli.options import FormatOption, ListFormat
from ethnocode.cli.output import write_json, write_text
from ethnocode.errors import UsageError
from ethnocode.report.findings import RuleNote
from ethnocode.report.measure import wrap
from ethnocode.report.text import PAGE_WIDTH
from ethnocode.services.manual import explanation, rule_notes, topic_page, topics

_MARGIN = 17


def explain(
    name: Annotated[
        str | None,
        typer.Argument(help="Rule or error, such as CB004 or E150; without one, the rules."),
    ] = None,
    format_: FormatOption = ListFormat.TEXT,
) -> None:
    """Explain a rule or an error: what it means, why, and what to do.

    \b
    Examples:
      ethnocode explain CB004
      ethnocode explain one-way-near
      ethnocode explain
    """
    if name is not None:
        if format_ is ListFormat.JSON:
            raise UsageError("a page is text", hint="without a name the rules are listed as JSON")
        write_text(explanation(name))
    elif format_ is ListFormat.JSON:
        write_json([_record(note) for note in rule_notes()])
    else:
        write_text("".join(map(_listed, rule_notes())))


def help_(
    topic: Annotated[str | None, typer.Argument(help="Topic; without one, the list.")] = None,
) -> None:
    """Print a manual page.

    \b
    Examples:
      ethnocode help
      ethnocode help methods
    """
    if topic == "rules":
        write_text("".join(map(_listed, rule_notes())))
    elif topic is None:
        write_text("".join(f"ethnocode help {name}\n" for name in topics()))
    else:
        write_text(topic_page(topic))


def _listed(note: RuleNote) -> str:
    """Return the lines of a rule in the list of all."""
    first, *rest = wrap(f"{note.name}: {note.summary}", PAGE_WIDTH - _MARGIN)
    head = f"{note.id}  {note.severity:<8}"
    return "\n".join([f"{head:<{_MARGIN}}{first}", *(" " * _MARGIN + more for more in rest), ""])


def _record(note: RuleNote) -> dict[str, str]:
    return {
        "rule": note.id,
        "name": note.name,
        "severity": note.severity.value,
        "summary": note.summary,
    }
