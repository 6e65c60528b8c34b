"""Suggestions: which codes a text may call for, and why; spaCy is used here only."""

from ethnocode.suggest.cues import CueMatcher, build_matcher
from ethnocode.suggest.engine import ENGINE, suggest_codes
from ethnocode.suggest.evaluate import CodeScore, compare
from ethnocode.suggest.segments import Proposal, propose
from ethnocode.suggest.stem import stem

__all__ = [
    "ENGINE",
    "CodeScore",
    "CueMatcher",
    "Proposal",
    "build_matcher",
    "compare",
    "propose",
    "stem",
    "suggest_codes",
]
