"""Codes added, renamed, moved and merged in the text of a codebook.

Only the lines that name a code, or are a code's own, are touched: comments, order,
quotation marks, indentation and line endings of all others stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ethnocode.codebook.aliases import add_aliases, aliases_of, replace_alias, take_back
from ethnocode.codebook.draft import Draft, NameList, WrittenCode, name_lists, written
from ethnocode.codebook.keys import add_entries
from ethnocode.codebook.mentions import apart, rewrite_names, rewrite_sentences
from ethnocode.codebook.placing import Place, new_piece, put_in, taken_out
from ethnocode.codebook.turned import turned_by_merge
from ethnocode.text.strict_yaml import PlainYaml, YamlNode, YamlReading


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A codebook's text after a change.

    Args:
        reading: The text, as it was read to see whether it says what is meant.
        references: Mentions that now name another code, in lists of names and in sentences.
        dropped: Mentions that would have named the code itself, or one code twice.
        alias: Whether the former id stays as an alias.
        comments: Comments that go with the mentions that are dropped.
    """

    reading: YamlReading
    references: int = 0
    dropped: int = 0
    alias: bool = True
    comments: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text."""
        return self.reading.text


def with_code_renamed(
    text: str | YamlReading, old: str, new: str, *, book: str, path: str, taking_back: bool = False
) -> Rewritten:
    """Return a codebook's text with another id for a code, and so for those below it.

    The old id becomes an alias; where the new one is an alias, in place of that.

    Args:
        text: The codebook as written, read already or not.
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
    for code in codes:
        _rename_own_part(draft, code, old=old, new=new)
    references = _rewrite_mentions(draft, codes, old, new, book=book)
    alias = _note_former_id(draft, written(codes, old, path=path), old, new, back=taking_back)
    return Rewritten(draft.finished_reading(), references, alias=alias)


def with_code_moved(
    text: str | YamlReading,
    old: str,
    new: str,
    *,
    place: Place,
    book: str,
    path: str,
    taking_back: bool = False,
) -> Rewritten:
    """Return a codebook's text with a code elsewhere, its comments and codes below it too.

    Its lines are set in as the place wants, and are the same besides. Where the id
    changes, that is written as by :func:`with_code_renamed`.

    Args:
        text: The codebook as written, read already or not.
        old: Full id of a code the codebook defines once.
        new: The full id that it has there.
        place: Where it shall stand.
        book: Id of the codebook.
        path: Name shown in messages.
        taking_back: Whether a move the other way wrote the last alias.

    Raises:
        CodebookError: The text is written in a way that cannot be changed so.
    """
    hint = f"cut the code '{old}' and paste it by hand"
    hint += "" if old == new else f" as '{new}', with '{old}' in its 'aliases'"
    draft = Draft(text, path=path, by_hand=hint)
    codes = list(draft.codes())
    code = written(codes, old, path=path)
    above = place.below
    if place.beside:
        above = written(codes, place.beside, path=path).parent
    put_in(draft, taken_out(draft, code, local=new[len(above) + 1 :] if above else new), place)
    there = draft.finished_reading()
    if old == new:
        return Rewritten(there, alias=False)
    draft = Draft(there, path=path, by_hand=hint)
    codes = list(draft.codes())
    for other in codes:
        # those written elsewhere by their whole path
        _rename_own_part(draft, other, old=old, new=new)
    references = _rewrite_mentions(draft, codes, old, new, book=book)
    alias = _note_former_id(draft, written(codes, new, path=path), old, new, back=taking_back)
    return Rewritten(draft.finished_reading(), references, alias=alias)


