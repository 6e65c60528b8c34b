"""Two codes have the same definition.

Why: nothing then says which of the two a passage gets, and their counts are one
count, split by chance. It is mostly the rest of a copy that was to be rewritten.
Case and punctuation make no other definition. Definitions of up to three words are
let be, and so is a retired code: what has taken its place may well mean the same.

Fails:
    - {id: waiting, definition: No answer comes by post.}
    - {id: silence, definition: "No answer comes, by post"}
Passes:
    - {id: waiting, definition: An answer was promised and does not come.}
    - {id: silence, definition: No answer comes and none was promised.}
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.missing_definition import defines
from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Code, Finding, Severity

_FEWEST_WORDS = 4


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each own code with the definition of an earlier one."""
    own = set(map(id, scope.own))
    first: dict[tuple[str, ...], Code] = {}
    for code in scope.codebook.codes:
        words = scope.words_of(code.definition)
        if code.retired or len(words) < _FEWEST_WORDS or not defines(code.definition):
            continue
        other = first.setdefault(words, code)
        if other.id != code.id and id(code) in own:
            yield rule.at(
                code.place_of("definition"),
                f"'{code.id}' has the definition of '{other.id}'",
                hint="say what is its own, or merge the two",
            )


RULE = Rule("CB034", "copied-definition", Severity.WARNING, check)
