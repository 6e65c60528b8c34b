"""The study's own codes: renamed and merged, in the codebook and in the codings at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff

from ethnocode.codebook import (
    codebook_file_read,
    open_codebook,
    with_code_renamed,
    with_codes_merged,
)
from ethnocode.codebook.rules import contradictory_expectation
from ethnocode.codebook.rules.bad_id import ID_PART
from ethnocode.codebook.rules.scope import Scope
from ethnocode.errors import CodebookError
from ethnocode.model import Code, Codebook
from ethnocode.report.figures import counted
from ethnocode.services.backup import protect
from ethnocode.services.definitions import keep_codebook
from ethnocode.services.former_ids import RENAME, takes_back
from ethnocode.services.lookup import code_named, is_below, refuse_retired, stored_ids
from ethnocode.services.project import Project
from ethnocode.services.recoding import carry_all, recoding
from ethnocode.store import Store, Transaction, open_store
from ethnocode.text.strict_yaml import YamlReading


@dataclass(frozen=True, slots=True)
class Renamed:
    """What renaming a code did.

    Args:
        old: Its id before.
        new: Its id now.
        codings: Codings of it and of the codes below it.
        references: Mentions in the codebook that name it, or one below it, anew.
        alias: Whether the old id stays as an alias.
        diff: Lines of the codebook that changed.
    """

    old: str
    new: str
    codings: int
    references: int
    alias: bool
    diff: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging codes into another did.

    Args:
        gone: Ids of the codes that are gone.
        into: Id of the code they are part of now.
        codings: Codings that were theirs.
        joined: Codings that were the same as another and are one with it now.
        references: Mentions in the codebook that name the code instead.
        dropped: Mentions that would have named it twice, or by itself.
        comments: Comments that go with these.
        contradictions: What one coding said against the other that it is one with.
        undeclared: Property values of the codings that the code does not declare.
        expectations: What theory now expects and rules out at once.
        diff: Lines of the codebook that changed.
    """

    gone: tuple[str, ...]
    into: str
    codings: int
    joined: int
    references: int
    dropped: int
    comments: tuple[str, ...]
    contradictions: tuple[str, ...]
    undeclared: tuple[str, ...]
    expectations: tuple[str, ...]
    diff: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewText:
    """The study's own codebook as a command would leave it.

    Args:
        text: The file.
        codebook: What it says, with all that it extends.
        diff: Lines that changed.
    """

    text: str
    codebook: Codebook
    diff: tuple[str, ...]


def rename_code(project: Project, old: str, new: str, *, dry_run: bool) -> Renamed:
    """Give a code of the study's own another id; the old one becomes an alias.

    Args:
        old: Its id or an alias.
        new: Its new id: the last part, or all of it with the same parent.

    Raises:
        UnknownCodeError: There is no such code.
        CodebookError: It is another book's; the new id is malformed or taken.
    """
    with open_store(project.folder, write=not dry_run) as store:
        if dry_run:
            return _planned_rename(project, store, old, new)[0]
        with store.write(actor=project.coder, action=RENAME, now=project.now) as transaction:
            done, after, under = _planned_rename(project, store, old, new)
            carry_below(store, transaction, under, done.old, done.new)
            write_codebook(project, transaction, after)
            transaction.summary = f"{done.old} to {done.new}: {counted(done.codings, 'coding')}"
    return done


def merge_codes(project: Project, gone: Sequence[str], into: str, *, dry_run: bool) -> Merged:
    """Make codes of the study's own part of another; their ids become its aliases.

    A snapshot is taken first.

    Args:
        gone: Ids or aliases of codes that have none below them.
        into: Id or alias of another.

    Raises:
        UnknownCodeError: There is no such code.
        CodebookError: One is another book's, or has codes below it; or both are one.
    """
    with open_store(project.folder, write=not dry_run) as store:
        done = _planned_merge(project, store, gone, into)[0]
        if dry_run:
            return done
        protect(project, store, reason="before codebook merge")
        with store.write(
            actor=project.coder, action="codebook merge", now=project.now
        ) as transaction:
            done, after, stored = _planned_merge(project, store, gone, into)
            carry_all(store, transaction, stored, done.into)
            write_codebook(project, transaction, after)
            count = counted(done.codings, "coding")
            transaction.summary = f"{', '.join(done.gone)} into {done.into}: {count}"
    return done


