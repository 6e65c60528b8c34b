"""Two codes share a cue and are not declared near each other.

Why: the same words then suggest both codes, and nothing in the codebook helps
the coder to choose.

Fails:
    - {id: waiting, cues: {phrases: [get back to us]}}
    - {id: silence, cues: {phrases: [Get back to us]}}
Passes:
    - id: waiting
      near: [{code: silence, tell_apart: waiting was promised; silence was not}]
      cues: {phrases: [get back to us]}
    - {id: silence, cues: {phrases: [get back to us]}}
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.codebook.rules.words import written_cues
from ethnocode.model import Code, Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each own cue that an earlier code, not declared near, has too."""
    holders: dict[str, list[Code]] = {}
    own = set(map(id, scope.own))
    for code in scope.codebook.codes:
        for place, cue in _plain_cues(code):
            earlier = holders.setdefault(cue, [])
            if id(code) in own:
                # One finding a cue, however many codes have it: the first is enough to look at.
                strangers = (o for o in earlier if o is not code and not scope.are_near(code, o))
                for other in islice(strangers, 1):
                    yield _finding(rule, code, place, cue=cue, other=other)
            earlier.append(code)


def _plain_cues(code: Code) -> Iterator[tuple[str, str]]:
    for place, cue in written_cues(code):
        if place.startswith(("cues.phrases.", "cues.lemmas.")):
            yield place, " ".join(cue.casefold().replace("\u2019", "'").split())


def _finding(rule: Rule[Scope], code: Code, place: str, *, cue: str, other: Code) -> Finding:
    return rule.at(
        code.place_of(place),
        f"'{code.id}' shares the cue '{cue}' with '{other.id}', which is not near",
        hint="declare them near and tell them apart, or drop the cue from one",
    )


RULE = Rule("CB011", "shared-cue", Severity.WARNING, check)
