"""A pseudonym is what texts call another person, or differs from hers by hardly a mark.

Capitals, accents, hyphens and spaces are not told apart. The finding does not
say whom else it means.

Why: a reader who meets the one name takes it for the other person. What Maud
says in a text, if there she is somebody else, is read as the words of Maud.

Fails:
    persons: [{pseudonym: Maud}, {pseudonym: Hetty}]
    sources: {charis.txt: "Maud: I knew them all."}
    speakers: {charis.txt: {Maud: Hetty}}
Passes:
    persons: [{pseudonym: Maud}, {pseudonym: Hetty}]
    sources: {charis.txt: "Margaret: I knew them all."}
    speakers: {charis.txt: {Margaret: Hetty}}
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.people import folded_words, labels_of_persons, person_place
from ethnocode.codebook.study_rules.study import Study
from ethnocode.model import Finding, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each pseudonym that means somebody else as well."""
    called: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for label in labels_of_persons(study):
        called[_folded(label.label)].add((label.person, label.source))
    earlier: dict[str, str] = {}
    for person in sorted(study.persons, key=lambda person: person.pseudonym):
        name = _folded(person.pseudonym)
        others = sorted((who, where) for who, where in called[name] if who != person.pseudonym)
        twin = earlier.setdefault(name, person.pseudonym)
        if twin != person.pseudonym:
            what = f"hardly differs from '{twin}'"
        elif others:
            source = others[0][1]
            what = "is also what texts call another person" + (f", in {source}" if source else "")
        else:
            continue
        yield rule.at(
            person_place(person),
            f"the pseudonym '{person.pseudonym}' {what}",
            hint="give one of them another pseudonym; 'ethnocode person list' shows both",
        )


def _folded(name: str) -> str:
    return "".join(folded_words(name))


RULE = Rule("PR003", "pseudonym-of-two", Severity.WARNING, check)
