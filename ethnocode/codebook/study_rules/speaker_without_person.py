"""Somebody speaks who is not on the roster.

One finding for each label, at the first source in which it speaks.

Why: who says it matters as much as what is said. A voice that is mapped to no
person is counted in no table of persons or groups.

Fails:
    sources: {charis.txt: "Charis: I knew them all."}
    speakers: {charis.txt: {Charis: null}}
Passes:
    sources: {charis.txt: "Charis: I knew them all."}
    persons: [{pseudonym: Maud}]
    speakers: {charis.txt: {Charis: Maud}}
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study
from ethnocode.codebook.study_rules.wording import argument, counted
from ethnocode.model import Finding, Position, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each speaker label without a person."""
    turns: Counter[str] = Counter()
    sources: defaultdict[str, list[str]] = defaultdict(list)
    for source, speakers in sorted(study.speakers.items()):
        for speaker in speakers:
            if speaker.person is None:
                turns[speaker.label] += speaker.turns
                sources[speaker.label].append(source)
    for label, where in sources.items():
        among = f" in {len(where):,} sources" if len(where) > 1 else ""
        yield rule.at(
            Position(where[0]),
            f"'{label}' speaks {counted(turns[label], 'turn')}{among} and is no known person",
            hint=_hint(label, where),
        )


def _hint(label: str, sources: list[str]) -> str:
    add = "add the person, or the label as an alias, with 'ethnocode person import FILE'"
    if len(sources) > 1:
        return add
    where, who = argument(sources[0]), argument(f"{label}=")
    return f"{add}, or say who it is with 'ethnocode source set {where} --speaker {who}PERSON'"


RULE = Rule("SR002", "speaker-without-person", Severity.WARNING, check)
