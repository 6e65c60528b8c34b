"""``ethnocode coding sample``."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.options import (
    CoderOption,
    DryRunOption,
    OutputOption,
    ProjectOption,
    remember_json,
)
from ethnocode.cli.output import say, wrapped, write_json, write_text
from ethnocode.cli.report_options import (
    OnlyGroupOption,
    OnlyKindOption,
    OnlyPersonOption,
    OnlySourceOption,
    OnlySpeakerOption,
    selection_of,
)
from ethnocode.cli.usage import LARGEST
from ethnocode.errors import UsageError
from ethnocode.model import Selection
from ethnocode.report.figures import counted
from ethnocode.report.safe import csv_cell, visible
from ethnocode.services.blind import Draw, Wanted, draw_blind, sheet_again
from ethnocode.services.blind_sheets import TakenIn, note_nothing, take_in_sheet
from ethnocode.services.going_over import first_coder
from ethnocode.services.project import Project

_SEEDS = 1_000_000
_PERCENT = 100
_REST = "rest"
_COLUMNS = ("passage", "coder", "source", "start", "end", "citation", "words", "codes")


class SheetFormat(StrEnum):
    """How a sheet is written; JSON and CSV can be filled in and taken in again."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


_BlindOption = Annotated[
    bool, typer.Option("--blind", help="Draw passages to code again, without their codings.")
]
_FileOption = Annotated[
    Path | None,
    typer.Option("--from", help="Filled sheet, JSON or CSV, to take in.", metavar="SHEET"),
]
_NothingOption = Annotated[
    str,
    typer.Option(
        "--nothing",
        help="Passages gone over where nothing is to be coded: numbers, or rest.",
        metavar="N,N|rest",
    ),
]
_ShareOption = Annotated[
    str | None,
    typer.Option("--share", help="Share of the passages gone over; default 10%.", metavar="P%"),
]
_PassagesOption = Annotated[
    int | None, typer.Option("--passages", min=1, max=LARGEST, help="How many instead.")
]
_SeedOption = Annotated[
    int | None, typer.Option("--seed", min=0, max=LARGEST, help="Draw as an earlier time.")
]
_OfOption = Annotated[
    str,
    typer.Option(
        "--of",
        help="Draw from what this coder has gone over; else the coder herself.",
        metavar="CODER",
    ),
]


_SheetFormatOption = Annotated[
    SheetFormat,
    typer.Option("--format", "-f", help="How to write it.", callback=remember_json, is_eager=True),
]


