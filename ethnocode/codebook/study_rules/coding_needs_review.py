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

from ethnocode.codebook.study_rules.rule import Study, StudyRule
from ethnocode.model import CodingStatus, Finding, Severity


def check(rule: StudyRule, study: Study) -> Iterator[Finding]:
    """Yield a finding for each coding that waits for review."""
    for coding in study.codings:
        if coding.status is CodingStatus.NEEDS_REVIEW:
            yield rule.at(
                coding.source,
                f"coding {coding.id} ({coding.code}) needs review",
                hint=f"put it on other words with 'ethnocode coding move {coding.id} --quote "
                f"WORDS', or take it away with 'ethnocode coding remove {coding.id}'",
            )


RULE = StudyRule("AN001", "coding-needs-review", Severity.ERROR, check)
