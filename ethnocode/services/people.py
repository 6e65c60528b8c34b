"""Persons: the roster of a study."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ethnocode.errors import InterchangeError
from ethnocode.model import EMAIL, FIELD_NOTE, Person
from ethnocode.services.project import Project
from ethnocode.store import Store, Transaction, open_store
from ethnocode.text.strict_yaml import YamlNode, read_yaml, yaml_faults_as

_KEYS = ("pseudonym", "role", "group", "note", "author", "composite", "aliases")


def import_persons(project: Project, path: Path) -> int:
    """Read a roster and store its persons; return how many are new.

    Speakers of stored sources whose label is a pseudonym or an alias are mapped
    to the person. Persons already known are left as they are.

    Raises:
        InterchangeError: The file is not shaped as a roster.
    """
    persons = read_roster(path, groups=project.settings.groups)
    with (
        open_store(project.folder, write=True) as store,
        store.write(actor=project.coder, action="person import", now=project.now) as transaction,
    ):
        known = {person.pseudonym for person in store.persons.all()}
        new = [person for person in persons if person.pseudonym not in known]
        store.persons.add_all(transaction, new)
        _map_known_labels(store, transaction)
        transaction.summary = f"{len(new)} person{'s' * (len(new) != 1)}"
    return len(new)


def list_persons(project: Project) -> list[Person]:
    """Return the roster, by pseudonym."""
    with open_store(project.folder) as store:
        return store.persons.all()


def people_by_label(store: Store) -> dict[str, int]:
    """Return the number of the person for each pseudonym and alias, case-folded."""
    return {
        label.casefold(): key
        for key, person in store.persons.numbered().items()
        for label in (*person.aliases, person.pseudonym)
    }


def authors_of_sources(store: Store) -> dict[int, int]:
    """Return who wrote each field note and sent each e-mail, by source number.

    A field note is the author's own unless it names another person.
    """
    by_label = people_by_label(store)
    author = next((k for k, p in store.persons.numbered().items() if p.author), None)
    found: dict[int, int] = {}
    for source in store.sources.all():
        if source.kind not in (FIELD_NOTE, EMAIL):
            continue
        person = by_label.get(source.author.casefold())
        if person is None and source.kind == FIELD_NOTE:
            person = author
        if person is not None:
            found[source.id] = person
    return found


def read_roster(path: Path, *, groups: Sequence[str]) -> tuple[Person, ...]:
    """Return the persons of a roster file: YAML with a list ``persons``.

    Args:
        path: The file.
        groups: Sides that persons may speak from.

    Raises:
        InterchangeError: The file is missing or not shaped as a roster.
    """
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise InterchangeError(f"cannot be read ({exc.strerror})", where=str(path)) from exc
    with yaml_faults_as(InterchangeError):
        rows = read_yaml(data, path=str(path)).get("persons")
        if rows is None:
            raise InterchangeError(
                "there is no list 'persons'",
                where=str(path),
                hint="write 'persons:' and below it '- {pseudonym: NAME, group: resident}'",
            )
        persons = tuple(_person(node, groups=groups) for node in rows.nodes())
    names = [person.pseudonym for person in persons]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InterchangeError(f"'{twice[0]}' is listed twice", where=str(path))
    return persons


def _person(node: YamlNode, *, groups: Sequence[str]) -> Person:
    fields = node.mapping()
    where = str(node.position)
    for key in fields:
        if key not in _KEYS:
            raise InterchangeError(
                f"unknown key '{key}'", where=where, hint="keys: " + ", ".join(sorted(_KEYS))
            )
    texts = {key: fields[key].text() for key in fields if key not in ("aliases",)}
    if not texts.get("pseudonym"):
        raise InterchangeError("a person has no 'pseudonym'", where=where)
    if texts.get("group") and texts["group"] not in groups:
        raise InterchangeError(
            f"'{texts['group']}' is no group of this study",
            where=where,
            hint=f"groups: {', '.join(groups)}; ethnocode.yaml may name more",
        )
    composite = texts.get("composite", "") or "1"
    if not composite.isdigit() or int(composite) < 1:
        raise InterchangeError(f"'{composite}' is not a number of people", where=where)
    return Person(
        pseudonym=texts["pseudonym"],
        role=texts.get("role", ""),
        group=texts.get("group", ""),
        author=texts.get("author", "") == "true",
        composite=int(composite),
        aliases=tuple(n.text() for n in fields["aliases"].nodes()) if "aliases" in fields else (),
        note=texts.get("note", ""),
    )


def _map_known_labels(store: Store, transaction: Transaction) -> None:
    by_label = people_by_label(store)
    mapped = store.persons.speakers()
    pairs = [
        (source, speaker.label, by_label[speaker.label.casefold()])
        for source, speakers in store.sources.speakers().items()
        for speaker in speakers
        if speaker.label.casefold() in by_label and (source, speaker.label) not in mapped
    ]
    store.sources.map_speakers(transaction, pairs)
