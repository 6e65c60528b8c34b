"""A code names another as near, and that one does not name it back.

Why: a coder looks a passage up under one of the two. If only the other tells
them apart she never learns that there was a choice. Books that do not refer to
this one are not expected to name its codes. ``--fix`` writes the missing entry,
with the same sentence, where both codes are of one file.

Fails:
    - id: withdrawal
      near: [{code: resistance, tell_apart: withdrawal leaves; resistance stays and refuses}]
    - id: resistance
Passes:
    - id: withdrawal
      near: [{code: resistance, tell_apart: withdrawal leaves; resistance stays and refuses}]
    - id: resistance
      near: [{code: withdrawal, tell_apart: resistance stays and refuses; withdrawal leaves}]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethnocode.codebook.draft import Draft, WrittenCode
from ethnocode.codebook.keys import add_entries
from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Code, Finding, Severity
from ethnocode.text.strict_yaml import PlainYaml


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each near code that does not name the code back."""
    for code in scope.own:
        for near in code.near:
            other = scope.code_named(near.code, home=code.book)
            if other is None or other.id == code.id or not _can_answer(other, code, scope):
                continue
            if (code.book, code.id) not in scope.codes_near(other):
                yield rule.at(
                    near.position,
                    f"'{code.id}' is near '{near.code}', which does not name it back",
                    hint=f"add '{code.id}' to 'near' of '{near.code}', or remove it here",
                )


def _can_answer(other: Code, code: Code, scope: Scope) -> bool:
    if scope.may_be_near_more(other):
        return False
    return other.book == code.book or scope.knows(other.book, of=code.book)


def fix(draft: Draft, scope: Scope, findings: Sequence[Finding]) -> None:
    """Write the missing entries, each with the sentence of the other, into codes of the file."""
    places = {finding.position for finding in findings}
    answers: dict[str, dict[str, str]] = {}
    for code in scope.own:
        for near in code.near:
            other = scope.code_named(near.code, home=code.book)
            if near.position in places and near.tell_apart and other is not None:
                answers.setdefault(other.id, {})[code.id] = near.tell_apart
    written = list(draft.codes())
    for id_, sentences in answers.items():
        here = [code for code in written if code.id == id_]
        if len(here) == 1 and _may_be_added_to(here[0], scope):
            entries: list[PlainYaml] = [
                {"code": code, "tell_apart": sentence} for code, sentence in sentences.items()
            ]
            add_entries(draft, here[0], "near", entries)


def _may_be_added_to(code: WrittenCode, scope: Scope) -> bool:
    """Whether what a code is near to is its own to say, and not an extended book's."""
    own = next((other for other in scope.own if other.id == code.id), None)
    return own is not None and (not own.base or code.node.get("near") is not None)


RULE = Rule("CB007", "one-way-near", Severity.WARNING, check, fix)
