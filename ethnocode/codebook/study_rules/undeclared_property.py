"""A coding records a property or a value that its code does not declare.

Why: values that the codebook does not list are not compared with the others,
so a table by that property leaves them out.

Fails:
    - "holder=chairwoman where the codebook declares holder: [resident, council]"
Passes:
    - "holder=resident"
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study
from ethnocode.model import Finding, Position, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each value recorded but not declared."""
    for coding in study.codings:
        code = study.codebook.code_named(coding.code)
        declared = dict(code.properties) if code else {}
        for name, value in coding.properties if code else ():
            if name not in declared:
                known = ", ".join(declared) or "none"
            elif declared[name] and value not in declared[name]:
                known = ", ".join(declared[name])
            else:
                continue
            yield rule.at(
                Position(coding.source),
                f"coding {coding.id} ({coding.code}) records {name}={value}",
                hint=f"the codebook declares: {known}",
            )


RULE = Rule("CD002", "undeclared-property", Severity.ERROR, check)
