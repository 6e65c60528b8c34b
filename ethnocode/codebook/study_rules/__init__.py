"""The rules for a study: codings, anchors and sources against the codebook."""

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules import (
    code_not_in_codebook,
    coding_needs_review,
    memo_needs_review,
    speaker_without_person,
    undated_source,
    undeclared_property,
)
from ethnocode.codebook.study_rules.study import Study

STUDY_RULES: tuple[Rule[Study], ...] = (
    coding_needs_review.RULE,
    memo_needs_review.RULE,
    code_not_in_codebook.RULE,
    undeclared_property.RULE,
    undated_source.RULE,
    speaker_without_person.RULE,
)

__all__ = ["STUDY_RULES", "Study"]
