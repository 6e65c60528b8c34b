"""``explain`` without a name lists every rule."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from typer.testing import Result

from ethnocode.codebook import RULES
from ethnocode.codebook.study_rules import STUDY_RULES

Cli = Callable[..., Result]


def test_every_rule_is_listed_once_with_its_severity_name_and_what_it_is_about(cli: Cli) -> None:
    printed = cli("explain").stdout
    joined = re.sub(r"\n {17}", " ", printed)

    assert joined.splitlines() == [
        f"{rule.id}  {rule.severity:<8}  {rule.name}: {rule.manual.splitlines()[0]}"
        for rule in (*RULES, *STUDY_RULES)
    ]
    assert all(len(line) <= 80 for line in printed.splitlines())
    assert cli("help", "rules").stdout == printed


def test_the_list_as_json_has_the_same_rules_and_a_page_is_text(cli: Cli) -> None:
    records = json.loads(cli("explain", "--format", "json").stdout)

    assert [record["rule"] for record in records] == [r.id for r in (*RULES, *STUDY_RULES)]
    assert records[0] == {
        "rule": "CB001",
        "name": "duplicate-id",
        "severity": "error",
        "summary": RULES[0].manual.splitlines()[0],
    }
    assert cli("explain", "CB001", "--format", "json").exit_code == 2


def test_a_slip_in_a_name_is_told_the_nearest_of_rules_and_errors(cli: Cli) -> None:
    for slip, meant in (("one-way", "one-way-near"), ("e15", "E150")):
        told = cli("explain", slip)

        assert told.exit_code == 2
        assert f"nothing is called '{slip}'" in told.stderr
        assert meant in told.stderr
