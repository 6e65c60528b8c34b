"""A source has no date.

Why: an undated source drops out of every timeline, and nobody can say whether
it came before or after what it seems to explain.

Fails:
    - minutes whose head and file name show no certain date
Passes:
    - minutes headed "Tuesday 28 April 2015"
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study
from ethnocode.model import Finding, Position, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each source without a date."""
    for source in study.sources:
        if source.date is None:
            yield rule.at(
                Position(source.name),
                "the source has no date",
                hint=f"say it with 'ethnocode source set {source.name} --date'",
            )


RULE = Rule("SR001", "undated-source", Severity.WARNING, check)
