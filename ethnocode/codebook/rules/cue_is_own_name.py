"""A cue contains a word of the code's own name or id.

Why: theory words do not occur in what people say; a cue made of them finds the
researcher's own prose and nothing else. A plural, a possessive or a hyphen makes no
other word of it. Words of four letters or fewer are only warned about, because some
of them are everyday words as well, and so are phrases and lemmas that say nothing but
the name in another inflection. Where a name is what people say, allow it and say so.

Fails:
    - {id: tokenism, cues: {phrases: [just tokenism]}}
    - {id: gatekeeper, cues: {lemmas: [gate-keepers]}}
Passes:
    - {id: tokenism, cues: {phrases: [a tick in the box]}}
    - {id: gatekeeper, cues: {lemmas: [doorman]}}
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ethnocode.codebook.rules.cues import written_cues
from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.codebook.rules.words import FUNCTION_WORDS, naming_words, words_of
from ethnocode.model import Code, Finding, Severity

EVERYDAY_CHARS = 4
"""Length up to which a naming word may well be an everyday word."""


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each cue that shares a telling word with its code's name or id."""
    singular_of, stem_of = scope.singular, scope.stem
    for code in scope.own:
        own = {singular_of(word): word for word in (*_joined(code), *sorted(naming_words(code)))}
        names = [_stems(name, stem_of) for name in (code.name, code.id.rpartition(".")[2])]
        for place, cue in written_cues(code):
            words = words_of(cue)
            telling = [word for word in words if word not in FUNCTION_WORDS]
            shared = _shared(words, own, singular_of)
            if shared:
                yield _finding(rule, code, place, cue=cue, word=max(shared, key=len))
            elif telling and _is_words(place) and set(map(stem_of, telling)) in names:
                yield _inflected(rule, code, place, cue=cue)


def _stems(name: str, stem_of: Callable[[str], str]) -> set[str]:
    return {stem_of(word) for word in words_of(name) if word not in FUNCTION_WORDS}


def _is_words(place: str) -> bool:
    """Whether a cue is a phrase or lemma; a pattern says more than its words."""
    return place.startswith(("cues.phrases.", "cues.lemmas."))


def _joined(code: Code) -> Iterator[str]:
    """Yield words of a code's name and id that stand beside one another, as one."""
    for name in (code.name, code.id.rpartition(".")[2]):
        yield from map("".join, pairwise(words_of(name)))


def _shared(
    words: Sequence[str], own: Mapping[str, str], singular_of: Callable[[str], str]
) -> list[str]:
    """Return the naming words among the words of a cue, or among two of them as one."""
    said = [word for word in words if word not in FUNCTION_WORDS]
    said += map("".join, pairwise(words))
    return [own[form] for form in map(singular_of, said) if form in own]


def _finding(rule: Rule[Scope], code: Code, place: str, *, cue: str, word: str) -> Finding:
    found = rule.at(
        code.place_of(place),
        f"the cue '{cue}' of '{code.id}' contains '{word}' from the code's own name",
        hint="write what people say instead",
    )
    return replace(found, severity=Severity.WARNING) if len(word) <= EVERYDAY_CHARS else found


def _inflected(rule: Rule[Scope], code: Code, place: str, *, cue: str) -> Finding:
    found = rule.at(
        code.place_of(place),
        f"the cue '{cue}' of '{code.id}' is an inflection of the code's own name",
        hint="write what people say instead",
    )
    return replace(found, severity=Severity.WARNING)


RULE = Rule("CB010", "cue-is-own-name", Severity.ERROR, check)
