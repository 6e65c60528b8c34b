"""``ethnocode coding ...``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from ethnocode.cli.coding_resolve import resolve
from ethnocode.cli.coding_sample import sample
from ethnocode.cli.context import here, pairs, span_numbers
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
    ProjectOption,
    QuoteOption,
    SetOption,
    SpanOption,
)
from ethnocode.cli.output import say, write_json, write_passages
from ethnocode.cli.usage import LARGEST
from ethnocode.cli.waiting import now_line, settling
from ethnocode.errors import UsageError
from ethnocode.interchange import CodingRequest
from ethnocode.model import Coding, CodingStatus
from ethnocode.report.figures import counted
from ethnocode.report.records import Record, coding_record
from ethnocode.services.coding import (
    AddedCodings,
    add_codings,
    codings_from_bytes,
    codings_from_file,
    list_codings,
    move_coding,
    remove_codings,
)
from ethnocode.services.lookup import retired_notes

app = new_group("Codings: codes on people's own words.")

_SCREENFUL = 50
_SHOWN = 10


@app.command()
def add(
    source: Annotated[str | None, typer.Argument(help="Name of the source.")] = None,
    code: Annotated[str | None, typer.Argument(help="Full id of the code.")] = None,
    *,
    quote: QuoteOption = "",
    occurrence: OccurrenceOption = None,
    span: SpanOption = "",
    memo: Annotated[str, typer.Option("--memo", help="Why.")] = "",
    set_: SetOption = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="File of codings: JSON lines, or YAML; - is standard input.",
            metavar="FILE",
        ),
    ] = None,
    format_: FormatOption = ListFormat.TEXT,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Code a passage, or all passages of a file: all of them, or none.

    \b
    Examples:
      ethnocode coding add win.txt capital.relational --quote "knew them all"
      ethnocode coding add win.txt habitus --span 120:164 --set fit=strains
      ethnocode coding add --from codings.jsonl --coder ada
    """
    if file is not None:
        given = {
            "SOURCE": source,
            "--quote": quote,
            "--occurrence": occurrence,
            "--span": span,
            "--memo": memo,
            "--set": set_,
        }
        _refuse_beside_file(given)
        requests = _from_file(file)
    else:
        requests = (
            _request(source, code, quote, span, occurrence=occurrence, memo=memo, set_=set_),
        )
    result = add_codings(here(project, coder=coder), requests)
    if format_ is ListFormat.JSON:
        write_json(list(map(_added_record, requests, result.asked, result.is_new)))
    elif len(result.added) <= _SCREENFUL and result.added:
        write_passages(_passage(coding) for coding in result.added)
    if len(requests) > 1 or result.already:
        say(f"added {len(result.added):,}, there already {len(result.already):,}")
        _say_already(requests, result)


