"""The former ids of a code are not in alphabetical order.

Why: commands write them in order. Where two people rename codes on two branches,
lists in one order come together without a conflict, and a reader finds an old id
at a glance. ``--fix`` sorts them, but for a list with comments in it.

Fails:
    - id: withdrawal
      aliases: [turning_away, leaving]
Passes:
    - id: withdrawal
      aliases: [leaving, turning_away]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ethnocode.codebook.aliases import sort_aliases
from ethnocode.codebook.draft import Draft
from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for the first former id of a code that stands too late."""
    for code in scope.own:
        for n, (before, alias) in enumerate(pairwise(code.aliases), start=1):
            if alias < before:
                yield rule.at(
                    code.place_of(f"aliases.{n}"),
                    f"'{alias}' stands after '{before}' in the aliases of '{code.id}'",
                    hint="sort them, or let --fix do it",
                )
                break


def fix(draft: Draft, scope: Scope, findings: Sequence[Finding]) -> None:
    """Sort the former ids of the codes."""
    places = {finding.position for finding in findings}
    unsorted = {
        code.id
        for code in scope.own
        if any(code.place_of(f"aliases.{n}") in places for n in range(len(code.aliases)))
    }
    for code in draft.codes():
        if code.id in unsorted:
            sort_aliases(draft, code)


RULE = Rule("CB031", "unsorted-aliases", Severity.WARNING, check, fix)
