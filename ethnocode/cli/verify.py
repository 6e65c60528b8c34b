"""``ethnocode verify``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.options import FormatOption, ListFormat, ProjectOption
from ethnocode.cli.output import say, write_json
from ethnocode.report.safe import visible
from ethnocode.services.verify import newest_copy
from ethnocode.services.verify import rebuild_index as mend_index
from ethnocode.services.verify import verify as verify_project

DAMAGED = 4
"""Exit status when the project file is not what it says it is."""


def verify(
    rebuild_index: Annotated[
        bool,
        typer.Option(
            "--rebuild-index", help="Make a broken full-text index anew, if only it is broken."
        ),
    ] = False,
    format_: FormatOption = ListFormat.TEXT,
    project: ProjectOption = None,
) -> None:
    """Check that the project file is sound.

    Derives every digest, anchor, segment and index entry again, compares every row
    with the log, and exits 4 if anything is off. Writes nothing, unless
    --rebuild-index is given.

    \b
    Examples:
      ethnocode verify
      ethnocode verify --rebuild-index
    """
    find = mend_index if rebuild_index else verify_project
    study = here(project, conflicts_allowed=True)
    faults = find(study)
    if format_ is ListFormat.JSON:
        write_json([asdict(fault) for fault in faults])
    for fault in faults:
        if format_ is ListFormat.TEXT:
            typer.echo(visible(f"{fault.check}: {fault.message} ({fault.hint})"))
    if faults:
        if any(fault.check not in ("conflict", "codebook") for fault in faults):
            say(newest_copy(study.folder))
        raise typer.Exit(DAMAGED)
    if format_ is ListFormat.TEXT:
        say("sound: every digest, anchor, index entry and event is what it should be")
