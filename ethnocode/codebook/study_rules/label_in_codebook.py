"""The codebook names a person as the texts call her, and not by her pseudonym.

Names are the aliases of persons and the labels that they speak under. A label
that only says what somebody is (Interviewer, the Chair), that is part of her
pseudonym, or of one letter, is none. Names are told from everyday words by their
capital. The finding does not say whose name it is.

Why: a codebook is the part of a study that is shared first. With a name in it,
the pseudonyms in everything else are open.

Fails:
    codes: [{id: capital, examples: [{text: Margaret knew them all, apply: true}]}]
    persons: [{pseudonym: Hetty, aliases: [Margaret]}]
Passes:
    codes: [{id: capital, examples: [{text: Hetty knew them all, apply: true}]}]
    persons: [{pseudonym: Hetty, aliases: [Margaret]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.people import (
    folded_words,
    has_name,
    has_name_in_id,
    names_to_keep_out,
)
from ethnocode.codebook.study_rules.study import Study
from ethnocode.codebook.study_rules.written import written_words
from ethnocode.model import Finding, Severity


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each place and name in it."""
    names = names_to_keep_out(study)
    for written in written_words(study.codebook) if names else ():
        words = set(folded_words(written.words.replace("_", " ")))
        found = has_name_in_id if written.is_id else has_name
        for name, label in names.items():
            if words.issuperset(name) and found(written.words, name):
                yield rule.at(
                    written.position,
                    f"{written.field} has '{label}', which texts call a person by",
                    hint="write the pseudonym instead, or nobody's name",
                )


RULE = Rule("PR002", "label-in-codebook", Severity.WARNING, check)
