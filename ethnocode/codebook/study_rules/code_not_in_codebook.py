"""Codings use a code that the codebook does not have.

Why: such codings drop out of every table that is read by the codebook, and no
reader can look up what they claim.

Fails:
    - a coding with 'capital.sociall' where the codebook has 'capital.social'
Passes:
    - a coding whose code the codebook has, by its id or as an alias
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study
from ethnocode.model import Finding, Position, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each source and code that the codebook lacks."""
    counts = Counter((coding.source, coding.code) for coding in study.codings)
    ids = [code.id for code in study.codebook]
    for (source, id_), count in sorted(counts.items()):
        if study.codebook.code_named(id_) is None:
            near = get_close_matches(id_, ids, n=1)
            yield rule.at(
                Position(source),
                f"{count} codings use '{id_}', which the codebook does not have",
                hint=f"did you mean '{near[0]}'?" if near else "put the code back",
            )


RULE = Rule("CD001", "code-not-in-codebook", Severity.ERROR, check)
