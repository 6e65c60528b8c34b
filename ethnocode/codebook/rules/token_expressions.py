"""Expressions of token patterns: whether one can be found in a word at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PIECE = re.compile(
    r"""
    (?P<open>\((?:\?:)?) | (?P<choice>\|)
    | (?:(?P<close>\)) | (?P<atom>\\. | \[\^?\]?(?:\\.|[^\]\\])*\] | .))
      (?P<times>[*+?]|\{\d*,?\d*\})?[?+]?
    """,
    re.DOTALL | re.VERBOSE,
)
_MAY_BE_MISSING = re.compile(r"[*?]|\{0*(?:,\d*)?\}")
_BLANK = re.compile(r"\\?[ \t\n\r]|\\[sntr]|\[(?:[ \t\n\r]|\\[sntr ])+\]")
_CAPITAL = re.compile(r"[A-Z]|\[[A-Z-]+\]")
_BORDERS = (r"\b", r"\B")
_SAMPLES = ("x", "7", "-", "a1b2")


@dataclass(slots=True)
class _Part:
    """One of the choices of an expression, as far as it has been read."""

    never: str = ""
    has_character: bool = False
    may_have_character: bool = False
    has_start: bool = False
    has_end: bool = False


def why_never_found(expression: str, *, small_letters: bool) -> str:
    """Return why an expression finds nothing in any word, or "" if that cannot be told.

    Args:
        expression: As a pattern has it.
        small_letters: Whether it is looked for in words in small letters.
    """
    try:
        re.compile(expression)
    except (re.error, OverflowError, RecursionError) as exc:
        return f"'{expression}' is not an expression: {exc}"
    if expression.startswith("(?i)"):
        expression, small_letters = expression[4:], False
    if re.search(r"\(\?[^:]", expression):
        return ""  # what looks ahead, names or switches is not followed
    groups: list[list[_Part]] = [[_Part()]]
    for piece in _PIECE.finditer(expression):
        if piece["open"]:
            groups.append([_Part()])
        elif piece["choice"]:
            groups[-1].append(_Part())
        elif piece["close"] and len(groups) > 1:
            _follow(groups[-2][-1], _whole(groups.pop()), times=piece["times"])
        elif piece["atom"]:
            _follow(groups[-1][-1], _atom(piece["atom"], small_letters), times=piece["times"])
            if piece["atom"] in ("^", r"\A") and groups[-1][-1].has_character:
                groups[-1][-1].never = f"'{piece['atom']}' stands after a character"
    return _whole(groups[0]).never


def finds_all(expression: str) -> bool:
    """Whether an expression is found in every word; ``False`` where it cannot be read."""
    try:
        found = re.compile(expression)
    except (re.error, OverflowError, RecursionError):
        return False
    return all(map(found.search, _SAMPLES))


def _atom(atom: str, small_letters: bool) -> _Part:
    if atom in ("$", r"\Z"):
        return _Part(has_end=True)
    if atom in ("^", r"\A", *_BORDERS):
        return _Part(has_start=atom not in _BORDERS)
    never = ""
    if _BLANK.fullmatch(atom):
        never = "it asks for a blank, which no word has"
    elif small_letters and _CAPITAL.fullmatch(atom):
        never = f"it asks for '{atom}' in a word in small letters"
    return _Part(never, has_character=True, may_have_character=True)


def _whole(parts: list[_Part]) -> _Part:
    """Return what all choices of a group have in common."""
    for part in parts:
        if part.has_start and part.has_end and not part.may_have_character:
            part.never = part.never or "nothing stands between its '^' and its '$'"
    found = [part for part in parts if not part.never]
    if not found:
        return parts[0]
    return _Part(
        has_character=all(part.has_character for part in found),
        may_have_character=any(part.may_have_character for part in found),
        has_start=all(part.has_start for part in found),
        has_end=all(part.has_end for part in found),
    )


def _follow(part: _Part, following: _Part, *, times: str | None) -> None:
    """Read on in a choice."""
    part.may_have_character |= following.may_have_character
    if times and _MAY_BE_MISSING.fullmatch(times):
        return
    if part.has_end and following.has_character:
        part.never = part.never or "a character stands after '$'"
    part.never = part.never or following.never
    part.has_character |= following.has_character
    part.has_start |= following.has_start
    part.has_end |= following.has_end
