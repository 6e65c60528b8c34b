"""A codebook from which a step was taken back, while lines that were edited since stay."""

from __future__ import annotations

from collections.abc import Iterable

from ethnocode.codebook import lint, open_codebook, open_shipped, shipped_books
from ethnocode.errors import CodebookError, UndoError
from ethnocode.model import Codebook, Finding, Severity
from ethnocode.services.definitions import keep_codebook
from ethnocode.services.project import Project
from ethnocode.store import Store, Transaction

_HINT = "change by hand what you wrote since, then undo; or leave the step as it is"


def keep_merged(
    project: Project,
    store: Store,
    transaction: Transaction,
    *,
    text: str,
    used_before: Iterable[str],
) -> None:
    """Keep a codebook as that in force, once it is known to be as sound as it was.

    Args:
        project: The study, whose codebook's file is still as it was.
        store: The study's store, with all rows taken back already.
        transaction: The undoing.
        text: What the codebook's file is to hold.
        used_before: Ids that codings had before the step was taken back.

    Raises:
        UndoError: It could not be read, or an error would be found in it, or a coding have
            no code, that was not so before.
    """
    path = project.codebook_path
    try:
        now = project.codebook()
        after = open_codebook(path, text=text)
    except CodebookError as exc:
        raise UndoError(
            f"with the lines edited since, the codebook would not be readable: {exc.message}",
            where=exc.where,
            hint=_HINT,
        ) from exc
    known = {finding.message for finding in _errors(now)}
    new = [finding for finding in _errors(after) if finding.message not in known]
    if new:
        raise UndoError(
            f"with the lines edited since, the codebook would have an error: {new[0].rule}: "
            f"{new[0].message}",
            where=str(new[0].position),
            hint=_HINT,
        )
    missing = {id_ for id_ in used_before if now.code_named(id_) is None}
    lost = [
        id_
        for id_ in store.codings.used_codes()
        if after.code_named(id_) is None and id_ not in missing
    ]
    if lost:
        raise UndoError(
            f"with the lines edited since, codings would have no code: {', '.join(lost[:5])}",
            where=str(path),
            hint=_HINT,
        )
    keep_codebook(transaction, after)


def _errors(book: Codebook) -> list[Finding]:
    library = [open_shipped(name) for name in shipped_books() if name != book.id]
    return [f for f in lint(book, library=library) if f.severity is Severity.ERROR]
