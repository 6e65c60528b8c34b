"""The keys a codebook may have: what the reader reads and the rules know."""

from __future__ import annotations

from collections.abc import Mapping

FORMAT = "1"
"""The version of the codebook format, as ``ethnocode: 1`` states it."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "codebook": (
        "ethnocode",
        "id",
        "title",
        "version",
        "description",
        "extends",
        "sources",
        "codes",
    ),
    "code": (
        "id",
        "name",
        "definition",
        "include",
        "exclude",
        "near",
        "properties",
        "examples",
        "cues",
        "expects",
        "sources",
        "aliases",
        "children",
    ),
    "near": ("code", "tell_apart"),
    "examples": ("text", "apply", "why"),
    "cues": ("phrases", "lemmas", "patterns"),
    "expects": ("with", "never_with"),
    # What spaCy's matcher knows on a pipeline without a trained model.
    "cues.patterns": (
        "ORTH",
        "TEXT",
        "NORM",
        "LOWER",
        "LENGTH",
        "IS_ALPHA",
        "IS_ASCII",
        "IS_DIGIT",
        "IS_LOWER",
        "IS_UPPER",
        "IS_TITLE",
        "IS_PUNCT",
        "IS_SPACE",
        "IS_STOP",
        "IS_CURRENCY",
        "IS_QUOTE",
        "IS_BRACKET",
        "LIKE_NUM",
        "LIKE_URL",
        "LIKE_EMAIL",
        "SHAPE",
        "PREFIX",
        "SUFFIX",
        "OP",
    ),
}
"""The keys of each kind of mapping, in the order they are usually written."""
