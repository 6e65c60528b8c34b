"""Badges of cues: denied, or in the words of somebody else than the speaker."""

from __future__ import annotations
from ethnocode.model import Span
from ethnocode.suggest.passages import Passage


def badge_of(text: str, span: Span, *, passage: Passage, denied: bool = False) -> str:
    """Return ``negated``, ``reported``, both or nothing."""
    return "negated" if denied else ""