@app.command("list")
def list_(
    *,
    source: Annotated[str | None, typer.Option("--source", help="Only this source's.")] = None,
    code: Annotated[
        str | None, typer.Option("--code", help="Only this code and those below it.")
    ] = None,
    by: ByOption = None,
    status: AnchorStatusOption = None,
    limit: LimitOption = None,
    as_of: AsOfOption = None,
    format_: FormatOption = ListFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """List codings in text order; on a screen the first 50, with --limit more.

    \b
    Examples:
      ethnocode coding list --code capital
      ethnocode coding list --source win.txt --format json
    """
    if format_ is ListFormat.TEXT and limit is None and output is None:
        limit = _SCREENFUL
    study = here(project, as_of=as_of)
    found = list_codings(study, source=source, coder=by, code=code, status=status, limit=limit)
    if found.kept_back:
        say(
            f"kept back: {counted(found.kept_back, 'coding')} by others in passages that "
            f"{study.coder} is to code again blind"
        )
    if format_ is ListFormat.JSON:
        records = [coding_record(coding) for coding in found.codings]
        if status is CodingStatus.NEEDS_REVIEW:
            now = zip(records, found.now, strict=True)
            records = [{**record, "now": words} for record, words in now]
        write_json(records, output=output)
        return
    left = found.total - len(found.codings)
    notes: tuple[str, ...] = (
        (f"and {left:,} more: --limit {found.total} shows all",) if left else ()
    )
    if code is not None:
        notes += retired_notes(study.codebook(), {coding.code for coding in found.codings})
    if status is CodingStatus.NEEDS_REVIEW:
        waiting = map(_waiting, found.codings, found.now)
        write_passages(waiting, notes=notes, output=output)
        if found.codings:
            say(settling("coding", found.codings[0].id))
        return
    write_passages(map(_passage, found.codings), notes=notes, output=output)


@app.command()
def move(
    number: Annotated[int, typer.Argument(min=1, max=LARGEST, help="Number of the coding.")],
    *,
    quote: QuoteOption = "",
    occurrence: OccurrenceOption = None,
    span: SpanOption = "",
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Put a coding on other words, or settle one that waits for review.

    \b
    Examples:
      ethnocode coding move 12 --quote "knew nearly all of them"
    """
    if bool(quote) == bool(span):
        raise UsageError("say where: either --quote or --span")
    study = here(project, coder=coder)
    place = span_numbers(span) if span else None
    moved = move_coding(study, number, quote=quote, occurrence=occurrence, start_end=place)
    if moved is None:
        say(f"coding {number} sits on these words already: nothing changed")
    else:
        write_passages([_passage(moved)])


@app.command()
def remove(
    ids: Annotated[list[int], typer.Argument(min=1, max=LARGEST, help="Numbers of the codings.")],
    dry_run: DryRunOption = False,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Remove codings; 'ethnocode undo' brings them back.

    Memos on a coding are kept, as memos on its passage.

    \b
    Examples:
      ethnocode coding remove 12 14
    """
    removed = remove_codings(here(project, coder=coder), ids, dry_run=dry_run)
    verb, stay = ("would remove", "would stay") if dry_run else ("removed", "stays")
    for coding, memos in zip(removed.codings, removed.memos, strict=True):
        place = f"{coding.source} at {coding.anchor.span}"
        say(f"{verb} {coding.id}: {coding.code} in {place}")
        for memo in memos:
            say(f"memo {memo} {stay}, on {place}")


def _refuse_beside_file(given: Mapping[str, object]) -> None:
    named = [name for name, value in given.items() if value]
    if named:
        raise UsageError(
            f"--from takes everything from the file, so {', '.join(named)} would not be heard",
            hint="write it into the lines of the file",
        )


def _from_file(file: Path) -> tuple[CodingRequest, ...]:
    if str(file) == "-":
        data = typer.get_binary_stream("stdin").read()
        return codings_from_bytes(data, label="standard input")
    return codings_from_file(file)


def _added_record(request: CodingRequest, coding: Coding, is_new: bool) -> Record:
    state = "added" if is_new else "already"
    return {**coding_record(coding), "state": state, "where": request.where or None}


def _say_already(requests: Sequence[CodingRequest], result: AddedCodings) -> None:
    there = [
        f"{request.where} (coding {coding.id})"
        for request, coding, is_new in zip(requests, result.asked, result.is_new, strict=True)
        if request.where and not is_new
    ]
    if there:
        more = f" and {len(there) - _SHOWN:,} more" if len(there) > _SHOWN else ""
        say(f"there already: {', '.join(there[:_SHOWN])}{more}")


def _request(
    source: str | None,
    code: str | None,
    quote: str,
    span: str,
    *,
    occurrence: int | None,
    memo: str,
    set_: list[str] | None,
) -> CodingRequest:
    if source is None or code is None:
        raise UsageError("name a source and a code", hint="or a file of codings with --from")
    if bool(quote) == bool(span):
        raise UsageError("say where: either --quote or --span")
    start, end = span_numbers(span) if span else (None, None)
    return CodingRequest(
        source,
        code,
        quote=quote,
        occurrence=occurrence,
        start=start,
        end=end,
        memo=memo,
        properties=pairs(set_, option="--set"),
    )


def _waiting(coding: Coding, now: str | None) -> tuple[int, str, tuple[str, ...]]:
    place = f"{coding.source} {coding.citation}".rstrip()
    head = f"{coding.code} · {place} · {coding.coder}"
    return coding.id, head, (f"was: {coding.anchor.quote}", now_line(now))


def _passage(coding: Coding) -> tuple[int, str, tuple[str, ...]]:
    place = f"{coding.source} {coding.citation or coding.anchor.span}"
    head = " · ".join((coding.code, place, coding.coder))
    notes = [f"{name}={value}" for name, value in coding.properties]
    if coding.memo:
        notes.append(coding.memo)
    below = (coding.anchor.quote, f"[{'; '.join(notes)}]") if notes else (coding.anchor.quote,)
    return coding.id, head, below


app.command()(sample)
app.command()(resolve)
