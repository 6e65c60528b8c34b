"""The ids of two codes differ only by what is easily misread.

Why: ids are typed, read aloud and compared by eye. Where 'l' stands against '1' or
'i', '0' against 'o', 'rn' against 'm', or one has an underscore or a plural 's' that
the other has not, somebody will code with the wrong one and nobody will see it.
Compared are codes below the same parent; retired ones take no codings.

Fails:
    - {id: resident}
    - {id: residents}
Passes:
    - {id: resident}
    - {id: tenants_union}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Code, Finding, Severity
from ethnocode.text.stem import singular

_LOOKS = (("rn", "m"), ("vv", "w"), ("1", "l"), ("i", "l"), ("0", "o"))
_BETWEEN_LETTERS = re.compile(r"(?<!\d)_+|_+(?!\d)")


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each own code whose id looks like an earlier one's."""
    own = set(map(id, scope.own))
    first: dict[tuple[str | None, str], Code] = {}
    for code in scope.codebook.codes:
        if code.retired:
            continue
        name = code.id.rpartition(".")[2]
        other = first.setdefault((code.parent, looks_of(name)), code)
        if other.id != code.id and id(code) in own:
            yield rule.at(
                code.position,
                f"'{code.id}' is easily misread as '{other.id}'{_place(code, other)}",
                hint="rename one so that nobody takes it for the other, or merge them",
            )


def looks_of(id_: str) -> str:
    """Return what ids have in common that are taken for one another."""
    looks = _BETWEEN_LETTERS.sub("", "_".join(map(singular, id_.split("_"))))
    for shape, same in _LOOKS:
        looks = looks.replace(shape, same)
    return looks


def _place(code: Code, other: Code) -> str:
    if other.book == code.book:
        return f" in line {other.position.line}"
    return f" of {other.book}"


RULE = Rule("CB023", "confusable-ids", Severity.WARNING, check)
