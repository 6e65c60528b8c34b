"""The keys a codebook may have: what the reader reads and the rules know."""

from __future__ import annotations

from collections.abc import Mapping

from ethnocode.model import PIPELINE_ATTRIBUTES

FORMAT = "1"
"""The version of the codebook format, as ``ethnocode: 1`` states it."""

_ATTRIBUTES = (
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
    # What only a trained pipeline knows.
    *PIPELINE_ATTRIBUTES,
)

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
        "retired",
        "children",
    ),
    "near": ("code", "tell_apart"),
    "examples": ("text", "apply", "why", "source"),
    "retired": ("because", "use"),
    "cues": ("phrases", "lemmas", "patterns", "dependencies", "entities"),
    "expects": ("with", "never_with"),
    "cues.patterns": (*_ATTRIBUTES, "OP"),
    "cues.dependencies": ("LEFT_ID", "REL_OP", "RIGHT_ID", "RIGHT_ATTRS"),
    "cues.dependencies.RIGHT_ATTRS": _ATTRIBUTES,
}
"""The keys of each kind of mapping, in the order they are usually written."""

RELATIONS = (
    *("<", ">", "<<", ">>", ".", ".*", ";", ";*", "$+", "$-", "$++", "$--"),
    *(">+", ">-", ">++", ">--", "<+", "<-", "<++", "<--"),
)
"""How one word of a parsed sentence may stand to another, as spaCy writes it."""
