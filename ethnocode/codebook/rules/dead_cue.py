"""A cue can find nothing, or finds everything.

Why: a cue that can never match, or that matches every word, points to no passage,
and nothing else would say so. Phrases and lemmas begin and end with whole words, so
one of nothing but punctuation is never found; it is usually the rest of a cue that
YAML has read as something else, such as a comment. A token of a pattern is one word:
it has no blank in it, and what English is read without or in parts (a hyphen, n't, a
comma) is a token of its own. LOWER and NORM are in small letters, which an expression
must know; words are put so by themselves.

Fails:
    - {id: silence, cues: {phrases: ["..."]}}
    - {id: waiting, cues: {patterns: [[{LOWER: get back}], [{LOWER: {REGEX: ^Wait}}]]}}
    - {id: anything, cues: {patterns: [[{LOWER: still, OP: "?"}, {}]]}}
Passes:
    - {id: silence, cues: {phrases: ["no answer ..."]}}
    - {id: waiting, cues: {patterns: [[{LOWER: get}, {LOWER: back}], [{LOWER: {REGEX: ^wait}}]]}}
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.fields import REFUSED
from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.codebook.rules.tokens import asks_for_nothing, may_be_missing, why_never_matched
from ethnocode.model import Code, Finding, Severity


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each cue that points to no passage."""
    for code in scope.own:
        yield from _words(rule, code)
        for n, pattern in enumerate(code.cues.patterns):
            place, nth = code.place_of(f"cues.patterns.{n}"), _number(code, "patterns", n)
            for number, token in enumerate(pattern, 1):
                why = why_never_matched(token)
                if why:
                    what = f"token {number} of pattern {nth} of '{code.id}' is never found: {why}"
                    yield rule.at(place, what, hint="write what one word can be, or remove it")
            if all(asks_for_nothing(token) or may_be_missing(token) for token in pattern) and any(
                map(asks_for_nothing, pattern)
            ):
                what = f"pattern {nth} of '{code.id}' finds every word"
                yield rule.at(place, what, hint="add a token that must be there")
        for n, dependency in enumerate(code.cues.dependencies):
            for word in dependency:
                why = why_never_matched(word["RIGHT_ATTRS"])
                if why:
                    yield rule.at(
                        code.place_of(f"cues.dependencies.{n}"),
                        f"'{word['RIGHT_ID']}' of dependency {_number(code, 'dependencies', n)} "
                        f"of '{code.id}' is never found: {why}",
                        hint="write what one word can be, or remove it",
                    )


def _number(code: Code, kind: str, n: int) -> int:
    """Return which of its list, as written, a cue is; those that could not be read count too."""
    place, refused = code.place_of(f"cues.{kind}.{n}"), f"cues.{kind}.{REFUSED}"
    return n + 1 + sum(name == refused and at < place for name, at in code.places)


def _words(rule: Rule[Scope], code: Code) -> Iterator[Finding]:
    for kind, cues in (("phrases", code.cues.phrases), ("lemmas", code.cues.lemmas)):
        for n, cue in enumerate(cues):
            if not any(map(str.isalnum, cue)):
                yield rule.at(
                    code.place_of(f"cues.{kind}.{n}"),
                    f"the cue '{cue}' of '{code.id}' has no letter or digit",
                    hint="write words that people say, or remove it",
                )


RULE = Rule("CB018", "dead-cue", Severity.WARNING, check)
