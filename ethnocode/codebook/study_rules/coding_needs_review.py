"""A coding waits for review: its words were edited.

Its place in the text is not known, so the finding names the source alone. Where
more than ten wait in one source, one finding speaks for them all.

Why: until a person has looked, nobody knows whether the coding still says what
its coder meant, so no table counts it.

Fails:
    codes: [{id: capital}]
    sources: {notes.md: She knew nearly all of them.}
    codings: [{source: notes.md, code: capital, quote: knew them all, status: needs-review}]
Passes:
    codes: [{id: capital}]
    sources: {notes.md: She knew them all.}
    codings: [{source: notes.md, code: capital, quote: knew them all}]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study
from ethnocode.codebook.study_rules.wording import MANY, argument, counted
from ethnocode.model import Coding, CodingStatus, Finding, Position, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each coding that waits for review, or for many in one source."""
    waiting: defaultdict[str, list[Coding]] = defaultdict(list)
    for coding in study.codings:
        if coding.status is CodingStatus.NEEDS_REVIEW:
            waiting[coding.source].append(coding)
    for source, codings in sorted(waiting.items()):
        if len(codings) > MANY:
            yield rule.at(
                Position(source),
                f"{counted(len(codings), 'coding', 'need')} review",
                hint=f"'ethnocode coding list --source {argument(source)} --status needs-review' "
                "shows what stands there now; 'ethnocode coding move' and 'remove' decide",
            )
            continue
        for coding in codings:
            yield rule.at(
                Position(source),
                f"coding {coding.id} ({coding.code}) needs review",
                hint=f"put it on other words with 'ethnocode coding move {coding.id} --quote "
                f"WORDS', or take it away with 'ethnocode coding remove {coding.id}'",
            )


RULE = Rule("AN001", "coding-needs-review", Severity.ERROR, check)
