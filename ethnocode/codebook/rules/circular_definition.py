"""A definition only repeats the code's name.

Why: it looks like a definition in every list and table, yet decides no passage.

Fails:
    - {id: clarity, name: Clarity of role, definition: There is clarity about the role.}
Passes:
    - {id: clarity, name: Clarity of role, definition: People can say what they are there to do.}
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.codebook.rules.words import FUNCTION_WORDS, naming_words, words_of
from ethnocode.model import Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each definition without a telling word that the name lacks."""
    for code in scope.own:
        if not code.definition:
            continue
        if set(words_of(code.definition)) <= naming_words(code) | FUNCTION_WORDS:
            yield rule.at(
                code.place_of("definition"),
                f"the definition of '{code.id}' only repeats its name",
                hint="say what a coder would see or hear, in other words",
            )


RULE = Rule("CB005", "circular-definition", Severity.WARNING, check)
