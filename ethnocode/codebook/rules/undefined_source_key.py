"""A code names a source that the codebook does not list.

Why: the reader of a report who wants to check a concept finds a key and no
reference.

Fails:
    sources: {A1969: "Arnstein S (1969) A ladder of citizen participation."}
    codes:
      - {id: tokenism, sources: [A1996]}
Passes:
    sources: {A1969: "Arnstein S (1969) A ladder of citizen participation."}
    codes:
      - {id: tokenism, sources: [A1969]}
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each source key that is not in the book's 'sources'."""
    keys = [key for key, _ in scope.codebook.sources]
    for code in scope.own:
        for n, key in enumerate(code.sources):
            if key in keys:
                continue
            near = get_close_matches(key, keys, n=1)
            yield rule.at(
                code.place_of(f"sources.{n}"),
                f"'{code.id}' names the source '{key}', which is not listed",
                hint=f"did you mean '{near[0]}'?" if near else "add it to 'sources' of the book",
            )


RULE = Rule("CB008", "undefined-source-key", Severity.ERROR, check)
