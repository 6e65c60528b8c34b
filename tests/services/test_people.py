"""Rosters: one label, one person; nothing in a file is passed over in silence."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import Result

from ethnocode.errors import InterchangeError
from ethnocode.model import Person
from ethnocode.services.init import init_project
from ethnocode.services.people import import_persons, list_persons
from ethnocode.services.project import Project


class Roster:
    """A project, and rosters to import into it."""

    def __init__(self, folder: Path) -> None:
        now = datetime(2026, 3, 1, tzinfo=UTC)
        self.file = folder / "persons.yaml"
        self.project: Project = init_project(
            folder / "p", name="p", author="ada", codebooks=(), now=now
        )

    def take(self, *rows: str) -> int:
        self.file.write_text("persons:\n" + "".join(f"  - {{{row}}}\n" for row in rows))
        return import_persons(self.project, self.file)

    def refused(self, *rows: str) -> str:
        before = list_persons(self.project)
        with pytest.raises(InterchangeError) as caught:
            self.take(*rows)
        assert list_persons(self.project) == before
        assert str(self.file) in caught.value.where
        return caught.value.message


@pytest.fixture
def roster(tmp_path: Path) -> Roster:
    return Roster(tmp_path)


@pytest.mark.parametrize(
    ("row", "label"),
    [
        ("pseudonym: Amy, aliases: [Hetty]", "Hetty"),
        ("pseudonym: Amy, aliases: [A, het]", "het"),
        ("pseudonym: hetty", "hetty"),
        ("pseudonym: Het", "Het"),
    ],
)
def test_a_label_stands_for_one_person_only(roster: Roster, row: str, label: str) -> None:
    hetty = "pseudonym: Hetty, aliases: [Het, Speaker 2]"

    in_file = roster.refused(hetty, row)
    roster.take(hetty)
    with_stored = roster.refused(row)

    assert in_file == with_stored
    assert in_file.startswith(f"'{label}' stands for both Hetty and ")


def test_a_person_may_repeat_her_own_label(roster: Roster) -> None:
    assert roster.take("pseudonym: Hetty, aliases: [hetty, Het, het]") == 1


def test_a_person_listed_twice_is_refused(roster: Roster) -> None:
    assert roster.refused("pseudonym: Hetty", "pseudonym: Hetty") == "'Hetty' is listed twice"


def test_a_blank_alias_is_refused(roster: Roster) -> None:
    assert roster.refused("pseudonym: Hetty, aliases: ['']") == "an alias is blank"


@pytest.mark.parametrize(
    ("word", "author"),
    [("true", True), ("True", True), ("yes", True), ("false", False), ("no", False), ("", False)],
)
def test_author_is_said_in_the_words_people_use(roster: Roster, word: str, author: bool) -> None:
    roster.take(f"pseudonym: June, author: {word}")

    assert list_persons(roster.project) == [Person("June", author=author)]


def test_author_is_nothing_else(roster: Roster) -> None:
    assert "author 'treu' is neither" in roster.refused("pseudonym: June, author: treu")


def test_a_study_has_one_author(roster: Roster) -> None:
    june, amy = "pseudonym: June, author: true", "pseudonym: Amy, author: yes"

    in_file = roster.refused(june, "pseudonym: Bo", amy)
    roster.take(june)
    with_stored = roster.refused(amy)

    assert in_file == with_stored == "June and Amy are both the author"


@pytest.mark.parametrize(
    ("field", "row"),
    [
        ("role", "role: caretaker, group: resident, aliases: [Het, H]"),
        ("role", "group: resident, aliases: [Het, H]"),
        ("group", "role: keys, group: council, aliases: [Het, H]"),
        ("note", "role: keys, group: resident, note: new, aliases: [Het, H]"),
        ("author", "role: keys, group: resident, author: true, aliases: [Het, H]"),
        ("composite", "role: keys, group: resident, composite: 2, aliases: [Het, H]"),
        ("aliases", "role: keys, group: resident, aliases: [Het]"),
    ],
)
def test_a_person_who_differs_from_the_stored_one_is_refused_by_field(
    roster: Roster, field: str, row: str
) -> None:
    roster.take("pseudonym: Hetty, role: keys, group: resident, aliases: [Het, H]")

    message = roster.refused("pseudonym: New", f"pseudonym: Hetty, {row}")

    assert message.startswith(f"Hetty is stored already, with {field} ")


def test_a_person_who_is_as_stored_is_left_and_new_ones_are_added(roster: Roster) -> None:
    roster.take("pseudonym: Hetty, role: keys, aliases: [Het, H]")

    assert roster.take("pseudonym: Hetty, role: keys, aliases: [H, Het]", "pseudonym: Bo") == 1


@pytest.mark.parametrize(
    "number", ["²", "0", "-1", "two", str(2**63), "9" * 5000], ids=lambda n: n[:20]
)
def test_a_composite_is_a_number_of_people_that_can_be_stored(roster: Roster, number: str) -> None:
    assert "not a number of people" in roster.refused(f"pseudonym: Hetty, composite: {number}")


def test_a_person_only_named_so_far_is_described_by_the_roster(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "t.txt").write_text("C: One.\n\nC: Two.\n")
    (tmp_path / "persons.yaml").write_text("persons: [{pseudonym: Charis, group: resident}]\n")
    cli("init", ".")
    cli("ingest", "t.txt", "--kind", "interview", "--speaker", "C=Charis")

    assert cli("person", "import", "persons.yaml").exit_code == 0
    described = cli("person", "list", "--format", "json").stdout
    cli("undo")

    assert json.loads(described)[0]["group"] == "resident"
    assert json.loads(cli("person", "list", "--format", "json").stdout)[0]["group"] == ""
