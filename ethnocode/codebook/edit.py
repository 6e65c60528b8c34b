"""Edits the text of a codebook, leaving every other character as it is."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from ethnocode.codebook.catalogue import is_path
from ethnocode.codebook.lines import line_end, newline, quoted
from ethnocode.errors import CodebookError
from ethnocode.text.strict_yaml import YamlNode, read_yaml

_KEY = "extends"
_HEAD_KEYS = ("ethnocode", "id", "title", "version")
_BY_HAND = "change 'extends' by hand"


def with_extension(text: str, name: str, *, path: str) -> str:
    """Return a codebook's text with one more entry in ``extends``.

    Comments, order and line endings stay as they are; where ``extends`` is
    missing it is written below the book's id, title and version.

    Args:
        text: The codebook as written.
        name: Shipped book, with or without a version, or a path relative to the file.
        path: Name shown in messages.

    Raises:
        CodebookError: The text is no YAML mapping, extends another version of the
            book, or is written in a way that cannot be added to.
    """
    top = read_yaml(text, path=path)
    present = _entries(top)
    if name in present:
        return text
    book = name.partition("@")[0]
    for entry in present:
        if entry.partition("@")[0] == book:
            raise CodebookError(
                f"already extends '{entry}'", where=path, hint="change that entry by hand"
            )
    edited = _inserted(text, top, quoted(name))
    _check_edit(edited, top, expected=[*present, name], path=path)
    return edited


def with_folder_changed(text: str, *, old: Path, new: Path, path: str) -> str:
    """Return a codebook's text for another folder, with paths in ``extends`` to the same files.

    Entries that lead to the same file from there too stay as they are written.

    Args:
        text: The codebook as written.
        old: Folder that it is read from.
        new: Folder that it is to be in.
        path: Name shown in messages.

    Raises:
        CodebookError: A path cannot be written so.
    """
    top = read_yaml(text, path=path)
    entries = _entries(top)
    expected = [_from_folder(entry, old=old, new=new) for entry in entries]
    edited = text
    pairs = zip(_nodes(top), entries, expected, strict=True)
    for node, before, after in reversed([pair for pair in pairs if pair[1] != pair[2]]):
        written = text[node.start : node.end].rstrip()
        if before not in written:
            raise _refusal(path)
        edited = _spliced(edited, node.start, node.start + len(written), quoted(after))
    if edited != text:
        _check_edit(edited, top, expected=expected, path=path)
    return edited


def _from_folder(entry: str, *, old: Path, new: Path) -> str:
    file = os.path.realpath(old / entry)
    if not is_path(entry) or Path(entry).is_absolute() or file == os.path.realpath(new / entry):
        return entry
    try:
        return Path(os.path.relpath(file, os.path.realpath(new))).as_posix()
    except ValueError:  # another drive
        return entry


def new_codebook(id: str, title: str, *, extends: Sequence[str]) -> str:
    """Return the text of a study's first codebook, commented for its author.

    Args:
        id: Id of the new book.
        title: For readers.
        extends: Shipped books or paths it builds on.
    """
    return _TEMPLATE.format(
        id=quoted(id),
        title=json.dumps(" ".join(title.split()), ensure_ascii=False),
        extends=", ".join(quoted(name) for name in extends),
    )


_TEMPLATE = """\
# The codebook of this study. 'ethnocode codebook lint' checks it.
ethnocode: 1
id: {id}
title: {title}
version: 0.1.0

# Shipped codebooks, or files beside this one, whose codes this study uses.
extends: [{extends}]

# Where your own codes come from; each code names its keys in 'sources'.
sources: {{}}

# Your own codes, for instance:
#
#   - id: waiting
#     name: Waiting to be told
#     definition: Somebody puts a plan off until word comes from an organisation.
#     include: [an errand put off because no answer has come]
#     exclude: [waiting that nobody else could end]
#     examples:
#       - {{text: we'll hear when we hear, apply: true, why: the plan hangs on their word}}
#       - {{text: the bus was late again, apply: false, why: nobody's decision is awaited}}
#     cues:
#       phrases: [when we hear, get back to us]
#
# A code with the id of one in an extended book changes what it writes of that.
codes: []
"""


def _entries(top: YamlNode) -> list[str]:
    return [item.text().strip() for item in _nodes(top)]


def _nodes(top: YamlNode) -> tuple[YamlNode, ...]:
    node = top.get(_KEY)
    if node is None or node.is_blank:
        return ()
    return (node,) if node.is_text else node.nodes()


def _refusal(path: str) -> CodebookError:
    return CodebookError("'extends' cannot be changed here", where=path, hint=_BY_HAND)


def _inserted(text: str, top: YamlNode, entry: str) -> str:
    node = top.get(_KEY)
    if node is None:
        return _with_new_key(text, top, entry)
    if node.is_text:
        return _with_list_for_text(text, node, entry)
    flow = text.startswith("[", node.start)
    nodes = node.nodes()
    if not nodes:
        return _spliced(text, node.start + 1, node.start + 1, entry)
    if flow:
        return _spliced(text, nodes[-1].end, nodes[-1].end, f", {entry}")
    indent = " " * (node.position.column - 1)
    at = line_end(text, nodes[-1].end)
    return _spliced(text, at, at, f"{newline(text)}{indent}- {entry}")


def _with_list_for_text(text: str, node: YamlNode, entry: str) -> str:
    if node.start == node.end:
        # Nothing is written after 'extends:'.
        return _spliced(text, node.start, node.end, f" [{entry}]")
    old = "" if node.is_blank else f"{text[node.start : node.end]}, "
    return _spliced(text, node.start, node.end, f"[{old}{entry}]")


def _with_new_key(text: str, top: YamlNode, entry: str) -> str:
    if text.startswith("{", top.start):
        return _spliced(text, top.start + 1, top.start + 1, f"{_KEY}: [{entry}], ")
    line = f"{_KEY}: [{entry}]"
    heads = [value for key, value in top.pairs() if key.value in _HEAD_KEYS]
    if not heads or "\n" in text[heads[-1].start : heads[-1].end]:
        return _spliced(text, top.start, top.start, f"{line}{newline(text)}")
    at = line_end(text, heads[-1].end)
    return _spliced(text, at, at, f"{newline(text)}{line}")


def _check_edit(edited: str, top: YamlNode, *, expected: list[str], path: str) -> None:
    """Refuse an edit that did anything but change the entries."""
    try:
        after = read_yaml(edited, path=path)
    except CodebookError:
        raise _refusal(path) from None
    others = [
        {key: node.plain() for key, node in tree.mapping().items() if key != _KEY}
        for tree in (top, after)
    ]
    if others[0] != others[1] or _entries(after) != expected:
        raise _refusal(path)


def _spliced(text: str, start: int, end: int, words: str) -> str:
    return text[:start] + words + text[end:]
