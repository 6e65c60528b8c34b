"""The codebook lists a source that none of its codes names.

Why: either a code has lost its reference, or the list claims reading that the
codes do not rest on.

Fails:
    sources: {L2005: "Lukes S (2005) Power: A Radical View."}
    codes:
      - {id: agency}
Passes:
    sources: {L2005: "Lukes S (2005) Power: A Radical View."}
    codes:
      - {id: agency, sources: [L2005]}
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each of the book's own source keys that no own code names."""
    used = {key for code in scope.own for key in code.sources}
    for place, position in scope.codebook.places:
        parent, _, key = place.partition(".")
        if parent == "sources" and key and key not in used:
            yield rule.at(
                position,
                f"no code names the source '{key}'",
                hint="name it in 'sources' of a code, or remove it",
            )


RULE = Rule("CB009", "unused-source-key", Severity.WARNING, check)
