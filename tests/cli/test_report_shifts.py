"""``report cooccurrence --test``: what it says, what it refuses, and how it is stopped."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from test_interrupting import ended
from typer.testing import Result

Cli = Callable[..., Result]

TEST = ("report", "cooccurrence", "--test")
PARAGRAPH = "Words enough for one."
BEARS = {
    "one.txt": {"a": "xx...xx.....", "b": "xx...x......", "c": "............"},
    "two.txt": {"a": "...xxx......", "b": "...xx.....x.", "c": "............"},
    "three.txt": {"a": "............", "b": "............", "c": "x"},
}


@pytest.fixture
def study(cli: Cli, tmp_path: Path) -> Path:
    """Three sources: a and b in runs, mostly together; c in a source of one paragraph."""
    codes = "".join(f"  - {{id: {id_}, name: {id_}, definition: One.}}\n" for id_ in "abc")
    (tmp_path / "book.yaml").write_text(
        f"ethnocode: 1\nid: t\ntitle: T\nversion: 1.0.0\ncodes:\n{codes}"
    )
    assert cli("init", ".", "--codebook", "book.yaml").exit_code == 0
    (tmp_path / "in").mkdir()
    lines = []
    for name, bears in BEARS.items():
        paragraphs = [PARAGRAPH] * len(bears["c"])
        (tmp_path / "in" / name).write_text("\n\n".join(paragraphs))
        for code, marks in bears.items():
            for number, mark in enumerate(marks):
                start = number * (len(PARAGRAPH) + 2)
                row = {"source": name, "code": code, "start": start, "end": start + len(PARAGRAPH)}
                lines += [json.dumps(row)] if mark == "x" else []
    assert cli("ingest", "in").exit_code == 0
    (tmp_path / "codings.jsonl").write_text("\n".join(lines) + "\n")
    assert cli("coding", "add", "--from", "codings.jsonl").exit_code == 0
    return tmp_path


def report(cli: Cli, *options: str) -> dict[str, Any]:
    done = cli(*TEST, *options, "--format", "json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def pair(found: dict[str, Any], a: str, b: str) -> dict[str, Any]:
    (row,) = [row for row in found["rows"] if (row["a"], row["b"]) == (a, b)]
    return row


def test_each_pair_has_its_test_beside_its_counts(cli: Cli, study: Path) -> None:
    """By hand: a is in 4 and 3 units of 12 and b in 3 and 3, so by chance 12/12 + 9/12."""
    found = report(cli, "--seed", "5")
    ab, ac = pair(found, "a", "b"), pair(found, "a", "c")

    assert found["columns"][2:7] == ["n_ab", "expected", "p", "q", "test"]
    assert (ab["n_ab"], ab["expected"]) == (5, 1.75)
    assert 0.001 <= ab["p"] < 0.03
    assert ab["q"] == ab["p"], "it is the only pair that has a p"
    assert ab["test"] == "exploratory"
    assert (ac["expected"], ac["p"], ac["q"]) == (0, None, None)
    assert ac["test"] == "undefined: no shift changes the count"


def test_rounds_seed_and_what_they_mean_are_said(cli: Cli, study: Path) -> None:
    found = report(cli, "--rounds", "1500", "--seed", "5")
    said = " ".join(found["notes"])

    assert found["parameters"]["rounds"] == 1500
    assert found["parameters"]["seed"] == 5
    assert "p and q are exploratory" in said
    assert "A purposive sample supports no inference to a population" in said
    assert "Benjamini and Hochberg (1995) over all 1 pairs that have a p" in said
    assert "2 of 3 pairs have no p" in said
    assert "1 coded source has fewer than two units, of 3" in said


@pytest.fixture
def interview(cli: Cli, study: Path) -> Path:
    """Six answers, a on the first three and b on the first two and the fifth; six questions."""
    turns = [f"{who}: {PARAGRAPH}" for _ in range(6) for who in ("Ros", "Maud")]
    (study / "talk.txt").write_text("\n\n".join(turns) + "\n")
    assert cli("ingest", "talk.txt", "--kind", "interview").exit_code == 0
    for code, answers in (("a", (1, 2, 3)), ("b", (1, 2, 5))):
        for answer in answers:
            place = ("--quote", PARAGRAPH, "--occurrence", str(2 * answer))
            assert cli("coding", "add", "talk.txt", code, *place).exit_code == 0
    return study


@pytest.mark.parametrize(
    ("options", "expected"),
    [((), 1.5), (("--within", "voice"), 1.5), (("--within", "source"), 0.75)],
)
def test_codes_are_shifted_among_the_words_of_one_speaker(
    cli: Cli, interview: Path, options: tuple[str, ...], expected: float
) -> None:
    """By hand: 3 and 3 of 6 answers by voice, of 12 turns by source."""
    found = report(cli, "--source", "talk.txt", *options)

    assert pair(found, "a", "b")["expected"] == expected
    assert found["parameters"]["within"] == (options[-1] if options else "voice")


def test_the_odds_of_one_speaker_are_not_those_of_all_turns(cli: Cli, interview: Path) -> None:
    """By hand: 2, 1, 1 and 2 of 6 answers; with the questions 2, 1, 1 and 8."""
    ab = pair(report(cli, "--source", "talk.txt"), "a", "b")

    assert (ab["odds"], ab["odds_within"]) == (16, 4)


@pytest.mark.parametrize("format_", ["text", "md", "csv", "json", "html"])
def test_every_format_says_that_it_is_exploratory(cli: Cli, study: Path, format_: str) -> None:
    done = cli(*TEST, "--format", format_)

    assert done.exit_code == 0, done.output
    assert "exploratory" in done.stdout


def test_the_csv_says_so_in_each_row(cli: Cli, study: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(cli(*TEST, "--format", "csv").stdout)))

    assert [row["test"].split(":")[0] for row in rows] == ["exploratory", "undefined", "undefined"]


def test_a_terminal_of_80_columns_has_p_and_q(cli: Cli, study: Path) -> None:
    head = next(line for line in cli(*TEST).stdout.splitlines() if line.startswith("Code a"))

    assert head.split()[-6:-2] == ["chance", "p", "q", "Test"]


def test_without_a_test_there_is_no_p(cli: Cli, study: Path) -> None:
    done = cli("report", "cooccurrence", "--format", "json")

    assert not {"p", "q", "test"} & set(json.loads(done.stdout)["columns"])
    assert "exploratory" not in done.stdout


def test_the_page_says_what_to_type_to_get_the_same(cli: Cli, study: Path) -> None:
    done = cli(*TEST, "--seed", "5", "--format", "html")

    assert "--test --rounds 999 --seed 5" in done.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--test", "--rounds", "998"), "998 rounds are too few for a test"),
        (("--rounds", "999"), "--rounds is for a test"),
        (("--seed", "1"), "--seed is for a test"),
        (("--test", "--seed", "-1"), "--seed"),
        (("--test", "--relation", "overlap"), "not for units by overlap"),
        (("--test", "--count", "segments"), "not for segments by overlap"),
        (("--test", "--count", "persons"), "not for persons by unit"),
        (("--test", "--unit", "source"), "the unit source"),
        (("--test", "--unit", "person"), "the unit person"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_tested_is_refused(
    cli: Cli, study: Path, options: tuple[str, ...], said: str
) -> None:
    done = cli("report", "cooccurrence", *options)

    assert done.exit_code == 2
    assert said in done.stderr
    assert not done.stdout


def test_too_few_rounds_are_refused_by_the_service_as_well(cli: Cli, study: Path) -> None:
    from ethnocode.errors import UsageError
    from ethnocode.model import Count, Relation, Unit
    from ethnocode.services.reports.chance import Shifts, check_shifts

    wanted = {"relation": Relation.UNIT, "count": Count.UNITS, "unit": Unit.PASSAGE}

    check_shifts(Shifts(999), **wanted)
    with pytest.raises(UsageError, match="998 rounds are too few"):
        check_shifts(Shifts(998), **wanted)


def test_how_far_a_p_can_move_is_said(cli: Cli, study: Path) -> None:
    """By hand: 2 sqrt(2 x 0.05 x 0.95 / B) is 0.0195 for 999 rounds, and 0.0195 / 3 for 8,991."""
    for rounds, far in ((999, "0.02"), (8991, "0.007")):
        found = report(cli, "--rounds", str(rounds))
        assert any(f"move a p of 0.05 by about {far};" in note for note in found["notes"])


def test_nothing_is_said_of_progress_where_there_is_no_terminal(cli: Cli, study: Path) -> None:
    assert cli(*TEST).stderr == ""


def test_a_study_without_codings_has_nothing_to_test(cli: Cli, study: Path) -> None:
    assert cli("undo").exit_code == 0

    found = report(cli)

    assert found["rows"] == []


def test_only_pairs_that_are_shown_are_tested(cli: Cli, study: Path) -> None:
    found = report(cli, "--code", "a", "--code", "b")

    assert [(row["a"], row["b"]) for row in found["rows"]] == [("a", "b")]
    assert not any("have no p" in note for note in found["notes"])


def test_hashes_and_threads_change_no_byte(study: Path) -> None:
    said = [
        subprocess.run(
            [sys.executable, "-m", "ethnocode", *TEST, "--format", "json"],
            cwd=study,
            env={
                **os.environ,
                "PYTHONHASHSEED": number,
                "OPENBLAS_NUM_THREADS": number,
                "OMP_NUM_THREADS": number,
            },
            check=True,
            capture_output=True,
        ).stdout
        for number in ("1", "2")
    ]

    assert said[0] == said[1]


def test_a_test_that_is_interrupted_shows_how_far_it_was_and_writes_nothing(study: Path) -> None:
    ours, theirs = pty.openpty()
    command = (*TEST, "--rounds", "1000000", "--format", "csv", "--output", "pairs.csv")

    with subprocess.Popen(
        [sys.executable, "-m", "ethnocode", *command],
        cwd=study,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
    ) as running:
        os.close(theirs)
        told = b""
        while b"/1000000" not in told:
            told += os.read(ours, 4096)
        running.send_signal(signal.SIGINT)
        last = ended(ours)
        assert running.stdout is not None
        assert running.stdout.read() == b""
    os.close(ours)

    assert b"shifting codes" in told
    assert running.returncode == 130
    assert "interrupted" in last
    assert "Traceback" not in last
    assert not list(study.glob("pairs.csv*"))
