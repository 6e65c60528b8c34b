"""The methods page defines every column of every report, and cites what it names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from ethnocode.services.manual import topic_page
from tests.manual_pages import block_after

Cli = Callable[..., Result]

CODEBOOK = """\
ethnocode: 1
id: toy
title: Toy
version: 1.0.0
codes:
  - id: capital
    name: Capital
    definition: Resource that can be spent.
    near: [{code: habitus, tell_apart: capital can be spent}]
  - {id: habitus, name: Habitus, definition: What goes without saying.}
  - {id: tokenism, name: Tokenism, definition: Asked for form only.}
"""
TEXT = "We knew them all.\n\nThey asked us in.\n\nIt rained.\n"
QUOTES = ("We knew them all.", "They asked us in.")
GIVEN = {"anna": ("capital", "habitus", "tokenism"), "ben": ("habitus",), "cleo": ("tokenism",)}
_MEANING = 24
"""Column of the page's lines, two of them margin, in which the meaning of keys begins."""

REPORTS = (
    ("frequency", "--coder", "anna"),
    ("cooccurrence", "--coder", "anna", "--test", "--tuples", "3"),
    ("matrix", "--by", "kind", "--coder", "anna"),
    ("matrix", "--by", "code:capital", "--coder", "anna"),
    ("network", "--coder", "anna"),
    ("strip", "one.txt", "--coder", "anna"),
    ("agreement", "--coder", "anna", "--coder", "ben"),
    ("agreement", "--coder", "anna", "--coder", "ben", "--coder", "cleo"),
)


@pytest.fixture
def coded(cli: Cli, tmp_path: Path) -> Path:
    """One source that three coders have coded differently."""
    (tmp_path / "one.txt").write_text(TEXT)
    (tmp_path / "book.yaml").write_text(CODEBOOK)
    assert cli("init", ".", "--codebook", "book.yaml").exit_code == 0
    assert cli("ingest", "one.txt").exit_code == 0
    rows = [
        {"source": "one.txt", "code": code, "quote": quote, "coder": coder}
        for coder, codes in GIVEN.items()
        for code in codes
        for quote in QUOTES
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert cli("coding", "add", "--from", "rows.jsonl").exit_code == 0
    return tmp_path


def defined() -> dict[str, set[str]]:
    """Return the keys that the page defines, by report; of numbered ones the first."""
    found: dict[str, set[str]] = {}
    report = ""
    for line in block_after(topic_page("methods"), "## Columns of the reports").splitlines():
        if not line.startswith(" "):
            report = line.strip()
            continue
        found.setdefault(report, set()).update(re.findall(r"\w+", line[:_MEANING]))
    return found


def keys_of(report: dict[str, Any]) -> set[str]:
    """Return the keys of a report's columns, and of those of its further tables."""
    columns = [*report["columns"], *(c for t in report.get("tables", ()) for c in t["columns"])]
    return {re.sub(r"_\d+$", "_1", name) for name in columns}


@pytest.mark.parametrize("words", REPORTS, ids=lambda words: " ".join(words[:3]))
def test_every_column_of_every_report_is_defined_on_the_page(
    cli: Cli, coded: Path, words: tuple[str, ...]
) -> None:
    result = cli("report", *words, "--format", "json")
    assert result.exit_code == 0, result.stderr

    assert keys_of(json.loads(result.stdout)) - defined()[words[0]] == set()


def test_every_report_is_among_those_whose_columns_are_held_against_the_page(cli: Cli) -> None:
    listed = re.findall(r"^  (\w+)  ", cli("report", "--help").stdout, flags=re.MULTILINE)

    assert {words[0] for words in REPORTS} == set(listed) == set(defined())


def test_every_work_that_the_page_cites_is_among_its_references() -> None:
    text, _, references = topic_page("methods").partition("## References")
    flat = " ".join(text.split())
    name = r"[A-Z](?:'[A-Z])?[\w.-]+"
    cited = re.findall(
        rf"({name})(?: and others|(?:, {name})* and {name}|(?:, {name})+)?,? \(?((?:19|20)\d\d)\b",
        flat,
    )
    assert len(cited) > 20
    entries = [" ".join(entry.split()) for entry in references.strip().split("\n\n")]
    for author, year in cited:
        assert any(re.match(rf"(van )?{author}", e) and year in e for e in entries), (author, year)
