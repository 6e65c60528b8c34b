"""The ``aliases`` of a code in a codebook's text: written, and taken back."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence

from ethnocode.codebook.draft import Draft, WrittenCode
from ethnocode.codebook.lines import (
    content_end,
    indent_of,
    is_flow,
    line_end,
    newline,
    quoted,
)
from ethnocode.text.strict_yaml import PlainYaml, YamlNode

_KEY = "aliases"


def aliases_of(code: WrittenCode) -> list[str]:
    """Return the former ids of a code, as written."""
    return [node.text().strip() for node in _nodes(code)]


def add_aliases(draft: Draft, code: WrittenCode, ids: Sequence[str]) -> None:
    """Write former ids among those a code has; where it has none, below its id.

    A list in order stays so; to any other they are added at the end.
    """
    present = aliases_of(code)
    new = [id_ for id_ in dict.fromkeys(ids) if id_ not in present]
    if not new:
        return
    node = code.node.get(_KEY)
    if node is None:
        _write_key(draft, code, sorted(new))
    elif not present:
        _fill(draft, code, node, sorted(new))
    else:
        _insert(draft, node, present, new)


def take_back(draft: Draft, code: WrittenCode, id_: str) -> bool:
    """Take a former id of a code out, if it stands as :func:`add_aliases` writes it.

    Returns:
        Whether it was so.
    """
    present, nodes = aliases_of(code), _nodes(code)
    if present.count(id_) != 1:
        return False
    node = code.node.mapping()[_KEY]
    if len(nodes) == 1 and _made_whole(draft, code, node, id_):
        return True
    at = present.index(id_)
    stretch = _as_written(draft, code, node, at)
    if stretch is None:
        return False
    draft.splice(*stretch, "")
    kept: list[PlainYaml] = [other.text() for n, other in enumerate(nodes) if n != at]
    draft.mean(node, kept or ([] if is_flow(draft.text, node) else ""))
    return True


def replace_alias(draft: Draft, code: WrittenCode, id_: str, new: str) -> None:
    """Write one former id of a code in place of another; a list in order stays so."""
    present, nodes = aliases_of(code), _nodes(code)
    names = [new if name == id_ else name for name in present]
    if present == sorted(present) and not _has_comments(draft, code):
        names.sort()
    for node, old, name in zip(nodes, present, names, strict=True):
        if name != old:
            draft.put(node, name)


def sort_aliases(draft: Draft, code: WrittenCode) -> None:
    """Put the former ids of a code in order, as they are written; with comments, leave them."""
    nodes = _nodes(code)
    if _has_comments(draft, code):
        return
    in_order = sorted(nodes, key=lambda node: node.text().strip())
    for node, other in zip(nodes, in_order, strict=True):
        if node is not other:
            words = draft.text[other.start : content_end(draft.text, other)]
            draft.splice(node.start, content_end(draft.text, node), words)
    if nodes:
        draft.mean(code.node.mapping()[_KEY], [node.text() for node in in_order])


def _has_comments(draft: Draft, code: WrittenCode) -> bool:
    """Whether there is a comment among the entries, which may be meant for one of them."""
    nodes = _nodes(code)
    if not nodes:
        return False
    end = nodes[-1].end
    if not is_flow(draft.text, code.node.mapping()[_KEY]):
        end = line_end(draft.text, end)
    return "#" in draft.text[nodes[0].start : end]


def _write_key(draft: Draft, code: WrittenCode, new: Sequence[str]) -> None:
    draft.mean_key(code.node, _KEY, list(new))
    key = f"{_KEY}: [{', '.join(map(quoted, new))}]"
    if is_flow(draft.text, code.node):
        draft.splice(code.id_node.end, code.id_node.end, f", {key}")
    else:
        draft.below_line(code.id_node.end, " " * indent_of(code.node) + key)


def _insert(draft: Draft, node: YamlNode, present: Sequence[str], new: Sequence[str]) -> None:
    """Write entries into a list that has some."""
    nodes = node.nodes()
    in_order = list(present) == sorted(present)
    meant: list[PlainYaml] = []
    for at in range(len(nodes) + 1):
        here = [name for name in new if (bisect(present, name) if in_order else len(nodes)) == at]
        here = sorted(here) if in_order else here
        meant += here
        if at < len(nodes):
            meant.append(nodes[at].text())
        for name in here:
            _put_at(draft, node, at, name)
    draft.mean(node, meant)


def _put_at(draft: Draft, node: YamlNode, at: int, name: str) -> None:
    """Write an entry behind that before it; the first one before all others."""
    nodes, text = node.nodes(), draft.text
    if is_flow(text, node):
        place = nodes[at - 1].end if at else nodes[0].start
        draft.splice(place, place, f", {quoted(name)}" if at else f"{quoted(name)}, ")
        return
    indent = " " * (node.position.column - 1)
    if at:
        draft.below_line(nodes[at - 1].end, f"{indent}- {quoted(name)}")
    else:
        draft.splice(node.start, node.start, f"- {quoted(name)}{newline(text)}{indent}")


def _as_written(draft: Draft, code: WrittenCode, node: YamlNode, at: int) -> tuple[int, int] | None:
    """Return the stretch of an entry as a command writes it, if it is so."""
    nodes, text = node.nodes(), draft.text
    name = quoted(nodes[at].text().strip())
    if is_flow(text, node):
        if at or len(nodes) == 1:
            start = nodes[at - 1].end if at else node.start + 1
            stretch, made = (start, nodes[at].end), f", {name}" if at else name
        else:
            stretch, made = (nodes[0].start, nodes[1].start), f"{name}, "
    elif at or len(nodes) == 1:
        before = nodes[at - 1].end if at else _key_of(code).end
        indent = node.position.column - 1 if at else indent_of(code.node) + 2
        start = line_end(text, before)
        made = newline(text) + " " * indent + f"- {name}"
        end = start + len(made)
        stretch = (start, end if line_end(text, end) == end else start)
    else:
        made = f"- {name}{newline(text)}" + " " * (node.position.column - 1)
        stretch = (node.start, node.start + len(made))
    return stretch if text[slice(*stretch)] == made else None


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


def _fill(draft: Draft, code: WrittenCode, node: YamlNode, new: Sequence[str]) -> None:
    """Write the first former ids where the key is there and nothing after it."""
    draft.mean(node, list(new))
    names = [quoted(name) for name in new]
    if not node.is_blank:
        draft.splice(node.start + 1, node.start + 1, ", ".join(names))
        return
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
