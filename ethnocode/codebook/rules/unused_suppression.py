"""A finding is allowed where its rule finds nothing.

Why: the line was mended, or the comment stayed behind when its line moved. Left
there, it would hide the next mistake in that place, with a reason that was given
for another. Of rules that were not run, such as those for a study when only a
codebook is judged, nothing is said.

Fails:
    - id: withdrawal  # allow CB004: the definition is still argued over
      definition: Somebody stops going where they are looked down on.
Passes:
    - id: withdrawal  # allow CB004: the definition is still argued over
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each rule for codebooks that is allowed where it finds nothing."""
    allowed = scope.codebook.allowed
    if not allowed or scope.faults or scope.codebook.id in scope.gaps.books:
        # what is allowed may be in what could not be read
        return
    # Here, for judging needs the rules, of which this is one.
    from ethnocode.codebook.judging import idle, rule_named
    from ethnocode.codebook.rules import RULES

    rules = [rule_named(name) for one in allowed for name in one.rules]
    named = {one.id for one in rules if one is not None}
    run = [other for other in RULES if other.id in named and other is not rule]
    found = [finding for other in run for finding in other.check(other, scope)]
    yield from idle(allowed, found, among=run)


RULE = Rule("CB032", "unused-suppression", Severity.WARNING, check)
