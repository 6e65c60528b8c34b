"""Suggestions: which codes a text may call for, and why; spaCy is used here only."""

from ethnocode.suggest.cues import CueMatcher, build_matcher
from ethnocode.suggest.engine import ENGINE, suggest_codes
from ethnocode.suggest.segments import Proposal, propose
from ethnocode.suggest.stem import stem

__all__ = [
    "ENGINE",
    "CueMatcher",
    "Proposal",
    "build_matcher",
    "propose",
    "stem",
    "suggest_codes",
]
