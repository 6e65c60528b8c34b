"""The ``aliases`` of a code in a codebook's text: written, and taken back."""

from __future__ import annotations

from collections.abc import Sequence

from ethnocode.codebook.draft import Draft, WrittenCode
from ethnocode.codebook.lines import indent_of, is_flow, line_end, newline, quoted
from ethnocode.text.strict_yaml import PlainYaml, YamlNode

_KEY = "aliases"


def aliases_of(code: WrittenCode) -> list[str]:
    """Return the former ids of a code, as written."""
    return [node.text().strip() for node in _nodes(code)]


def add_aliases(draft: Draft, code: WrittenCode, ids: Sequence[str]) -> None:
    """Write former ids below those a code has; where it has none, below its id."""
    present = aliases_of(code)
    new = [id_ for id_ in dict.fromkeys(ids) if id_ not in present]
    if not new:
        return
    names = [quoted(id_) for id_ in new]
    node = code.node.get(_KEY)
    if node is None:
        draft.mean_key(code.node, _KEY, list(new))
        key = f"{_KEY}: [{', '.join(names)}]"
        if is_flow(draft.text, code.node):
            draft.splice(code.id_node.end, code.id_node.end, f", {key}")
        else:
            draft.below_line(code.id_node.end, " " * indent_of(code.node) + key)
        return
    kept: list[PlainYaml] = [entry.text() for entry in _nodes(code)]
    draft.mean(node, [*kept, *new])
    if node.is_blank:
        _fill(draft, code, node, names)
    elif is_flow(draft.text, node):
        nodes = node.nodes()
        at = nodes[-1].end if nodes else node.start + 1
        draft.splice(at, at, (", " if nodes else "") + ", ".join(names))
    else:
        indent = " " * (node.position.column - 1)
        lines = (newline(draft.text) + indent).join(f"- {name}" for name in names)
        draft.below_line(node.nodes()[-1].end, indent + lines)


def take_back(draft: Draft, code: WrittenCode, id_: str) -> bool:
    """Take a code's last former id out, if it stands as :func:`add_aliases` writes it.

    Returns:
        Whether it was so.
    """
    if aliases_of(code)[-1:] != [id_]:
        return False
    *others, last = _nodes(code)
    node = code.node.mapping()[_KEY]
    kept: list[PlainYaml] = [other.text() for other in others]
    if not others and _made_whole(draft, code, node, id_):
        return True
    if is_flow(draft.text, node):
        start = others[-1].end if others else node.start + 1
        made = f", {quoted(id_)}" if others else quoted(id_)
        if draft.text[start : last.end] != made:
            return False
        draft.splice(start, last.end, "")
        draft.mean(node, kept)
        return True
    before = others[-1].end if others else _key_of(code).end
    indent = node.position.column - 1 if others else indent_of(code.node) + 2
    line = newline(draft.text) + " " * indent + f"- {quoted(id_)}"
    if not _is_line_below(draft, before, line):
        return False
    at = line_end(draft.text, before)
    draft.splice(at, at + len(line), "")
    draft.mean(node, kept or "")
    return True


def replace_alias(draft: Draft, code: WrittenCode, id_: str, new: str) -> None:
    """Write one former id of a code in place of another."""
    for node in _nodes(code):
        if node.text().strip() == id_:
            draft.put(node, new)


def _made_whole(draft: Draft, code: WrittenCode, node: YamlNode, id_: str) -> bool:
    """Take the key out with its only entry, if it stands as it would be written new."""
    text, after = draft.text, code.id_node.end
    key = f"{_KEY}: [{quoted(id_)}]"
    if is_flow(text, code.node):
        if text[after : node.end] != f", {key}":
            return False
        draft.splice(after, node.end, "")
    else:
        line = newline(text) + " " * indent_of(code.node) + key
        if not _is_line_below(draft, after, line):
            return False
        at = line_end(text, after)
        draft.splice(at, at + len(line), "")
    draft.mean_gone(node)
    return True


def _fill(draft: Draft, code: WrittenCode, node: YamlNode, names: Sequence[str]) -> None:
    """Write the first former ids where the key is there and nothing after it."""
    if node.start != node.end or is_flow(draft.text, code.node):
        blank = " " if node.start == node.end else ""
        draft.splice(node.start, node.end, f"{blank}[{', '.join(names)}]")
        return
    indent = " " * (indent_of(code.node) + 2)
    lines = (newline(draft.text) + indent).join(f"- {name}" for name in names)
    draft.below_line(_key_of(code).end, indent + lines)


def _is_line_below(draft: Draft, offset: int, line: str) -> bool:
    at = line_end(draft.text, offset)
    end = at + len(line)
    return draft.text.startswith(line, at) and line_end(draft.text, end) == end


def _key_of(code: WrittenCode) -> YamlNode:
    return next(key for key, _ in code.node.pairs() if key.value == _KEY)


def _nodes(code: WrittenCode) -> tuple[YamlNode, ...]:
    node = code.node.get(_KEY)
    return () if node is None else node.nodes()
