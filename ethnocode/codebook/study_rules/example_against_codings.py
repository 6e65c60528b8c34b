"""Words that the codebook gives as no case of a code are coded with that very code.

The coding is on the example's words, or on a passage that is nearly nothing
else: one has the other in it, and is at most a third longer. Where the example
names its source, codings of other sources are not looked at.

Why: theory and codings say opposite things of the same words. Either the coding
is wrong, or the codebook no longer says what the coders have come to mean.

Fails:
    codes: [{id: capital, examples: [{text: knew the price of a bus, apply: false}]}]
    sources: {notes.md: She knew the price of a bus.}
    codings: [{source: notes.md, code: capital, quote: She knew the price of a bus.}]
Passes:
    codes: [{id: capital, examples: [{text: knew the price of a bus, apply: false}]}]
    sources: {notes.md: "She knew them all, and the price of a bus."}
    codings: [{source: notes.md, code: capital, quote: knew them all}]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.examples import OwnExample, own_examples, plain
from ethnocode.codebook.study_rules.study import Study, is_coded
from ethnocode.model import Coding, Finding, Severity

SAME_SHARE = 0.75
"""Share of the longer words that the shorter must have to be the same."""


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each example of an own code that codings contradict."""
    codes = study.codes_used()
    examples = [example for example in own_examples(study) if not example.apply]
    judged = {example.code.id for example in examples}
    codings: defaultdict[str, list[Coding]] = defaultdict(list)
    for coding in study.anchored() if judged else ():
        code = codes[coding.code]
        if code and code.id in judged:
            codings[code.id].append(coding)
    for example in examples:
        against = _same_words(example, codings[example.code.id])
        if against:
            first, *others = against
            more = f", and {len(others):,} more" if others else ""
            yield rule.at(
                example.position,
                f"these words are given as no case of '{example.code.id}', but coding {first.id} "
                f"at {study.place_of(first)} says that they are{more}",
                hint=f"take the coding away with 'ethnocode coding remove {first.id}', or change "
                "the example",
            )


def _same_words(example: OwnExample, codings: Iterable[Coding]) -> list[Coding]:
    words = plain(example.text)
    return [
        coding
        for coding in codings
        if example.source in ("", coding.source) and _are_same(words, coding.anchor.quote)
    ]


def _are_same(words: str, quote: str) -> bool:
    if len(quote) > 3 * len(words) or len(words) > 3 * len(quote):
        return False  # before the dear part; punctuation alone is never so long
    short, long = sorted((words, plain(quote)), key=len)
    enough = len(short) >= SAME_SHARE * len(long)
    return bool(short) and enough and f" {short} " in f" {long} "


RULE = Rule("CD009", "example-against-codings", Severity.ERROR, check, can_judge=is_coded)
