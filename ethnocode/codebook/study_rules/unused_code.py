"""No coding uses a code of the study's own.

Asked only once the study has codings, and only of codes that its own codebook
defines: not of those it extends, or changes. A code is used where one below it
is, and a retired code need not be. Where a study has just begun, with fewer
codings than codes, one finding speaks for more than ten.

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

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study, is_coded
from ethnocode.codebook.study_rules.wording import MANY
from ethnocode.model import Code, Finding, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each own code without a coding, once there are any."""
    if not is_coded(study):
        return
    codes = {code.id: code for code in study.codes_used().values() if code}
    used = {id_ for code in codes.values() for id_ in (code.id, *code.ancestors)}
    unused = (code for code in _own_codes(study) if code.id not in used and not code.retired)
    for code in unused:
        yield rule.at(
            code.position,
            f"no coding uses '{code.id}'",
            hint=f"use it, retire it with 'ethnocode codebook retire {code.id} --because WHY', or "
            "take it out of the codebook",
        )


def in_short(study: Study, findings: Sequence[Finding]) -> Finding | None:
    """Return one finding for many codes while there are fewer codings than codes."""
    own = _own_codes(study)
    if len(findings) <= MANY or len(study.codings) >= len(own):
        return None
    ids = {code.position: code.id for code in own}
    first, *others = (ids[finding.position] for finding in findings)
    return replace(
        findings[0],
        message=f"no coding uses '{first}', nor {len(others)} more codes: "
        f"{', '.join(others[:3])} ...",
        hint="once they are all looked for, 'ethnocode report frequency' lists them",
    )


def _own_codes(study: Study) -> list[Code]:
    return [code for code in study.codebook.own_codes if not code.base]


RULE = Rule("CD004", "unused-code", Severity.WARNING, check, in_short=in_short, can_judge=is_coded)
