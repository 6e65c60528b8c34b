"""Suppressions: comments in a codebook that let findings of its rules be, each with a reason.

``# allow CB011: both groups say so`` at the end of a line is for that line; alone on a
line it is for the line below the comments it stands among. What looks so inside a value
is text, and no suppression.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from operator import itemgetter

from ethnocode.codebook.lines import value_spans
from ethnocode.model import Allowance, Position
from ethnocode.text.strict_yaml import YamlNode
from ethnocode.text.utf8 import decoded

_COMMENT = re.compile(r"(?<![^\s\ufeff])#+[ \t]*allow(?![\w-])(?=([^\r\n]*))", re.IGNORECASE)
_LINE_START = re.compile(r"(?:\A\ufeff?|\r\n?|\n)")
_PUNCTUATION = "()[];.!-"
_RULE_LIKE = re.compile(r"[A-Za-z]{2}[0-9]{1,4}|[A-Za-z]+(-[A-Za-z]+)+")


def suppressions_in(text: str | bytes, top: YamlNode, *, path: str) -> tuple[Allowance, ...]:
    """Return the suppressions written in the comments of a YAML file, in order.

    A comment that begins with "allow" but names nothing like a rule is a remark.

    Args:
        text: The file as read.
        top: Its tree, read from the same text.
        path: Its name, as findings have it.

    Complexity:
        O(n); a file without such comments costs one search.
    """
    words = text if isinstance(text, str) else decoded(text).text
    found = list(_COMMENT.finditer(words))
    if not found:
        return ()
    starts = [match.end() for match in _LINE_START.finditer(words)]
    values = sorted(value_spans(words, top))
    suppressions = []
    for match in found:
        named = None if _is_inside(values, match.start()) else _rules_and_reason(match[1])
        if named is not None:
            line = bisect_right(starts, match.start())
            position = Position(path, line, match.start() - starts[line - 1] + 1)
            where = f"{path}:{_line_meant(words, starts, position)}"
            rules, because = named
            suppressions.append(Allowance(rules, where, because, position))
    return tuple(suppressions)


def _is_inside(values: list[tuple[int, int]], offset: int) -> bool:
    before = bisect_right(values, offset, key=itemgetter(0)) - 1
    return before >= 0 and offset < values[before][1]


def _rules_and_reason(words: str) -> tuple[tuple[str, ...], str] | None:
    """Return the rules that a comment names, as written, and its reason; of a remark, nothing."""
    head, colon, because = words.strip(" \t:").partition(":")
    names = tuple(name.strip() for name in head.split(",") if name.strip())
    if colon and names and all(len(name.split()) == 1 for name in names):
        return names, because.strip()
    # Rules, and then words without the colon before them: no reason is given.
    firsts = [name.split()[0].strip(_PUNCTUATION) for name in names]
    if not firsts or not _RULE_LIKE.fullmatch(firsts[0]):
        return None
    return tuple(filter(_RULE_LIKE.fullmatch, firsts)), ""


def _line_meant(text: str, starts: list[int], comment: Position) -> int:
    """Return the line that a comment is for; its own, where nothing finds anything, if none is."""
    lines = (text[start:end] for start, end in pairwise([*starts[comment.line - 1 :], len(text)]))
    if next(lines)[: comment.column - 1].strip():
        return comment.line
    for number, words in enumerate(lines, start=comment.line + 1):
        if not words.lstrip(" ").startswith("#"):
            return number if words.strip() else comment.line
    return comment.line
