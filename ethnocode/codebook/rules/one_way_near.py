"""A code names another as near, and that one does not name it back.

Why: a coder looks a passage up under one of the two. If only the other tells
them apart she never learns that there was a choice. Books that do not refer to
this one are not expected to name its codes.

Fails:
    - id: withdrawal
      near: [{code: resistance, tell_apart: withdrawal leaves; resistance stays and refuses}]
    - id: resistance
Passes:
    - id: withdrawal
      near: [{code: resistance, tell_apart: withdrawal leaves; resistance stays and refuses}]
    - id: resistance
      near: [{code: withdrawal, tell_apart: resistance stays and refuses; withdrawal leaves}]
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Code, Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each near code that does not name the code back."""
    for code in scope.own:
        for near in code.near:
            other = scope.code_named(near.code, home=code.book)
            if other is None or other is code or not _can_answer(other, code, scope):
                continue
            if (code.book, code.id) not in scope.codes_near(other):
                yield rule.at(
                    near.position,
                    f"'{code.id}' is near '{near.code}', which does not name it back",
                    hint=f"add '{code.id}' to 'near' of '{near.code}', or remove it here",
                )


def _can_answer(other: Code, code: Code, scope: Scope) -> bool:
    return other.book == code.book or scope.knows(other.book, of=code.book)


RULE = Rule("CB007", "one-way-near", Severity.WARNING, check)
