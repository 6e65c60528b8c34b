"""What is planted in the shipped study, computed from its texts and reference codings."""

from __future__ import annotations

import re

import pytest
from netherfold import CORPUS, Study

from ethnocode.codebook import open_shipped
from ethnocode.model import Unit
from ethnocode.services.reports.cooccurrence import cooccurrence_report

WITHDRAWAL = "withdrawal"
DELEGATED = "participation.delegated_power"
FACILITATION, WITHIN = "facilitation", "power_within"

_SAYING = (
    "said|says|asked|asks|told|tells|shouted|shouts|called|answered|wrote|writes|put|goes|went"
)
QUOTED = re.compile(
    rf"\bDelia\b[^.?!\"“”]{{0,60}}\b(?:{_SAYING})\b[^.?!\"“”]{{0,40}}[\"“]"
    rf"|[\"”]\s+(?:(?:{_SAYING})\s+)?(?:\w+\s+)?Delia\s+(?:{_SAYING})\b"
    rf"|[\"”]\s+(?:{_SAYING})\s+Delia\b"
    r"|\bDelia['’]s\s+(?:words?|writing|voice|note|letter)\b[^.?!\"“”]{0,40}[\"“]"
)
"""Words in quotation marks that are given as Delia's."""


@pytest.mark.parametrize(
    "text",
    [
        'Delia said, "Sit down."',
        "Delia, at the hatch, always told them “eat”.",
        '"Sit down," said Delia.',
        '"Sit down." Delia said no more.',
        'It is in Delia\'s writing with "paid" next to it.',
    ],
)
def test_a_quotation_of_delia_is_noticed(text: str) -> None:
    assert QUOTED.search(text)


@pytest.mark.parametrize(
    "text",
    ['He said, "Delia would know." I said she might.', 'Which just says "see Delia". Could you?'],
)
def test_words_about_delia_are_no_quotation_of_her(text: str) -> None:
    assert not QUOTED.search(text)


def test_withdrawal_is_told_by_residents_only(study: Study) -> None:
    told = [(coding, study.person_behind(coding)) for coding in study.of_code(WITHDRAWAL)]
    people = {person.pseudonym for _, person in told if person}

    assert [c.anchor.quote for c, person in told if not person or person.group != "resident"] == []
    assert len(told) >= 10
    assert len(people) >= 5
    assert "Ros" in people, "the author is among them"


def test_the_other_sides_speak_often_enough_to_have_told_of_withdrawal(study: Study) -> None:
    others = [study.person_behind(coding) for coding in study.codings]
    groups = [person.group for person in others if person]

    assert groups.count("council") >= 50
    assert groups.count("provider") >= 20


def test_delegated_power_is_known_from_documents_only(study: Study) -> None:
    codings = study.of_code(DELEGATED)

    assert len(codings) >= 3
    assert len({coding.source for coding in codings}) >= 2
    assert {study.texts[c.source].card.source.kind for c in codings} == {"document"}


def test_only_documents_speak_of_the_garden_grant(study: Study) -> None:
    grant = re.compile(r"garden\s+grant|plot-holders?|water\s+butt", re.IGNORECASE)
    kinds = {t.card.source.kind for t in study.texts.values() if grant.search(t.text)}

    assert kinds == {"document"}


def test_the_codebook_expects_facilitation_with_power_within() -> None:
    code = open_shipped("coproduction").code_named(FACILITATION)

    assert code is not None
    assert f"power:{WITHIN}" in code.expects_with


def test_facilitation_never_meets_power_within_in_one_passage(study: Study) -> None:
    report = cooccurrence_report(study.project, unit=Unit.PASSAGE)
    names = [column.name for column in report.columns]
    rows = [dict(zip(names, row, strict=True)) for row in report.rows]
    (pair,) = [row for row in rows if (row["a"], row["b"]) == (FACILITATION, WITHIN)]

    assert pair["n_ab"] == 0
    assert len(study.of_code(FACILITATION)) >= 10
    assert len(study.of_code(WITHIN)) >= 10
    assert pair["n_a"] >= 10
    assert pair["n_b"] >= 10


def test_delia_is_named_in_most_sources(study: Study) -> None:
    naming = [name for name, text in study.texts.items() if re.search(r"\bDelia\b", text.text)]

    assert len(naming) >= 15
    assert {study.texts[name].card.source.kind for name in naming} == {
        "field-note",
        "interview",
        "document",
        "email",
    }


def test_delia_is_on_the_roster_and_is_never_heard(study: Study) -> None:
    speaking = {s.person for text in study.texts.values() for s in text.card.speakers}
    quoted = {
        name: match[0]
        for name, text in study.texts.items()
        if (match := QUOTED.search(" ".join(text.text.split())))
    }

    assert "Delia" in study.persons
    assert "Delia" not in speaking
    assert "Delia" not in {source.author for source in study.sources}
    assert quoted == {}


def test_graham_is_two_people_and_nobody_else_is(study: Study) -> None:
    composite = {p.pseudonym: p.composite for p in study.persons.values() if p.composite != 1}

    assert composite == {"Graham": 2}


def test_one_person_is_the_author(study: Study) -> None:
    authors = [person for person in study.persons.values() if person.author]

    assert [(person.pseudonym, person.group) for person in authors] == [("Ros", "resident")]


def test_the_readme_gives_the_figures_of_the_plants(study: Study) -> None:
    readme = " ".join((CORPUS / "README.md").read_text("utf-8").split())
    naming = sum("Delia" in text.text for text in study.texts.values())

    assert f"(`{WITHDRAWAL}`, {len(study.of_code(WITHDRAWAL))} codings)" in readme
    both = f"with {len(study.of_code(FACILITATION))} and {len(study.of_code(WITHIN))} codings"
    assert both in readme
    assert f"named in {naming} of the {len(study.texts)} sources" in readme