def own_code(codebook: Codebook, name: str) -> Code:
    """Return a code that the study's own codebook defines.

    Raises:
        UnknownCodeError: There is no such code.
        CodebookError: It is another book's.
    """
    code = code_named(codebook, name)
    if code.book != codebook.id:
        raise CodebookError(
            f"'{code.id}' belongs to the codebook '{code.book}', which this study only extends",
            where=codebook.path,
            hint="'ethnocode codebook add' writes a code of your own; what this one says you "
            "can say otherwise (ethnocode help codebook), and 'ethnocode codebook retire "
            f"{code.id} --because WHY' takes it out of use",
        )
    return code


def new_id(code: Code, name: str, *, parent: str, codebook: Codebook) -> str:
    """Return the full id that a person means by a new id, or by its last part alone.

    Args:
        code: The code that is renamed or split, for messages.
        parent: Full id of the code that the new one must be below; empty at the top.

    Raises:
        CodebookError: It is malformed, or has another parent.
    """
    refuse_malformed(codebook, name)
    above, _, last = name.rpartition(".")
    if above not in ("", parent):
        raise CodebookError(
            f"'{name}' has another parent than '{code.id}' could have here",
            where=codebook.path,
            hint=f"give the last part alone: '{last}'",
        )
    return f"{parent}.{last}" if parent else last


def refuse_malformed(codebook: Codebook, name: str) -> None:
    """Refuse what cannot be an id.

    Raises:
        CodebookError: It is malformed.
    """
    if not all(ID_PART.fullmatch(part) for part in name.split(".")):
        raise CodebookError(
            f"{name!a} is not an id",
            where=codebook.path,
            hint="use small letters, digits and underscores, a letter first",
        )


def name_from(id_: str) -> str:
    """Return a name for readers, made from the last part of an id."""
    words = id_.rpartition(".")[2].replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def ids_with(codebook: Codebook, code: Code, id_: str) -> dict[str, str]:
    """Return the ids that a code and those below it would have, were its own another."""
    below = (c.id for c in codebook if is_below(c.id, code.id))
    return {old: id_ + old.removeprefix(code.id) for old in below}


def refuse_taken(codebook: Codebook, moved: Mapping[str, str], *, hint: str) -> None:
    """Refuse ids that are, or were, another code's.

    Args:
        moved: New ids of codes, by the present ones.

    Raises:
        CodebookError: One is taken.
    """
    for source, id_ in moved.items():
        other = codebook.code_named(id_)
        if other is not None and other.id != source:
            raise CodebookError(
                f"'{id_}' is the id of another code"
                if other.id == id_
                else f"'{id_}' is an alias of '{other.id}'",
                where=codebook.path,
                hint=hint,
            )


def stored_below(store: Store, codebook: Codebook, code: Code) -> tuple[dict[str, list[str]], int]:
    """Return the ids under which a code and those below it are stored, and their codings."""
    used = store.codings.used_codes()
    stored = stored_ids(codebook, store.codes.numbers())
    under = {now: ids for now, ids in stored.items() if is_below(now, code.id)}
    return under, sum(used.get(id_, 0) for ids in under.values() for id_ in ids)


def carry_below(
    store: Store, transaction: Transaction, under: Mapping[str, Sequence[str]], old: str, new: str
) -> None:
    """Give all that is stored of a code and those below it to the ids that they have now."""
    for id_, stored in under.items():
        carry_all(store, transaction, stored, new + id_.removeprefix(old))


def new_text(
    project: Project, before: str, after: str | YamlReading, *, gone: Collection[str] = ()
) -> NewText:
    """Return the study's codebook with another text, read as a whole.

    Args:
        before: The text it has.
        after: The text it shall have, read already or not.
        gone: Ids that no code has then.

    Raises:
        CodebookError: It cannot be read; or an id that goes is an extended book's too.
    """
    path = project.codebook_path
    codebook = open_codebook(path, text=after)
    for code in codebook:
        if code.id in gone:
            raise CodebookError(
                f"'{code.id}' stands in for the code of that id in the codebook '{code.book}', "
                "which would come back",
                where=str(path),
                hint="define a code of another id, and leave this one as it is",
            )
    name = project.settings.codebook
    text = after if isinstance(after, str) else after.text
    lines = unified_diff(before.splitlines(), text.splitlines(), name, name, n=0, lineterm="")
    return NewText(text, codebook, tuple(lines))


