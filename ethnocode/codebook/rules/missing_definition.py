"""A code has no definition.

Why: without one, every coder applies the code to what she takes its name to
mean, and no reader can judge whether a quotation carries the claim. The words of a
definition are also what suggestions look for until the code has been used.

Fails:
    - {id: likeminded}
Passes:
    - {id: likeminded, definition: People are picked because they already agree.}
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each code whose definition is missing or blank."""
    for code in scope.own:
        if not code.definition:
            yield rule.at(
                code.place_of("definition"),
                f"'{code.id}' has no definition",
                hint="say in two or three sentences what the code means",
            )


RULE = Rule("CB004", "missing-definition", Severity.ERROR, check)
