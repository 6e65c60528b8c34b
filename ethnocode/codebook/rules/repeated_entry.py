"""A list of a code has an entry twice.

Why: the second adds nothing, and where the two say different things, such as two
sentences that tell the same codes apart, a coder may have read only one. It is often
the rest of a merge. Looked at are 'include', 'exclude', 'near', 'examples', 'expects'
and 'sources'; case and punctuation make no other entry.

Fails:
    - id: waiting
      near:
        - {code: silence, tell_apart: waiting was promised an answer; silence was not}
        - {code: silence, tell_apart: silence is the body's; waiting is the person's}
    - {id: silence}
Passes:
    - id: waiting
      near: [{code: silence, tell_apart: waiting was promised an answer; silence was not}]
    - {id: silence}
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Code, Finding, Position, Severity

_Says = tuple[str, ...]
_Entry = tuple[str, _Says, Position, str]


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each entry that an earlier one of its list repeats."""
    for code in scope.own:
        seen: set[tuple[str, _Says]] = set()
        for field, says, position, shown in _entries(code, scope):
            if says and (field, says) in seen:
                yield rule.at(
                    position,
                    f"'{code.id}' has '{shown}' twice in '{field}'",
                    hint="put what the two say into one, and remove the other",
                )
            seen.add((field, says))


def _entries(code: Code, scope: Scope) -> Iterator[_Entry]:
    for field, lines in (("include", code.include), ("exclude", code.exclude)):
        for n, line in enumerate(lines):
            yield field, scope.words_of(line), code.place_of(f"{field}.{n}"), _short(line)
    for near in code.near:
        yield "near", (near.code,), near.position, near.code
    for n, example in enumerate(code.examples):
        # One that applies and does not apply is a contradiction, and another rule's.
        words = scope.words_of(example.text)
        says = (str(example.apply), *words) if words else ()
        yield "examples", says, code.place_of(f"examples.{n}.text"), _short(example.text)
    for field, names in (
        ("expects.with", code.expects_with),
        ("expects.never_with", code.expects_never_with),
        ("sources", code.sources),
    ):
        for n, name in enumerate(names):
            yield field, (name,), code.place_of(f"{field}.{n}"), name


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


RULE = Rule("CB037", "repeated-entry", Severity.WARNING, check)
