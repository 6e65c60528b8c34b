"""Schema changes, oldest first. A released migration is never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ethnocode.store.recounting import recount_words
from ethnocode.store.schema import (
    EVIDENCE_AND_READINGS,
    FIRST_TABLES,
    MARKS,
    MEMOS_AND_SIDE_FILES,
)

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations


def build_migrations() -> Migrations:
    """Return the migrations of a project (built late: sqlite-utils is slow to import)."""
    from sqlite_utils import Migrations

    migrations = Migrations("ethnocode")

    @migrations()
    def m001_first_tables(db: Database) -> None:
        for statement in FIRST_TABLES:
            db.execute(statement)

    @migrations()
    def m002_memos_and_side_files(db: Database) -> None:
        for statement in MEMOS_AND_SIDE_FILES:
            db.execute(statement)

    @migrations()
    def m003_marks(db: Database) -> None:
        for statement in MARKS:
            db.execute(statement)
        recount_words(db)

    @migrations()
    def m004_evidence_and_readings(db: Database) -> None:
        for statement in EVIDENCE_AND_READINGS:
            db.execute(statement)

    return migrations


def migrate(db: Database, *, to: int) -> None:
    """Apply pending migrations and note the schema's version; within a transaction.

    Args:
        to: How many migrations the schema has in the end.
    """
    migrations = build_migrations()
    later = [migration.name for migration in migrations.pending(db)]
    done = len(migrations.applied(db))
    migrations.apply(db, stop_before=later[to - done :])
    db.execute(f"pragma user_version = {to:d}")


def notes_version(db: Database, *, version: int) -> bool:
    """Whether a project notes just the migrations that make a version of its schema."""
    migrations = build_migrations()
    applied = [migration.name for migration in migrations.applied(db)]
    pending = [migration.name for migration in migrations.pending(db)]
    return len(applied) == version and sorted(applied + pending)[:version] == applied
