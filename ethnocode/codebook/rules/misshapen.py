"""A value is not shaped as a codebook has it.

Why: text where a list belongs, a code without an id or an example that neither applies
nor does not cannot be understood, and is refused wherever the codebook is used. So is a
name with a letter in it that only looks like another. The rest of the file is judged
without that value.

Fails:
    - id: waiting
      include: an errand put off
Passes:
    - id: waiting
      include: [an errand put off]
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.faults import FaultKind
from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each value of the wrong shape."""
    for fault in scope.faults:
        if fault.kind is FaultKind.SHAPE:
            yield rule.at(fault.position, fault.message, hint=fault.hint)


RULE = Rule("CB020", "misshapen", Severity.ERROR, check)
