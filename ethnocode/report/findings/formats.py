"""The formats of findings, and the one function that writes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ethnocode.errors import UsageError
from ethnocode.report.findings import github, json, junit, sarif, text
from ethnocode.report.findings.judgement import Judgement


@dataclass(frozen=True, slots=True)
class FindingFormat:
    """A format of findings.

    Args:
        name: What ``--format`` calls it.
        for_people: Whether somebody reads it where it is printed.
        render: Turns a judgement into text; the same text on every run.
    """

    name: str
    for_people: bool
    render: Callable[[Judgement], str]


FORMATS: tuple[FindingFormat, ...] = (
    FindingFormat("text", True, text.render),
    FindingFormat("json", False, json.render),
    FindingFormat("github", True, github.render),
    FindingFormat("junit", False, junit.render),
    FindingFormat("sarif", False, sarif.render),
)
"""Every format of findings."""


def format_named(name: str) -> FindingFormat:
    """Return a format.

    Raises:
        UsageError: There is none of that name.
    """
    for format_ in FORMATS:
        if format_.name == name:
            return format_
    names = ", ".join(format_.name for format_ in FORMATS)
    raise UsageError(f"no format of findings '{name}'", hint=f"choose one of {names}")
