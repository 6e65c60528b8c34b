"""A source is of a kind that the settings do not declare.

One finding for each kind, at the first source of it.

Why: kinds corroborate one another, and reports list them as the settings do. One
that was taken out of the settings, or misspelt, can no longer be given or asked
for.

Fails:
    kinds: [field-note, interview, document, email]
    sources: {june.md: {text: Rain again., kind: diary}}
Passes:
    kinds: [field-note, interview, document, email, diary]
    sources: {june.md: {text: Rain again., kind: diary}}
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study
from ethnocode.codebook.study_rules.wording import argument, counted, did_you_mean
from ethnocode.model import Finding, Position, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each kind of source that the settings lack."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for source in study.sources:
        if source.kind not in study.kinds:
            found[source.kind].append(source.name)
    for kind, names in sorted(found.items()):
        near = did_you_mean(kind, study.kinds, between="-")
        yield rule.at(
            Position(names[0]),
            f"{counted(len(names), 'source')} of kind '{kind}', which the settings do not declare",
            hint=f"{near} declare it under 'kinds' in ethnocode.yaml, or say another with "
            f"'ethnocode source set {argument(names[0])} --kind KIND'".strip(),
        )


RULE = Rule("SR004", "unknown-kind", Severity.ERROR, check)
