"""``ethnocode memo ...``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from ethnocode.cli.context import here, span_numbers
from ethnocode.cli.editor import edited, is_watched
from ethnocode.cli.group import new_group
from ethnocode.cli.options import (
    AnchorStatusOption,
    AsOfOption,
    ByOption,
    CoderOption,
    DryRunOption,
    FormatOption,
    LimitOption,
    ListFormat,
    OccurrenceOption,
    OutputOption,
    PassageQuoteOption,
    PassageSpanOption,
    ProjectOption,
)
from ethnocode.cli.output import say, wrapped, write_json, write_passages, write_table, write_text
from ethnocode.cli.usage import LARGEST
from ethnocode.cli.waiting import now_line, settling
from ethnocode.errors import UsageError
from ethnocode.model import CodingStatus, Column, Memo, MemoKind
from ethnocode.report.records import memo_record
from ethnocode.report.safe import visible
from ethnocode.services.memos import (
    About,
    MemoList,
    add_memo,
    edit_memo,
    list_memos,
    move_memo,
    remove_memos,
    show_memo,
    words_of,
    words_of_file,
)

app = new_group("Memos: notes on anything in the study.")

_SCREENFUL = 50
_BEGINNING_CHARS = 24
_STDIN = "-"

TextArgument = Annotated[str | None, typer.Argument(help="The words; - reads standard input.")]
FileOption = Annotated[
    Path | None,
    typer.Option("--file", help="File with the words; - is standard input.", metavar="FILE"),
]
TitleOption = Annotated[str | None, typer.Option("--title", help="One line; blank for none.")]
SourceOption = Annotated[
    str | None, typer.Option("--source", help="On this source, or on words of it.")
]
NumberArgument = Annotated[int, typer.Argument(min=1, max=LARGEST, help="Number of the memo.")]


@app.command()
def add(  # noqa: PLR0913 (a memo may be on anything, and each thing has its option)
    text: TextArgument = None,
    *,
    file: FileOption = None,
    title: TitleOption = None,
    kind: Annotated[
        MemoKind, typer.Option("--kind", help="What it thinks about: data, oneself, method.")
    ] = MemoKind.ANALYTIC,
    source: SourceOption = None,
    quote: PassageQuoteOption = None,
    occurrence: OccurrenceOption = None,
    span: PassageSpanOption = None,
    code: Annotated[str | None, typer.Option("--code", help="On this code.")] = None,
    coding: Annotated[
        int | None,
        typer.Option("--coding", min=1, max=LARGEST, help="On the coding of this number."),
    ] = None,
    person: Annotated[str | None, typer.Option("--person", help="On this person.")] = None,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Write a memo on the study, or on one thing in it.

    \b
    Examples:
      ethnocode memo add "Who is asked, and who is told?"
      ethnocode memo add "Relief, and shame at it." --kind reflexive --code tokenism
      ethnocode memo add --file thoughts.md --source win.txt --quote "knew them all"
    """
    words = _words(text, file)
    if words is None:
        raise UsageError("a memo without words", hint="type them, or name a file with --file")
    about = replace(
        _about(source, quote, span, occurrence=occurrence),
        code=_named(code, "--code"),
        coding=coding,
        person=_named(person, "--person"),
    )
    study = here(project, coder=coder)
    memo = add_memo(study, words, about=about, title=title or "", kind=kind)
    say(f"memo {memo.id} on {memo.on}")


