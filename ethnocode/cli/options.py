"""Options and arguments that more than one command takes, spelled once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ethnocode.cli.group import JSON_WANTED, PROJECT_NAMED
from ethnocode.cli.output_file import file_to_write
from ethnocode.cli.usage import LARGEST
from ethnocode.model import CodingStatus


class ListFormat(StrEnum):
    """How a list is written."""

    TEXT = "text"
    JSON = "json"


class CheckFormat(StrEnum):
    """How findings are written; a format of :data:`ethnocode.report.findings.FORMATS`."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    JUNIT = "junit"
    SARIF = "sarif"


class ReportFormat(StrEnum):
    """How a report is written; a renderer of :data:`ethnocode.report.RENDERERS`."""

    TEXT = "text"
    MD = "md"
    CSV = "csv"
    JSON = "json"
    HTML = "html"


def remember_json(ctx: typer.Context, value: StrEnum) -> StrEnum:
    """Note for the case of an error whether JSON was asked for."""
    ctx.meta[JSON_WANTED] = value == "json"
    return value


def _chosen(ctx: typer.Context, value: Path | None) -> Path | None:
    """Take the project named before the command where none is named after it."""
    if value is not None:
        ctx.meta[PROJECT_NAMED] = value
    folder: Path | None = ctx.meta.get(PROJECT_NAMED)
    return folder


ProjectOption = Annotated[
    Path | None,
    typer.Option(
        "--project",
        "-p",
        envvar="ETHNOCODE_PROJECT",
        help="Folder of the project; else the nearest one at or above the working folder.",
        metavar="DIR",
        callback=_chosen,
        is_eager=True,
    ),
]
CoderOption = Annotated[
    str | None,
    typer.Option(
        "--coder", envvar="ETHNOCODE_CODER", help="Who codes; else the author of the study."
    ),
]
FormatOption = Annotated[
    ListFormat,
    typer.Option("--format", "-f", help="How to write it.", callback=remember_json, is_eager=True),
]
CheckFormatOption = Annotated[
    CheckFormat,
    typer.Option("--format", "-f", help="How to write it.", callback=remember_json, is_eager=True),
]
ReportFormatOption = Annotated[
    ReportFormat,
    typer.Option("--format", "-f", help="How to write it.", callback=remember_json, is_eager=True),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        help="File to write instead of the screen; its ending is the format, unless --format is "
        "given.",
        metavar="FILE",
        callback=file_to_write,
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        help="State at the end of a day (2026-03-01) or at a moment, in UTC.",
        metavar="DATE",
    ),
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
]
EncodingOption = Annotated[
    str | None,
    typer.Option("--encoding", help="Encoding of text files, such as cp1252; else found."),
]
PasswordOption = Annotated[
    str | None,
    typer.Option(
        "--password", envvar="ETHNOCODE_PASSWORD", help="Opens protected files; never kept."
    ),
]
SourceKindOption = Annotated[
    str | None,
    typer.Option("--kind", help="Kind: field-note, interview, document, email."),
]
DateOption = Annotated[str | None, typer.Option("--date", help="Date, such as 13.6.13.")]
WaveOption = Annotated[
    int | None, typer.Option("--wave", min=1, max=LARGEST, help="Round of collection.")
]
SpeakerOption = Annotated[
    list[str] | None,
    typer.Option(
        "--speaker",
        help="Person behind a speaker label; repeatable.",
        metavar="LABEL=PERSON",
    ),
]
LimitOption = Annotated[
    int | None,
    typer.Option("--limit", "-n", min=1, max=LARGEST, help="At most so many.", metavar="N"),
]
ByOption = Annotated[str | None, typer.Option("--coder", help="Only this coder's.")]
AnchorStatusOption = Annotated[
    CodingStatus | None,
    typer.Option("--status", help="Only anchored ones, or those that wait for review."),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", help="Property value, such as holder=resident; repeatable."),
]
_QUOTE = typer.Option("--quote", help="The words; line breaks may be spaces.")
_SPAN = typer.Option("--span", help="Characters A up to but not B.", metavar="A:B")
QuoteOption = Annotated[str, _QUOTE]
PassageQuoteOption = Annotated[str | None, _QUOTE]
"""A quote where there may be none; a blank one is not the same as none."""
OccurrenceOption = Annotated[
    int | None,
    typer.Option("--occurrence", min=1, max=LARGEST, help="Which of several places of the quote."),
]
SpanOption = Annotated[str, _SPAN]
PassageSpanOption = Annotated[str | None, _SPAN]
