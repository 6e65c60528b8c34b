"""Keys of a code in a codebook's text: written, added to, taken out."""

from __future__ import annotations

from collections.abc import Sequence

from ethnocode.codebook.draft import Draft, WrittenCode
from ethnocode.codebook.lines import (
    content_end,
    end_of_line_before,
    indent_of,
    is_flow,
    line_end,
    line_start,
    newline,
)
from ethnocode.codebook.schema import KEYS
from ethnocode.codebook.yaml_words import flow_words, key_lines
from ethnocode.text.strict_yaml import PlainYaml, YamlNode

_ORDER = KEYS["code"]


def add_key(draft: Draft, code: WrittenCode, key: str, value: PlainYaml) -> None:
    """Write a key that a code does not have: below the one that it usually stands below.

    Args:
        value: What it shall be; written in braces where the code is.
    """
    draft.mean_key(code.node, key, value)
    before = _before(code, key)
    if is_flow(draft.text, code.node):
        end = content_end(draft.text, before)
        draft.splice(end, end, f", {key}: {flow_words(value)}")
        return
    indent = indent_of(code.node)
    lines = key_lines(key, value, indent=indent, newline=newline(draft.text))
    draft.below_line(content_end(draft.text, before), " " * indent + lines)


def set_key(draft: Draft, code: WrittenCode, key: str, value: PlainYaml) -> None:
    """Write a key, in place of what it is where the code has it; a comment on it goes then."""
    node = code.node.get(key)
    if node is None:
        add_key(draft, code, key, value)
        return
    draft.mean(node, value)
    written = key_node(code, key)
    end = max(content_end(draft.text, node), written.end)
    if is_flow(draft.text, code.node):
        draft.splice(written.start, end, f"{key}: {flow_words(value)}")
        return
    indent = indent_of(code.node)
    lines = key_lines(key, value, indent=indent, newline=newline(draft.text))
    draft.splice(written.start, line_end(draft.text, end), lines)


def drop_key(draft: Draft, code: WrittenCode, key: str) -> None:
    """Take a key out with what it says; it may not be the code's first."""
    node, written = code.node.mapping()[key], key_node(code, key)
    others = [value for name, value in code.node.pairs() if name.end < written.start]
    if not others:
        raise draft.refusal()
    draft.mean_gone(node)
    end = max(content_end(draft.text, node), written.end)
    if is_flow(draft.text, code.node):
        draft.splice(content_end(draft.text, others[-1]), end, "")
        return
    first = line_start(draft.text, written.start)
    draft.splice(end_of_line_before(draft.text, first), line_end(draft.text, end), "")


def add_entries(draft: Draft, code: WrittenCode, key: str, entries: Sequence[PlainYaml]) -> None:
    """Write entries below those that a list of a code has; the list too, if there is none."""
    node = code.node.get(key)
    if node is None:
        add_key(draft, code, key, list(entries))
        return
    draft.mean(node, [*(entry.plain() for entry in node.nodes()), *entries])
    words = [flow_words(entry) for entry in entries]
    nodes = node.nodes()
    if node.is_blank:
        blank = " " if node.start == node.end else ""
        draft.splice(node.start, node.end, f"{blank}[{', '.join(words)}]")
    elif is_flow(draft.text, node):
        at = content_end(draft.text, nodes[-1]) if nodes else node.start + 1
        draft.splice(at, at, (", " if nodes else "") + ", ".join(words))
    else:
        indent = " " * (node.position.column - 1)
        lines = (newline(draft.text) + indent).join(f"- {entry}" for entry in words)
        draft.below_line(content_end(draft.text, nodes[-1]), indent + lines)


def key_node(code: WrittenCode, key: str) -> YamlNode:
    """Return where a key of a code is written."""
    return next(node for node, _ in code.node.pairs() if node.value == key)


def _before(code: WrittenCode, key: str) -> YamlNode:
    """Return the value of the key that a new one is written below: its id at the least."""
    order = _ORDER[: _ORDER.index(key)] if key in _ORDER else _ORDER
    pairs = [(name, value) for name, value in code.node.pairs() if name.value in (*order, "id")]
    name, value = pairs[-1]
    return value if value.start > name.start else name
