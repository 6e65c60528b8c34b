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

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study
from ethnocode.codebook.study_rules.wording import MANY, argument
from ethnocode.model import Finding, Position, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each source without a wave, or one for many."""
    without = [source.name for source in study.sources if source.wave is None]
    given = len(study.sources) - len(without)
    if not given:
        return
    others = f"{given:,} of {len(study.sources):,} sources have one"
    if len(without) > MANY:
        yield rule.at(
            Position(without[0]),
            f"{len(without):,} sources have no wave, this one first, but {others}",
            hint="'ethnocode source list --format json' shows them, 'ethnocode source set NAME... "
            "--wave N' says it",
        )
        return
    for name in without:
        yield rule.at(
            Position(name),
            f"the source has no wave, but {others}",
            hint=f"say it with 'ethnocode source set {argument(name)} --wave N'",
        )


RULE = Rule("SR005", "source-without-wave", Severity.WARNING, check)
