"""A property has no name or another's, or lists a value twice.

Why: codings record property values, and tables count them. A property or value
written twice, be it with a capital, splits one count into two.

Fails:
    - {id: capital, properties: {holder: [resident, council, Resident]}}
    - {id: habitus, properties: {fit: [close, loose], Fit: []}}
Passes:
    - {id: capital, properties: {holder: [resident, council]}}
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each nameless or repeated property, and each such value."""
    for code in scope.own:
        known: dict[str, str] = {}
        for name, values in code.properties:
            place = f"properties.{name}"
            if not name:
                yield rule.at(
                    code.place_of(place),
                    f"'{code.id}' has a property without a name",
                    hint="name it",
                )
            other = known.setdefault(name.casefold(), name)
            if other != name:
                yield rule.at(
                    code.place_of(place),
                    f"'{code.id}' has the property '{name}' beside '{other}'",
                    hint="put their values into one",
                )
            for n, problem in _problems(values):
                yield rule.at(
                    code.place_of(f"{place}.{n}"),
                    f"property '{name}' of '{code.id}' {problem}",
                    hint="keep each value once",
                )


def _problems(values: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for n, value in enumerate(values):
        if not value:
            yield n, "has a blank value"
        elif value.casefold() in seen:
            yield n, f"lists '{value}' twice"
        seen.add(value.casefold())


RULE = Rule("CB016", "bad-property", Severity.WARNING, check)
