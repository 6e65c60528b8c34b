"""Persons: the participants of a study, under their pseudonyms."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A participant.

    Args:
        pseudonym: The name shown everywhere.
        role: What she is to the study; may be empty.
        group: The side she speaks from: resident, council, provider ...; may be empty.
        author: Whether she is the researcher.
        composite: How many real people the pseudonym stands for.
        aliases: Other labels that texts use for her.
        note: Anything else worth keeping.
    """

    pseudonym: str
    role: str = ""
    group: str = ""
    author: bool = False
    composite: int = 1
    aliases: tuple[str, ...] = ()
    note: str = ""
