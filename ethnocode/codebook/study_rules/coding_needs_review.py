"""A coding waits for review: its words were edited.

Why: until a person has looked, nobody knows whether the coding still says what
its coder meant, so no table counts it.

Fails:
    - a coding whose status is needs-review
Passes:
    - a coding that sits on its own words
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study
from ethnocode.model import CodingStatus, Finding, Position, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each coding that waits for review."""
    for coding in study.codings:
        if coding.status is CodingStatus.NEEDS_REVIEW:
            yield rule.at(
                Position(coding.source),
                f"coding {coding.id} ({coding.code}) needs review",
                hint=f"put it on other words with 'ethnocode coding move {coding.id} --quote "
                f"WORDS', or take it away with 'ethnocode coding remove {coding.id}'",
            )


RULE = Rule("AN001", "coding-needs-review", Severity.ERROR, check)
