"""The formats of a report, and the one function that writes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ethnocode.errors import UsageError
from ethnocode.model import Report
from ethnocode.report import csv, html, json, markdown, text


@dataclass(frozen=True, slots=True)
class Renderer:
    """A format of a report.

    Args:
        name: What ``--format`` calls it.
        suffix: Ending of a file in it.
        render: Turns a report into text that ends with one newline.
    """

    name: str
    suffix: str
    render: Callable[[Report], str]


RENDERERS: tuple[Renderer, ...] = (
    Renderer("text", ".txt", text.render),
    Renderer("md", ".md", markdown.render),
    Renderer("csv", ".csv", csv.render),
    Renderer("json", ".json", json.render),
    Renderer("html", ".html", html.render),
)
"""Every format; :mod:`ethnocode.report.terminal` prints to a terminal instead."""


def render(report: Report, format_name: str) -> str:
    """Return a report in a format: the same text on every run.

    Raises:
        UsageError: There is no format of that name.
    """
    for renderer in RENDERERS:
        if renderer.name == format_name:
            return renderer.render(report)
    names = ", ".join(renderer.name for renderer in RENDERERS)
    raise UsageError(f"no report format '{format_name}'", hint=f"choose one of {names}")
