"""A former id of a code is another code's, or its own present one.

Why: an alias lets an old id resolve, in commands and in codings of before a rename.
Where it is another code's id that code answers, and where two codes have it the
first does: codings then go to a code that nobody chose. One that is the code's own
id, or stands there twice, says nothing.

Fails:
    - {id: waiting, aliases: [queueing]}
    - {id: silence, aliases: [queueing]}
Passes:
    - {id: waiting, aliases: [queueing]}
    - {id: silence, aliases: [no_answer]}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Code, Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each alias that is an id, or an alias of an earlier code."""
    present: dict[str, Code] = {}
    for code in scope.codebook.codes:
        present.setdefault(code.id, code)
    former: dict[str, Code] = {}
    own = set(map(id, scope.own))
    for code in scope.codebook.codes:
        for n, alias in enumerate(code.aliases):
            earlier = former.setdefault(alias, code)
            if id(code) in own and alias:
                found = _clash(rule, code, n, holder=present.get(alias))
                found = found or _again(rule, code, n, earlier, first=code.aliases.index(alias))
                if found:
                    yield found


def _clash(rule: Rule[Scope], code: Code, n: int, *, holder: Code | None) -> Finding | None:
    """Return the finding of an alias that is the present id of a code."""
    alias, place = code.aliases[n], code.place_of(f"aliases.{n}")
    if holder is None:
        return None
    if holder.id == code.id:
        found = rule.at(place, f"the alias '{alias}' of '{code.id}' is its own id", hint=_REMOVE)
        return replace(found, severity=Severity.WARNING)
    where = f"in line {holder.position.line}" if holder.book == code.book else f"of {holder.book}"
    return rule.at(
        place,
        f"the alias '{alias}' of '{code.id}' is the id of another code, {where}",
        hint="remove the alias, or rename the other code",
    )


def _again(rule: Rule[Scope], code: Code, n: int, earlier: Code, *, first: int) -> Finding | None:
    """Return the finding of an alias that stands in two places."""
    alias, place = code.aliases[n], code.place_of(f"aliases.{n}")
    if first < n:
        found = rule.at(place, f"'{code.id}' has the alias '{alias}' twice", hint=_REMOVE)
        return replace(found, severity=Severity.WARNING)
    if earlier.id == code.id:
        return None
    return rule.at(
        place,
        f"the alias '{alias}' of '{code.id}' is an alias of '{earlier.id}', too",
        hint="leave it with the code that its codings belong to",
    )


_REMOVE = "remove it"

RULE = Rule("CB022", "alias-clash", Severity.ERROR, check)
