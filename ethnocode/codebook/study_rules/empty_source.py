"""A source has no words.

Why: nothing can be coded in it, but it counts as a source that was read and in
which nothing was found. Often a scan was stored without its text.

Fails:
    sources: {scan.pdf: "\\n"}
Passes:
    sources: {scan.pdf: We met again.}
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study
from ethnocode.codebook.study_rules.wording import argument
from ethnocode.model import Finding, Position, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each source without words."""
    for source in study.sources:
        if not source.words:
            name = argument(source.name)
            yield rule.at(
                Position(source.name),
                "the source has no words",
                hint="take its text in with 'ethnocode update FILE', or take it away with "
                f"'ethnocode source remove {name}'",
            )


RULE = Rule("SR003", "empty-source", Severity.WARNING, check)
