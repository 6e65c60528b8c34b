"""A person belongs to a group that the settings do not declare.

Why: who speaks from which side is a column of many reports. A group that was
taken out of the settings, or misspelt, makes a side of its own.

Fails:
    groups: [resident, council, provider]
    persons: [{pseudonym: Maud, group: tenant}]
Passes:
    groups: [resident, council, provider, tenant]
    persons: [{pseudonym: Maud, group: tenant}]
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.people import person_place
from ethnocode.codebook.study_rules.study import Study
from ethnocode.codebook.study_rules.wording import nearest
from ethnocode.model import Finding, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each person of a group that the settings lack."""
    for person in study.persons:
        if person.group and person.group not in study.groups:
            near = nearest(person.group, study.groups, otherwise="")
            yield rule.at(
                person_place(person),
                f"{person.pseudonym} is of the group '{person.group}', which the settings do not "
                "declare",
                hint=f"{near} declare it under 'groups' in the settings".strip(),
            )


RULE = Rule("SR006", "unknown-group", Severity.ERROR, check)
