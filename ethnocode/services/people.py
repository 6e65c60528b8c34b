"""Persons: the roster of a study."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ethnocode.errors import InterchangeError
from ethnocode.interchange import LARGEST, whole_number
from ethnocode.model import EMAIL, FIELD_NOTE, Person
from ethnocode.report.figures import counted
from ethnocode.services.project import Project
from ethnocode.store import Store, Transaction, open_store
from ethnocode.text.strict_yaml import YamlNode, read_yaml, yaml_faults_as

_KEYS = ("pseudonym", "role", "group", "note", "author", "composite", "aliases")
_YES, _NO = ("true", "yes"), ("false", "no", "")


def import_persons(project: Project, path: Path) -> int:
    """Read a roster and store its persons; return how many are new.

    Speakers of stored sources whose label is a pseudonym or an alias are mapped
    to the person. Persons already known must be as they are stored; those only named
    so far are described.

    Raises:
        InterchangeError: The file is not shaped as a roster, or contradicts itself or
            the persons that are stored.
    """
    listed = read_roster(path, groups=project.settings.groups)
    with (
        open_store(project.folder, write=True) as store,
        store.write(actor=project.coder, action="person import", now=project.now) as transaction,
    ):
        numbers = {person.pseudonym: n for n, person in store.persons.numbered().items()}
        known = {person.pseudonym: person for person in store.persons.all()}
        for place, person in listed:
            stored = known.get(person.pseudonym, person)
            if stored == Person(person.pseudonym) != person:  # only named so far, by --speaker
                store.persons.describe(transaction, numbers[person.pseudonym], person)
                known[person.pseudonym] = person
            else:
                _check_same(person, stored, where=place)
        added = [(place, person) for place, person in listed if person.pseudonym not in known]
        _check_together([*(("", person) for person in known.values()), *added])
        new = [person for _, person in added]
        store.persons.add_all(transaction, new)
        _map_known_labels(store, transaction)
        transaction.summary = counted(len(new), "person")
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


def persons_called(store: Store, transaction: Transaction, names: Iterable[str]) -> dict[str, int]:
    """Return the number of the person of each name or alias, adding persons not yet known."""
    known = people_by_label(store)
    numbers: dict[str, int] = {}
    for name in names:
        if name.casefold() not in known:
            known[name.casefold()] = store.persons.add_all(transaction, [Person(name)])[0]
        numbers[name] = known[name.casefold()]
    return numbers


def map_by_label(store: Store, transaction: Transaction, labels: Iterable[tuple[int, str]]) -> None:
    """Map speakers to the persons known under their labels; what is mapped stays.

    Args:
        labels: Pairs of the number of a source and a label in it.
    """
    by_label = people_by_label(store)
    mapped = store.persons.speakers()
    pairs = [
        (source, label, by_label[label.casefold()])
        for source, label in labels
        if label.casefold() in by_label and (source, label) not in mapped
    ]
    store.sources.map_speakers(transaction, pairs)


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


def read_roster(path: Path, *, groups: Sequence[str]) -> tuple[tuple[str, Person], ...]:
    """Return place and person for each row of a roster file: YAML with a list ``persons``.

    Args:
        path: The file.
        groups: Sides that persons may speak from.

    Raises:
        InterchangeError: The file is missing or not shaped as a roster; a label stands
            for two persons, or two are the author.
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
        listed = tuple((str(row.position), _person(row, groups=groups)) for row in rows.nodes())
    _check_together(listed)
    return listed


def _check_together(listed: Iterable[tuple[str, Person]]) -> None:
    """Refuse a label of two persons, and two authors; each person comes with her place."""
    owners: dict[str, str] = {}
    author = ""
    for place, person in listed:
        name = person.pseudonym
        if owners.get(name.casefold()) == name:
            raise InterchangeError(f"'{name}' is listed twice", where=place)
        for label in {text.casefold(): text for text in (name, *person.aliases)}.values():
            owner = owners.setdefault(label.casefold(), name)
            if owner != name:
                raise InterchangeError(
                    f"'{label}' stands for both {owner} and {name}",
                    where=place,
                    hint="give each person labels of her own",
                )
        if person.author and author:
            raise InterchangeError(
                f"{author} and {name} are both the author",
                where=place,
                hint="a study has one; write 'author: true' once",
            )
        author = name if person.author else author


def _check_same(person: Person, stored: Person, *, where: str) -> None:
    for field in _KEYS:
        new, old = getattr(person, field), getattr(stored, field)
        if field == "aliases":
            new, old = sorted(new), sorted(old)
        if new != old:
            raise InterchangeError(
                f"{person.pseudonym} is stored already, with {field} {_shown(old)}, "
                f"not {_shown(new)}",
                where=where,
                hint="write her as she is stored ('ethnocode person list --format json'), "
                "or leave her out",
            )


def _shown(value: object) -> str:
    words = ", ".join(value) if isinstance(value, list) else str(value)
    return f"'{words}'" if words else "blank"


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
    aliases = tuple(n.text() for n in fields["aliases"].nodes()) if "aliases" in fields else ()
    if not all(alias.strip() for alias in aliases):
        raise InterchangeError("an alias is blank", where=where, hint="remove it")
    return Person(
        pseudonym=texts["pseudonym"],
        role=texts.get("role", ""),
        group=texts.get("group", ""),
        author=_is_author(texts.get("author", ""), where=where),
        composite=_people(texts.get("composite", "") or "1", where=where),
        aliases=aliases,
        note=texts.get("note", ""),
    )


def _is_author(text: str, *, where: str) -> bool:
    answer = text.strip().casefold()
    if answer not in (*_YES, *_NO):
        raise InterchangeError(
            f"author '{text}' is neither true nor false",
            where=where,
            hint="write 'author: true' for the researcher",
        )
    return answer in _YES


def _people(text: str, *, where: str) -> int:
    number = whole_number(text)
    if not number:
        raise InterchangeError(
            f"'{text[:30]}' is not a number of people",
            where=where,
            hint=f"composite is a whole number from 1 to {LARGEST}",
        )
    return number


def _map_known_labels(store: Store, transaction: Transaction) -> None:
    map_by_label(
        store,
        transaction,
        [
            (source, speaker.label)
            for source, speakers in store.sources.speakers().items()
            for speaker in speakers
        ],
    )