def expectations_against(before: Codebook, after: Codebook) -> tuple[str, ...]:
    """Return what a changed codebook expects and rules out at once, if that is more than before."""
    rule = contradictory_expectation.RULE
    known, found = (list(rule.check(rule, Scope(book))) for book in (before, after))
    if len(found) <= len(known):
        return ()
    said = {finding.message for finding in known}
    return tuple(
        f"{finding.message}: {finding.hint} ({finding.rule})"
        for finding in found
        if finding.message not in said
    )


def write_codebook(project: Project, transaction: Transaction, after: NewText) -> None:
    """Write the study's own codebook, as part of a larger change."""
    keep_codebook(transaction, after.codebook)
    transaction.write_file(project.settings.codebook, after.text)


def _planned_rename(
    project: Project, store: Store, old: str, new: str
) -> tuple[Renamed, NewText, dict[str, list[str]]]:
    path = project.codebook_path
    text = codebook_file_read(path)
    codebook = open_codebook(path, text=text)
    code = own_code(codebook, old)
    id_ = new_id(code, new, parent=code.parent or "", codebook=codebook)
    moved = ids_with(codebook, code, id_)
    if id_ == code.id:
        raise CodebookError(f"'{id_}' is its id already", where=codebook.path)
    refuse_taken(
        codebook, moved, hint="choose another id, or 'ethnocode codebook merge' the two codes"
    )
    done = with_code_renamed(
        text,
        code.id,
        id_,
        book=codebook.id,
        path=codebook.path,
        taking_back=id_ in code.aliases
        and takes_back(project, store, codebook, id_=code.id, to=id_),
    )
    after = new_text(project, text.text, done.reading, gone=moved)
    under, codings = stored_below(store, codebook, code)
    result = Renamed(code.id, id_, codings, done.references, done.alias, after.diff)
    return result, after, under


def _planned_merge(
    project: Project, store: Store, gone: Sequence[str], into: str
) -> tuple[Merged, NewText, list[str]]:
    path = project.codebook_path
    text = codebook_file_read(path)
    codebook = open_codebook(path, text=text)
    target = own_code(codebook, into)
    leaving = {name: own_code(codebook, name) for name in gone}
    for name, code in leaving.items():
        _refuse_merge(codebook, code, target, names=(name, into))
    ids = list(dict.fromkeys(code.id for code in leaving.values()))
    done = with_codes_merged(text, ids, target.id, book=codebook.id, path=codebook.path)
    after = new_text(project, text.text, done.reading, gone=ids)
    under = stored_ids(codebook, store.codes.numbers())
    leave = [stored for id_ in ids for stored in under.get(id_, ())]
    used = store.codings.used_codes()
    # under a former id of the target itself is its own, and may be the same as what comes
    stored = [*leave, *under.get(target.id, ())]
    plan = recoding(store, stored, target.id)
    result = Merged(
        tuple(ids),
        target.id,
        sum(used.get(id_, 0) for id_ in leave),
        len(plan.joined),
        done.references,
        done.dropped,
        done.comments,
        tuple(plan.contradictions),
        tuple(plan.undeclared(target)),
        expectations_against(codebook, after.codebook),
        after.diff,
    )
    return result, after, stored


def _refuse_merge(codebook: Codebook, code: Code, target: Code, *, names: Sequence[str]) -> None:
    refuse_retired(codebook, target)
    if code.id == target.id:
        alias = next((name for name in names if name.rpartition(":")[2] != code.id), "")
        raise CodebookError(
            f"'{alias}' is part of '{code.id}' already"
            if alias
            else f"'{code.id}' cannot be merged into itself",
            where=codebook.path,
            hint="name two codes",
        )
    below = [c.id for c in codebook if c.id != code.id and is_below(c.id, code.id)]
    if is_below(target.id, code.id):
        raise CodebookError(
            f"'{code.id}' cannot be merged into '{target.id}', which is below it",
            where=codebook.path,
            hint=f"merge '{target.id}' into '{code.id}' instead",
        )
    if below:
        raise CodebookError(
            f"'{code.id}' has codes below it: {', '.join(below[:5])}",
            where=codebook.path,
            hint="merge those first",
        )
