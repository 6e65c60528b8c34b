"""Places in the text of a YAML file, and words to put there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ethnocode.text.strict_yaml import YamlNode

_PLAIN_NAME = re.compile(r"[A-Za-z0-9./_][A-Za-z0-9./_@-]*")
_BREAK = re.compile(r"[\r\n]|\Z")
_ENDING = re.compile(r"\r\n|\r|\n")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*")
_KEEPING = re.compile(r"[|>][0-9]?\+")


def quoted(name: str) -> str:
    """Return a name as YAML: as it is where that is safe, else in double quotes."""
    if _PLAIN_NAME.fullmatch(name) and name.lower() != "null":
        return name
    return json.dumps(name, ensure_ascii=False)


def newline(text: str) -> str:
    """Return the line ending that a text uses."""
    found = _ENDING.search(text)
    return found[0] if found else "\n"


def line_end(text: str, offset: int) -> int:
    """Return where the line of an offset ends, before its line ending."""
    found = _BREAK.search(text, offset)
    return len(text) if found is None else found.start()


def line_start(text: str, offset: int) -> int:
    """Return where the line of an offset starts."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def end_of_line_before(text: str, start: int) -> int:
    """Return where the line before a line ends, before its line ending."""
    return start - 2 if text[max(start - 2, 0) : start] == "\r\n" else max(start - 1, 0)


def next_line(text: str, end: int) -> int:
    """Return where the line after a line's end starts."""
    return end + (2 if text.startswith("\r\n", end) else 1)


def end_with_comments(text: str, offset: int, *, deeper_than: int) -> int:
    """Return where a line ends, or the last of the comments below it that are set in deeper."""
    mark, end = " " * (deeper_than + 1), line_end(text, offset)
    while (start := next_line(text, end)) < len(text):
        last = line_end(text, start)
        line = text[start:last]
        if not (line.startswith(mark) and line.lstrip(" ").startswith("#")):
            break
        end = last
    return end


def is_flow(text: str, node: YamlNode) -> bool:
    """Whether a list or mapping is written in brackets or braces."""
    return text.startswith(("[", "{"), node.start)


def content_end(text: str, node: YamlNode) -> int:
    """Return where the last thing written in a value ends.

    A block ends, for the parser, only where the next thing starts. Blank lines at the end
    of a text are part of it if its mark says so: ``|+``.
    """
    if not node.is_text and not is_flow(text, node):
        last = node.pairs()[-1][1] if node.is_mapping else node.nodes()[-1]
        return content_end(text, last)
    words = text[node.start : node.end]
    if _KEEPING.match(words) and words.endswith(("\r", "\n")):
        return end_of_line_before(text, node.end)
    return node.start + len(words.rstrip())


def value_spans(text: str, node: YamlNode) -> Iterator[tuple[int, int]]:
    """Yield where scalars, keys included, start and end; of a block, where its lines do."""
    if node.is_mapping:
        for key, value in node.pairs():
            yield from value_spans(text, key)
            yield from value_spans(text, value)
    elif node.is_list:
        for entry in node.nodes():
            yield from value_spans(text, entry)
    elif text.startswith(("|", ">"), node.start):
        # What follows the mark in its own line may be a comment.
        yield line_end(text, node.start), node.end
    else:
        yield node.start, node.end


def comments_in(text: str, node: YamlNode, start: int, end: int) -> list[str]:
    """Return the comments in a stretch of the text that holds part of a value, or all of it."""
    spans = list(value_spans(text, node))
    return [
        found[0].rstrip()
        for found in _COMMENT.finditer(text, start, end)
        if not any(first <= found.start() < last for first, last in spans)
    ]


def indent_of(mapping: YamlNode) -> int:
    """Return how many blanks stand before the keys of a block mapping."""
    return mapping.pairs()[0][0].position.column - 1


def reindented(lines: str, old: int, new: int) -> str:
    """Return lines set in by another number of blanks.

    What is set in by less than the first of them, as comments may be, stays so.
    """
    mark, step = " " * old, " " * new
    return "".join(
        step + line[old:] if line.startswith(mark) and line.strip("\r\n") else line
        for line in _LINE.findall(lines)
    )
