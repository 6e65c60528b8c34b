"""A coder puts a code and one above it on the same words.

One finding for each passage. The same words are the same span: a wider passage
under the parent, with a part of it under the child, says two things.

Why: a coding of a code counts for all codes above it already. The second one
adds nothing, and where the child is thought again it stays behind unseen.

Fails:
    codes: [{id: capital, children: [{id: social}]}]
    sources: {notes.md: She knew them all.}
    codings:
      - {source: notes.md, code: capital, quote: knew them all}
      - {source: notes.md, code: capital.social, quote: knew them all}
Passes:
    codes: [{id: capital, children: [{id: social}]}]
    sources: {notes.md: She knew them all.}
    codings:
      - {source: notes.md, code: capital, quote: She knew them all.}
      - {source: notes.md, code: capital.social, quote: knew them all}
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study, is_coded
from ethnocode.model import Coding, Finding, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each span that a coder gave a code and one above it."""
    codes = study.codes_used()
    passages: defaultdict[tuple[str, int, int, str], list[Coding]] = defaultdict(list)
    for coding in study.anchored():
        span = coding.anchor.span
        passages[coding.source, span.start, span.end, coding.coder].append(coding)
    several = {key: codings for key, codings in passages.items() if len(codings) > 1}
    for _, codings in sorted(several.items()):
        on_it = {code.id: (code, c) for c in codings if (code := codes[c.code])}
        pairs = (
            (id_, above)
            for id_, (code, _) in sorted(on_it.items())
            for above in code.ancestors
            if above in on_it
        )
        for id_, above in islice(pairs, 1):
            _, broader = on_it[above]
            yield rule.at(
                study.place_of(broader),
                f"{broader.coder} codes the same words with '{id_}' and with '{above}', "
                "which is above it",
                hint=f"'{id_}' counts for '{above}' already: take the other away with "
                f"'ethnocode coding remove {broader.id}'",
            )


RULE = Rule(
    "CD005", "parent-and-child-on-the-same-words", Severity.WARNING, check, can_judge=is_coded
)
