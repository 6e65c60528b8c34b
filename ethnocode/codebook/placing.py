"""Codes put into the lists of a codebook's text, and taken out of them to stand elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ethnocode.codebook.draft import Draft, WrittenCode, written
from ethnocode.codebook.lines import (
    content_end,
    end_of_line_before,
    end_with_comments,
    indent_of,
    is_flow,
    line_end,
    line_start,
    newline,
    next_line,
    reindented,
)
from ethnocode.codebook.yaml_words import flow_words, key_lines
from ethnocode.errors import CodebookError
from ethnocode.text.strict_yaml import PlainYaml, YamlNode


@dataclass(frozen=True, slots=True)
class Place:
    """Where a code shall stand: beside another, or last below one; else last at the top.

    Args:
        after: Full id of the code that it follows.
        before: Full id of the code that follows it.
        below: Full id of the code that it is the last child of.
    """

    after: str = ""
    before: str = ""
    below: str = ""

    @property
    def beside(self) -> str:
        """The code of the same list; empty if it is to be the last."""
        return self.after or self.before


@dataclass(frozen=True, slots=True)
class Piece:
    """A code as words that can be put into any list.

    Args:
        value: What it says.
        words: In braces; empty where that would lose a comment.
        lines: As an entry of a block list, with its comments; empty if it has none yet.
        dash: How many blanks stand before its dash in these.
        is_new: Whether it was never written, so that its keys may get a line each.
    """

    value: dict[str, PlainYaml]
    words: str
    lines: str = ""
    dash: int = 0
    is_new: bool = False


def put_in(draft: Draft, piece: Piece, place: Place) -> None:
    """Write a code where it shall stand, in the style of the codes there."""
    codes = list(draft.codes())
    if place.beside:
        ref = written(codes, place.beside, path=draft.path)
        _put_beside(draft, piece, ref, before=not place.after)
        return
    owner, name = draft.top, "codes"
    if place.below:
        owner, name = written(codes, place.below, path=draft.path).node, "children"
    pair = next((pair for pair in owner.pairs() if pair[0].value == name), None)
    if pair is None:
        _put_first(draft, piece, owner)
    elif nodes := pair[1].nodes():
        last = next(code for code in codes if code.node.start == nodes[-1].start)
        _put_beside(draft, piece, last, before=False)
    else:
        _fill(draft, piece, owner, key=pair[0], siblings=pair[1])


def taken_out(draft: Draft, code: WrittenCode, *, local: str) -> Piece:
    """Take a code out of its list, with its comments, and return it.

    Args:
        local: What its own part of the id shall be, where it is put.
    """
    draft.mean_gone(code.node)
    value = {key: node.plain() for key, node in code.node.mapping().items()} | {"id": local}
    braces = is_flow(draft.text, code.node)
    words = _with_id(draft, code, local, code.node.start, code.node.end) if braces else ""
    if is_flow(draft.text, code.siblings):
        draft.drop(code.key, code.siblings, [code.node])
        return Piece(value, words)
    start, end = draft.first_line(code.node), draft.last_line_end(code.node, code.siblings)
    lines = _with_id(draft, code, local, start, end)
    _cut(draft, code, start, end)
    if "#" in lines:
        words = ""
    elif not braces:
        words = flow_words(value)
    return Piece(value, words, lines, _dash(code))


def new_piece(fields: Mapping[str, PlainYaml]) -> Piece:
    """Return a code that is not written yet."""
    return Piece(dict(fields), flow_words(dict(fields)), is_new=True)


def _put_beside(draft: Draft, piece: Piece, ref: WrittenCode, *, before: bool) -> None:
    draft.mean_beside(ref.node, piece.value, before=before)
    if is_flow(draft.text, ref.siblings):
        words = _words(draft, piece)
        comma = _comma(draft, ref)
        at = ref.node.start if before else ref.node.end
        draft.splice(at, at, words + comma if before else comma + words)
        return
    dash = _dash(ref)
    keys = dash + 2 if is_flow(draft.text, ref.node) else indent_of(ref.node)
    lines = _lines(draft, piece, dash=dash, keys=keys)
    breaks = newline(draft.text) * (_gap(draft, ref, before=before) + 1)
    if before:
        at = draft.first_line(ref.node)
        draft.splice(at, at, lines + breaks)
    else:
        at = draft.last_line_end(ref.node, ref.siblings)
        if _is_blank_line(draft.text, line_start(draft.text, at)):  # part of a text that keeps it
            breaks = newline(draft.text)
        draft.splice(at, at, breaks + lines)


def _put_first(draft: Draft, piece: Piece, owner: YamlNode) -> None:
    """Write the key ``children`` with its first entry."""
    draft.mean_key(owner, "children", [piece.value])
    end = content_end(draft.text, owner.pairs()[-1][1])
    if is_flow(draft.text, owner):
        draft.splice(end, end, f", children: [{_words(draft, piece)}]")
        return
    indent = indent_of(owner)
    dash, keys = _steps(draft)
    lines = _lines(draft, piece, dash=indent + dash, keys=indent + dash + keys)
    at = end_with_comments(draft.text, end, deeper_than=indent - 2)
    line = newline(draft.text) + " " * indent + "children:" + newline(draft.text)
    draft.splice(at, at, line + lines)


def _fill(
    draft: Draft, piece: Piece, owner: YamlNode, *, key: YamlNode, siblings: YamlNode
) -> None:
    """Write the first entry where the key is there, and nothing in its list."""
    draft.mean(siblings, [piece.value])
    colon = draft.text.index(":", key.end) + 1
    if is_flow(draft.text, owner):
        draft.splice(colon, max(siblings.end, colon), f" [{_words(draft, piece)}]")
        return
    indent = indent_of(owner)
    dash, keys = _steps(draft)
    draft.splice(colon, max(siblings.end, colon), "")
    lines = _lines(draft, piece, dash=indent + dash, keys=indent + dash + keys)
    draft.below_line(max(siblings.end, colon), lines)


def _cut(draft: Draft, code: WrittenCode, start: int, end: int) -> None:
    """Take the lines of a block entry out, with the blank ones that set it apart."""
    nodes = code.siblings.nodes()
    if len(nodes) == 1:
        _cut_only(draft, code, start, end)
    elif code.node.start == nodes[0].start:
        after, at = draft.first_line(nodes[1]), next_line(draft.text, end)
        while at < after and _is_blank_line(draft.text, at):
            at = next_line(draft.text, line_end(draft.text, at))
        draft.splice(start, at, "")
    else:
        draft.splice(_end_above(draft.text, start), end, "")


def _cut_only(draft: Draft, code: WrittenCode, start: int, end: int) -> None:
    """Take the only entry out, and its key where nothing else is written on that line."""
    text = draft.text
    first, last = line_start(text, code.key.start), line_end(text, code.key.start)
    above = end_of_line_before(text, start)
    alone = text[first:last].strip() == "children:" and not text[last:above].strip()
    if alone:
        draft.mean_gone(code.siblings)
        draft.splice(end_of_line_before(text, first), end, "")
        return
    draft.mean(code.siblings, [])
    colon = text.index(":", code.key.end) + 1
    draft.splice(colon, colon, " []")
    draft.splice(above, end, "")


def _lines(draft: Draft, piece: Piece, *, dash: int, keys: int) -> str:
    """Return a piece as an entry of a block list, without the line ending of its last line."""
    if piece.lines:
        return reindented(piece.lines, piece.dash, dash)
    first = " " * dash + "-" + " " * (keys - dash - 1)
    if not piece.is_new:
        return first + piece.words
    lines = [
        key_lines(key, value, indent=keys, newline=newline(draft.text))
        for key, value in piece.value.items()
    ]
    return first + (newline(draft.text) + " " * keys).join(lines)


def _words(draft: Draft, piece: Piece) -> str:
    if not piece.words:
        raise CodebookError(
            f"'{piece.value['id']}' has comments, which the braces there cannot hold",
            where=draft.path,
            hint="write the code that it is to stand below, or beside, with a line for each key",
        )
    return piece.words


def _with_id(draft: Draft, code: WrittenCode, local: str, start: int, end: int) -> str:
    """Return a stretch of the text that holds a code, with another own part of its id."""
    words = draft.text[start:end]
    node = code.id_node
    if node.text().strip() == local:
        return words
    at, length, name = draft.name_in(node, local)
    return words[: at - start] + name + words[at + length - start :]


def _comma(draft: Draft, ref: WrittenCode) -> str:
    """Return what stands between the entries in brackets."""
    nodes = ref.siblings.nodes()
    if len(nodes) > 1:
        between = draft.text[nodes[0].end : nodes[1].start]
        if "#" not in between:
            return between
    return ", "


def _steps(draft: Draft) -> tuple[int, int]:
    """Return how far a dash is set in from its key, and the keys of an entry from its dash."""
    found: tuple[int, int] = (2, 2)
    for code in draft.codes():
        if is_flow(draft.text, code.siblings) or is_flow(draft.text, code.node):
            continue
        dash = _dash(code)
        found = dash - (code.key.position.column - 1), indent_of(code.node) - dash
        if code.parent:
            break
    return found


def _gap(draft: Draft, ref: WrittenCode, *, before: bool) -> int:
    """Return how many blank lines set the entries apart on that side of one."""
    starts = [node.start for node in ref.siblings.nodes()]
    at = starts.index(ref.node.start)
    upper = at if before else at + 1
    if upper == 0 or upper == len(starts):
        upper = 1 if upper == 0 else at
    if not 0 < upper < len(starts):
        return 0
    node = ref.siblings.nodes()[upper]
    first = draft.first_line(node)
    return draft.text[_end_above(draft.text, first) : first].count(newline(draft.text)) - 1


def _dash(code: WrittenCode) -> int:
    """Return how many blanks stand before the dashes of a block list."""
    return code.siblings.position.column - 1


def _is_blank_line(text: str, start: int) -> bool:
    return not text[start : line_end(text, start)].strip()


def _end_above(text: str, start: int) -> int:
    """Return where the last line above that is not blank ends, before its line ending."""
    end = end_of_line_before(text, start)
    while end and _is_blank_line(text, line_start(text, end)):
        end = end_of_line_before(text, line_start(text, end))
    return end
