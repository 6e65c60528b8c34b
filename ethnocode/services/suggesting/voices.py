"""Who speaks: the side that the words of a source come from, and whether the researcher asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ethnocode.model import Source
from ethnocode.services.people import authors_of_sources, people_by_label
from ethnocode.services.project import Project
from ethnocode.store import Store

_RESEARCHER = ("author", "interviewer", "researcher")
"""Labels of the researcher, whoever she is, with or without brackets."""


@dataclass(frozen=True, slots=True)
class Voices:
    """Who speaks in the sources of a study.

    Args:
        groups: Side of each person, by number.
        researchers: Numbers of the persons who are the author.
        speakers: Number of the person by number of the source and label in it.
        authors: Number of the person who wrote a field note or sent an e-mail, by source.
        by_label: Number of the person of each name and alias, case-folded.
        author: Coder name of the author, case-folded.
    """

    groups: Mapping[int, str]
    researchers: frozenset[int]
    speakers: Mapping[tuple[int, str], int]
    authors: Mapping[int, int]
    by_label: Mapping[str, int]
    author: str

    def of(self, source: Source, label: str | None) -> tuple[str, bool]:
        """Return the side that speaks, empty if unknown, and whether the researcher asks.

        Args:
            label: As the text has it; without one it is who wrote or sent the source.
        """
        if label is None:
            return self.groups.get(self.authors.get(source.id, 0), ""), False
        folded = label.strip("[]() ").casefold()
        person = self.speakers.get((source.id, label), self.by_label.get(folded, 0))
        asks = person in self.researchers or folded == self.author or folded in _RESEARCHER
        return self.groups.get(person, ""), asks


def voices_of(project: Project, store: Store) -> Voices:
    """Return who speaks in a study."""
    persons = store.persons.numbered()
    return Voices(
        groups={key: person.group for key, person in persons.items()},
        researchers=frozenset(key for key, person in persons.items() if person.author),
        speakers=store.persons.speakers(),
        authors=authors_of_sources(store),
        by_label=people_by_label(store),
        author=project.settings.author.casefold(),
    )
