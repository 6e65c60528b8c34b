"""A cue contains a word of the code's own name or id.

Why: theory words do not occur in what people say; a cue made of them finds the
researcher's own prose and nothing else. Words of four letters or fewer are only
warned about, because some of them are everyday words as well.

Fails:
    - {id: tokenism, cues: {phrases: [just tokenism]}}
Passes:
    - {id: tokenism, cues: {phrases: [a tick in the box]}}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.codebook.rules.words import naming_words, words_of, written_cues
from ethnocode.model import Code, Finding, Severity

EVERYDAY_CHARS = 4
"""Length up to which a naming word may well be an everyday word."""


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each cue that shares a telling word with its code's name or id."""
    for code in scope.own:
        own = naming_words(code)
        for place, cue in written_cues(code):
            shared = [word for word in words_of(cue) if word in own]
            if shared:
                yield _finding(rule, code, place, cue=cue, word=max(shared, key=len))


def _finding(rule: Rule[Scope], code: Code, place: str, *, cue: str, word: str) -> Finding:
    found = rule.at(
        code.place_of(place),
        f"the cue '{cue}' of '{code.id}' contains '{word}' from the code's own name",
        hint="write what people say instead",
    )
    return replace(found, severity=Severity.WARNING) if len(word) <= EVERYDAY_CHARS else found


RULE = Rule("CB010", "cue-is-own-name", Severity.ERROR, check)
