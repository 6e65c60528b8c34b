"""The rules for codebooks, in the order of their ids."""

from ethnocode.codebook.rules import (
    bad_id,
    bad_property,
    circular_definition,
    cue_is_own_name,
    dead_cue,
    duplicate_id,
    empty_tell_apart,
    missing_definition,
    missing_examples,
    missing_include_or_exclude,
    one_way_near,
    only_trained_cues,
    shared_cue,
    siblings_not_told_apart,
    undefined_source_key,
    unknown_code_reference,
    unknown_key,
    unused_source_key,
)
from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope

RULES: tuple[Rule[Scope], ...] = (
    duplicate_id.RULE,
    bad_id.RULE,
    unknown_code_reference.RULE,
    missing_definition.RULE,
    circular_definition.RULE,
    missing_include_or_exclude.RULE,
    one_way_near.RULE,
    undefined_source_key.RULE,
    unused_source_key.RULE,
    cue_is_own_name.RULE,
    shared_cue.RULE,
    siblings_not_told_apart.RULE,
    missing_examples.RULE,
    unknown_key.RULE,
    empty_tell_apart.RULE,
    bad_property.RULE,
    only_trained_cues.RULE,
    dead_cue.RULE,
)

__all__ = ["RULES", "Rule", "Scope"]
