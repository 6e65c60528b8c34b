"""A retired code names another to use instead that is unknown, or retired as well.

Why: 'use' is what a coder is told when she reaches for the retired code. A name that
leads nowhere sends her back to guessing.

Fails:
    - {id: tokenism, definition: They were heard., retired: {because: too wide, use: [placation]}}
Passes:
    - {id: tokenism, definition: They were heard., retired: {because: too wide, use: [consulted]}}
    - {id: consulted, definition: They were asked and not answered.}
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Code, Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each code to use instead that nobody can use."""
    for code in scope.own:
        for n, name in enumerate(code.retired.use if code.retired else ()):
            other = scope.code_named(name, home=code.book)
            if other is not None and other.retired is None:
                continue
            what, hint = _unknown(name, scope) if other is None else _retired(code, other)
            yield rule.at(
                code.place_of(f"retired.use.{n}"),
                f"'{code.id}' is retired in favour of '{name}', which {what}",
                hint=hint,
            )


def _unknown(name: str, scope: Scope) -> tuple[str, str]:
    near = get_close_matches(name, list(scope.names()), n=1)
    hint = f"did you mean '{near[0]}'?" if near else "name a code that is in use"
    return "is not defined", hint


def _retired(code: Code, other: Code) -> tuple[str, str]:
    if other is code:
        return "is the code itself", "name a code that is in use"
    instead = ", ".join(f"'{name}'" for name in other.retired.use) if other.retired else ""
    return "is retired too", f"name {instead or 'a code that is in use'} instead"


RULE = Rule("CB030", "dead-successor", Severity.ERROR, check)
