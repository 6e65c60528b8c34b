"""The definitions in force, kept with every event and read back for an earlier day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ethnocode.codebook import codebook_from, digest_of, snapshot
from ethnocode.errors import CodebookError
from ethnocode.model import Codebook
from ethnocode.services.project import Project
from ethnocode.store import Store, Transaction, open_store


@contextmanager
def writing_with_codebook(
    project: Project, store: Store, *, action: str
) -> Iterator[tuple[Transaction, Codebook]]:
    """Change the project by the codebook in force, and keep that with the event.

    It is read once the write lock is held, for another program may be changing it.

    Raises:
        BusyError: Another program kept writing.
        CodebookError: The codebook cannot be read.
    """
    with store.write(actor=project.coder, action=action, now=project.now) as transaction:
        codebook = project.codebook()
        keep_codebook(transaction, codebook)
        yield transaction, codebook


def keep_codebook(transaction: Transaction, codebook: Codebook) -> None:
    """Store a codebook, unless it is stored already, as that in force with the event."""
    transaction.codebook = digest_of(codebook)
    row = {"digest": transaction.codebook, "body": snapshot(codebook)}
    transaction.add_content("codebooks", row)


def codebook_in_force(project: Project, store: Store) -> Codebook:
    """Return the study's codebook: as the file has it, or as it was on an earlier day.

    Raises:
        CodebookError: The file cannot be read.
    """
    body = store.events.codebook() if project.as_of else None
    return project.codebook() if body is None else codebook_from(body)


def codebook_then(project: Project) -> Codebook:
    """Return the study's codebook, as the file has it, or as it was on an earlier day.

    Raises:
        CodebookError: The file cannot be read; or on that day there was none.
    """
    if not project.as_of:
        return project.codebook()
    with open_store(project.folder, as_of=project.as_of) as store:
        body = store.events.codebook()
    if body is None:
        raise CodebookError(
            f"the study had no codebook at {project.as_of[:19]}",
            hint="'ethnocode log' shows when it began",
        )
    return codebook_from(body)
