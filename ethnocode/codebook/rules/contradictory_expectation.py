"""What a code expects contradicts itself.

Why: 'expects' says what theory predicts, so that data can speak against it. A code
that is expected with another and never with it is right whatever comes. So is a pair
of which each says the other thing. And never with a code above or below it cannot be:
where the narrower code is, the broader is too.

Fails:
    - {id: habitus, expects: {with: [doxa], never_with: [doxa]}}
    - {id: doxa}
Passes:
    - {id: habitus, expects: {with: [doxa], never_with: [resistance]}}
    - {id: doxa}
    - {id: resistance}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Code, Finding, Severity

_Key = tuple[str, str]
_Expected = Mapping[tuple[_Key, _Key], str]


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each code of 'never_with' that is expected, or cannot be absent."""
    expected: dict[tuple[_Key, _Key], str] = {}
    for code in scope.codebook.codes:
        for name in code.expects_with:
            other = scope.code_named(name, home=code.book)
            if other is not None:
                expected[_key(code), _key(other)] = name
    for code in scope.own:
        for n, name in enumerate(code.expects_never_with):
            other = scope.code_named(name, home=code.book)
            if other is None or other.id == code.id:
                continue  # unknown-code-reference tells of these
            problem, hint = _problem(code, other, expected)
            if problem:
                place = code.place_of(f"expects.never_with.{n}")
                yield rule.at(place, f"'{code.id}' is never with '{name}', {problem}", hint=hint)


def _problem(code: Code, other: Code, expected: _Expected) -> tuple[str, str]:
    if (_key(code), _key(other)) in expected:
        return "which it is also expected with", "remove it from 'with' or from 'never_with'"
    if (_key(other), _key(code)) in expected:
        return "which expects it", f"decide what theory says, and let '{other.id}' say the same"
    if other.id in code.ancestors:
        return "which is above it", "remove it: a code counts for those above it, too"
    if code.id in other.ancestors:
        return "which is below it", "remove it: a code counts for those above it, too"
    return "", ""


def _key(code: Code) -> _Key:
    return code.book, code.id


RULE = Rule("CB027", "contradictory-expectation", Severity.ERROR, check)
