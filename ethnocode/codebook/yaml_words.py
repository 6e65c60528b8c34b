"""Values as YAML words, in the style that they are written in by hand."""

from __future__ import annotations

from ethnocode.codebook.lines import quoted
from ethnocode.text.strict_yaml import PlainYaml


def flow_words(value: PlainYaml) -> str:
    """Return a value on one line: lists in brackets, mappings in braces."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(flow_words, value)) + "]"
    return "{" + ", ".join(f"{quoted(key)}: {flow_words(v)}" for key, v in value.items()) + "}"


def key_lines(key: str, value: PlainYaml, *, indent: int, newline: str) -> str:
    """Return a key with its value; a list of sentences or mappings gets a line for each entry.

    Args:
        indent: How many blanks stand before the key; the first line has none yet.
        newline: How a line ends.
    """
    words = flow_words(value)
    if not isinstance(value, list) or not any(map(_is_long, value)):
        return f"{key}: {words}"
    start = newline + " " * (indent + 2) + "- "
    return f"{key}:" + "".join(start + flow_words(entry) for entry in value)


def _is_long(entry: PlainYaml) -> bool:
    return not isinstance(entry, str) or " " in entry
