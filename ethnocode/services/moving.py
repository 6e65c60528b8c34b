"""A code of the study's own put elsewhere in the codebook, with its codings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ethnocode.codebook import (
    Place,
    codebook_file_read,
    digest_of,
    open_codebook,
    read_codebook,
    with_code_moved,
)
from ethnocode.errors import CodebookError, UsageError
from ethnocode.model import Code, Codebook
from ethnocode.report.figures import counted
from ethnocode.services.codes import (
    NewText,
    carry_below,
    expectations_against,
    ids_with,
    new_text,
    own_code,
    refuse_taken,
    stored_below,
    write_codebook,
)
from ethnocode.services.former_ids import MOVE, before_move, takes_back, texts_before_moves
from ethnocode.services.lookup import code_named, is_below
from ethnocode.services.project import Project
from ethnocode.store import Store, open_store
from ethnocode.text.strict_yaml import YamlReading


@dataclass(frozen=True, slots=True)
class Target:
    """Where a person wants a code: below another, at the top, or beside another.

    Args:
        under: Id or alias of the code that it shall be below.
        top: Whether it shall be below none.
        before: Id or alias of the code that it shall stand before.
        after: Id or alias of the one that it shall stand after.
    """

    under: str | None = None
    top: bool = False
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What moving a code did.

    Args:
        old: Its id before.
        new: Its id now; the same where it only stands elsewhere among its siblings.
        below: Codes below it that moved with it.
        codings: Codings of these and of it.
        references: Mentions in the codebook that name it, or one below it, anew.
        alias: Whether the old id stays as an alias.
        expectations: What theory now expects and rules out at once.
        diff: Lines of the codebook that changed.
    """

    old: str
    new: str
    below: int
    codings: int
    references: int
    alias: bool
    expectations: tuple[str, ...]
    diff: tuple[str, ...]


def move_code(project: Project, name: str, target: Target, *, dry_run: bool) -> Moved:
    """Put a code of the study's own elsewhere, with the codes below it.

    Its id follows from where it is; the old one becomes an alias. Moving back what was
    moved leaves the codebook as it was.

    Args:
        name: Its id or an alias.

    Raises:
        UsageError: The target is none, or more than one.
        UnknownCodeError: There is no such code.
        CodebookError: It is another book's; it would be below itself; it is there already;
            or its new id is taken.
    """
    with open_store(project.folder, write=not dry_run) as store:
        if dry_run:
            return _planned(project, store, name, target)[0]
        with store.write(actor=project.coder, action=MOVE, now=project.now) as transaction:
            done, after, under = _planned(project, store, name, target)
            if done.new != done.old:
                carry_below(store, transaction, under, done.old, done.new)
            write_codebook(project, transaction, after)
            where = f"to {done.new}" if done.new != done.old else "among its siblings"
            transaction.summary = f"{done.old} {where}: {counted(done.codings, 'coding')}"
    return done


def _planned(
    project: Project, store: Store, name: str, target: Target
) -> tuple[Moved, NewText, Mapping[str, list[str]]]:
    path = project.codebook_path
    reading = codebook_file_read(path)
    codebook = open_codebook(path, text=reading)
    code = own_code(codebook, name)
    ref = _sibling(codebook, target)
    parent = _parent(codebook, target, ref)
    _refuse_circle(codebook, code, parent)
    last = code.id.rpartition(".")[2]
    id_ = f"{parent}.{last}" if parent else last
    if id_ == code.id and (ref is None or ref.id == id_):
        raise _there_already(codebook, code)
    moved = ids_with(codebook, code, id_) if id_ != code.id else {}
    refuse_taken(codebook, moved, hint="rename one of the two first, or merge them")
    text = reading.text
    place = _place(project, store, codebook, code, id_, target=target, ref=ref)
    done = with_code_moved(
        reading,
        code.id,
        id_,
        place=place,
        book=codebook.id,
        path=codebook.path,
        taking_back=id_ in code.aliases
        and takes_back(project, store, codebook, id_=code.id, to=id_),
    )
    if id_ == code.id and _order(done.reading, codebook) == _order(reading, codebook):
        raise _there_already(codebook, code)
    written: str | YamlReading = done.reading
    if id_ == code.id or id_ in code.aliases:
        before = _as_it_was(project, store, text, done.text, any_place=ref is None)
        written = before if before != done.text else done.reading
    after = new_text(project, text, written, gone=moved)
    under, codings = stored_below(store, codebook, code)
    below = sum(is_below(c.id, code.id) for c in codebook) - 1
    against = expectations_against(codebook, after.codebook)
    result = Moved(code.id, id_, below, codings, done.references, done.alias, against, after.diff)
    return result, after, under