def sample(  # noqa: PLR0913 (draws, takes in and marks, and each has its options)
    *,
    blind: _BlindOption = False,
    coder: CoderOption = None,
    share: _ShareOption = None,
    passages: _PassagesOption = None,
    seed: _SeedOption = None,
    of: _OfOption = "",
    kind: OnlyKindOption = None,
    source: OnlySourceOption = None,
    person: OnlyPersonOption = None,
    group: OnlyGroupOption = None,
    speaker: OnlySpeakerOption = None,
    file: _FileOption = None,
    nothing: _NothingOption = "",
    dry_run: DryRunOption = False,
    format_: _SheetFormatOption = SheetFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Draw passages to code again blind, and take in what was coded.

    Of the passages that a coder has gone over a simple random sample is drawn, without
    headings, and written as a sheet without their codings; filters say whose words. She
    codes them again under a second name, such as anna@2: on the sheet, with ids in
    'codes' or - where she found nothing, or by 'coding add'. 'report agreement --coder
    anna --coder anna@2' compares the two on the passages that she has gone over again:
    those with a code, those with -, and those that --nothing names. Until then 'coding
    list' and 'search' keep back what others coded there, if ETHNOCODE_CODER is anna@2.

    --of anna draws for ben what anna has gone over; he codes it as ben@1. Without --blind,
    --coder anna@2 writes her sheet anew. A sheet is never written over.

    \b
    Examples:
      ethnocode coding sample --blind --share 10% --format csv --output again.csv
      ethnocode coding sample --from again.csv --dry-run
      ethnocode coding sample --blind --coder ben --of anna --group resident -o ben.csv
      ethnocode coding sample --blind --coder anna --passages 40 --seed 7 --dry-run
      ethnocode coding sample --coder anna@2 --nothing rest
    """
    study = here(project, coder=coder)
    selection = selection_of(kind=kind, source=source, person=person, group=group, speaker=speaker)
    drawing = _drawing({"--share": share, "--passages": passages, "--of": of}, selection)
    if file is not None:
        _refuse_beside("--from", {"--blind": blind, "--nothing": nothing, **drawing})
        _say_taken_in(take_in_sheet(study, file, dry_run=dry_run), dry_run=dry_run)
        return
    if nothing:
        _refuse_beside("--nothing", {"--blind": blind, "--dry-run": dry_run, **drawing})
        _note_nothing(study, nothing)
        return
    _refuse_to_write_over(output)
    if not blind:
        _refuse_beside("a sheet that is written anew", {**drawing, "--dry-run": dry_run})
        _write(sheet_again(study), format_, output=output)
        return
    wanted = Wanted(_share(share, passages), passages, of, selection)
    seed = Random().randrange(_SEEDS) if seed is None else seed
    _draw(study, wanted, seed=seed, dry_run=dry_run, format_=format_, output=output)


def _drawing(given: Mapping[str, object], selection: Selection) -> dict[str, object]:
    """Return the options that say what to draw, by name."""
    texts = {
        "--kind": selection.kinds,
        "--source": selection.sources,
        "--person": selection.persons,
        "--group": selection.groups,
        "--speaker": selection.speakers,
    }
    return {**given, **texts}


def _note_nothing(study: Project, passages: str) -> None:
    noted, left = note_nothing(study, _numbers(passages))
    say(f"{study.coder}: nothing in {counted(noted, 'passage')}")
    _say_left(study.coder, left)


def _draw(
    study: Project,
    wanted: Wanted,
    *,
    seed: int,
    dry_run: bool,
    format_: SheetFormat,
    output: Path | None,
) -> None:
    draw = draw_blind(study, wanted, seed=seed, dry_run=dry_run)
    if dry_run and output is not None:
        say(f"would write {output}")
    else:
        _write(draw, format_, output=output)
    _say_drawn(draw, seed=seed, dry_run=dry_run)
    if first_coder(draw.first) == first_coder(study.coder):
        _say_when(draw)
    if not dry_run:
        say(f"code them as {draw.coder}: on the sheet, or with --coder {draw.coder}")


def _refuse_to_write_over(output: Path | None) -> None:
    if output is not None and os.path.lexists(output):
        raise UsageError(
            f"there is a file '{output}' already, and it may be filled in",
            hint="name another with --output, or move it away",
        )


def _refuse_beside(what: str, given: Mapping[str, object]) -> None:
    named = [name for name, value in given.items() if value]
    if named:
        raise UsageError(
            f"{', '.join(named)} would not be heard beside {what}",
            hint="--blind draws; --from takes in; --coder anna@2 alone writes a sheet anew",
        )


def _numbers(text: str) -> tuple[int, ...] | None:
    if text.strip() == _REST:
        return None
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() for part in parts):
        raise UsageError(
            f"--nothing '{text}' are no numbers",
            hint=f"such as --nothing 3,5; or --nothing {_REST}",
        )
    return tuple(map(int, parts))


def _share(share: str | None, passages: int | None) -> float:
    if share and passages:
        raise UsageError("--share and --passages both say how many", hint="leave out one")
    text = share or "10%"
    try:
        part = float(text.removesuffix("%")) / _PERCENT
    except ValueError:
        part = 0.0
    if not text.endswith("%") or not 0 < part <= 1:
        raise UsageError(f"--share '{text}' is no share", hint="above 0% and up to 100%")
    return part


def _write(draw: Draw, format_: SheetFormat, *, output: Path | None) -> None:
    rows = [
        (p.number, draw.coder, p.source, p.span.start, p.span.end, p.citation, p.words)
        for p in draw.passages
    ]
    if format_ is SheetFormat.JSON:
        records = [dict(zip(_COLUMNS, (*row, []), strict=True)) for row in rows]
        write_json(records, output=output)
    elif format_ is SheetFormat.CSV:
        write_text(_as_csv(rows), output=output)
    else:
        write_text(_as_text(draw), output=output)


def _as_csv(rows: Sequence[tuple[int | str, ...]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow([csv_cell(cell) if isinstance(cell, str) else cell for cell in row] + [""])
    return file.getvalue()


def _as_text(draw: Draw) -> str:
    whom = visible(draw.coder) or "nobody yet"
    blocks = [[f"{counted(len(draw.passages), 'passage')} for {whom}"]]
    for passage in draw.passages:
        head = f"{passage.number}  {passage.source} {passage.citation or passage.span}".rstrip()
        lines = [line for line in passage.words.splitlines() if line.strip()]
        said = [part for line in lines for part in wrapped("    " + visible(line.strip()))]
        blocks.append([*wrapped(visible(head)), *said])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _say_drawn(draw: Draw, *, seed: int, dry_run: bool) -> None:
    number = len(draw.passages)
    verb = "would draw" if dry_run else "drew"
    say(
        f"{verb} {number:,} of the {counted(draw.total, 'passage')} that {draw.first} has gone "
        f"over, at random, with --seed {seed}"
    )


def _say_when(draw: Draw) -> None:
    if draw.coded:
        (began, ended), (most, least) = draw.coded, draw.days
        when = f"on {began}" if began == ended else f"between {began} and {ended}"
        ago = counted(least, "day") if most == least else f"{least:,} to {counted(most, 'day')}"
        say(f"coded for the first time {when}, {ago} ago")
    else:
        say(f"{draw.first} gave no code to any of them")


def _say_taken_in(taken: TakenIn, *, dry_run: bool) -> None:
    there = f", there already {len(taken.codings.already):,}" if taken.codings.already else ""
    added = counted(len(taken.codings.added), "coding")
    verb = "would add" if dry_run else "added"
    say(f"{taken.coder}: {counted(taken.filled, 'passage')} filled in, {verb} {added}{there}")
    _say_left(taken.coder, taken.left)


def _say_left(coder: str, left: int) -> None:
    if left:
        say(
            f"{counted(left, 'passage')} not gone over yet, and not compared; if you found nothing "
            f"in them: ethnocode coding sample --coder {coder} --nothing {_REST}"
        )
