"""Every rule for a study against its own case file, and against its own manual page."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations, permutations
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml
from invented_study import KEYS, study_of

from ethnocode.codebook import Rule
from ethnocode.codebook.judging import in_short
from ethnocode.codebook.study_rules import STUDY_RULES, Study
from ethnocode.model import Finding, Severity

FOLDER = Path(__file__).parent / "rules"
CASE_KEYS = KEYS | {"title", "findings", "message", "hint"}
HEADINGS = ("Why:", "Fails:", "Passes:")
IDS = [rule.id for rule in STUDY_RULES]


def cases_of(rule: Rule[Study]) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{rule.id}.yaml").read_text("utf-8"))
    return loaded


def findings_in(rule: Rule[Study], case: Mapping[str, Any]) -> list[Finding]:
    study = study_of(case)
    found = sorted(rule.check(rule, study), key=lambda found: found.position)
    return in_short(found, study)


CASES = [
    pytest.param(rule, case, id=f"{rule.id} {case['title']}")
    for rule in STUDY_RULES
    for case in cases_of(rule)
]


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_a_rule_finds_what_its_case_says_and_no_more(
    rule: Rule[Study], case: dict[str, Any]
) -> None:
    found = findings_in(rule, case)

    assert [f"{f.position} {f.rule}" for f in found] == case["findings"]
    assert all(f.message and f.hint and f.position.path for f in found)
    assert all(f.severity is rule.severity for f in found)
    for key in ("message", "hint"):
        if key in case:
            assert [getattr(f, key) for f in found] == [case[key]]


@pytest.mark.parametrize("rule", STUDY_RULES, ids=IDS)
def test_a_rule_has_failing_and_passing_cases_and_no_misspelt_key(rule: Rule[Study]) -> None:
    cases = cases_of(rule)

    assert any(case["findings"] for case in cases)
    assert any(not case["findings"] for case in cases)
    assert any("message" in case for case in cases)
    assert {key for case in cases for key in case} <= CASE_KEYS


@pytest.mark.parametrize("rule", STUDY_RULES, ids=IDS)
def test_the_manual_page_of_a_rule_says_why_and_shows_what_is_so(rule: Rule[Study]) -> None:
    """The page's own examples are run: the first fails the rule, the second passes."""
    first, *_ = rule.manual.splitlines()
    starts = [rule.manual.index(f"\n{heading}") for heading in HEADINGS]
    fails, passes = (
        yaml.safe_load(dedent(example.partition(":\n")[2]))
        for example in (rule.manual[starts[1] : starts[2]], rule.manual[starts[2] :])
    )

    assert first.endswith(".")
    assert starts == sorted(starts)
    assert all(len(line) <= 100 for line in rule.manual.splitlines())
    assert set(fails) | set(passes) <= KEYS
    assert findings_in(rule, fails)
    assert not findings_in(rule, passes)


def test_every_case_file_belongs_to_a_rule() -> None:
    stems = {path.stem for path in FOLDER.iterdir()}

    assert {stem for stem in stems if not stem.startswith("CB")} == set(IDS)


def test_ids_and_names_are_unique_and_rules_in_order_of_their_ids() -> None:
    assert len(set(IDS)) == len(STUDY_RULES) == len({rule.name for rule in STUDY_RULES})
    for prefix in ("AN", "CD", "PR", "SR"):
        numbers = [id_ for id_ in IDS if id_.startswith(prefix)]
        assert numbers == sorted(numbers)


class Unread(Mapping[str, str]):
    """Texts that nobody may read."""

    def __getitem__(self, name: str) -> str:
        raise AssertionError(f"{name} was read")

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("texts were listed")

    def __len__(self) -> int:
        return 1


SOUND = {
    "codebook": """\
        codes:
          - id: capital
            definition: What can be spent.
            examples: [{text: the bus was late, apply: false}]
            children: [{id: social}]
    """,
    "sources": {"notes.md": "She knew them all.\nThe bus was late.\n"},
    "codings": [
        {"source": "notes.md", "code": "capital.social", "quote": "knew them all"},
        {"source": "notes.md", "code": "capital", "quote": "She", "coder": "ben"},
    ],
    "persons": [{"pseudonym": "Hetty", "group": "resident", "aliases": ["Margaret"]}],
    "memos": [{"body": "Nobody asked her."}],
}


