"""Observer comments: what a field worker says in brackets about what she noted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ethnocode.model import Span

# "OC", "O.C.", "Observer's comment".
_NAME = (
    r"(?:O\.[ \t]?C\.|OCs?\d{0,2}|(?:observer(?:['’]?s)?|obs\.?)[ \t]+(?:comments?|notes?)\d{0,2})"
)
_ROUND, _SQUARE, _CURLY = "()", "[]", "{}"
_TOKENS = {
    pair: re.compile(
        rf"(?P<comment>\{pair[0]}[*_ \t]{{0,4}}{_NAME}{after})|\{pair[0]}|\{pair[1]}", re.IGNORECASE
    )
    # "(OC)" may be the initials of a person: round brackets count with a colon only.
    for pair, after in (
        (_SQUARE, r"(?=[ \t]*[:;.,–—\-\]\n]|[ \t])"),
        (_ROUND, r"(?=[ \t]*:)"),
        (_CURLY, r"(?=[ \t]*:)"),
    )
}
# "[OC]" alone, before a comment that has no brackets of its own.
_MARKED = re.compile(rf"\[[*_ \t]{{0,4}}{_NAME}[*_ \t]{{0,4}}\]:?[*_]{{0,3}}", re.IGNORECASE)
_ENDED = re.compile(r"\[/[ \t]*O\.?C\.?[ \t]*\]", re.IGNORECASE)
# "O.C.: " at the beginning of a paragraph, quoted or not.
_PARAGRAPH = re.compile(
    rf"(?:\A|\n[ \t]*\n|\n(?=[ \t]*>))[ \t]*(?:>[ \t]*)*"
    rf"(?P<comment>[*_]{{0,3}}{_NAME}[*_]{{0,3}}(?:[ \t]*:|[ \t]+[–—-][ \t]))",
    re.IGNORECASE,
)
# Most texts have none of these, and need not be looked through for brackets.
_SIGN = re.compile(
    r"(?<![^\W_])(?:O\.|OCs?\d{0,2}(?![^\W\d_])|obs(?:\.|erver|[ \t]))", re.IGNORECASE
)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_LONGEST_COMMENT_CHARS = 5_000


def observer_comments(text: str) -> tuple[Span, ...]:
    """Return the spans of observer comments, brackets and all: sorted and disjoint.

    A comment is ``[OC: ...]``, ``[O.C.: ...]`` or ``(OC: ...)``, with brackets of its
    own inside; or what follows ``[OC]``, or ``O.C.:`` at the beginning of a
    paragraph, to its end. One whose bracket is not closed ends with its paragraph.

    Complexity:
        O(n) for n characters.
    """
    if not _SIGN.search(text):
        return ()
    found = sorted(
        [
            *_bracketed(text, _SQUARE),
            *_bracketed(text, _ROUND),
            *_bracketed(text, _CURLY),
            *((match.start("comment"), 0) for match in _PARAGRAPH.finditer(text)),
        ]
    )
    spans: list[Span] = []
    for start, end in found:
        if spans and start < spans[-1].end:
            continue
        spans.append(Span(start, end or _end_of_open(text, start)))
    return tuple(spans)


def _bracketed(text: str, pair: str) -> Iterator[tuple[int, int]]:
    """Yield where comments in brackets begin and end; 0 for what ends with its paragraph."""
    opened: list[tuple[int, bool]] = []
    for match in _TOKENS[pair].finditer(text):
        if match["comment"] and _MARKED.match(text, match.start()):
            yield match.start(), 0
            opened.append((match.start(), False))
            continue
        if match.group() != pair[1]:
            opened.append((match.start(), bool(match["comment"])))
        elif opened:
            start, comment = opened.pop()
            if comment and match.end() - start <= _LONGEST_COMMENT_CHARS:
                yield start, match.end()
            elif comment:
                yield start, 0
    yield from ((start, 0) for start, comment in opened if comment)


def _end_of_open(text: str, start: int) -> int:
    """Return where a comment without its own end ends: at ``[/OC]``, or with the paragraph."""
    blank = _BLANK_LINE.search(text, start)
    end = blank.start() if blank else len(text)
    marked = _MARKED.match(text, start)
    ended = _ENDED.search(text, marked.end(), end) if marked else None
    return ended.end() if ended else start + len(text[start:end].rstrip())
