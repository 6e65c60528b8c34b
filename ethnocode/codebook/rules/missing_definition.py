"""A code has no definition.

Why: without one, every coder applies the code to what she takes its name to
mean, and no reader can judge whether a quotation carries the claim. The words of a
definition are also what suggestions look for until the code has been used. A mark
or a note to oneself, such as '...' or 'to be decided', is none.

Fails:
    - {id: likeminded}
    - {id: gatekeeping, definition: to be decided}
Passes:
    - {id: likeminded, definition: People are picked because they already agree.}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.codebook.rules.words import words_of
from ethnocode.model import Finding, Severity

_PLACEHOLDER = re.compile(
    r"to ?do|tb[acd]|fix ?me|x{3,}|n ?a|none|pending|(?:no )?definition(?: here)?|to follow"
    r"|to be (?:added|confirmed|decided|defined|done|written)"
)


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each code whose definition is missing, blank or a placeholder."""
    for code in scope.own:
        if not defines(code.definition):
            yield rule.at(
                code.place_of("definition"),
                f"'{code.id}' has no definition"
                + (f", only '{code.definition}'" if code.definition else ""),
                hint="say in two or three sentences what the code means",
            )


def defines(definition: str) -> bool:
    """Whether a definition has words, and not only those of a note to oneself."""
    # Any longer one need not be taken apart.
    short = " ".join(words_of(definition[:40]))
    return any(map(str.isalpha, definition)) and not _PLACEHOLDER.fullmatch(short)


RULE = Rule("CB004", "missing-definition", Severity.ERROR, check)