def with_codes_merged(
    text: str | YamlReading, gone: Sequence[str], into: str, *, book: str, path: str
) -> Rewritten:
    """Return a codebook's text in which codes have become part of another.

    Their blocks leave the text with their comments; their ids, former ones too, become
    aliases of the other; what named them names the other.

    Args:
        text: The codebook as written, read already or not.
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
    target = written(codes, into, path=path)
    leaving = [written(codes, id_, path=path) for id_ in gone]
    former = [id_ for code in leaving for id_ in (code.id, *aliases_of(code))]
    references = dropped = 0
    comments: list[str] = []

    def now(id_: str) -> str:
        return into if id_ in former else id_

    for code in codes:
        if code.id in gone:
            continue
        for names in name_lists(code):
            put, dropping = _redirections(names, code, target, former=former, book=book)
            for node, name in put:
                draft.put(node, name)
            if dropping:
                comments += draft.drop(names.key, names.node, dropping)
            references, dropped = references + len(put), dropped + len(dropping)
        if code.id != into:
            references += rewrite_sentences(draft, code, now, book=book)
    _drop_codes(draft, leaving)
    aliases = [(into, id_) for id_ in former if id_ != into]
    aliases += turned_by_merge(codes, gone, into)
    for id_ in dict.fromkeys(id_ for id_, _ in aliases):
        code = written(codes, id_, path=path)
        add_aliases(draft, code, [alias for of, alias in aliases if of == id_])
    return Rewritten(draft.finished_reading(), references, dropped, comments=tuple(comments))


def with_code_added(
    text: str, id_: str, fields: Mapping[str, PlainYaml], *, place: Place, path: str
) -> str:
    """Return a codebook's text with a new code.

    Args:
        text: The codebook as written.
        id_: Full id of the new code.
        fields: Its other keys, with their values.
        place: Where it shall stand; the codes named there are each defined once.
        path: Name shown in messages.

    Raises:
        CodebookError: The text is written in a way that cannot be added to so.
    """
    draft = Draft(text, path=path, by_hand=f"write the code '{id_}' by hand")
    above = place.below
    if place.beside:
        above = written(list(draft.codes()), place.beside, path=path).parent
    local = id_[len(above) + 1 :] if above else id_
    put_in(draft, new_piece({"id": local, **fields}), place)
    return draft.finished()


def with_near_added(text: str, id_: str, near: str, tell_apart: str, *, path: str) -> str:
    """Return a codebook's text in which a code has one more that it is near.

    Args:
        text: The codebook as written.
        id_: Full id of a code the codebook defines once.
        near: Id of the other, as it shall be written.
        tell_apart: The deciding sentence.
        path: Name shown in messages.

    Raises:
        CodebookError: The text is written in a way that cannot be added to so.
    """
    draft = Draft(text, path=path, by_hand=f"write '{near}' into 'near' of '{id_}' by hand")
    code = written(list(draft.codes()), id_, path=path)
    add_entries(draft, code, "near", [{"code": near, "tell_apart": tell_apart}])
    return draft.finished()


def _rewrite_mentions(
    draft: Draft, codes: Sequence[WrittenCode], old: str, new: str, *, book: str
) -> int:
    def now(id_: str) -> str:
        return _moved(id_, old, new)

    return sum(
        rewrite_names(draft, code, now, book=book) + rewrite_sentences(draft, code, now, book=book)
        for code in codes
    )


def _note_former_id(draft: Draft, code: WrittenCode, old: str, new: str, *, back: bool) -> bool:
    """Keep the old id of a code as an alias; return whether it stays."""
    if new not in aliases_of(code):
        add_aliases(draft, code, [old])
    elif back and take_back(draft, code, new):
        return False
    else:
        replace_alias(draft, code, new, old)
    return True


def _rename_own_part(draft: Draft, code: WrittenCode, *, old: str, new: str) -> None:
    """Write a code's own part of its id anew, if that is where the change shows."""
    parent, id_ = _moved(code.parent, old, new), _moved(code.id, old, new)
    part = id_[len(parent) + 1 :] if parent else id_
    if part != code.id_node.text():
        draft.put(code.id_node, part)


def _moved(id_: str, old: str, new: str) -> str:
    """Return the id that a code has once another is renamed."""
    return new + id_[len(old) :] if f"{id_}.".startswith(f"{old}.") else id_


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
    named = code.id == target.id or any(apart(n.text(), book)[1] in known for _, n in names.entries)
    for entry, node in names.entries:
        prefix, id_ = apart(node.text(), book)
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
