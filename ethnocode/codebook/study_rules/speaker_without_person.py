"""Somebody speaks in a source who is not on the roster.

Why: who says it matters as much as what is said. A voice that is mapped to no
person is counted in no table of persons or groups.

Fails:
    - turns labelled "Interviewer 2" with no person of that name or alias
Passes:
    - turns labelled "Maud", and a person with the pseudonym Maud
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study
from ethnocode.model import Finding, Position, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each speaker label without a person."""
    for source, speakers in sorted(study.speakers.items()):
        for speaker in speakers:
            if speaker.person is None:
                turns = "1 turn" if speaker.turns == 1 else f"{speaker.turns:,} turns"
                yield rule.at(
                    Position(source),
                    f"'{speaker.label}' speaks {turns} and is no known person",
                    hint="add the person, or the label as an alias, with 'ethnocode person import'",
                )


RULE = Rule("SR002", "speaker-without-person", Severity.WARNING, check)
