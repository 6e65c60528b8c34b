"""A key is not one the codebook format has.

Why: a mistyped key is read by nobody. 'exlude' leaves a code without its
exclusions and says nothing.

Fails:
    - {id: clarity, exlude: [a remit that is only assumed]}
Passes:
    - {id: clarity, exclude: [a remit that is only assumed]}
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.codebook.schema import KEYS
from ethnocode.model import Finding, Places, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each unknown key of the book and its own codes."""
    yield from _findings(rule, scope.codebook.extra_keys, top="codebook")
    for code in scope.own:
        yield from _findings(rule, code.extra_keys, top="code")


def _findings(rule: Rule[Scope], keys: Places, *, top: str) -> Iterator[Finding]:
    for path, position in keys:
        # The longest context that the path starts with; keys themselves may hold dots.
        contexts = [name for name in KEYS if path.startswith(f"{name}.")]
        context = max(contexts, key=len, default=top)
        key = path.removeprefix(f"{context}.") if contexts else path
        near = get_close_matches(key, KEYS[context], n=1)
        place = f" in '{context}'" if contexts else ""
        yield rule.at(
            position,
            f"unknown key '{key}'{place}",
            hint=f"did you mean '{near[0]}'?" if near else _hint(key),
        )


def _hint(key: str) -> str:
    # In braces a comma ends a text, and what follows it is read as a key.
    return "quote the text before it, if it belongs to that" if " " in key else "remove it"


RULE = Rule("CB014", "unknown-key", Severity.WARNING, check)
