"""A phrase or lemma has no letter and no digit.

Why: cues begin and end with whole words, so one of nothing but punctuation is
never found. It is usually the rest of a cue that YAML has read as something else,
such as a comment.

Fails:
    - {id: silence, cues: {phrases: ["..."]}}
Passes:
    - {id: silence, cues: {phrases: ["no answer ..."]}}
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each cue without a letter or digit."""
    for code in scope.own:
        for kind, cues in (("phrases", code.cues.phrases), ("lemmas", code.cues.lemmas)):
            for n, cue in enumerate(cues):
                if not any(map(str.isalnum, cue)):
                    yield rule.at(
                        code.place_of(f"cues.{kind}.{n}"),
                        f"the cue '{cue}' of '{code.id}' has no letter or digit",
                        hint="write words that people say, or remove it",
                    )


RULE = Rule("CB018", "dead-cue", Severity.WARNING, check)
