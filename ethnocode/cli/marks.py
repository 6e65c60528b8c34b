"""Marks of a text, counted as people call them."""

from __future__ import annotations

from collections.abc import Mapping

from ethnocode.report.figures import counted

_NAMES = (
    ("page", "page", ""),
    ("cue", "cue", ""),
    ("time", "time", ""),
    ("footnote", "footnote", ""),
    ("endnote", "endnote", ""),
    ("comment", "comment", ""),
    ("deleted", "tracked deletion", ""),
    ("observer-comment", "observer comment", ""),
    ("inferred-date", "inferred year", ""),
    ("quoted", "quoted part", ""),
    ("attribution", "attribution", ""),
    ("signature", "signature", ""),
    ("furniture", "line of furniture", "lines of furniture"),
)
"""Kinds of marks in the order they are told in, each with its name for one and for several."""


def counted_marks(marks: Mapping[str, int]) -> list[str]:
    """Return how many marks of each kind there are, such as ``3 pages``."""
    return [counted(marks[kind], one, more) for kind, one, more in _NAMES if kind in marks]
