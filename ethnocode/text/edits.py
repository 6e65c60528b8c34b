"""What somebody changed in a file, in a line or two."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice, pairwise, zip_longest

_SHOWN = 2
_LEAD_CHARS = 15
_LINE_CHARS = 50


def edited_lines(now: str | None, was: str | None) -> str:
    """Return in words which lines of a file differ; ``None`` where there is no file."""
    if now is None or was is None:
        return "the file is gone" if now is None else "there was no file"
    lines, before = now.splitlines(), was.splitlines()
    edits = list(islice(_edits(lines, before), _SHOWN + 1))
    if not edits:
        return "line ends differ"
    return "; ".join(edits[:_SHOWN]) + ("; and more" if edits[_SHOWN:] else "")


def without_edit(now: str, *, was: str, left: str) -> str | None:
    """Return a text without an edit that was made to it, and with what was edited since.

    Args:
        now: The text as it is.
        was: The text before the edit.
        left: The text after it.

    Returns:
        The text; ``None`` where a line of the edit, or one beside it, was edited since.
    """
    lines = left.splitlines(keepends=True)
    own = _replacements(lines, was.splitlines(keepends=True))
    later = _replacements(lines, now.splitlines(keepends=True))
    both = sorted([*own, *later])
    if any(start <= end for (_, end, _), (start, _, _) in pairwise(both)):
        return None
    parts, at = [], 0
    for start, end, words in both:
        parts += [*lines[at:start], *words]
        at = end
    return "".join([*parts, *lines[at:]])


def _replacements(lines: list[str], other: list[str]) -> list[tuple[int, int, list[str]]]:
    """Return which stretches of lines are others in another text, and what they are there."""
    opcodes = SequenceMatcher(None, lines, other, autojunk=False).get_opcodes()
    return [(i, j, other[k:m]) for kind, i, j, k, m in opcodes if kind != "equal"]


def _edits(now: list[str], was: list[str]) -> Iterator[str]:
    for _, start, end, first, last in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        pairs = zip_longest(was[start:end], now[first:last])
        for number, (old, new) in enumerate(pairs, start=first + 1):
            if old is None:
                yield f"line {number} is new: '{_cut(new)}'"
            elif new is None:
                yield f"before line {min(number, last + 1)} this is gone: '{_cut(old)}'"
            elif old != new:
                at = next(n for n, (a, b) in enumerate(zip_longest(old, new)) if a != b)
                yield f"line {number} is '{_cut(new, at)}', was '{_cut(old, at)}'"


def _cut(line: str, at: int = 0) -> str:
    """Return a line, or where it is long the stretch about an offset."""
    start = 0 if len(line) <= _LINE_CHARS else max(at - _LEAD_CHARS, 0)
    end = start + _LINE_CHARS
    return ("..." if start else "") + line[start:end] + ("..." if line[end:] else "")
