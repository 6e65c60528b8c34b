"""A line stands under both 'include' and 'exclude'.

Why: one coder reads the one and applies the code, another reads the other and does
not, and both are right. Case, punctuation and articles make no other line.

Fails:
    - {id: waiting, include: [a late letter, a promised call], exclude: [A late letter.]}
Passes:
    - {id: waiting, include: [a letter that was promised], exclude: [a late letter]}
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity

_ARTICLES = ("a", "an", "the")


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each 'exclude' line whose words an 'include' line has."""
    for code in scope.own:
        included = {
            _plain(scope.words_of(line)): n for n, line in reversed(list(enumerate(code.include)))
        }
        for n, line in enumerate(code.exclude):
            words = _plain(scope.words_of(line))
            if words and words in included:
                yield rule.at(
                    code.place_of(f"exclude.{n}"),
                    f"'{code.id}' excludes '{line}', which it includes in line "
                    f"{code.place_of(f'include.{included[words]}').line}",
                    hint="remove one, or say in both what decides",
                )


def _plain(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _ARTICLES)


RULE = Rule("CB028", "included-and-excluded", Severity.ERROR, check)
