"""``ethnocode report strip``."""

from __future__ import annotations

from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.options import AsOfOption, OutputOption, ProjectOption
from ethnocode.cli.pictures import (
    DpiOption,
    PictureFormat,
    PictureFormatOption,
    refuse_idle_dpi,
    write_picture_report,
)
from ethnocode.cli.report_options import (
    LayerOption,
    LevelOption,
    OnlyCodeOption,
)
from ethnocode.model import Unit
from ethnocode.services.reports.strip import strip_report


def strip(
    source: Annotated[str, typer.Argument(help="Name of the source.")],
    *,
    unit: Annotated[Unit, typer.Option("--unit", help="What a column is.")] = Unit.PASSAGE,
    coder: LayerOption = None,
    code: OnlyCodeOption = None,
    level: LevelOption = None,
    dpi: DpiOption = None,
    as_of: AsOfOption = None,
    format_: PictureFormatOption = PictureFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Draw what is coded where in a source, passage by passage.

    \b
    Examples:
      ethnocode report strip meeting.txt
      ethnocode report strip journal.md --unit entry --level 1
      ethnocode report strip meeting.txt --format png --dpi 300 --output strip.png
    """
    refuse_idle_dpi(dpi, format_)
    report = strip_report(
        here(project, as_of=as_of), source, unit=unit, coder=coder, codes=code or (), level=level
    )
    write_picture_report(report, format_name=format_.value, dpi=dpi, output=output)