def _sibling(codebook: Codebook, target: Target) -> Code | None:
    """Return the code that another is to stand beside."""
    if target.before and target.after:
        raise UsageError("--before and --after are given", hint="name one code to stand beside")
    name = target.before or target.after
    return own_code(codebook, name) if name else None


def _parent(codebook: Codebook, target: Target, ref: Code | None) -> str:
    """Return the full id of the code that another is to be below; empty at the top."""
    if target.under and target.top:
        raise UsageError("--under and --top are given", hint="give one of the two")
    if not (target.under or target.top or ref):
        raise UsageError(
            "say where the code is to stand", hint="with --under, --top, --before or --after"
        )
    beside = ref.parent or "" if ref else ""
    if not (target.under or target.top):
        return beside
    parent = code_named(codebook, target.under).id if target.under else ""
    if ref and beside != parent:
        raise UsageError(
            f"'{ref.id}' is not directly {f'below {parent!r}' if parent else 'at the top'}",
            hint="leave out --under and --top, or name a code that is there",
        )
    return parent


def _refuse_circle(codebook: Codebook, code: Code, parent: str) -> None:
    if not is_below(parent, code.id):
        return
    itself = parent == code.id
    raise CodebookError(
        f"'{code.id}' cannot be moved below "
        + ("itself" if itself else f"'{parent}', which is below it"),
        where=codebook.path,
        hint="name another code" if itself else f"move '{parent}' out of it first",
    )


def _place(
    project: Project,
    store: Store,
    codebook: Codebook,
    code: Code,
    id_: str,
    *,
    target: Target,
    ref: Code | None,
) -> Place:
    """Return the place of a code in the file: where nothing is said, the one it once had."""
    if ref is not None:
        return Place(before=ref.id) if target.before else Place(after=ref.id)
    parent = id_.rpartition(".")[0]
    was = before_move(project, store, code.id, id_) if id_ in code.aliases else None
    if was is not None:
        there = {c.id for c in codebook.own_codes if c.id != code.id}
        siblings = [c.id for c in was if (c.parent or "") == parent and c.id in there | {id_}]
        at = siblings.index(id_)
        if at:
            return Place(after=siblings[at - 1])
        if siblings[1:]:
            return Place(before=siblings[1])
    above = codebook.code_named(parent) if parent else None
    return Place(below=parent) if above and above.book == codebook.id else Place()


def _as_it_was(project: Project, store: Store, text: str, moved: str, *, any_place: bool) -> str:
    """Return a codebook after a move: as it was written before, if the move takes one back.

    Args:
        text: As it is written.
        moved: As the move would leave it.
        any_place: Whether the order of the codes was left to the command.
    """
    path = str(project.codebook_path)
    meaning = _meaning(moved, path, any_place=any_place)
    for before in texts_before_moves(project, store, text):
        if _meaning(before, path, any_place=any_place) == meaning:
            return before
    return moved


def _meaning(text: str, path: str, *, any_place: bool) -> str:
    book = read_codebook(text, path=path)
    if any_place:
        book = replace(book, codes=tuple(sorted(book, key=lambda code: code.id)))
    return digest_of(book)


def _order(text: YamlReading, codebook: Codebook) -> list[str]:
    return [code.id for code in read_codebook(text, path=codebook.path)]


def _there_already(codebook: Codebook, code: Code) -> CodebookError:
    return CodebookError(
        f"'{code.id}' stands there already",
        where=codebook.path,
        hint="--before or --after another code puts it elsewhere",
    )
