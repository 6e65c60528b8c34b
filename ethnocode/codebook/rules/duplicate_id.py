"""Two codes of one codebook have the same id.

Why: codings name their code by its id. With two codes of one id nobody can say
which definition a coding was made under, and their counts run together.

Fails:
    - {id: clarity, definition: The remit is stated.}
    - {id: clarity, definition: The remit is understood.}
Passes:
    - {id: clarity, definition: The remit is stated.}
    - {id: uptake, definition: The remit is understood.}
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Code, Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each code whose id was already given."""
    first: dict[str, Code] = {}
    for code in scope.own:
        earlier = first.setdefault(code.id, code)
        if earlier is not code:
            yield rule.at(
                code.position,
                f"'{code.id}' is already defined in line {earlier.position.line}",
                hint="rename one of them, or merge their definitions",
            )


RULE = Rule("CB001", "duplicate-id", Severity.ERROR, check)
