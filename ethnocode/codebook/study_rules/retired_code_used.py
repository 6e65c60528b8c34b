"""Codings use a code that is retired.

One finding for each source and code, at the first of the codings.

Why: a retired code keeps the codings it has, and they are still counted. Where
they stay, one theory is counted by two codes, the old and what replaced it.

Fails:
    codes:
      - {id: capital}
      - {id: clout, retired: {because: too blunt, use: [capital]}}
    sources: {notes.md: She knew them all.}
    codings: [{source: notes.md, code: clout, quote: knew them all}]
Passes:
    codes:
      - {id: capital}
      - {id: clout, retired: {because: too blunt, use: [capital]}}
    sources: {notes.md: She knew them all.}
    codings: [{source: notes.md, code: capital, quote: knew them all}]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study, is_coded
from ethnocode.codebook.study_rules.wording import argument, counted, listed
from ethnocode.model import Code, Coding, Finding, Retired, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each source and retired code."""
    used = study.codes_used()
    retired = {id_: code for id_, code in used.items() if code and code.retired}
    found: defaultdict[tuple[str, str], list[Coding]] = defaultdict(list)
    for coding in study.codings if retired else ():
        if coding.code in retired:
            found[coding.source, retired[coding.code].id].append(coding)
    codes = {code.id: code for code in retired.values()}
    for (source, id_), codings in sorted(found.items()):
        yield _finding(rule, study, code=codes[id_], source=source, codings=codings)


def _finding(
    rule: Rule[Study], study: Study, *, code: Code, source: str, codings: list[Coding]
) -> Finding:
    retired = code.retired or Retired("")
    reason = " ".join(retired.because.split()).rstrip(".")
    because = f": {reason}" if reason else ""
    instead = f"use {listed(retired.use, 'or')} instead" if retired.use else "use another code"
    command = f"ethnocode coding list --code {code.id} --source {argument(source)}"
    return rule.at(
        study.first_place(codings),
        f"{counted(len(codings), 'coding', 'use')} '{code.id}', which is retired{because}",
        hint=f"{instead}; '{command}' shows them",
    )


RULE = Rule("CD003", "retired-code-used", Severity.WARNING, check, can_judge=is_coded)
