"""Reports that have a picture: their formats, and how these are written."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ethnocode.cli.group import JSON_WANTED
from ethnocode.cli.output import write_bytes, write_report, write_text
from ethnocode.model import Report
from ethnocode.report.pictures import picture_svg

SCREEN_DPI = 96
_LEAST_DPI, _MOST_DPI = 48, 600


class PictureFormat(StrEnum):
    """How a report with a picture is written: whole, or the picture alone."""

    TEXT = "text"
    MD = "md"
    CSV = "csv"
    JSON = "json"
    HTML = "html"
    SVG = "svg"
    PNG = "png"


def remember_json(ctx: typer.Context, value: StrEnum) -> StrEnum:
    """Note for the case of an error whether JSON was asked for."""
    ctx.meta[JSON_WANTED] = value == "json"
    return value


PictureFormatOption = Annotated[
    PictureFormat,
    typer.Option(
        "--format",
        "-f",
        help="How to write it; svg and png are the picture alone.",
        callback=remember_json,
        is_eager=True,
    ),
]
DpiOption = Annotated[
    int,
    typer.Option(
        "--dpi",
        min=_LEAST_DPI,
        max=_MOST_DPI,
        help="Resolution of a png; 300 is for print.",
        metavar="N",
    ),
]


def write_picture_report(
    report: Report, *, format_name: str, dpi: int, output: Path | None = None
) -> None:
    """Write a report whole, or its picture alone."""
    if format_name == PictureFormat.SVG:
        write_text(picture_svg(report), output=output)
    elif format_name == PictureFormat.PNG:
        from ethnocode.report.png import png_bytes

        write_bytes(png_bytes(picture_svg(report), dpi=dpi), output=output)
    else:
        write_report(report, format_name=format_name, output=output)
