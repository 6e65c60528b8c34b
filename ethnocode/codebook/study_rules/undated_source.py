"""A source has no date.

Where more than ten have none, one finding at the first speaks for them all.

Why: an undated source drops out of every timeline, and nobody can say whether
it came before or after what it seems to explain.

Fails:
    sources: {minutes.md: {text: We met again., date: null}}
Passes:
    sources: {minutes.md: {text: We met again., date: 2015-04-28}}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study
from ethnocode.codebook.study_rules.wording import MANY, argument
from ethnocode.model import Finding, Position, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each source without a date."""
    for name in (source.name for source in study.sources if source.date is None):
        yield rule.at(
            Position(name),
            "the source has no date",
            hint=f"say it with 'ethnocode source set {argument(name)} --date DATE'",
        )


def in_short(study: Study, findings: Sequence[Finding]) -> Finding | None:
    """Return one finding for many sources."""
    if len(findings) <= MANY:
        return None
    return replace(
        findings[0],
        message=f"{len(findings):,} of {len(study.sources):,} sources have no date, this one first",
        hint="'ethnocode source list' shows them, 'ethnocode source set NAME... --date DATE' "
        "dates them",
    )


RULE = Rule("SR001", "undated-source", Severity.WARNING, check, in_short=in_short)