@pytest.mark.parametrize("rule", STUDY_RULES, ids=IDS)
def test_no_text_is_read_where_nothing_is_found(rule: Rule[Study]) -> None:
    study = replace(study_of(SOUND), texts=Unread())

    assert list(rule.check(rule, study)) == []


@pytest.mark.parametrize("rule", STUDY_RULES, ids=IDS)
def test_a_study_without_anything_has_no_finding(rule: Rule[Study]) -> None:
    assert findings_in(rule, {}) == []


def test_only_what_contradicts_itself_is_an_error() -> None:
    errors = {rule.id for rule in STUDY_RULES if rule.severity is Severity.ERROR}

    assert errors >= {"AN001", "AN002", "CD001", "CD002", "CD008", "CD009", "SR004", "SR006"}
    assert not errors & {"CD003", "CD004", "CD005", "CD006", "CD007", "CD011", "SR001", "SR002"}
    assert not any(id_.startswith("PR") for id_ in errors)


def test_many_codings_of_an_unknown_code_are_one_finding_a_source() -> None:
    rows = [{"source": name, "code": "gone", "every": 1} for name in ("a.md", "b.md")]
    sources = {name: {"repeat": 2_000} for name in ("a.md", "b.md")}
    rule = STUDY_RULES[IDS.index("CD001")]

    found = findings_in(rule, {"sources": sources, "codings": rows})

    assert [str(f.position) for f in found] == ["a.md:1:1", "b.md:1:1"]
    assert found[0].message.startswith("2,000 codings use 'gone'")


def test_places_are_lines_and_columns_of_the_text() -> None:
    """Worked by hand: 'bus' is the fifth letter of the second line; the end is no place."""
    study = study_of(SOUND)
    at = study.texts["notes.md"].index("bus")

    assert str(study.place("notes.md", at)) == "notes.md:2:5"
    assert str(study.place("notes.md", 0)) == "notes.md:1:1"
    assert str(study.place("notes.md", 10_000)) == "notes.md"
    assert str(study.place("notes.md")) == "notes.md"
    assert str(study.place("gone.md", 3)) == "gone.md"


def random_case(seed: int) -> dict[str, Any]:
    """Forty codings of two coders by four codes, two below another, in one short text."""
    rng = random.Random(seed)
    rows = []
    for _ in range(40):
        start = rng.randrange(60)
        span = f"{start}:{start + rng.randint(1, 6)}"
        code = rng.choice(["a", "a.b", "a.b.c", "d"])
        rows.append({"source": "n.md", "code": code, "span": span, "coder": rng.choice("xy")})
    codes = [{"id": "a", "children": [{"id": "b", "children": [{"id": "c"}]}]}, {"id": "d"}]
    return {"codes": codes, "sources": {"n.md": "word " * 20}, "codings": rows}


@pytest.mark.parametrize("seed", range(20))
def test_overlapping_twins_are_those_that_comparing_all_pairs_finds(seed: int) -> None:
    """Runs are what is left when codings that overlap are put together, pair by pair."""
    case = random_case(seed)
    codings = study_of(case).codings
    groups = [{coding} for coding in codings]
    for one, other in combinations(codings, 2):
        same = (one.coder, one.code) == (other.coder, other.code)
        if same and one.anchor.span.overlaps(other.anchor.span):
            together = [group for group in groups if one in group or other in group]
            groups = [group for group in groups if group not in together]
            groups.append(set().union(*together))
    expected = sorted(len(group) for group in groups if len(group) > 1)

    found = findings_in(STUDY_RULES[IDS.index("CD011")], case)

    assert sorted(int(f.message.split(" times")[0].split()[-1]) for f in found) == expected


@pytest.mark.parametrize("seed", range(20))
def test_parents_beside_children_are_those_that_comparing_all_pairs_finds(seed: int) -> None:
    case = random_case(seed)
    expected = {
        (one.anchor.span, one.coder)
        for one, other in permutations(study_of(case).codings, 2)
        if (one.anchor.span, one.coder) == (other.anchor.span, other.coder)
        and one.code.startswith(f"{other.code}.")
    }

    found = findings_in(STUDY_RULES[IDS.index("CD005")], case)

    assert Counter(f.position.column - 1 for f in found) == Counter(
        span.start for span, _ in expected
    )
