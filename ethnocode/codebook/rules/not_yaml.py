"""A codebook file, or a value in it, is not the plain YAML that a codebook is written in.

Why: what cannot be read is judged by no other rule. And YAML has ways of writing (a key
twice, anchors, aliases, tags, merge keys, invisible marks) after which a file means
something else than its reader sees; they are refused, wherever a codebook is used.

Fails:
    - id: waiting
      definition: A plan is put off.
      definition: A plan is put off until word comes.
Passes:
    - id: waiting
      definition: A plan is put off until word comes.
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.faults import FaultKind
from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each fault of the YAML."""
    for fault in scope.faults:
        if fault.kind is FaultKind.YAML:
            yield rule.at(fault.position, fault.message, hint=fault.hint)


RULE = Rule("CB019", "not-yaml", Severity.ERROR, check)
