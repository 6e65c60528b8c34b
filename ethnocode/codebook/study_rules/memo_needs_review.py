"""A memo waits for review: the words it is on were edited.

Why: a memo that quotes words which are no longer in the text claims what no
reader can look up, and nobody knows whether its thought still holds.

Fails:
    sources: {notes.md: She knew nearly all of them.}
    memos: [{body: Not a resource yet., source: notes.md, quote: knew them, status: needs-review}]
Passes:
    sources: {notes.md: She knew nearly all of them.}
    memos: [{body: Not a resource yet., source: notes.md, quote: all of them}]
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study
from ethnocode.model import CodingStatus, Finding, Position, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each memo that waits for review."""
    for memo in study.memos:
        if memo.status is CodingStatus.NEEDS_REVIEW:
            yield rule.at(
                Position(memo.source or f"memo {memo.id}"),
                f"memo {memo.id} needs review",
                hint=f"put it on other words with 'ethnocode memo move {memo.id} --quote WORDS', "
                "or on the whole source with --source",
            )


RULE = Rule("AN002", "memo-needs-review", Severity.ERROR, check)
