"""Codes renamed, merged and split in the text of a codebook.

Only the lines that name a code, or are a code's own, are touched: comments, order,
quotation marks, indentation and line endings of all others stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ethnocode.codebook.aliases import add_aliases, aliases_of, replace_alias, take_back
from ethnocode.codebook.draft import Draft, NameList, WrittenCode, name_lists
from ethnocode.errors import CodebookError
from ethnocode.text.strict_yaml import PlainYaml, YamlNode


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A codebook's text after a change.

    Args:
        text: The text.
        references: Mentions in ``near`` and ``expects`` that now name another code.
        dropped: Mentions that would have named the code itself, or one code twice.
        alias: Whether the former id stays as an alias.
    """

    text: str
    references: int = 0
    dropped: int = 0
    alias: bool = True


def with_code_renamed(
    text: str, old: str, new: str, *, book: str, path: str, taking_back: bool = False
) -> Rewritten:
    """Return a codebook's text with another id for a code, and so for those below it.

    The old id becomes an alias; where the new one is an alias, in place of that.

    Args:
        text: The codebook as written.
        old: Full id of a code the codebook defines once.
        new: Full id with the same parent.
        book: Id of the codebook, which may stand before a name: ``book:id``.
        path: Name shown in messages.
        taking_back: Whether a rename the other way wrote the last alias, so that it is
            to go again, and the old id with it; then renaming there and back gives the
            same text.

    Raises:
        CodebookError: The text is written in a way that cannot be changed so.
    """
    draft = Draft(text, path=path, by_hand=f"write '{new}' by hand, with '{old}' in 'aliases'")
    codes = list(draft.codes())
    references = 0
    for code in codes:
        _rename_own_part(draft, code, old=old, new=new)
        for names in name_lists(code):
            for _, node in names.entries:
                prefix, id_ = _apart(node, book)
                if (now := _moved(id_, old, new)) != id_:
                    draft.put(node, prefix + now)
                    references += 1
    code = _written(codes, old, path=path)
    alias = True
    if new not in aliases_of(code):
        add_aliases(draft, code, [old])
    elif taking_back and take_back(draft, code, new):
        alias = False
    else:
        replace_alias(draft, code, new, old)
    return Rewritten(draft.finished(), references, alias=alias)


def with_codes_merged(
    text: str, gone: Sequence[str], into: str, *, book: str, path: str
) -> Rewritten:
    """Return a codebook's text in which codes have become part of another.

    Their blocks leave the text with the comments directly above; their ids, former
    ones too, become aliases of the other; what named them names the other.

    Args:
        text: The codebook as written.
        gone: Full ids of codes without codes below them, each defined once.
        into: Full id of another code, defined once.
        book: Id of the codebook.
        path: Name shown in messages.

    Raises:
        CodebookError: The text is written in a way that cannot be changed so.
    """
    hint = f"merge them by hand, with {', '.join(map(repr, gone))} in 'aliases' of '{into}'"
    draft = Draft(text, path=path, by_hand=hint)
    codes = list(draft.codes())
    target = _written(codes, into, path=path)
    leaving = [_written(codes, id_, path=path) for id_ in gone]
    former = [id_ for code in leaving for id_ in (code.id, *aliases_of(code))]
    references = dropped = 0
    for code in codes:
        if code.id in gone:
            continue
        for names in name_lists(code):
            put, dropping = _redirections(names, code, target, former=former, book=book)
            for node, name in put:
                draft.put(node, name)
            if dropping:
                draft.drop(names.key, names.node, dropping)
            references, dropped = references + len(put), dropped + len(dropping)
    _drop_codes(draft, leaving)
    add_aliases(draft, target, [id_ for id_ in former if id_ != into])
    return Rewritten(draft.finished(), references, dropped)


def with_code_added(
    text: str, id_: str, fields: Mapping[str, PlainYaml], *, beside: str, below: bool, path: str
) -> str:
    """Return a codebook's text with a new code after another, or as its last child.

    Args:
        text: The codebook as written.
        id_: Full id of the new code.
        fields: Its other keys, with their values.
        beside: Full id of a code the codebook defines once.
        below: Whether the new one is to be a child of that.
        path: Name shown in messages.

    Raises:
        CodebookError: The text is written in a way that cannot be added to so.
    """
    draft = Draft(text, path=path, by_hand=f"write the code '{id_}' by hand")
    code = _written(list(draft.codes()), beside, path=path)
    parent = code.id if below else code.parent
    new = {"id": id_[len(parent) + 1 :] if parent else id_, **fields}
    if below:
        draft.add_child(code, new)
    else:
        draft.add_code(code, new)
    return draft.finished()


def _written(codes: Sequence[WrittenCode], id_: str, *, path: str) -> WrittenCode:
    found = [code for code in codes if code.id == id_]
    if len(found) != 1:
        raise CodebookError(
            f"'{id_}' is defined {len(found)} times",
            where=path,
            hint="'ethnocode codebook lint' shows where",
        )
    return found[0]


def _rename_own_part(draft: Draft, code: WrittenCode, *, old: str, new: str) -> None:
    """Write a code's own part of its id anew, if that is where the change shows."""
    parent, id_ = _moved(code.parent, old, new), _moved(code.id, old, new)
    part = id_[len(parent) + 1 :] if parent else id_
    if part != code.id_node.text():
        draft.put(code.id_node, part)


def _moved(id_: str, old: str, new: str) -> str:
    """Return the id that a code has once another is renamed."""
    return new + id_[len(old) :] if f"{id_}.".startswith(f"{old}.") else id_


def _apart(node: YamlNode, book: str) -> tuple[str, str]:
    """Return what stands before a name, and the id in this codebook; empty if another's."""
    prefix, colon, id_ = node.text().strip().rpartition(":")
    return prefix + colon, id_ if prefix in ("", book) else ""


def _redirections(
    names: NameList,
    code: WrittenCode,
    target: WrittenCode,
    *,
    former: Collection[str],
    book: str,
) -> tuple[list[tuple[YamlNode, str]], list[YamlNode]]:
    """Return names to write in a list, and entries to take out of it."""
    put, dropping = [], []
    known = {target.id, *aliases_of(target)}
    named = code.id == target.id or any(_apart(n, book)[1] in known for _, n in names.entries)
    for entry, node in names.entries:
        prefix, id_ = _apart(node, book)
        if id_ not in former:
            continue
        if named:
            dropping.append(entry)
        else:
            put.append((node, prefix + target.id))
        named = True
    return put, dropping


def _drop_codes(draft: Draft, codes: Sequence[WrittenCode]) -> None:
    lists = {code.siblings.start: code for code in codes}
    for start, code in lists.items():
        entries = [other.node for other in codes if other.siblings.start == start]
        draft.drop(code.key, code.siblings, entries)
