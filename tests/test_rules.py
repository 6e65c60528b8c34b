"""Every rule against its own case file; every rule documented by a page that holds true."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml

from ethnocode.codebook import RULES, Rule, open_codebook_tolerantly, read_codebook
from ethnocode.codebook.rules import Scope
from ethnocode.model import Finding

FOLDER = Path(__file__).parent / "rules"
CASE_KEYS = {"title", "codebook", "library", "findings", "severities", "message", "hint"}
HEADINGS = ("Why:", "Fails:", "Passes:")


def cases_of(rule: Rule[Scope]) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{rule.id}.yaml").read_text("utf-8"))
    return loaded


def findings_in(rule: Rule[Scope], text: str, *, library: tuple[str, ...] = ()) -> list[Finding]:
    books = [read_codebook(other, path="other.yaml") for other in library]
    reading = open_codebook_tolerantly(Path("demo.yaml"), text=text)
    scope = Scope(reading.codebook, library=books, faults=reading.faults, gaps=reading.gaps)
    return sorted(rule.check(rule, scope), key=lambda finding: finding.position)


CASES = [
    pytest.param(rule, case, id=f"{rule.id} {case['title']}")
    for rule in RULES
    for case in cases_of(rule)
]


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_a_rule_finds_what_its_case_says_and_no_more(
    rule: Rule[Scope], case: dict[str, Any]
) -> None:
    found = findings_in(rule, case["codebook"], library=tuple(case.get("library", ())))
    places = [f"{f.position.line}:{f.position.column} {f.rule}" for f in found]

    assert places == case["findings"]
    assert all(f.position.path == "demo.yaml" for f in found)
    assert all(f.hint for f in found)
    assert [f.severity for f in found] == case.get("severities", [rule.severity] * len(found))
    for key in ("message", "hint"):
        if key in case:
            assert [getattr(f, key) for f in found] == [case[key]]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_has_failing_and_passing_cases_and_no_misspelt_key(rule: Rule[Scope]) -> None:
    cases = cases_of(rule)

    assert any(case["findings"] for case in cases)
    assert any(not case["findings"] for case in cases)
    assert {key for case in cases for key in case} <= CASE_KEYS


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_manual_page_of_a_rule_says_why_and_shows_what_is_so(rule: Rule[Scope]) -> None:
    """The page's own examples are run: the first fails the rule, the second passes."""
    first, *_ = rule.manual.splitlines()
    starts = [rule.manual.index(f"\n{heading}") for heading in HEADINGS]
    fails = rule.manual[starts[1] : starts[2]].removeprefix("\nFails:\n")
    passes = rule.manual[starts[2] :].removeprefix("\nPasses:\n")

    assert first.endswith(".")
    assert starts == sorted(starts)
    assert findings_in(rule, as_codebook(fails))
    assert not findings_in(rule, as_codebook(passes))


def as_codebook(example: str) -> str:
    text = dedent(example)
    return f"codes:\n{text}" if text.startswith("-") else text


def test_ids_and_names_are_unique_and_in_order() -> None:
    ids = [rule.id for rule in RULES]

    assert ids == sorted(set(ids))
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_every_case_file_belongs_to_a_rule() -> None:
    assert {path.stem for path in FOLDER.glob("CB*")} == {rule.id for rule in RULES}
