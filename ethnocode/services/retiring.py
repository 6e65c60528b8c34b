"""Codes retired: they take no new codings, and keep those they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ethnocode.codebook import with_code_retired, with_code_revived
from ethnocode.errors import CodebookError, UsageError
from ethnocode.model import Code, Codebook, Retired, SuggestionStatus
from ethnocode.services.codebook import text_of
from ethnocode.services.codes import NewText, new_text, write_codebook
from ethnocode.services.lookup import code_named, is_below, refuse_retired, retiring_book, same_ids
from ethnocode.services.project import Project
from ethnocode.store import Store, open_store
from ethnocode.text.normalise import plain_words


@dataclass(frozen=True, slots=True)
class Retirement:
    """What retiring a code, or taking that back, did.

    Args:
        code: Full id of the code.
        book: Codebook that defines it, if it is not the study's own.
        use: Full ids of the codes to use instead.
        codings: Codings that it has, by any coder; they stay.
        waiting: Undecided suggestions for it.
        below: Full ids of codes below it that stay in use.
        named: Full ids of retired codes that name it as the one to use instead.
        diff: Lines of the codebook that changed.
    """

    code: str
    book: str
    use: tuple[str, ...]
    codings: int
    waiting: int
    below: tuple[str, ...]
    named: tuple[str, ...]
    diff: tuple[str, ...]


def retire_code(
    project: Project, name: str, *, because: str, use: Sequence[str], dry_run: bool
) -> Retirement:
    """Retire a code; one of an extended book by an entry in the study's own.

    Codes below it stay in use. Of a code that is retired already, reason and successors
    are written anew.

    Args:
        name: Id or alias of the code.
        because: Why.
        use: Ids or aliases of the codes to use instead.

    Raises:
        UnknownCodeError: There is no such code.
        RetiredCodeError: One of those to use instead is retired.
        UsageError: There is no reason, or the code is named as its own successor.
        CodebookError: All is so already; or the codebook cannot be changed by command.
    """
    reason = " ".join(plain_words(because).split())
    if not reason:
        raise UsageError("say why the code is retired", hint="--because 'What is wrong with it.'")
    with open_store(project.folder, write=not dry_run) as store:
        if dry_run:
            return _retired(project, store, name, because=reason, use=use)[0]
        with store.write(
            actor=project.coder, action="codebook retire", now=project.now
        ) as transaction:
            done, after = _retired(project, store, name, because=reason, use=use)
            write_codebook(project, transaction, after)
            transaction.summary = f"{done.code}: {reason}"
    return done


def revive_code(project: Project, name: str, *, dry_run: bool) -> Retirement:
    """Take back that a code is retired.

    Raises:
        UnknownCodeError: There is no such code.
        CodebookError: It is not retired, or an extended book retires it; or the codebook
            cannot be changed by command.
    """
    with open_store(project.folder, write=not dry_run) as store:
        if dry_run:
            return _revived(project, store, name)[0]
        with store.write(
            actor=project.coder, action="codebook retire", now=project.now
        ) as transaction:
            done, after = _revived(project, store, name)
            write_codebook(project, transaction, after)
            transaction.summary = f"{done.code}: in use again"
    return done


def _retired(
    project: Project, store: Store, name: str, *, because: str, use: Sequence[str]
) -> tuple[Retirement, NewText]:
    codebook = project.codebook()
    code = code_named(codebook, name)
    instead = _successors(codebook, code, use)
    if code.retired == Retired(because, instead):
        raise CodebookError(f"'{code.id}' is retired already, and so", where=codebook.path)
    text = text_of(project.codebook_path)
    written = with_code_retired(text, code.id, because=because, use=instead, path=codebook.path)
    after = new_text(project, text, written)
    return _result(store, codebook, code, after, use=instead), after


def _revived(project: Project, store: Store, name: str) -> tuple[Retirement, NewText]:
    codebook = project.codebook()
    code = code_named(codebook, name)
    if code.retired is None:
        raise CodebookError(f"'{code.id}' is not retired", where=codebook.path)
    elsewhere = retiring_book(codebook, code)
    if elsewhere:
        raise _retired_elsewhere(codebook, code, book=elsewhere)
    text = text_of(project.codebook_path)
    written = with_code_revived(text, code.id, path=codebook.path, is_override=bool(code.base))
    after = new_text(project, text, written)
    now = after.codebook.code_named(code.id)
    if now is not None and now.retired:
        raise _retired_elsewhere(codebook, code, book=code.base)
    return _result(store, codebook, code, after, use=()), after


def _retired_elsewhere(codebook: Codebook, code: Code, *, book: str) -> CodebookError:
    return CodebookError(
        f"it is the codebook '{book}' that retires '{code.id}'",
        where=codebook.path,
        hint="define a code of your own instead",
    )


def _successors(codebook: Codebook, code: Code, use: Sequence[str]) -> tuple[str, ...]:
    """Return the full ids of the codes to use instead, each once."""
    found: dict[str, None] = {}
    for name in use:
        other = code_named(codebook, name)
        if other.id == code.id:
            raise UsageError(
                f"'{code.id}' cannot stand for itself", hint="name another code with --use"
            )
        refuse_retired(codebook, other)
        found[other.id] = None
    return tuple(found)


def _result(
    store: Store, codebook: Codebook, code: Code, after: NewText, *, use: tuple[str, ...]
) -> Retirement:
    ids = same_ids(codebook, store, code.id)
    undecided = SuggestionStatus.UNDECIDED
    return Retirement(
        code.id,
        "" if code.book == codebook.id else code.book,
        use,
        store.codings.count(codes=ids) if ids else 0,
        store.suggestions.count(codes=ids, status=undecided) if ids else 0,
        tuple(
            c.id for c in codebook if c.id != code.id and is_below(c.id, code.id) and not c.retired
        ),
        tuple(c.id for c in codebook if c.retired and code.id in _meant(codebook, c.retired)),
        after.diff,
    )


def _meant(codebook: Codebook, retired: Retired) -> set[str]:
    found = (codebook.code_named(name) for name in retired.use)
    return {code.id for code in found if code is not None}
