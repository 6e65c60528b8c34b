"""A 'near' entry has no sentence that tells the codes apart.

Why: it warns the coder that two codes are easily confused and leaves her to
confuse them.

Fails:
    - id: withdrawal
      near: [{code: resistance}]
Passes:
    - id: withdrawal
      near: [{code: resistance, tell_apart: withdrawal leaves; resistance stays and refuses}]
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each 'near' entry whose 'tell_apart' is missing or blank."""
    for code in scope.own:
        written = dict(code.places)
        for n, near in enumerate(code.near):
            if not near.tell_apart:
                yield rule.at(
                    written.get(f"near.{n}.tell_apart", near.position),
                    f"'{code.id}' is near '{near.code}' without a sentence that decides",
                    hint="write what decides between the two in 'tell_apart'",
                )


RULE = Rule("CB015", "empty-tell-apart", Severity.WARNING, check)
