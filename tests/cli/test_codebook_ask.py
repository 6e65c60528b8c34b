"""``codebook split --ask``: codings looked at one by one, and nothing written before the end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from tests.cli.terminal import Terminal

Cli = Callable[..., Result]

SPLIT = ("codebook", "split", "b", "kept", "--ask", "--definition", "What is kept.")
KEYS = b"q quit, nothing happens"


@pytest.fixture
def coded(cli: Cli, study: Path) -> Path:
    """The interview with three codings of one code, in another order than they stand."""
    for quote, more in (
        ("in a tin", ("--memo", "every week")),
        ("Her kitchen.", ()),
        ("Nobody fills it in.", ("--coder", "ben")),
    ):
        added = cli("coding", "add", "charis.txt", "b", "--quote", quote, *more)
        assert added.exit_code == 0
    return study


def state(cli: Cli, folder: Path) -> tuple[str, list[tuple[str, str]], int]:
    listed = json.loads(cli("coding", "list", "--format", "json").stdout)
    events = json.loads(cli("log", "--format", "json").stdout)
    book = (folder / "codebook.yaml").read_text()
    return book, [(coding["quote"], coding["code"]) for coding in listed], len(events)


def pressed(folder: Path, *keys: bytes, more: tuple[str, ...] = ()) -> tuple[int, str]:
    """Press keys, each once the keys are shown; return the status and what was seen."""
    terminal = Terminal(folder, *SPLIT, *more)
    for times, key in enumerate(keys, start=1):
        terminal.wait_for(KEYS, times)
        terminal.press(key)
    return terminal.close()


def test_codings_come_in_the_order_of_the_text_and_go_where_a_key_says(
    cli: Cli, coded: Path
) -> None:
    events = state(cli, coded)[2]

    status, seen = pressed(coded, b"s", b"n", b"n", b"w")

    assert status == 0
    book, codings, now = state(cli, coded)
    assert codings == [("Her kitchen.", "b"), ("in a tin", "kept"), ("Nobody fills it in.", "kept")]
    assert now == events + 1
    assert "- id: kept\n" in book
    lines = seen.splitlines()
    assert [line for line in lines if " of 3 · " in line] == [
        "1 of 3 · 0 to kept, 0 stay",
        "2 of 3 · 0 to kept, 1 stay",
        "3 of 3 · 1 to kept, 1 stay",
    ]
    assert "All 3 decided: 2 to kept, 1 stay." in lines
    assert "We kept the money [in a tin]." in seen.replace("\r\n  ", " ")
    assert "memo: every week" in lines
    assert any(line.endswith("· ben") for line in lines)
    assert lines[-1] == "split kept from b: 2 codings moved, 1 stayed"
    assert max(map(len, lines)) <= 80


def test_back_takes_the_last_answer_back(cli: Cli, coded: Path) -> None:
    status, seen = pressed(coded, b"n", b"n", b"b", b"b", b"s", b"n", b"s", b"w")

    assert status == 0
    assert state(cli, coded)[1] == [
        ("Her kitchen.", "b"),
        ("in a tin", "kept"),
        ("Nobody fills it in.", "b"),
    ]
    assert seen.count("1 of 3 · 0 to kept, 0 stay") == 2


def test_written_early_the_rest_stays(cli: Cli, coded: Path) -> None:
    status, seen = pressed(coded, b"n", b"w")

    assert status == 0
    assert [code for _, code in state(cli, coded)[1]] == ["kept", "b", "b"]
    assert "w write, the rest stays" in seen


@pytest.mark.parametrize(
    ("last", "status", "said"),
    [(b"q", 1, "nothing is changed"), (b"\x04", 1, "nothing is changed"), (b"\x03", 130, "")],
    ids=["q", "ctrl-d", "ctrl-c"],
)
def test_leaving_changes_nothing(
    cli: Cli, coded: Path, last: bytes, status: int, said: str
) -> None:
    before = state(cli, coded)

    ended, seen = pressed(coded, b"n", b"n", b"n", last)

    assert ended == status
    assert said in seen
    assert state(cli, coded) == before


def test_where_none_goes_nothing_is_split(cli: Cli, coded: Path) -> None:
    before = state(cli, coded)

    status, seen = pressed(coded, b"s", b"w")

    assert (status, "no coding goes to 'kept'" in seen) == (2, True)
    assert state(cli, coded) == before


def test_a_dry_run_asks_and_shows_what_would_be_written(cli: Cli, coded: Path) -> None:
    before = state(cli, coded)

    status, seen = pressed(coded, b"n", b"w", more=("--dry-run",))

    assert status == 0
    assert "would split kept from b: 1 coding moved, 2 stayed" in seen
    assert "+  - id: kept" in seen
    assert state(cli, coded) == before


def test_with_a_rule_only_what_it_picks_is_asked_about(cli: Cli, coded: Path) -> None:
    status, seen = pressed(coded, b"n", b"w", more=("--ids", "1"))

    assert status == 0
    assert "1 of 1 ·" in seen
    assert [code for _, code in state(cli, coded)[1]] == ["b", "kept", "b"]


def test_other_keys_are_told_which_there_are(cli: Cli, coded: Path) -> None:
    status, seen = pressed(coded, b"x", b"b", b"q")

    assert status == 1
    assert seen.count("the keys are n, s, w, q") == 2


def test_without_a_terminal_it_is_refused_with_what_to_do(cli: Cli, coded: Path) -> None:
    before = state(cli, coded)

    refused = cli(*SPLIT)

    assert refused.exit_code == 2
    assert "--ask needs a terminal" in refused.stderr
    assert "--ids, --where, --kind or --speaker" in refused.stderr
    assert state(cli, coded) == before


def test_what_would_stop_the_split_is_said_before_anybody_is_asked(cli: Cli, coded: Path) -> None:
    terminal = Terminal(
        coded, "codebook", "split", "b", "a", "--ask", "--definition", "What is kept."
    )
    status, seen = terminal.close()

    assert status == 3
    assert "'a' is the id of another code" in seen
    assert "of 3" not in seen


def test_a_code_without_codings_has_nothing_to_ask_about(cli: Cli, coded: Path) -> None:
    terminal = Terminal(coded, "codebook", "split", "a", "n", "--ask", "--definition", "New.")
    status, seen = terminal.close()

    assert (status, "'a' has no codings" in seen) == (2, True)
