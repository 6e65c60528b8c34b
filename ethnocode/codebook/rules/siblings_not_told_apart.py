"""Codes below one parent are not told apart.

Why: siblings are what coders mix up first. Each pair needs a sentence that
decides between them: a 'near' entry in either, or the sibling's full id in
'exclude'.

Fails:
    - id: phase
      children:
        - {id: design}
        - {id: delivery}
Passes:
    - id: phase
      children:
        - {id: design, exclude: [carrying it out (phase.delivery)]}
        - {id: delivery}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Code, Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield one finding a code, naming the earlier siblings it is not told apart from."""
    families: dict[str, list[Code]] = {}
    own = set(map(id, scope.own))
    for code in scope.codebook.codes:
        if code.parent is None:
            continue
        earlier = families.setdefault(code.parent, [])
        untold = [other.id for other in earlier if not _told_apart(code, other, scope)]
        if untold and id(code) in own:
            names = ", ".join(f"'{name}'" for name in untold)
            yield rule.at(
                code.position,
                f"'{code.id}' is not told apart from {names}",
                hint="add a 'near' entry with a deciding sentence",
            )
        earlier.append(code)


def _told_apart(one: Code, other: Code, scope: Scope) -> bool:
    return (
        one.id == other.id
        or scope.are_near(one, other)
        or _excludes(one, other)
        or _excludes(other, one)
    )


def _excludes(one: Code, other: Code) -> bool:
    full_id = re.compile(rf"(?<![\w.]){re.escape(other.id)}(?!\w|\.\w)")
    return any(full_id.search(line) for line in one.exclude)


RULE = Rule("CB012", "siblings-not-told-apart", Severity.WARNING, check)
