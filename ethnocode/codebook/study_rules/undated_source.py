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

from ethnocode.codebook.study_rules.rule import Study, StudyRule
from ethnocode.model import Finding, Severity


def check(rule: StudyRule, study: Study) -> Iterator[Finding]:
    """Yield a finding for each source without a date."""
    for source in study.sources:
        if source.date is None:
            yield rule.at(
                source.name,
                "the source has no date",
                hint=f"say it with 'ethnocode source set {source.name} --date'",
            )


RULE = StudyRule("SR001", "undated-source", Severity.WARNING, check)
