"""Of several coders, only one ever uses a code.

Looked at are the sources that two coders or more have coded. A code is named if
one coder uses it there at least five times, while the others, who have at least
twenty codings in the very sources where she uses it, never do: neither it nor a
code above or below it.

Why: where others read the same words and never see it, the definition says what
one person has in mind. Talk it over, and write down what decides.

Fails:
    codes: [{id: capital}, {id: habitus}]
    sources: {notes.md: {repeat: 20}}  # twenty lines
    codings:
      - {source: notes.md, code: habitus, coder: ada, every: 4}  # on each fourth: five
      - {source: notes.md, code: capital, coder: ben, every: 1}
Passes:
    codes: [{id: capital}, {id: habitus}]
    sources: {notes.md: {repeat: 20}}  # twenty lines
    codings:
      - {source: notes.md, code: habitus, coder: ada, every: 4}  # on each fourth: five
      - {source: notes.md, code: capital, coder: ben, every: 1}
      - {source: notes.md, code: habitus, coder: ben, every: 10}
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study, is_coded
from ethnocode.model import Finding, Severity

FEWEST_USES, FEWEST_OF_OTHERS = 5, 20
"""Codings that the one coder has of the code, and that the others have where she uses it."""


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each code that one coder alone uses where others coded as well."""
    codes = study.codes_used()
    uses: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    in_source: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for coding in study.codings:
        in_source[coding.source][coding.coder] += 1
        if code := codes[coding.code]:
            uses[code.id][coding.coder, coding.source] += 1
    shared = {source for source, coders in in_source.items() if len(coders) > 1}
    known = {code.id: code for code in codes.values() if code}
    coders_of = {id_: _coders(counts, among=shared) for id_, counts in uses.items()}
    coders_below: defaultdict[str, set[str]] = defaultdict(set)
    for id_, coders in coders_of.items():
        for wider in (id_, *known[id_].ancestors):
            coders_below[wider] |= coders
    for _, code in sorted(known.items()):
        above = (coders_of.get(id_, set()) for id_ in code.ancestors)
        of_kin = coders_below[code.id].union(*above)
        if len(of_kin) != 1 or not coders_of[code.id]:
            continue
        (coder,) = of_kin
        where = {s: n for (_, s), n in uses[code.id].items() if s in shared}
        others = sum(n for s in where for who, n in in_source[s].items() if who != coder)
        if sum(where.values()) >= FEWEST_USES and others >= FEWEST_OF_OTHERS:
            yield rule.at(
                study.code_place(code),
                f"only {coder} uses '{code.id}': {sum(where.values()):,} codings, where others "
                f"have {others:,} and none of it",
                hint="talk it over, and let the definition say what decides",
            )


def _coders(counts: Counter[tuple[str, str]], *, among: set[str]) -> set[str]:
    return {coder for coder, source in counts if source in among}


RULE = Rule("CD007", "one-coder-code", Severity.WARNING, check, can_judge=is_coded)
