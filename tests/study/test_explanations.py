"""Every suggestion on the shipped study is explained, and its figures add up."""

from __future__ import annotations

import json
from collections.abc import Callable
from math import fsum, log
from typing import Any

import pytest
from netherfold import Study
from typer.testing import Result

from ethnocode.report.measure import width_of
from ethnocode.services.suggesting.run import run_suggestions

Cli = Callable[..., Result]


@pytest.fixture
def explain(cli: Cli, study: Study) -> Callable[..., str]:
    """Run a subcommand of ``ethnocode suggest`` on the study, with its suggestions made."""
    run_suggestions(study.project)

    def run(*arguments: str) -> str:
        result = cli("suggest", *arguments, "--project", str(study.project.folder))
        assert result.exit_code == 0
        return result.stdout

    return run


def test_what_is_said_for_each_suggestion_adds_up_to_its_score(
    study: Study, explain: Callable[..., str]
) -> None:
    listed: list[dict[str, Any]] = json.loads(explain("list", "--format", "json"))

    assert listed
    for row in listed:
        found = json.loads(explain("explain", str(row["id"]), "--format", "json"))
        evidence = found["evidence"]
        total = fsum([evidence["bias"], *(part["amount"] for part in evidence["contributions"])])
        assert abs(total - log(row["score"] / (1 - row["score"]))) < 1e-6
        text = study.texts[row["source"]].text
        assert text[row["start"] : row["end"]] == row["quote"] == row["quote"].strip()
        assert 0 < len(row["explanation"]) <= 200
    for row in listed[:5]:
        assert max(map(width_of, explain("explain", str(row["id"])).split("\n"))) <= 80
