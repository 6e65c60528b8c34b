"""Keeping the definitions in force, so that they can be read back later."""

from __future__ import annotations

from ethnocode.codebook import digest_of, snapshot
from ethnocode.model import Codebook
from ethnocode.store import Transaction


def keep_codebook(transaction: Transaction, codebook: Codebook) -> None:
    """Store a codebook as it is now, unless it is stored already."""
    row = {"digest": digest_of(codebook), "body": snapshot(codebook)}
    transaction.add_content("codebooks", row)
