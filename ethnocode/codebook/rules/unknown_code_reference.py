"""A code names a code in 'near' or 'expects' that no codebook at hand defines.

Why: a reference that leads nowhere tells a coder nothing, and an expectation
about a missing code is never tested by the sampling report. A code of another
book is written with the book's id: 'power:agency'.

Fails:
    - id: withdrawal
      near: [{code: resistence, tell_apart: withdrawal leaves; resistance stays and refuses}]
    - id: resistance
Passes:
    - id: withdrawal
      near: [{code: resistance, tell_apart: withdrawal leaves; resistance stays and refuses}]
    - id: resistance
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ethnocode.codebook.rules.bad_id import as_id, is_id
from ethnocode.codebook.rules.names import Names
from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each reference that does not resolve, or names its own code."""
    by_last_part = _by_last_part(scope)
    names = Names(scope.names())
    # Whoever names a code by the id that it should have is right: the id is told of.
    rightly = {as_id(code.id) for code in scope.own if not is_id(code.id)}
    for reference in scope.references():
        source, field = reference.source, reference.field
        target = scope.code_named(reference.name, home=source.book)
        if target is None and reference.name not in rightly:
            yield rule.at(
                reference.position,
                f"'{source.id}' names '{reference.name}' in '{field}', which is not defined",
                hint=_hint(reference.name, scope, by_last_part, names=names),
            )
        elif target is source:
            yield rule.at(
                reference.position,
                f"'{source.id}' names itself in '{field}'",
                hint="name another code, or remove it",
            )


def _by_last_part(scope: Scope) -> Mapping[str, list[str]]:
    names: dict[str, list[str]] = {}
    for name in sorted(set(scope.names())):
        names.setdefault(re.split("[:.]", name)[-1], []).append(name)
    return names


def _hint(name: str, scope: Scope, by_last_part: Mapping[str, list[str]], *, names: Names) -> str:
    book, _, id_ = name.rpartition(":")
    if book and book not in scope.books:
        return f"there is no codebook '{book}' at hand: extend it, or correct its name"
    # The same last part in another place was meant before anything that looks alike.
    same = by_last_part.get(id_.rpartition(".")[2])
    near = same[0] if same else names.nearest(name)
    return f"did you mean '{near}'?" if near else "define it, or extend the book that does"


RULE = Rule("CB003", "unknown-code-reference", Severity.ERROR, check)
