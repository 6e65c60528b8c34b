"""A person belongs to a group that the settings do not declare.

One finding for each group, at the first person of it.

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

from collections import defaultdict
from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.people import person_place
from ethnocode.codebook.study_rules.study import Study
from ethnocode.codebook.study_rules.wording import counted, did_you_mean
from ethnocode.model import Finding, Person, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each group of persons that the settings lack."""
    found: defaultdict[str, list[Person]] = defaultdict(list)
    for person in study.persons:
        if person.group and person.group not in study.groups:
            found[person.group].append(person)
    for group, persons in sorted(found.items()):
        near = did_you_mean(group, study.groups, between="-")
        yield rule.at(
            person_place(persons[0]),
            f"{counted(len(persons), 'person')} of the group '{group}', which the settings do not "
            "declare",
            hint=f"{near} declare it under 'groups' in ethnocode.yaml".strip(),
        )


RULE = Rule("SR006", "unknown-group", Severity.ERROR, check)
