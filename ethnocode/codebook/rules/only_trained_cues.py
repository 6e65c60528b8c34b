"""Every cue of a code needs a trained pipeline.

Why: parts of speech, lemmas, dependencies and entities are known to a trained
pipeline only, which not every machine has that the codebook is used on. Without
it such a code has no cues at all, and 'ethnocode suggest' passes them over.

Fails:
    - {id: takeover, cues: {entities: [ORG]}}
Passes:
    - {id: takeover, cues: {phrases: [run by somebody else now], entities: [ORG]}}
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each code whose cues all need a trained pipeline."""
    for code in scope.own:
        if code.retired:
            continue  # it is not looked for
        if code.cues.with_pipeline and not code.cues.without_pipeline:
            yield rule.at(
                code.place_of("cues"),
                f"every cue of '{code.id}' needs a trained pipeline",
                hint="add a phrase that people say, for machines without one",
            )


RULE = Rule("CB017", "only-trained-cues", Severity.WARNING, check)
