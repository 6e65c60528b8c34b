"""A code does not say what it covers, or what it does not.

Why: a definition is general, a passage is particular. What to include and what
to exclude is where coders drift apart, and where a hard passage is decided. A
retired code decides no more passages and is passed over.

Fails:
    - {id: facilitation, include: [drawing a quiet person in]}
Passes:
    - {id: facilitation, include: [drawing a quiet person in], exclude: [chairing by the clock]}
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each code without 'include', 'exclude' or both."""
    for code in scope.own:
        if code.retired:
            continue
        fields = (("include", code.include), ("exclude", code.exclude))
        missing = [name for name, lines in fields if not any(map(scope.words_of, lines))]
        if missing:
            names = " and no ".join(f"'{name}'" for name in missing)
            yield rule.at(
                # A list that is written and says nothing is itself the place.
                code.place_of(missing[0]),
                f"'{code.id}' has no {names}",
                hint="list what the code covers and what it does not",
            )


RULE = Rule("CB006", "missing-include-or-exclude", Severity.WARNING, check)
