"""Reports that have a picture: their formats, and how these are written."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ethnocode.cli.options import remember_json
from ethnocode.cli.output import write_bytes, write_report, write_text
from ethnocode.errors import UsageError
from ethnocode.model import Report
from ethnocode.report.pictures import picture_svg

_SCREEN_DPI = 96
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
    int | None,
    typer.Option(
        "--dpi",
        min=_LEAST_DPI,
        max=_MOST_DPI,
        help=f"Resolution of a png; {_SCREEN_DPI} unless said, 300 is for print.",
        metavar="N",
    ),
]


def refuse_idle_dpi(dpi: int | None, format_: StrEnum) -> None:
    """Refuse a resolution where nothing has one.

    Raises:
        UsageError: It is given without a png.
    """
    if dpi is not None and format_ != PictureFormat.PNG:
        raise UsageError("--dpi is for a png", hint="give --format png as well, or leave --dpi out")


def write_picture_report(
    report: Report, *, format_name: str, dpi: int | None, output: Path | None = None
) -> None:
    """Write a report whole, or its picture alone.

    Args:
        dpi: Resolution of a png; where none is named, that of a screen.
    """
    if format_name == PictureFormat.SVG:
        write_text(picture_svg(report), output=output)
    elif format_name == PictureFormat.PNG:
        from ethnocode.report.png import png_bytes

        write_bytes(png_bytes(picture_svg(report), dpi=dpi or _SCREEN_DPI), output=output)
    else:
        write_report(report, format_name=format_name, output=output)
