"""A code has the same cue twice.

Why: the second finds what the first has found, in a list that is longer to review. It
is often the rest of a merge, or a slip for another wording. Case, white space and the
shape of apostrophes make no other cue; inflections, which find the same as well, are
let be.

Fails:
    - {id: acquaintance, cues: {phrases: [knew them all, Knew them all]}}
Passes:
    - {id: acquaintance, cues: {phrases: [knew them all, on first-name terms]}}
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.cues import comparable_cues
from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each cue that repeats an earlier one of its code."""
    for code in scope.own:
        seen: set[str] = set()
        for cue in comparable_cues(code, stem_of=str):
            words = " ".join(cue.words.casefold().replace("\u2019", "'").split())
            if words in seen:
                yield rule.at(
                    code.place_of(cue.place),
                    f"'{code.id}' has the cue '{cue.words}' twice",
                    hint="remove one of them",
                )
            seen.add(words)


RULE = Rule("CB036", "repeated-cue", Severity.WARNING, check)
