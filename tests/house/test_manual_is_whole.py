"""Every error and rule has a code of its own, a page and a test (CONVENTIONS, section 5)."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from inspect_tree import PROGRAM, ROOT, assert_none
from typer.testing import CliRunner

from ethnocode.cli.main import app
from ethnocode.codebook import RULES
from ethnocode.codebook.study_rules import STUDY_RULES
from ethnocode.errors import EthnocodeError
from ethnocode.services.manual import all_errors

ERRORS: tuple[type[EthnocodeError], ...] = tuple(
    error for error in all_errors() if error.__module__.partition(".")[0] == PROGRAM
)
ALL_RULES: tuple[Any, ...] = (*RULES, *STUDY_RULES)
PAGE = ROOT / PROGRAM / "help" / "errors.md"
TESTS = ROOT / "tests"
HERE = Path(__file__).parent


def repeated(names: Iterable[tuple[str, str]]) -> list[str]:
    """Return codes that more than one of ``(code, bearer)`` has."""
    bearers: dict[str, list[str]] = {}
    for code, bearer in names:
        bearers.setdefault(code, []).append(bearer)
    return [f"{code}: {' and '.join(who)}" for code, who in bearers.items() if len(who) > 1]


def undocumented_errors(errors: Iterable[Any]) -> list[str]:
    """Return the names of errors without a docstring."""
    return [error.__name__ for error in errors if not error.__doc__]


def section_faults(page: str, errors: Iterable[Any]) -> list[str]:
    """Return errors without a section that says something, and sections of no error."""
    wanted = [f"{error.code} {error.__name__}" for error in errors]
    parts = [part.partition("\n") for part in f"\n{page}".split("\n## ")[1:]]
    sections = {head.strip(): body.strip() for head, _, body in parts}
    return [f"{head}: no section" for head in wanted if not sections.get(head)] + [
        f"{head}: no such error" for head in sections if head not in wanted
    ]


def unexplained(names: Mapping[str, str], explain: Callable[[str], str]) -> list[str]:
    """Return names whose page lacks what it must say.

    Args:
        names: What each page must say, by name.
        explain: Gives the page of a name, empty when there is none.
    """
    return [name for name, words in names.items() if words not in explain(name)]


def unprovoked(names: Iterable[tuple[str, str]], texts: Iterable[str]) -> list[str]:
    """Return ``(code, name)`` pairs of which no text says either."""
    said = {word for text in texts for word in re.findall(r"\w+", text)}
    return [f"{code} {name}" for code, name in names if not {code, name} & said]


def explained(name: str) -> str:
    """Return what ``ethnocode explain`` prints; empty when it fails."""
    done = CliRunner().invoke(app, ["explain", name])
    return "" if done.exit_code else done.stdout


def texts_of_tests() -> list[str]:
    """Return the texts of all tests and case files but those of this folder."""
    return [
        path.read_text("utf-8")
        for path in sorted(TESTS.rglob("*"))
        if path.suffix in {".py", ".yaml"} and HERE not in path.parents
    ]


def planted(name: str, code: str, doc: str | None = "A doc.") -> Any:
    return SimpleNamespace(__name__=name, code=code, __doc__=doc)


def test_a_code_that_two_errors_have_is_named() -> None:
    assert repeated([("E1", "AError"), ("E2", "BError"), ("E1", "CError")]) == [
        "E1: AError and CError"
    ]


def test_an_error_without_a_docstring_is_named() -> None:
    assert undocumented_errors([planted("AError", "E1"), planted("BError", "E2", None)]) == [
        "BError"
    ]


def test_an_error_without_a_section_and_a_section_without_an_error_are_named() -> None:
    page = "# Errors\n\n## E1 AError\n\nWhen.\n\n## E2 BError\n\n## E3 DError\n\nWhen.\n"
    errors = [planted("AError", "E1"), planted("BError", "E2"), planted("CError", "E3")]

    assert section_faults(page, errors) == [
        "E2 BError: no section",
        "E3 CError: no section",
        "E3 DError: no such error",
    ]


def test_a_name_that_explain_does_not_know_is_named() -> None:
    pages = {"E1": "E1: no file is there", "E2": "E2: something else"}

    assert unexplained(
        {"E1": "no file", "E2": "no file", "E3": ""}, lambda n: pages.get(n, "")
    ) == ["E2"]
    assert explained("E999") == ""


def test_an_error_that_no_test_speaks_of_is_named() -> None:
    pairs = [("E104", "AError"), ("E105", "BError"), ("E106", "CError")]

    assert unprovoked(pairs, ["'E104'", "raises(BError)", "E1060, MyCError"]) == ["E106 CError"]


def test_every_error_and_rule_has_a_code_of_its_own() -> None:
    assert_none(repeated((error.code, error.__name__) for error in ERRORS))
    assert_none(repeated((rule.id, rule.name) for rule in ALL_RULES))
    assert_none(repeated((rule.name, rule.id) for rule in ALL_RULES))


def test_every_error_has_a_docstring() -> None:
    assert_none(undocumented_errors(ERRORS))


def test_the_page_of_errors_has_a_section_for_each() -> None:
    assert_none(section_faults(PAGE.read_text("utf-8"), ERRORS))


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_explain_prints_the_page_of_an_error(error: type[EthnocodeError]) -> None:
    wanted = {error.code: inspect.cleandoc(error.__doc__ or "-")}

    assert_none(unexplained(wanted, explained))


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_explain_prints_the_page_of_a_rule(rule: Any) -> None:
    first = rule.manual.strip().splitlines()[0]

    assert_none(unexplained({rule.id: first, rule.name: first}, explained))


def test_every_error_is_provoked_by_a_test() -> None:
    pairs = [(error.code, error.__name__) for error in ERRORS]

    assert_none(unprovoked(pairs, texts_of_tests()))


def test_every_rule_is_provoked_by_a_test() -> None:
    assert_none(unprovoked([(rule.id, rule.id) for rule in ALL_RULES], texts_of_tests()))
