"""The foot of a report: whose it is, and how to get it again."""

from __future__ import annotations

import shlex
from dataclasses import replace

from ethnocode import __version__
from ethnocode.model import Report
from ethnocode.services.project import Project

_OPTIONS = ("coder", "relation", "count", "unit")


def signed(report: Report, project: Project, *, command: str = "") -> Report:
    """Return a report that says whose it is and how to get it again."""
    options = [
        word
        for name, value in report.parameters
        if name in _OPTIONS
        for word in (f"--{name}", str(value))
    ]
    day = ["--as-of", project.as_of] if project.as_of else []
    return replace(
        report,
        study=project.settings.study,
        command=command or shlex.join(["ethnocode", "report", report.name, *options, *day]),
        program=f"ethnocode {__version__}",
    )
