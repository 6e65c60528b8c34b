"""No coding uses a code of the study's own.

Asked only once the study has codings, and only of codes that its own codebook
defines: not of those it extends, or changes. A code is used where one below it
is, and a retired code need not be. Where a study has just begun, with fewer
codings than codes, one finding may speak for many.

Why: a code that nobody uses is a claim without a case, or a theory that the
coders have forgotten: find its case, or let it go.

Fails:
    codes: [{id: capital}, {id: habitus}]
    sources: {notes.md: She knew them all.}
    codings: [{source: notes.md, code: capital, quote: knew them all}]
Passes:
    codes: [{id: capital, children: [{id: social}]}]
    sources: {notes.md: She knew them all.}
    codings: [{source: notes.md, code: capital.social, quote: knew them all}]
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study
from ethnocode.codebook.study_rules.wording import MANY
from ethnocode.model import Finding, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each own code without a coding, or one for all at the beginning."""
    codes = {code.id: code for code in study.codes_used().values() if code}
    used = {id_ for code in codes.values() for id_ in (code.id, *code.ancestors)}
    own = [code for code in study.codebook.own_codes if not code.base]
    unused = [code for code in own if code.id not in used and not code.retired]
    if not study.codings or not unused:
        return
    if len(unused) > MANY and len(study.codings) < len(own):
        first, *others = unused
        names = ", ".join(code.id for code in others[:3])
        yield rule.at(
            first.position,
            f"no coding uses '{first.id}', nor {len(others)} more codes: {names} ...",
            hint="once they are all looked for, 'ethnocode report frequency' lists them",
        )
        return
    for code in unused:
        yield rule.at(
            code.position,
            f"no coding uses '{code.id}'",
            hint=f"use it, retire it with 'ethnocode codebook retire {code.id} --because WHY', or "
            "take it out of the codebook",
        )


RULE = Rule("CD004", "unused-code", Severity.WARNING, check)
