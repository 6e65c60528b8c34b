"""``ethnocode suggest explain``."""

from __future__ import annotations

from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.options import LARGEST, FormatOption, ListFormat, ProjectOption
from ethnocode.cli.output import wrapped, write_json, write_text
from ethnocode.report.records import code_record, suggestion_record
from ethnocode.report.safe import visible
from ethnocode.services.explaining import Explained, explain_suggestion


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
