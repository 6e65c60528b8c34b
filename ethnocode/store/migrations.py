"""Schema changes, oldest first. A released migration is never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ethnocode.store.schema import FIRST_TABLES

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

    return migrations
