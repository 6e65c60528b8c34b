"""The section ``checks`` of ethnocode.yaml is read strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from ethnocode.errors import ProjectError
from ethnocode.model import Allowance, Checks, Position, Severity
from ethnocode.services.settings import read_settings


@pytest.fixture(autouse=True)
def _there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def checks(tmp_path: Path, section: str) -> Checks:
    path = tmp_path / "ethnocode.yaml"
    path.write_text(f"ethnocode: 1\n{section}")
    return read_settings(path).checks


def test_without_the_section_nothing_is_chosen(tmp_path: Path) -> None:
    assert checks(tmp_path, "") == checks(tmp_path, "checks:\n") == Checks()
    assert checks(tmp_path, "checks: {select: [], ignore: , severity: {}, allow: []}") == Checks()


def test_ids_names_and_beginnings_severities_and_allowances_are_read(tmp_path: Path) -> None:
    section = (
        "checks:\n"
        "  select: [CB, cd001, one-way-near]\n"
        "  ignore: [CB013]\n"
        "  severity: {CB011: error, one-way-near: warning, SR: error}\n"
        "  allow:\n"
        "    - {rule: CD002, where: notes.md:3, because: 'so it is  meant'}\n"
        "    - {rule: [CB011, shared-cue]}\n"
    )

    assert checks(tmp_path, section) == Checks(
        select=("CB", "cd001", "one-way-near"),
        ignore=("CB013",),
        severities=(
            ("CB011", Severity.ERROR),
            ("one-way-near", Severity.WARNING),
            ("SR", Severity.ERROR),
        ),
        allowed=(
            Allowance(("CD002",), "notes.md:3", "so it is meant", Position("ethnocode.yaml", 7, 7)),
            Allowance(("CB011", "shared-cue"), "", "", Position("ethnocode.yaml", 8, 7)),
        ),
    )


@pytest.mark.parametrize(
    ("section", "place", "message", "hint"),
    [
        ("checks: CB013", "2:9", "'checks': expected a mapping, found text", "CB013"),
        ("checks: {selct: [CB]}", "2:10", "unknown setting 'checks.selct'", "'select'"),
        ("checks: {select: CB}", "2:18", "'checks.select': expected a list", "[CB, CD001]"),
        ("checks: {select: [CB013x]}", "2:19", "no rule is called 'CB013x'", "CB013"),
        ("checks: {select: [[CB]]}", "2:19", "expected a rule, found a list", "CB013"),
        ("checks: {ignore: [C]}", "2:19", "no rule is called 'C'", "explain"),
        ("checks: {ignore: [one-way]}", "2:19", "no rule is called 'one-way'", "one-way-near"),
        ("checks: {ignore: [not-yaml]}", "2:18", "CB019 not-yaml is always", "leave the rule out"),
        ("checks: {severity: [CB]}", "2:20", "'checks.severity': expected a map", "CB011"),
        ("checks: {severity: {CB01l: error}}", "2:21", "no rule is called 'CB01l'", "CB01"),
        ("checks: {severity: {CB011: eror}}", "2:28", "'eror' is no severity", "error or warning"),
        ("checks: {severity: {CB011: [a]}}", "2:28", "a list is no severity", "error or warning"),
        ("checks: {severity: {CB019: warning}}", "2:21", "CB019 not-yaml is always", "leave"),
        (
            "checks:\n  severity: {CB011: error, shared-cue: warning}",
            "3:28",
            "'shared-cue' is the same rule as 'CB011'",
            "keep one",
        ),
        ("checks: {allow: CB011}", "2:17", "'checks.allow': expected a list", "{rule: CD005"),
        ("checks: {allow: [CB011]}", "2:18", "'checks.allow': expected a mapping", "{rule:"),
        ("checks: {allow: [{where: x}]}", "2:18", "nothing says which 'rule'", "{rule: CD005"),
        ("checks: {allow: [{rule: []}]}", "2:25", "nothing says which 'rule'", "{rule: CD005"),
        ("checks: {allow: [{rule: CB}]}", "2:25", "'CB' is more than one rule", "name each"),
        ("checks: {allow: [{rule: CB019}]}", "2:25", "CB019 not-yaml cannot be allowed", "mend"),
        ("checks: {allow: [{rule: CB032}]}", "2:25", "CB032 unused-suppression cannot", "mend"),
        ("checks: {allow: [{rule: CB011, why: x}]}", "2:32", "'checks.allow.why'", "allow has"),
        ("checks: {allow: [{rule: CB011, where: [x]}]}", "2:39", "'where': expected text", "notes"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(
    tmp_path: Path, section: str, place: str, message: str, hint: str
) -> None:
    with pytest.raises(ProjectError) as caught:
        checks(tmp_path, section)

    assert caught.value.where == f"ethnocode.yaml:{place}"
    assert message in caught.value.message
    assert hint in caught.value.hint
