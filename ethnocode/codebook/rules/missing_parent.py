"""A dotted id stands below a code that is not defined.

Why: a code without its parent drops out of every count of a theme, so a table
under-reports without a sign that anything is missing. A former id of the parent will
not do: codings are counted by the path that the id spells.

Fails:
    - {id: capital}
    - {id: capitol.social}
Passes:
    - {id: capital}
    - {id: capital.social}
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.bad_id import is_id
from ethnocode.codebook.rules.names import Names
from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each well-formed id whose parent no code has."""
    ids = frozenset(code.id for code in scope.codebook.codes)
    above = ids | {""}
    # One that itself stands below nothing was not meant.
    names = Names(id_ for id_ in ids if id_.rpartition(".")[0] in above)
    for code in scope.own:
        parent = code.parent
        if not parent or parent in ids or not is_id(code.id):
            continue
        former = scope.code_named(parent, home=code.book)
        if former is not None and former.id in ids:
            name = code.id.rpartition(".")[2]
            what = f"a former id of '{former.id}'"
            hint = f"write '{former.id}.{name}'"
        else:
            what = "which is not defined"
            near = names.nearest(parent)
            hint = f"did you mean '{near}'?" if near else "define it, or write the id without dots"
        yield rule.at(code.position, f"'{code.id}' stands below '{parent}', {what}", hint=hint)


RULE = Rule("CB024", "missing-parent", Severity.ERROR, check)
