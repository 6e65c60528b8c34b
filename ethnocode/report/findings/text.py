"""Findings for people: one a line."""

from __future__ import annotations

from collections import Counter

from ethnocode.model import Finding, Severity
from ethnocode.report.findings.judgement import Judgement, words_of
from ethnocode.report.safe import visible


def render(judgement: Judgement) -> str:
    """Return each finding as ``path:line:column: ID severity: message (hint)``."""
    return "".join(f"{line_of(finding)}\n" for finding in judgement.findings)


def line_of(finding: Finding) -> str:
    """Return a finding in one line that does nothing to a terminal."""
    return visible(f"{finding.position}: {finding.rule} {finding.severity}: {words_of(finding)}")


def summary(judgement: Judgement) -> str:
    """Return how much was found, in one line; empty where nothing was."""
    findings = judgement.findings
    if not findings:
        return ""
    found = Counter(finding.severity for finding in findings)
    parts = [_count(found[severity], severity.value) for severity in Severity if found[severity]]
    places = len({finding.position.path for finding in findings})
    worst = next(filter(judgement.fails, findings), findings[0]).rule
    return f"{', '.join(parts)} in {_count(places, 'file')}; 'ethnocode explain {worst}' says why"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
