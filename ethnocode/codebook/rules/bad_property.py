"""A property has no name, or lists a value twice.

Why: codings record property values, and tables count them. A value written
twice, be it with a capital, splits one count into two.

Fails:
    - {id: capital, properties: {holder: [resident, council, Resident]}}
Passes:
    - {id: capital, properties: {holder: [resident, council]}}
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each nameless property and each repeated or blank value."""
    for code in scope.own:
        for name, values in code.properties:
            place = f"properties.{name}"
            if not name:
                yield rule.at(
                    code.place_of(place),
                    f"'{code.id}' has a property without a name",
                    hint="name it",
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
