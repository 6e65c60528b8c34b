"""The rules for a study: codings, anchors, sources and persons against the codebook."""

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules import (
    code_not_in_codebook,
    coded_twice,
    coding_needs_review,
    coding_without_text,
    contact_detail,
    empty_source,
    example_against_codings,
    example_not_in_source,
    label_in_codebook,
    memo_needs_review,
    one_coder_code,
    parent_and_child_on_the_same_words,
    pseudonym_of_two,
    redefined_under_codings,
    retired_code_used,
    source_without_wave,
    speaker_without_person,
    uncoded_example,
    undated_source,
    undeclared_property,
    unknown_group,
    unknown_kind,
    unused_code,
)
from ethnocode.codebook.study_rules.study import Earlier, Study

STUDY_RULES: tuple[Rule[Study], ...] = (
    coding_needs_review.RULE,
    memo_needs_review.RULE,
    code_not_in_codebook.RULE,
    undeclared_property.RULE,
    retired_code_used.RULE,
    unused_code.RULE,
    parent_and_child_on_the_same_words.RULE,
    coding_without_text.RULE,
    one_coder_code.RULE,
    example_not_in_source.RULE,
    example_against_codings.RULE,
    redefined_under_codings.RULE,
    coded_twice.RULE,
    uncoded_example.RULE,
    contact_detail.RULE,
    label_in_codebook.RULE,
    pseudonym_of_two.RULE,
    undated_source.RULE,
    speaker_without_person.RULE,
    empty_source.RULE,
    unknown_kind.RULE,
    source_without_wave.RULE,
    unknown_group.RULE,
)

__all__ = ["STUDY_RULES", "Earlier", "Study"]
