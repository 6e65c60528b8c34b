"""Codings use a code that the codebook does not have.

One finding for each source and code, at the first of the codings.

Why: such codings drop out of every table that is read by the codebook, and no
reader can look up what they claim.

Fails:
    codes: [{id: capital, children: [{id: social}]}]
    sources: {notes.md: She knew them all.}
    codings: [{source: notes.md, code: capital.sociall, quote: knew them all}]
Passes:
    codes: [{id: capital, children: [{id: social, aliases: [capital.sociall]}]}]
    sources: {notes.md: She knew them all.}
    codings: [{source: notes.md, code: capital.sociall, quote: knew them all}]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study, is_coded
from ethnocode.codebook.study_rules.wording import counted, did_you_mean
from ethnocode.model import Coding, Finding, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each source and code that the codebook lacks."""
    unknown = {id_ for id_, code in study.codes_used().items() if code is None}
    found: defaultdict[tuple[str, str], list[Coding]] = defaultdict(list)
    for coding in study.codings if unknown else ():
        if coding.code in unknown:
            found[coding.source, coding.code].append(coding)
    hints = {id_: _hint(id_, study) for id_ in unknown}
    for (_, id_), codings in sorted(found.items()):
        yield rule.at(
            study.first_place(codings),
            f"{counted(len(codings), 'coding', 'use')} '{id_}', which the codebook does not have",
            hint=hints[id_],
        )


def _hint(id_: str, study: Study) -> str:
    near = did_you_mean(id_, [code.id for code in study.codebook], between=".")
    do = f"add '{id_}' to the 'aliases' of the code that it is now, or put the code back"
    return f"{near} {do}".strip()


RULE = Rule("CD001", "code-not-in-codebook", Severity.ERROR, check, can_judge=is_coded)
