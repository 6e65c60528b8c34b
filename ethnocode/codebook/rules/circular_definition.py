"""A definition only repeats the code's name, or leads back to itself.

Why: it looks like a definition in every list and table, yet decides no passage.
The same goes for two codes that are each defined as the other's opposite and as
nothing else: neither says what a coder would see. Plurals, tenses and words such as
'passages about' add nothing to a name.

Fails:
    - {id: clarity, name: Clarity of role, definition: There is clarity about the role.}
    - {id: tokenism, definition: Tokenism is when there is tokenism in a group.}
    - {id: formal, definition: The opposite of informal.}
    - {id: informal, definition: What is not formal.}
Passes:
    - {id: clarity, name: Clarity of role, definition: People can say what they are there to do.}
    - {id: formal, definition: Decided by a written rule.}
    - {id: informal, definition: What is not formal.}
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ethnocode.codebook.rules.missing_definition import defines
from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.codebook.rules.words import FUNCTION_WORDS, words_of
from ethnocode.model import Code, Finding, Severity
from ethnocode.text.stem import stem

_SAID_OF_ANY = """
    case category code concept data example excerpt form idea incident instance kind matter mention
    passage people person quotation reference relate relation segment sort talk term text theme
    thing topic type concern describe discuss refer denote involve regard
"""
_SAID_OF_TWO = """
    absence absent antonym contrary contrast converse counterpart lack like missing negation
    negative opposed opposite other reverse same see similar synonym unlike no never
"""
_EMPTY = frozenset(map(stem, (*_SAID_OF_ANY.split(), *FUNCTION_WORDS)))
_BETWEEN = frozenset(map(stem, _SAID_OF_TWO.split()))
_SAYS = ("is", "are", "means", "mean", "refers", "denotes", "describes")
_MOST_LEFT = 8
"""Words of its own from which on a definition says something."""


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each definition that says no more than names of codes do."""
    stem_of = scope.stem
    named = _named(scope, stem_of)
    leads_to: dict[str, Code] = {}
    for code in scope.own:
        if not defines(code.definition):
            continue
        words = scope.words_of(code.definition)
        left = _left(code, words, stem_of)
        if not left or (len(left) == 1 and _repeats(code, words, stem_of)):
            yield rule.at(
                code.place_of("definition"),
                f"the definition of '{code.id}' only repeats its name",
                hint="say what a coder would see or hear, in other words",
            )
        elif (other := named.get(left - _BETWEEN)) and other.id != code.id:
            leads_to[code.id] = other
    yield from _circles(rule, scope, leads_to)


def _named(scope: Scope, stem_of: Callable[[str], str]) -> dict[frozenset[str], Code]:
    """Return the first code of each name, and of each last part of an id, by its words."""
    named: dict[frozenset[str], Code] = {}
    for code in scope.codebook.codes:
        for name in (code.name, code.id.rpartition(".")[2]):
            words = frozenset(map(stem_of, words_of(name))) - _EMPTY
            if words:
                named.setdefault(words, code)
    return named


def _left(code: Code, words: Sequence[str], stem_of: Callable[[str], str]) -> frozenset[str]:
    """Return what of a definition neither the name nor any definition says; the first of it."""
    said = _EMPTY.union(map(stem_of, words_of(f"{code.name} {code.id}")))
    left: set[str] = set()
    for word in words:
        if len(left) > _MOST_LEFT:
            break
        left.update({stem_of(word)} - said)
    return frozenset(left)


def _repeats(code: Code, words: Sequence[str], stem_of: Callable[[str], str]) -> bool:
    """Whether a definition reads "NAME is ... NAME ..."."""
    name = [stem_of(word) for word in words_of(code.name)]
    said = words[1:] if words[0] in ("a", "an", "the") else words
    subject, verb, rest = said[: len(name)], said[len(name) : len(name) + 1], said[len(name) :]
    return (
        bool(name)
        and list(map(stem_of, subject)) == name
        and any(word in _SAYS for word in verb)
        and set(name) <= set(map(stem_of, rest))
    )


def _circles(rule: Rule[Scope], scope: Scope, leads_to: Mapping[str, Code]) -> Iterator[Finding]:
    for code in scope.own:
        other, passed = leads_to.get(code.id), {code.id}
        while other is not None and other.id not in passed:
            passed.add(other.id)
            other = leads_to.get(other.id)
        if other is not None and other.id == code.id:
            yield rule.at(
                code.place_of("definition"),
                f"the definition of '{code.id}' leads by '{leads_to[code.id].id}' back to itself",
                hint="say of one of them what a coder would see or hear",
            )


RULE = Rule("CB005", "circular-definition", Severity.WARNING, check)
