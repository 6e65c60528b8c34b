"""Persons of a study."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ethnocode.model import Person
from ethnocode.store.transaction import Transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

_ALL = """
    select id, pseudonym, role, "group", author, composite, aliases, note
    from persons order by pseudonym
"""
_WITNESSES = """
    select speakers.source_id as source, speakers.label, speakers.person_id as person
    from speakers order by speakers.source_id, speakers.label
"""


class PersonRepository:
    """Persons in, persons out."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self) -> list[Person]:
        """Return every person, by pseudonym."""
        return list(self.numbered().values())

    def numbered(self) -> dict[int, Person]:
        """Return every person by row number, in order of pseudonym."""
        return {
            row["id"]: Person(
                pseudonym=row["pseudonym"],
                role=row["role"],
                group=row["group"],
                author=bool(row["author"]),
                composite=row["composite"],
                aliases=tuple(json.loads(row["aliases"])),
                note=row["note"],
            )
            for row in self._db.query(_ALL)
        }

    def speakers(self) -> dict[tuple[int, str], int]:
        """Return the person's number for each (source number, speaker label)."""
        return {(row["source"], row["label"]): row["person"] for row in self._db.query(_WITNESSES)}

    def add_all(self, transaction: Transaction, persons: Iterable[Person]) -> list[int]:
        """Store persons and return their numbers."""
        return transaction.insert_all("persons", map(_row, persons))

    def describe(self, transaction: Transaction, number: int, person: Person) -> None:
        """Say more of a person that is stored."""
        transaction.update("persons", number, _row(person))


def _row(person: Person) -> dict[str, Any]:
    return {
        "pseudonym": person.pseudonym,
        "role": person.role,
        "group": person.group,
        "author": int(person.author),
        "composite": person.composite,
        "aliases": json.dumps(person.aliases, ensure_ascii=False),
        "note": person.note,
    }
