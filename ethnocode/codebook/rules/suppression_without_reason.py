"""A finding is allowed without a reason, or by a name that no rule has.

Why: who reads the codebook next year must see why a rule does not hold there;
and a slip in the name would allow nothing, or the wrong thing, unseen. Such a
comment lets nothing be. Nor can everything be allowed: not what cannot be read,
and not what is wrong with the allowing itself.

Fails:
    - id: withdrawal  # allow CB004
Passes:
    - id: withdrawal  # allow CB004: the definition is still argued over
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each comment that allows without a reason, or what it cannot."""
    allowed = scope.codebook.allowed
    if allowed:
        # Here, for judging needs the rules, of which this is one.
        from ethnocode.codebook.judging import without_reason

        yield from without_reason(allowed, written="allow {rules}: why")


RULE = Rule("CB033", "suppression-without-reason", Severity.ERROR, check)
