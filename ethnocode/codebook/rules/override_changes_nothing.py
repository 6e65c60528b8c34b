"""A code with the id of an extended one says nothing otherwise.

Why: whoever reads the book takes it for a change of the theory, and looks for one.
Often it is what was left when a change was taken back, or when the extended book
came to say the same.

Fails:
    extends: [bourdieu]
    codes:
      - {id: habitus}
Passes:
    extends: [bourdieu]
    codes:
      - id: habitus
        definition: Dispositions that residents carry from earlier housing.
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each override that changes nothing, unless own codes hang on it."""
    parents = {above for code in scope.own for above in code.ancestors}
    for code in scope.own:
        if code.base and not code.overrides and code.id not in parents:
            yield rule.at(
                code.position,
                f"'{code.id}' says nothing otherwise than the codebook '{code.base}'",
                hint="write what is to be different, or remove it",
            )


RULE = Rule("CB029", "override-changes-nothing", Severity.WARNING, check)
