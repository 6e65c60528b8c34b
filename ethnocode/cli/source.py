"""``ethnocode source ...``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ethnocode.cli.context import here
from ethnocode.cli.group import new_group
from ethnocode.cli.options import FormatOption, ListFormat, OutputOption, ProjectOption
from ethnocode.cli.output import write_json, write_table, write_text
from ethnocode.model import Column
from ethnocode.report.records import segment_record, source_record
from ethnocode.report.safe import visible
from ethnocode.services.sources import SourceCard, list_sources, show_source

app = new_group("The corpus: what was ingested.")


@app.command("list")
def list_(
    kind: Annotated[str | None, typer.Option("--kind", help="Only sources of this kind.")] = None,
    format_: FormatOption = ListFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """List the sources.

    \b
    Examples:
      ethnocode source list --kind interview
      ethnocode source list --format json
    """
    cards = list_sources(here(project), kind=kind)
    if format_ is ListFormat.JSON:
        write_json([_record(card) for card in cards], output=output)
        return
    columns = (
        Column("name", "Source"),
        Column("kind", "Kind"),
        Column("date", "Date"),
        Column("words", "Words"),
        Column("parts", "Parts"),
    )
    rows = [
        (
            card.source.name,
            card.source.kind,
            _day(card.source.date),
            card.source.words,
            _parts(card),
        )
        for card in cards
    ]
    words = sum(card.source.words for card in cards)
    notes = (f"{len(cards)} sources, {words:,} words.",)
    write_table("", columns, rows, notes=notes, output=output)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Name of the source.")],
    format_: FormatOption = ListFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Print a source: what is known of it, then its text.

    \b
    Examples:
      ethnocode source show win-11-11-14.txt
      ethnocode source show field-journal.md --format json
    """
    shown = show_source(here(project), name)
    if format_ is ListFormat.JSON:
        record = _record(shown.card)
        record["text"] = shown.text
        record["segments"] = [segment_record(segment) for segment in shown.segments]
        write_json(record, output=output)
        return
    source = shown.card.source
    lines = [
        f"{source.name}  {source.kind}  {source.date or 'undated'}  {source.words:,} words",
        f"{source.title}  {shown.card.citation}",
        *(
            f"{s.label}: {s.turns} turns, {s.words:,} words" + (f" ({s.person})" * bool(s.person))
            for s in shown.card.speakers
        ),
        *(f"{key}: {value}" for key, value in shown.variables),
        "",
    ]
    head = "\n".join(visible(line) for line in lines)
    text = visible(shown.text, breaks=True)
    write_text(f"{head}\n{text.rstrip()}\n", output=output)


def _record(card: SourceCard) -> dict[str, Any]:
    return source_record(
        card.source,
        citation=card.citation,
        entries=card.entries,
        turns=card.turns,
        speakers=card.speakers,
    )


def _day(date: str | None) -> str:
    """Return a date, or the first of an interval."""
    first, slash, _ = (date or "").partition("/")
    return f"{first}…" if slash else first


def _parts(card: SourceCard) -> str:
    if card.entries:
        return f"{card.entries} entries"
    if card.turns:
        return f"{card.turns} turns"
    return ""
