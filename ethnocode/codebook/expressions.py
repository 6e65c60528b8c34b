"""Regular expressions of a codebook: whether one could search a single word for ever."""

from __future__ import annotations

import re

_PIECE = re.compile(
    r"""
      \\. | \[\^?\]?(?:\\.|[^\]\\])*\]                          # one character, or one of some
    | (?P<open>\(\??) | (?P<close>\)) | (?P<choice>\|)
    | (?: (?P<mark>[*+?]) | \{(?P<least>\d*)(?P<range>,(?P<most>\d*))?\} ) [?+]?
    | .
    """,
    re.DOTALL | re.VERBOSE,
)


def may_never_end(expression: str) -> bool:
    """Return whether an expression repeats a group in which something varies.

    ``(a+)+`` and ``(a|aa)*`` take twice as long with every letter of a word that they
    do not fit, which is years from forty letters on. That such an expression is
    harmless now and then cannot be told by simple means; on single words there is
    always another way to write it.
    """
    varies = [False]
    group_varies = False
    for piece in _PIECE.finditer(expression):
        repeats, unsure = _times(piece)
        if repeats and group_varies:
            return True
        varies[-1] |= unsure or piece["choice"] is not None
        group_varies = False
        if piece["open"]:
            varies.append(False)
        elif piece["close"] and len(varies) > 1:
            group_varies = varies.pop()
            varies[-1] |= group_varies
    return False


def _times(piece: re.Match[str]) -> tuple[bool, bool]:
    """Return whether a piece allows more than one time, and whether the number varies."""
    if piece["mark"]:
        return piece["mark"] != "?", True
    if piece["least"] is None:
        return False, False
    least = int(piece["least"] or 0)
    if not piece["range"]:
        return least > 1, False
    most = int(piece["most"]) if piece["most"] else None
    return most is None or most > 1, most != least