@app.command("list")
def list_(
    *,
    kind: Annotated[MemoKind | None, typer.Option("--kind", help="Only this kind.")] = None,
    source: Annotated[
        str | None, typer.Option("--source", help="Only on this source and what is in it.")
    ] = None,
    code: Annotated[
        str | None, typer.Option("--code", help="Only on this code, those below, their codings.")
    ] = None,
    by: ByOption = None,
    status: AnchorStatusOption = None,
    limit: LimitOption = None,
    as_of: AsOfOption = None,
    format_: FormatOption = ListFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """List memos as they were written; on a screen the first 50, with --limit more.

    \b
    Examples:
      ethnocode memo list --kind reflexive
      ethnocode memo list --code capital --format json
    """
    if format_ is ListFormat.TEXT and limit is None and output is None:
        limit = _SCREENFUL
    study = here(project, as_of=as_of)
    found = list_memos(
        study, kind=kind, source=source, code=code, coder=by, status=status, limit=limit
    )
    if format_ is ListFormat.JSON:
        records = [memo_record(memo) for memo in found.memos]
        if status is CodingStatus.NEEDS_REVIEW:
            now = zip(records, found.now, strict=True)
            records = [{**record, "now": words} for record, words in now]
        write_json(records, output=output)
        return
    left = found.total - len(found.memos)
    notes = (f"and {left:,} more: --limit {found.total} shows all",) if left else ()
    if status is CodingStatus.NEEDS_REVIEW:
        write_passages(_waiting(found), notes=notes, output=output)
        if found.memos:
            say(settling("memo", found.memos[0].id))
        return
    columns = (
        Column("id", "Memo"),
        Column("kind", "Kind", prose=True),
        Column("on", "On"),
        Column("created", "When"),
        Column("words", "Words", prose=True),
    )
    rows = [(m.id, m.kind.value, m.on, m.created[:10], _beginning(m)) for m in found.memos]
    write_table("", columns, rows, notes=notes, output=output)


@app.command()
def show(
    number: NumberArgument,
    format_: FormatOption = ListFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Print a memo whole, with what it is on.

    \b
    Examples:
      ethnocode memo show 3
    """
    memo = show_memo(here(project), number)
    if format_ is ListFormat.JSON:
        write_json(memo_record(memo), output=output)
        return
    head = "\n".join(part for line in _head(memo) for part in wrapped(visible(line)))
    write_text(f"{head}\n\n{visible(memo.body, breaks=True)}\n", output=output)


@app.command()
def edit(
    number: NumberArgument,
    text: TextArgument = None,
    *,
    file: FileOption = None,
    title: TitleOption = None,
    kind: Annotated[
        MemoKind | None, typer.Option("--kind", help="What it thinks about: data, oneself, method.")
    ] = None,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Change what is named of a memo, else its words in your editor.

    The editor is the one that VISUAL or EDITOR names. The log keeps the words as
    they were, and 'ethnocode undo' brings them back. If what you saved in the editor
    cannot be stored, because somebody changed the memo meanwhile or the editor was
    interrupted, it is kept in a file, and you are told where.

    \b
    Examples:
      ethnocode memo edit 3
      ethnocode memo edit 3 "Told, and then asked." --kind methodological
    """
    study = here(project, coder=coder)
    words = _words(text, file)
    if words is not None or title is not None or kind is not None:
        changed = edit_memo(study, number, words=words, title=title, kind=kind)
        say(f"memo {number} {'edited' if changed else 'is so already: nothing changed'}")
        return
    if not is_watched():
        raise UsageError("what is to change?", hint="give words, --file, --title or --kind")
    memo = show_memo(study, number)
    with edited(memo.body, folder=study.folder / ".ethnocode") as data:
        written = words_of(data, label="what you wrote")
        if not written.strip():
            say(f"memo {number}: no words left, so nothing changed ('ethnocode memo remove')")
            return
        changed = edit_memo(study, number, words=written, opened=memo)
    say(f"memo {number} {'edited' if changed else 'is as it was: nothing changed'}")


@app.command()
def move(
    number: NumberArgument,
    *,
    source: Annotated[
        str | None, typer.Option("--source", help="To this source; else the one it is on.")
    ] = None,
    quote: PassageQuoteOption = None,
    occurrence: OccurrenceOption = None,
    span: PassageSpanOption = None,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Put a memo on other words or a whole source, or settle one that waits.

    \b
    Examples:
      ethnocode memo move 3 --quote "knew nearly all of them"
      ethnocode memo move 3 --source win.txt
    """
    if source is None and quote is None and span is None:
        raise UsageError("say where: --quote or --span, or a whole --source")
    about = _about(source, quote, span, occurrence=occurrence)
    memo = move_memo(here(project, coder=coder), number, about=about)
    if memo is None:
        say(f"memo {number} is on that already: nothing changed")
    else:
        say(f"memo {memo.id} on {memo.on}")


@app.command()
def remove(
    ids: Annotated[list[int], typer.Argument(min=1, max=LARGEST, help="Numbers of the memos.")],
    dry_run: DryRunOption = False,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Remove memos; 'ethnocode undo' brings them back.

    \b
    Examples:
      ethnocode memo remove 3 4
    """
    removed = remove_memos(here(project, coder=coder), ids, dry_run=dry_run)
    for memo in removed:
        say(f"{'would remove' if dry_run else 'removed'} memo {memo.id} on {memo.on}")


def _words(text: str | None, file: Path | None) -> str | None:
    """Return the words from where they are; ``None`` where nobody says."""
    if text is not None and file is not None:
        raise UsageError("give the words or --file, not both")
    if _STDIN in (text, str(file)):
        return words_of(typer.get_binary_stream("stdin").read(), label="standard input")
    return words_of_file(file) if file is not None else text


def _about(
    source: str | None, quote: str | None, span: str | None, *, occurrence: int | None
) -> About:
    """Return the passage or source that is named."""
    if quote is not None and span is not None:
        raise UsageError("say where: either --quote or --span")
    if occurrence is not None and quote is None:
        raise UsageError("--occurrence chooses among the places of a --quote")
    return About(
        _named(source, "--source"),
        _named(quote, "--quote"),
        occurrence,
        span_numbers(span) if span is not None else None,
    )


def _named(value: str | None, option: str) -> str:
    """Return what an option names; blank is refused, for it would widen what is meant."""
    if value is not None and not value.strip():
        raise UsageError(f"{option} is blank", hint="leave it out, or name what is meant")
    return value or ""


def _beginning(memo: Memo) -> str:
    words = " ".join((memo.title or memo.body).split())
    return words if len(words) <= _BEGINNING_CHARS else f"{words[:_BEGINNING_CHARS].rstrip()}…"


def _waiting(found: MemoList) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    for memo, words in zip(found.memos, found.now, strict=True):
        was = memo.anchor.quote if memo.anchor else ""
        head = f"{memo.source} · {memo.coder} · {_beginning(memo)}"
        yield memo.id, head, (f"was: {was}", now_line(words))


def _head(memo: Memo) -> Iterator[str]:
    when = memo.created[:10] + (f", edited {memo.edited[:10]}" if memo.edited else "")
    yield f"Memo {memo.id}, {memo.kind}, {memo.coder}, {when}"
    code = f": {memo.code}" if memo.coding is not None else ""
    yield f"On {memo.on}{code}" + (f" {memo.citation}" if memo.citation else "")
    if memo.status is CodingStatus.NEEDS_REVIEW:
        yield "It waits for review: these words were edited since."
    if memo.anchor is not None:
        yield f"    {memo.anchor.quote}"
    if memo.title:
        yield ""
        yield memo.title
