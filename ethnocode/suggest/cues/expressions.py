"""Regular expressions of token patterns, kept from searching very long words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ethnocode.suggest.cues.patterns import Pattern

LONGEST_WORD = 100
"""Characters; a longer token is an address or a file, and no word that anybody says."""

_FLAGS = re.compile(r"(?:\(\?[aiLmsux]+\))?")


def with_bounds(pattern: Pattern) -> list[dict[str, Any]]:
    """Return a token pattern whose expressions find nothing in words that are too long.

    An expression with three repeats, such as ``a*a*a*b``, takes minutes for a token of a
    thousand letters, and such tokens come with e-mails.
    """
    return [{name: _bounded(value) for name, value in token.items()} for token in pattern]


def _bounded(value: Any, *, inside: bool = False) -> Any:
    if isinstance(value, Mapping):
        return {
            name: _bounded(part, inside=inside or name == "REGEX") for name, part in value.items()
        }
    if isinstance(value, list):
        return [_bounded(part, inside=inside) for part in value]
    return bounded(value) if inside and isinstance(value, str) else value


def bounded(expression: str) -> str:
    """Return an expression that finds the same, but nothing in words of over 100 characters.

    One that is not regular is left as it is, for the matcher to refuse.
    """
    flags = _FLAGS.match(expression)
    start = flags.end() if flags else 0
    # In a verbose expression a comment may stand at the end.
    end = "\n" if "x" in expression[:start] else ""
    short = rf"\A(?![\s\S]{{{LONGEST_WORD + 1}}})[\s\S]*?"
    whole = f"{expression[:start]}{short}(?:{expression[start:]}{end})"
    return whole if _is_regular(expression) and _is_regular(whole) else expression


def _is_regular(expression: str) -> bool:
    try:
        re.compile(expression)
    except (re.error, OverflowError, RecursionError):
        return False
    return True
