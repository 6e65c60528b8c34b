"""Published figures of agreement, through the command line: small studies of the same cells."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Cli = Callable[..., Result]
Coded = tuple[int, int, str]
"""First character, one past the last, and the code."""

# Fleiss (1971), p. 379: thirty patients, each by six psychiatrists
FLEISS = (
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 "
    "144444 124444 222333 144444 224445 333335 111455 111112 224444 133555 "
    "555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"
)
CODES = ("c1", "c2", "c3", "c4", "c5")


@pytest.fixture
def study(cli: Cli) -> Callable[..., dict[str, Any]]:
    """Return a function that makes a study of one text, and reports on its coders."""

    def report(text: str, coders: Sequence[Sequence[Coded]], *options: str) -> dict[str, Any]:
        book = "".join(f"  - {{id: {c}, name: {c}, definition: What is {c}.}}\n" for c in CODES)
        head = "ethnocode: 1\nid: toy\ntitle: Toy\nversion: 1.0.0\ncodes:\n"
        Path("book.yaml").write_text(head + book)
        Path("text.txt").write_text(text)
        assert cli("init", ".", "--codebook", "book.yaml").exit_code == 0
        assert cli("ingest", "text.txt").exit_code == 0
        named: list[str] = []
        for number, coded in enumerate(coders, start=1):
            rows = [
                {"source": "text.txt", "start": start, "end": end, "code": code}
                for start, end, code in coded
            ]
            Path("rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
            added = cli("coding", "add", "--from", "rows.jsonl", "--coder", f"coder{number}")
            assert added.exit_code == 0, added.stderr
            named += ["--coder", f"coder{number}"]
        result = cli("report", "agreement", "--format", "json", *named, *options)
        assert result.exit_code == 0, result.stderr
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    return report


def rows(report: dict[str, Any], table: str) -> dict[str, dict[str, Any]]:
    """Return the rows of a table by what their first column says."""
    (found,) = (one for one in report["tables"] if one["name"] == table)
    return {row[found["columns"][0]]: row for row in found["rows"]}


def text_of(units: int) -> str:
    """Return a text of so many paragraphs of one word."""
    return "\n\n".join(f"Unit{n:04}." for n in range(units))


def unit(number: int, code: str) -> Coded:
    """Return a coding of a whole paragraph of it."""
    return number * 11, number * 11 + 9, code


def test_ten_segments_of_two_coders(study: Callable[..., dict[str, Any]]) -> None:
    """Krippendorff (2004), p. 224."""
    one, other = ([unit(n, "c1") for n in given] for given in ((0, 1), (1, 2, 5, 7)))

    row = rows(study(text_of(10), [one, other]), "codes")["c1"]

    assert [row[key] for key in ("both", "only_first", "only_second", "neither")] == [1, 1, 3, 5]
    assert row["percent"] == pytest.approx(0.6)
    assert row["alpha"] == pytest.approx(0.0952, abs=0.0001)


@pytest.mark.parametrize(
    ("one", "other", "kappa"),
    [((0, 125), (75, 200), 0.3143), ((0, 200), (75, 125), 0.3478)],
)
def test_a_thousand_characters_of_a_manual(
    study: Callable[..., dict[str, Any]],
    one: tuple[int, int],
    other: tuple[int, int],
    kappa: float,
) -> None:
    """NVivo: both have 50 characters, one of them 150 and nobody 800."""
    text = "word " * 199 + "words"

    report = study(text, [[(*one, "c1")], [(*other, "c1")]], "--on", "characters")
    row = rows(report, "codes")["c1"]

    assert (row["both"], row["only_first"] + row["only_second"], row["neither"]) == (50, 150, 800)
    assert row["percent"] == pytest.approx(0.85)
    assert row["cohen"] == pytest.approx(kappa, abs=0.0001)


def test_the_unitizing_family_on_ten_characters(study: Callable[..., dict[str, Any]]) -> None:
    one = [(0, 4, "c1"), (6, 10, "c2")]
    other = [(0, 3, "c1"), (6, 8, "c1"), (8, 10, "c2")]

    whole = rows(study("abcdefghij", [one, other], "--on", "characters"), "whole")

    assert whole["u_alpha"]["value"] == pytest.approx(257 / 430, abs=1e-12)
    assert whole["binary_u_alpha"]["value"] == pytest.approx(577 / 750, abs=1e-12)
    assert whole["cu_alpha"]["value"] == pytest.approx(13 / 24, abs=1e-12)


def test_older_spans_under_the_binary_alpha_of_2016(study: Callable[..., dict[str, Any]]) -> None:
    """Krippendorff (2004), p. 254, code c, for which the older alpha_U is .7286."""
    one = [(75, 145, "c1"), (220, 250, "c1")]
    other = [(70, 150, "c1"), (205, 225, "c1"), (250, 270, "c1")]

    report = study("x" * 300, [one, other])

    assert rows(report, "codes")["c1"]["u_alpha"] == pytest.approx(0.51628, abs=0.00001)
    assert any("not the alpha_U of 1995" in note for note in report["notes"])


def test_cohens_own_example_over_all_codes(study: Callable[..., dict[str, Any]]) -> None:
    """Cohen (1960), p. 45: two hundred units, each with one code of each coder."""
    table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    pairs = [(i, j) for i in range(3) for j in range(3) for _ in range(table[i][j])]
    layers = [[unit(n, CODES[pair[k]]) for n, pair in enumerate(pairs)] for k in (0, 1)]

    whole = rows(study(text_of(200), layers, "--bootstrap", "0"), "whole")

    assert whole["cohen"]["value"] == pytest.approx(0.492, abs=0.001)
    assert whole["percent"]["value"] == pytest.approx(0.70)


def test_fleiss_own_example_over_all_codes_and_by_code(
    study: Callable[..., dict[str, Any]],
) -> None:
    """Six coders; a code against all others is a category of Fleiss."""
    layers = [
        [unit(n, CODES[int(given[k]) - 1]) for n, given in enumerate(FLEISS.split())]
        for k in range(6)
    ]

    report = study(text_of(30), layers, "--bootstrap", "0")

    whole = rows(report, "whole")
    assert whole["fleiss"]["value"] == pytest.approx(0.430, abs=0.001)
    assert whole["percent"]["value"] == pytest.approx(0.5556, abs=0.0001)
    kappas = {code: row["fleiss"] for code, row in rows(report, "codes").items()}
    published = dict(zip(CODES, (0.248, 0.248, 0.517, 0.470, 0.565), strict=True))
    assert kappas == pytest.approx(published, abs=0.005)


def test_holsti_over_codes_of_units(study: Callable[..., dict[str, Any]]) -> None:
    """Eight decisions shared, of ten and twelve."""
    one = [unit(n, "c1") for n in range(10)]
    other = [unit(n, "c1") for n in (*range(8), *range(10, 14))]

    whole = rows(study(text_of(20), [one, other]), "whole")

    assert whole["holsti"]["value"] == pytest.approx(16 / 22)
