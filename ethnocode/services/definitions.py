"""The definitions in force, kept with every event and read back for an earlier day."""

from __future__ import annotations

from ethnocode.codebook import codebook_from, digest_of, snapshot
from ethnocode.model import Codebook
from ethnocode.services.project import Project
from ethnocode.store import Store, Transaction


def keep_codebook(transaction: Transaction, codebook: Codebook) -> None:
    """Store a codebook as it is now, unless it is stored already."""
    row = {"digest": digest_of(codebook), "body": snapshot(codebook)}
    transaction.add_content("codebooks", row)


def codebook_in_force(project: Project, store: Store) -> Codebook:
    """Return the study's codebook: as the file has it, or as it was on an earlier day.

    Raises:
        CodebookError: The file cannot be read.
    """
    body = store.events.codebook() if project.as_of else None
    return project.codebook() if body is None else codebook_from(body)
