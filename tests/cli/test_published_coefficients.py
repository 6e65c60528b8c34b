"""The c-coefficients of the reference figures, through the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Cli = Callable[..., Result]

CODEBOOK = """\
ethnocode: 1
id: t
title: T
version: 1.0.0
codes:
  - {id: a, name: A, definition: One.}
  - {id: b, name: B, definition: Other.}
"""
PARAGRAPH = "One two three four five six."
WORDS = [(start, start + 3) for start in (0, 4, 8, 14, 19, 24)]
"""The first three characters of each word of a paragraph."""


def only_pair(
    cli: Cli, folder: Path, codings: list[tuple[str, int, int]], *options: str, paragraphs: int
) -> dict[str, Any]:
    """Return the row of a and b in a study of so many paragraphs and these codings."""
    (folder / "book.yaml").write_text(CODEBOOK)
    (folder / "one.txt").write_text("\n\n".join([PARAGRAPH] * paragraphs))
    rows = [{"source": "one.txt", "code": c, "start": s, "end": e} for c, s, e in codings]
    (folder / "codings.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n")
    assert cli("init", ".", "--codebook", "book.yaml").exit_code == 0
    assert cli("ingest", "one.txt").exit_code == 0
    assert cli("coding", "add", "--from", "codings.jsonl").exit_code == 0
    done = cli("report", "cooccurrence", *options, "--format", "json")
    assert done.exit_code == 0, done.output
    (row,) = json.loads(done.stdout)["rows"]
    return dict(row)


def test_the_manuals_example_is_small_because_one_code_is_rare(cli: Cli, tmp_path: Path) -> None:
    """ATLAS.ti 22: 100 of a, 10 of b and 5 of both is 5 / 105, with one over 5 times the other."""
    step = len(PARAGRAPH) + 2
    places = [("a", n) for n in range(100)] + [("b", n) for n in range(95, 105)]
    codings = [(code, n * step, n * step + 3) for code, n in places]

    row = only_pair(cli, tmp_path, codings, paragraphs=105)

    assert (row["n_ab"], row["n_a"], row["n_b"]) == (5, 100, 10)
    assert row["c"] == pytest.approx(5 / 105, abs=1e-12)
    assert row["flag"].split() == ["unequal"]


@pytest.mark.parametrize(
    ("of_a", "of_b", "c", "flag"),
    [(1, 3, 3.0, "out_of_range"), (2, 2, None, "undefined"), (3, 3, -3.0, "out_of_range")],
)
def test_events_can_leave_the_range_of_c_and_are_never_clamped(
    cli: Cli, tmp_path: Path, of_a: int, of_b: int, c: float | None, flag: str
) -> None:
    """Each segment of a meets each of b in the one paragraph: of_a times of_b events."""
    codings = [("a", *span) for span in WORDS[:of_a]]
    codings += [("b", *span) for span in WORDS[of_a : of_a + of_b]]
    options = ("--relation", "unit", "--count", "events")

    row = only_pair(cli, tmp_path, codings, *options, paragraphs=1)

    assert (row["n_ab"], row["n_a"], row["n_b"]) == (of_a * of_b, of_a, of_b)
    assert row["c"] == c
    assert flag in row["flag"].split()
