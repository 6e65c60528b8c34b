"""A source has no wave, while others have one.

A wave is a round of collection. Where more than ten sources have none, one
finding at the first speaks for them all.

Why: what is compared by wave leaves the source out, and nobody can say whether
it was collected before or after the analysis that asked for it.

Fails:
    sources: {one.md: {text: Rain., wave: 1}, two.md: {text: Sun.}}
Passes:
    sources: {one.md: {text: Rain., wave: 1}, two.md: {text: Sun., wave: 2}}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study
from ethnocode.codebook.study_rules.wording import MANY, argument
from ethnocode.model import Finding, Position, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each source without a wave, if others have one."""
    if not can_judge(study):
        return
    others = _others(study)
    for name in (source.name for source in study.sources if source.wave is None):
        yield rule.at(
            Position(name),
            f"the source has no wave, but {others}",
            hint=f"say it with 'ethnocode source set {argument(name)} --wave N'",
        )


def can_judge(study: Study) -> bool:
    """Whether the study has waves."""
    return any(source.wave is not None for source in study.sources)


def in_short(study: Study, findings: Sequence[Finding]) -> Finding | None:
    """Return one finding for many sources."""
    if len(findings) <= MANY:
        return None
    return replace(
        findings[0],
        message=f"{len(findings):,} sources have no wave, this one first, but {_others(study)}",
        hint="'ethnocode source list --format json' shows them, 'ethnocode source set NAME... "
        "--wave N' says it",
    )


def _others(study: Study) -> str:
    given = sum(source.wave is not None for source in study.sources)
    return f"{given:,} of {len(study.sources):,} sources have one"


RULE = Rule(
    "SR005", "source-without-wave", Severity.WARNING, check, in_short=in_short, can_judge=can_judge
)
