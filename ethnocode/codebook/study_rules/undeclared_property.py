"""A coding records a property or a value that its code does not declare.

One finding for each source, code and value, at the first of the codings.

Why: values that the codebook does not list are not compared with the others,
so a table by that property leaves them out.

Fails:
    codes: [{id: capital, properties: {holder: [resident, council]}}]
    sources: {minutes.md: The chairwoman knew them all.}
    codings:
      - source: minutes.md
        code: capital
        quote: knew them all
        properties: {holder: chairwoman}
Passes:
    codes: [{id: capital, properties: {holder: [resident, council]}}]
    sources: {minutes.md: The chairwoman knew them all.}
    codings:
      - source: minutes.md
        code: capital
        quote: knew them all
        properties: {holder: resident}
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study, is_coded
from ethnocode.model import Coding, Finding, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each source, code and value recorded but not declared."""
    codes = study.codes_used()
    declared = {code.id: dict(code.properties) for code in codes.values() if code}
    found: defaultdict[tuple[str, str, str, str], list[Coding]] = defaultdict(list)
    for coding in study.codings:
        code = codes[coding.code] if coding.properties else None
        if code is None:
            continue  # an unknown code is another rule's
        known = declared[code.id]
        for name, value in coding.properties:
            if name not in known or (known[name] and value not in known[name]):
                found[coding.source, code.id, name, value].append(coding)
    for (_, id_, name, value), codings in sorted(found.items()):
        one = f"coding {codings[0].id} ({id_}) records"
        many = f"{len(codings):,} codings of '{id_}' record"
        yield rule.at(
            study.first_place(codings),
            f"{one if len(codings) == 1 else many} {name}={value}",
            hint=_hint(declared[id_], name),
        )


def _hint(declared: Mapping[str, tuple[str, ...]], name: str) -> str:
    known = ", ".join(declared.get(name, declared)) or "none"
    what = "value" if name in declared else "property"
    return f"declare the {what} in the codebook, which has: {known}"


RULE = Rule("CD002", "undeclared-property", Severity.ERROR, check, can_judge=is_coded)
