"""A code has no example it applies to, or none it does not apply to.

Why: the borderline is learnt from words that belong and words that only look as
if they did. One kind without the other teaches half of it. Suggestions learn from
them as well: before anything is coded, definitions and examples that apply are
nearly all they go by, and about three in participants' own words serve best. A
retired code teaches nobody and is passed over.

Fails:
    - id: withdrawal
      examples: [{text: "I stopped going after that", apply: true, why: leaves and says why}]
Passes:
    - id: withdrawal
      examples:
        - {text: "I stopped going after that", apply: true, why: leaves and says why}
        - {text: "I was ill that week", apply: false, why: absent without choosing it}
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each code that lacks an example of either kind."""
    for code in scope.own:
        if code.retired:
            continue
        kinds = {example.apply for example in code.examples if example.text}
        missing = [f"'apply: {word}'" for word, kind in _KINDS if kind not in kinds]
        if missing:
            yield rule.at(
                # A list that is written and says nothing is itself the place.
                code.position if kinds else code.place_of("examples"),
                f"'{code.id}' has no example with {' or '.join(missing)}",
                hint="add words that belong, and words that only look as if they did",
            )


_KINDS = (("true", True), ("false", False))


RULE = Rule("CB013", "missing-examples", Severity.WARNING, check)
