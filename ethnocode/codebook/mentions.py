"""Where a codebook's text names a code: in lists of names, and in sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ethnocode.codebook.draft import Draft, WrittenCode, name_lists
from ethnocode.text.strict_yaml import YamlNode

_ID_IN_WORDS = re.compile(
    r"(?<![\w.:/@-])(?:(?P<book>[a-z][a-z0-9_-]*):)?"
    r"(?P<id>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)(?![\w@/-])"
)

_MAY_NAME = re.compile(r"[.:][a-z]")
"""What stands in every mention that is rewritten: an id with a dot, or a book before it."""


def apart(name: str, book: str) -> tuple[str, str]:
    """Return what stands before an id, and the id if it is of this codebook; else empty."""
    prefix, colon, id_ = name.strip().rpartition(":")
    return prefix + colon, id_ if prefix in ("", book) else ""


def rewrite_names(draft: Draft, code: WrittenCode, now: Callable[[str], str], *, book: str) -> int:
    """Write other ids wherever a code names codes of its book in its lists.

    Args:
        now: The id that shall stand where one stands.

    Returns:
        How many names changed.
    """
    changed = 0
    for names in name_lists(code):
        for _, node in names.entries:
            prefix, id_ = apart(node.text(), book)
            if id_ and (new := now(id_)) != id_:
                draft.put(node, prefix + new)
                changed += 1
    return changed


def rewrite_sentences(
    draft: Draft, code: WrittenCode, now: Callable[[str], str], *, book: str
) -> int:
    """Write other ids wherever a sentence of a code holds one that is no ordinary word.

    That is an id of more than one part, or one with the book before it: ``capital.social``
    or ``toy:capital``. The definition, ``include``, ``exclude``, ``tell_apart`` and why a
    code is retired are read; examples and cues are people's own words. Where the new id
    would be an ordinary word, the former one stays, which still means the code.

    Returns:
        How many mentions changed.
    """
    changed = 0
    for node in _sentences(code):
        if not draft.is_gone(node):
            changed += _rewrite_sentence(draft, node, now, book=book)
    return changed


def named_anew(words: str, now: Callable[[str], str], *, book: str) -> str:
    """Return words with another id wherever they hold one that is no ordinary word.

    Args:
        now: The id that shall stand where one stands.
        book: Book whose ids may stand with the book before them.
    """

    def replaced(match: re.Match[str]) -> str:
        prefix, id_ = match["book"], match["id"]
        if prefix == book:
            return f"{book}:{now(id_)}"
        return now(id_) if prefix is None and "." in id_ else match[0]

    return _ID_IN_WORDS.sub(replaced, words)


def _rewrite_sentence(draft: Draft, node: YamlNode, now: Callable[[str], str], *, book: str) -> int:
    def replaced(match: re.Match[str]) -> str:
        prefix, id_ = match["book"], match["id"]
        new = now(id_)
        if prefix is None:
            return new if "." in id_ and "." in new else id_
        return f"{prefix}:{new}" if prefix == book else match[0]

    raw = draft.text[node.start : node.end]
    if not _MAY_NAME.search(raw):
        return 0
    found = [match for match in _ID_IN_WORDS.finditer(raw) if replaced(match) != match[0]]
    meant = _ID_IN_WORDS.sub(replaced, node.text())
    same = sum(replaced(m) != m[0] for m in _ID_IN_WORDS.finditer(node.text()))
    if not found or len(found) != same:
        return 0
    for match in found:
        draft.splice(node.start + match.start(), node.start + match.end(), replaced(match))
    draft.mean(node, meant)
    return len(found)


def _sentences(code: WrittenCode) -> Iterator[YamlNode]:
    for key, node in code.node.pairs():
        if key.value in ("definition", "retired") and node.is_text:
            yield node
        elif key.value in ("include", "exclude"):
            yield from node.nodes()
        elif key.value == "near":
            found = (entry.get("tell_apart") for entry in node.nodes())
            yield from (sentence for sentence in found if sentence is not None)
        elif key.value == "retired" and (because := node.get("because")) is not None:
            yield because
