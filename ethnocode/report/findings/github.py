"""Findings as workflow commands, which GitHub shows beside the lines they are on."""

from __future__ import annotations

from pathlib import PurePath

from ethnocode.model import Finding
from ethnocode.report.findings.judgement import Judgement, words_of
from ethnocode.report.safe import visible

_ESCAPES = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_ESCAPES_IN_PROPERTIES = (*_ESCAPES, (":", "%3A"), (",", "%2C"))


def render(judgement: Judgement) -> str:
    """Return a workflow command for each finding: ``::error file=...,line=...::message``.

    Source:
        GitHub, Workflow commands for GitHub Actions; the escapes are those of its
        toolkit, ``packages/core/src/command.ts``.
    """
    return "".join(f"{_command(judgement, finding)}\n" for finding in judgement.findings)


def _command(judgement: Judgement, finding: Finding) -> str:
    rule, place = judgement.rule_of(finding), finding.position
    properties = {"file": PurePath(place.path).as_posix()}
    if place.line:
        properties["line"] = str(place.line)
    if place.line and place.column:
        properties["col"] = str(place.column)
    properties["title"] = f"{finding.rule} {rule.name}" if rule else finding.rule
    written = ",".join(
        f"{name}={_escaped(value, _ESCAPES_IN_PROPERTIES)}" for name, value in properties.items()
    )
    return f"::{finding.severity} {written}::{_escaped(words_of(finding), _ESCAPES)}"


def _escaped(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    for character, escape in escapes:
        text = text.replace(character, escape)
    return visible(text, breaks=True)
