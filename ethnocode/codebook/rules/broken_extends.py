"""An entry of 'extends' does not lead to a codebook that can be built on.

Why: without it every code of that book is missing from the study, with all codings made
under them. The book is unknown, missing, unreadable, of another version than was asked
for, leads back to itself, or defines what another of the books defines. References that
it may answer are not judged until it can be read.

Fails:
    extends: [bourdeiu]
    codes: []
Passes:
    extends: [bourdieu]
    codes: []
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.faults import FaultKind
from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each entry that cannot be built on."""
    for fault in scope.faults:
        if fault.kind is FaultKind.EXTENDS:
            yield rule.at(fault.position, fault.message, hint=fault.hint)


RULE = Rule("CB021", "broken-extends", Severity.ERROR, check)
