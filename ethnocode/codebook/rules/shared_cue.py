"""Two codes share a cue and are not declared near each other.

Why: the same words then suggest both codes, and nothing in the codebook helps
the coder to choose. Cues are the same where they find the same: case, hyphens and
inflection do not matter. Retired codes are not suggested, and are passed over.

Fails:
    - {id: waiting, cues: {phrases: [get back to us]}}
    - {id: silence, cues: {phrases: [Got back to us]}}
Passes:
    - id: waiting
      near: [{code: silence, tell_apart: waiting was promised; silence was not}]
      cues: {phrases: [get back to us]}
    - {id: silence, cues: {phrases: [get back to us]}}
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.cues import WrittenCue, comparable_cues
from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Code, Finding, Severity

_Key = tuple[str, str]


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each own cue that an earlier code, not declared near, has too."""
    holders: dict[tuple[str, ...], list[tuple[Code, WrittenCue]]] = {}
    near: dict[_Key, frozenset[_Key]] = {}
    own = set(map(id, scope.own))
    for code in scope.codebook.codes:
        if code.retired or scope.may_be_near_more(code):
            continue
        near[_key(code)] = near.get(_key(code), frozenset()) | scope.codes_near(code)
        for cue in comparable_cues(code, stem_of=scope.stem):
            earlier = holders.setdefault(cue.finds, [])
            if id(code) in own:
                # One finding a cue, however many codes have it: the first is enough to look at.
                for other, its_cue in earlier:
                    if not _near(code, other, near):
                        yield _finding(rule, code, cue, other=other, its_cue=its_cue)
                        break
            earlier.append((code, cue))


def _key(code: Code) -> _Key:
    return code.book, code.id


def _near(one: Code, other: Code, near: dict[_Key, frozenset[_Key]]) -> bool:
    a, b = _key(one), _key(other)
    return a == b or a in near[b] or b in near[a]


def _finding(
    rule: Rule[Scope], code: Code, cue: WrittenCue, *, other: Code, its_cue: WrittenCue
) -> Finding:
    its = "" if its_cue.words == cue.words else f", as '{its_cue.words}',"
    return rule.at(
        code.place_of(cue.place),
        f"'{code.id}' shares the cue '{cue.words}'{its} with '{other.id}', which is not near",
        hint="declare them near and tell them apart, or drop the cue from one",
    )


RULE = Rule("CB011", "shared-cue", Severity.WARNING, check)
