"""Codes below one parent are not told apart.

Why: siblings are what coders mix up first. Each pair needs a sentence that
decides between them: a 'near' entry in either, or an 'exclude' line of either that
gives the sibling's full id or its name. Codes at the top of a codebook are no
siblings, and a retired code is no longer mixed up with any.

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
from collections.abc import Iterator, Mapping
from itertools import islice

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.codebook.rules.words import words_of
from ethnocode.model import Code, Finding, Severity

_ID = re.compile(r"(?<!\.)\b\w+(?:\.\w+)*")
_MOST_NAMED = 5
_SHORTEST_NAME_CHARS = 4

Words = tuple[str, ...]


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield one finding a code, naming the earlier siblings it is not told apart from."""
    own = set(map(id, scope.own))
    for family in _families(scope):
        told = _told_apart(family, scope)
        number = {id_: n for n, id_ in enumerate(family)}
        for n, code in enumerate(family.values()):
            apart = told[code.id]
            untold = n - sum(number[id_] < n for id_ in apart)
            if untold and id(code) in own:
                earlier = (f"'{id_}'" for id_ in islice(family, n) if id_ not in apart)
                names = ", ".join(islice(earlier, _MOST_NAMED))
                more = f" and {untold - _MOST_NAMED} more" if untold > _MOST_NAMED else ""
                yield rule.at(
                    code.position,
                    f"'{code.id}' is not told apart from {names}{more}",
                    hint="add a 'near' entry with a deciding sentence",
                )


def _families(scope: Scope) -> Iterator[Mapping[str, Code]]:
    """Yield the codes below each parent, by id."""
    families: dict[str, dict[str, Code]] = {}
    ids = frozenset(code.id for code in scope.codebook.codes)
    for code in scope.codebook.codes:
        is_unknown = scope.may_be_near_more(code) or scope.is_unknown(code, "exclude")
        if code.parent in ids and not code.retired and not is_unknown:
            families.setdefault(code.parent or "", {}).setdefault(code.id, code)
    yield from families.values()


def _told_apart(family: Mapping[str, Code], scope: Scope) -> Mapping[str, set[str]]:
    """Return the siblings that each of a family is told apart from, both ways."""
    named = _ids_by_name(family)
    told: dict[str, set[str]] = {id_: set() for id_ in family}
    for code in family.values():
        ids = {id_ for _, id_ in scope.codes_near(code)}
        for line in code.exclude:
            ids.update(_ID.findall(line), _named_in(scope.words_of(line), named))
        for id_ in ids & told.keys() - {code.id}:
            told[code.id].add(id_)
            told[id_].add(code.id)
    return told


def _ids_by_name(family: Mapping[str, Code]) -> Mapping[str, Mapping[Words, str]]:
    """Return the ids of a family by the first word and all words of their names."""
    named: dict[str, dict[Words, str]] = {}
    for code in family.values():
        for name in (code.name, code.id.rpartition(".")[2]):
            words = words_of(name)
            if words and len(name) >= _SHORTEST_NAME_CHARS:
                named.setdefault(words[0], {})[words] = code.id
    return named


def _named_in(words: Words, named: Mapping[str, Mapping[Words, str]]) -> Iterator[str]:
    for start, word in enumerate(words):
        for name, id_ in named.get(word, {}).items():
            if words[start : start + len(name)] == name:
                yield id_


RULE = Rule("CB012", "siblings-not-told-apart", Severity.WARNING, check)
