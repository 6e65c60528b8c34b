"""The foot of a report: whose it is, and how to get it again."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace

from ethnocode import __version__
from ethnocode.model import Report
from ethnocode.services.project import Project

_OPTIONS = ("coder", "relation", "count", "unit", "distance")


def signed(
    report: Report, project: Project, *, command: str = "", options: Sequence[str] = ()
) -> Report:
    """Return a report that says whose it is and how to get it again.

    Args:
        command: What to type, where it is not made of the report's parameters.
        options: What to type besides these.
    """
    stated = [
        word
        for name, value in report.parameters
        if name in _OPTIONS
        for word in (f"--{name}", str(value))
    ]
    day = ["--as-of", project.as_of] if project.as_of else []
    return replace(
        report,
        study=project.settings.study,
        command=command
        or shlex.join(["ethnocode", "report", report.name, *stated, *options, *day]),
        program=f"ethnocode {__version__}",
    )
