"""``ethnocode source ...``."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Annotated, Any

import typer

from ethnocode.cli.context import here, pairs
from ethnocode.cli.group import new_group
from ethnocode.cli.marks import counted_marks
from ethnocode.cli.options import (
    CoderOption,
    DateOption,
    DryRunOption,
    FormatOption,
    ListFormat,
    OutputOption,
    PasswordOption,
    ProjectOption,
    SourceKindOption,
    SpeakerOption,
    WaveOption,
)
from ethnocode.cli.output import say, write_json, write_table, write_text
from ethnocode.errors import UsageError
from ethnocode.model import Column, Mark, MarkKind
from ethnocode.report.figures import counted
from ethnocode.report.records import mark_record, segment_record, source_record
from ethnocode.report.safe import visible
from ethnocode.services.sources import SourceCard, list_sources, show_source

NOBODY = "?"
"""Stands for a person after ``--speaker LABEL=``: nobody known speaks under the label."""

_WITH_WORDS = (MarkKind.COMMENT, MarkKind.DELETED)

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
    notes = (f"{counted(len(cards), 'source')}, {counted(words, 'word')}.",)
    write_table("", columns, rows, notes=notes, output=output)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Name of the source.")],
    format_: FormatOption = ListFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Print a source: what is known of it, then its text.

    Marks, such as pages and times, are counted; comments and tracked deletions are
    printed. --format json has every mark with its place and words.

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
        record["marks"] = [mark_record(mark) for mark in shown.marks]
        record["variables"] = dict(shown.variables)
        write_json(record, output=output)
        return
    source = shown.card.source
    marks = counted_marks(Counter(mark.kind.value for mark in shown.marks))
    lines = [
        f"{source.name}  {source.kind}  {source.date or 'undated'}  {source.words:,} words",
        f"{source.title}  {shown.card.citation}",
        *(
            f"{s.label}: {counted(s.turns, 'turn')}, {counted(s.words, 'word')}"
            + (f" ({s.person})" * bool(s.person))
            for s in shown.card.speakers
        ),
        *(f"{key}: {value}" for key, value in shown.variables),
        *([f"marks: {', '.join(marks)}"] if marks else []),
        *filter(None, map(_beside, shown.marks)),
        "",
    ]
    head = "\n".join(visible(line) for line in lines)
    text = visible(shown.text, breaks=True)
    write_text(f"{head}\n{text.rstrip()}\n", output=output)


@app.command("set")
def set_(
    names: Annotated[list[str], typer.Argument(help="Names of sources.")],
    *,
    kind: SourceKindOption = None,
    date: DateOption = None,
    title: Annotated[str | None, typer.Option("--title", help="Title.")] = None,
    author: Annotated[
        str | None,
        typer.Option("--author", help="Who wrote or sent it; whom an interview is with."),
    ] = None,
    wave: WaveOption = None,
    speaker: SpeakerOption = None,
    password: PasswordOption = None,
    dry_run: DryRunOption = False,
    format_: FormatOption = ListFormat.TEXT,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Correct what is known of sources. Their words and codings stay.

    A source of another kind is cut anew: a field note has dated entries, an interview
    has turns. What you said of its date, title or author stays. '--date unknown' takes
    a date away, '--speaker C=?' the person behind a label.

    \b
    Examples:
      ethnocode source set notes.docx --kind field-note --dry-run
      ethnocode source set charis.pdf --date 13.6.13 --speaker C=Charis
    """
    # late, for listing sources needs none of the readers that correcting one may need
    from ethnocode.services.correcting import Correction, correct_sources

    said = pairs(speaker, option="--speaker")
    correction = Correction(
        kind=kind,
        date=date,
        title=title,
        author=author,
        wave=wave,
        speakers=tuple((label, "" if person == NOBODY else person) for label, person in said),
        password=password,
    )
    if correction == Correction(password=password):
        raise UsageError(
            "nothing to set", hint="name a field, such as --kind field-note or --date 13.6.13"
        )
    changes = correct_sources(here(project, coder=coder), names, correction, dry_run=dry_run)
    if format_ is ListFormat.JSON:
        write_json([asdict(change) for change in changes])
        return
    for change in changes:
        say(f"{change.source}: {change.what} {change.before or 'none'} -> {change.after or 'none'}")
    if not changes:
        say("everything is so already")


@app.command()
def remove(
    names: Annotated[list[str], typer.Argument(help="Names of sources.")],
    *,
    with_codings: Annotated[
        bool, typer.Option("--with-codings", help="Though there are codings or memos on them.")
    ] = False,
    dry_run: DryRunOption = False,
    format_: FormatOption = ListFormat.TEXT,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Take sources out of the project. 'ethnocode undo' brings them back.

    A snapshot of the project is taken first. The words stay in the log, so that the
    removal can be undone; it does not make them unreadable.

    \b
    Examples:
      ethnocode source remove draft.docx --dry-run
      ethnocode source remove draft.docx --with-codings
    """
    from ethnocode.services.correcting import remove_sources

    study = here(project, coder=coder)
    removed = remove_sources(study, names, with_work=with_codings, dry_run=dry_run)
    if format_ is ListFormat.JSON:
        write_json([asdict(one) for one in removed])
        return
    for one in removed:
        what = "would remove" if dry_run else "removed"
        work = ", ".join(
            (
                counted(one.codings, "coding"),
                counted(one.memos, "memo"),
                counted(one.suggestions, "suggestion"),
            )
        )
        say(f"{what} {one.source}, with {work}")


def _beside(mark: Mark) -> str:
    """Return a mark that brings its own words as a line; empty for any other."""
    if mark.kind not in _WITH_WORDS:
        return ""
    who = f" by {mark.author}" if mark.author else ""
    when = f" on {mark.date}" if mark.date else ""
    return f"{mark.kind}{who}{when} at {mark.start}: {mark.words}"


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
        return counted(card.entries, "entry", "entries")
    if card.turns:
        return counted(card.turns, "turn")
    return ""
