"""``coding resolve``: a consensus layer beside the originals, which stay as they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from tests.cli.terminal import Terminal

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
    near: [{code: habitus, tell_apart: capital can be spent; habitus is who one is}]
    properties: {side: [ours, theirs]}
  - {id: habitus, name: Habitus, definition: What goes without saying.}
  - {id: tokenism, name: Tokenism, definition: Asked for form only.}
"""
TEXT = """\
I knew them all, and their mothers.

We sat where we were told.

They ticked the box and left.

Nobody asked me anything.
"""
KEYS = b"q quit, the rest stays open"
BOTH = ("coding", "resolve", "--coder", "anna", "--coder", "ben")


@pytest.fixture
def desk(cli: Cli, tmp_path: Path) -> Path:
    """One source, two coders.

    Paragraph 1: capital by both, on words that overlap. 2: habitus by anna, capital by ben.
    3: tokenism by anna only. 4: tokenism by ben only. So disagreements, by code: 1 capital or
    habitus, 2 tokenism in paragraph 3, 3 tokenism in paragraph 4.
    """
    (tmp_path / "one.txt").write_text(TEXT)
    (tmp_path / "book.yaml").write_text(CODEBOOK)
    assert cli("init", ".", "--codebook", "book.yaml").exit_code == 0
    assert cli("ingest", "one.txt").exit_code == 0
    for coder, code, quote, *more in (
        ("anna", "capital", "I knew them all", "--set", "side=ours"),
        ("ben", "capital", "knew them all, and their mothers", "--set", "side=ours"),
        ("anna", "habitus", "We sat where we were told."),
        ("ben", "capital", "where we were told"),
        ("anna", "tokenism", "ticked the box", "--memo", "for form"),
        ("ben", "tokenism", "Nobody asked me anything."),
    ):
        added = cli("coding", "add", "one.txt", code, "--quote", quote, "--coder", coder, *more)
        assert added.exit_code == 0
    return tmp_path


def layer(cli: Cli, coder: str) -> list[dict[str, Any]]:
    every: list[dict[str, Any]] = json.loads(cli("coding", "list", "--format", "json").stdout)
    return [coding for coding in every if coding["coder"] == coder]


def settled(cli: Cli, name: str = "consensus") -> list[tuple[str, str, str]]:
    return [(c["code"], c["quote"], c["origin"]) for c in layer(cli, name)]


def events(cli: Cli) -> int:
    return len(json.loads(cli("log", "--format", "json").stdout))


AGREED = ("capital", "I knew them all, and their mothers", "consensus:1,2")


def test_what_both_agree_on_is_copied_and_the_rest_stays_open(cli: Cli, desk: Path) -> None:
    """Their words overlap, so the consensus has those from the first to the last."""
    before = [layer(cli, "anna"), layer(cli, "ben")]
    reports = [cli("report", "cooccurrence", "--coder", c).stdout for c in ("anna", "ben")]
    number = events(cli)

    result = cli(*BOTH)

    assert result.exit_code == 0
    assert settled(cli) == [AGREED]
    (coding,) = layer(cli, "consensus")
    assert coding["memo"] == "anna and ben agree"
    assert coding["properties"] == {"side": "ours"}
    assert result.stderr == (
        "added 1 coding of consensus: 1 agreed on by anna, ben, 0 disagreements decided\n"
        "3 still open: decide with --ask, or by --take and --ids\n"
    )
    assert [layer(cli, "anna"), layer(cli, "ben")] == before
    assert events(cli) == number + 1
    after = [cli("report", "cooccurrence", "--coder", c).stdout for c in ("anna", "ben")]
    assert [text.split("revision")[0] for text in after] == [
        text.split("revision")[0] for text in reports
    ]


@pytest.mark.parametrize(
    ("take", "stands"),
    [
        (
            "anna",
            [
                ("habitus", "We sat where we were told.", "consensus:3"),
                ("tokenism", "ticked the box", "consensus:5"),
            ],
        ),
        (
            "ben",
            [
                ("capital", "where we were told", "consensus:4"),
                ("tokenism", "Nobody asked me anything.", "consensus:6"),
            ],
        ),
        (
            "both",
            [
                ("habitus", "We sat where we were told.", "consensus:3"),
                ("capital", "where we were told", "consensus:4"),
                ("tokenism", "ticked the box", "consensus:5"),
                ("tokenism", "Nobody asked me anything.", "consensus:6"),
            ],
        ),
        ("neither", []),
    ],
)
def test_a_rule_decides_every_disagreement(
    cli: Cli, desk: Path, take: str, stands: list[tuple[str, str, str]]
) -> None:
    assert cli(*BOTH, "--take", take).exit_code == 0

    assert settled(cli) == [AGREED, *stands]


@pytest.mark.parametrize("take", ["anna", "ben", "both", "neither"])
def test_running_it_again_adds_nothing_and_is_no_event(cli: Cli, desk: Path, take: str) -> None:
    assert cli(*BOTH, "--take", take).exit_code == 0
    before = settled(cli), events(cli), cli("memo", "list", "--format", "json").stdout

    again = cli(*BOTH, "--take", "both")

    assert again.exit_code == 0
    assert "3 disagreements settled before" in again.stderr
    assert (settled(cli), events(cli), cli("memo", "list", "--format", "json").stdout) == before


def test_what_is_new_since_is_added_and_nothing_else(cli: Cli, desk: Path) -> None:
    cli(*BOTH, "--take", "neither")
    cli("coding", "add", "one.txt", "tokenism", "--quote", "and left", "--coder", "ben")
    cli("coding", "add", "one.txt", "habitus", "--quote", "Nobody asked me", "--coder", "anna")

    assert cli(*BOTH, "--take", "anna").exit_code == 0

    assert settled(cli) == [
        AGREED,
        ("tokenism", "ticked the box", "consensus:5"),
        ("tokenism", "and left", "consensus:8"),
        ("habitus", "Nobody asked me", "consensus:9"),
    ]


def test_only_disagreements_of_the_numbers_named_are_decided(cli: Cli, desk: Path) -> None:
    report = json.loads(cli("report", "agreement", "--format", "json").stdout)
    assert [(row["number"], row["code"], row["start"]) for row in report["rows"]] == [
        (1, "capital", 37),
        (2, "tokenism", 65),
        (3, "tokenism", 96),
    ]

    assert cli(*BOTH, "--take", "both", "--ids", "3").exit_code == 0

    assert settled(cli) == [AGREED, ("tokenism", "Nobody asked me anything.", "consensus:6")]


def test_what_is_decided_against_leaves_a_memo_on_the_passage(cli: Cli, desk: Path) -> None:
    cli(*BOTH, "--take", "anna")

    (memo,) = json.loads(cli("memo", "list", "--format", "json").stdout)
    assert memo["body"] == "not tokenism (coding 6); decided: anna's reading, not ben's"
    assert memo["kind"] == "methodological"


def test_undo_takes_a_run_back_whole(cli: Cli, desk: Path) -> None:
    before = cli("coding", "list", "--format", "json").stdout
    cli(*BOTH, "--take", "anna")

    assert cli("undo").exit_code == 0

    assert cli("coding", "list", "--format", "json").stdout == before
    assert json.loads(cli("memo", "list", "--format", "json").stdout) == []
    assert cli("verify").exit_code == 0


def test_a_dry_run_says_what_would_be_and_does_nothing(cli: Cli, desk: Path) -> None:
    before = cli("coding", "list", "--format", "json").stdout, events(cli)

    result = cli(*BOTH, "--take", "both", "--dry-run")

    assert result.stderr.startswith("would add 5 codings of consensus: 1 agreed on by")
    assert (cli("coding", "list", "--format", "json").stdout, events(cli)) == before


def test_a_consensus_is_counted_alone_and_never_beside_the_originals(cli: Cli, desk: Path) -> None:
    cli(*BOTH, "--take", "both")

    report = json.loads(
        cli("report", "cooccurrence", "--coder", "consensus", "--format", "json").stdout
    )
    met = [(row["a"], row["b"], row["n_ab"]) for row in report["rows"] if row["n_ab"]]
    assert met == [("capital", "habitus", 1)]
    compared = json.loads(cli("report", "agreement", "--format", "json").stdout)
    assert compared["parameters"]["coders"] == "anna, ben"


def test_a_coding_over_two_passages_stays_whole_where_both_are_agreed_on(
    cli: Cli, desk: Path
) -> None:
    """habitus by anna on paragraphs 3 and 4 whole; by ben on a word of each, and on both."""
    two = "They ticked the box and left.\n\nNobody asked me anything."
    cli("coding", "add", "one.txt", "habitus", "--quote", two, "--coder", "anna")
    cli("coding", "add", "one.txt", "habitus", "--quote", "left", "--coder", "ben")
    cli(*BOTH, "--as", "first")
    cli("coding", "add", "one.txt", "habitus", "--quote", "Nobody", "--coder", "ben")
    cli(*BOTH, "--as", "second")

    assert [c for c in settled(cli, "first") if c[0] == "habitus"] == [
        ("habitus", "They ticked the box and left.", "consensus:7,8")
    ]
    assert [c for c in settled(cli, "second") if c[0] == "habitus"] == [
        ("habitus", two, "consensus:7,8,11")
    ]


def test_keys_decide_one_by_one_with_definitions_and_what_tells_codes_apart(
    cli: Cli, desk: Path
) -> None:
    number = events(cli)
    terminal = Terminal(desk, *BOTH, "--ask")
    for times, key in enumerate((b"a", b"u", b"b", b"z", b"n"), start=1):
        terminal.wait_for(KEYS, times)
        terminal.press(key)
    terminal.wait_for(KEYS, 6)
    terminal.press(b"m")
    terminal.wait_for(b"why:")
    terminal.answer(b"she says so herself\n")
    terminal.wait_for(KEYS, 7)
    terminal.press(b"x")
    status, seen = terminal.close()

    assert status == 0
    assert settled(cli) == [
        AGREED,
        ("capital", "where we were told", "consensus:4"),
        ("tokenism", "Nobody asked me anything.", "consensus:6"),
    ]
    assert layer(cli, "consensus")[2]["memo"] == (
        "decided: all that anna and ben gave. she says so herself"
    )
    assert events(cli) == number + 1
    lines = [line.rstrip() for line in seen.splitlines()]
    assert "1 of 3 · No. 1 · capital or habitus" in lines
    assert "a anna: habitus" in lines
    assert "b ben: capital" in lines
    assert "    tokenism: ticked the box [for form]" in lines
    assert "- capital or habitus: capital can be spent; habitus is who one is" in lines
    assert "- tokenism: Asked for form only." in lines
    assert "the keys are a, b, x, n, m, s, u, q" in lines
    assert max(map(len, lines)) <= 80


def test_quitting_keeps_what_is_decided_and_leaves_the_rest_open(cli: Cli, desk: Path) -> None:
    terminal = Terminal(desk, *BOTH, "--ask")
    for times, key in enumerate((b"s", b"a", b"q"), start=1):
        terminal.wait_for(KEYS, times)
        terminal.press(key)
    status, seen = terminal.close()

    assert status == 0
    assert "2 still open" in seen
    assert settled(cli) == [AGREED, ("tokenism", "ticked the box", "consensus:5")]


def test_breaking_off_changes_nothing(cli: Cli, desk: Path) -> None:
    before = events(cli)
    terminal = Terminal(desk, *BOTH, "--ask")
    terminal.wait_for(KEYS, 1)
    terminal.press(b"a")
    terminal.wait_for(KEYS, 2)
    terminal.press(b"\x03")
    status, _ = terminal.close()

    assert status == 130
    assert (settled(cli), events(cli)) == ([], before)


@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        (("--take", "dora"), 2, "--take 'dora' is none of them"),
        (("--take", "both", "--ids", "9"), 2, "there is no disagreement 9"),
        (("--ids", "x"), 2, "--ids 'x' are no numbers"),
        (("--as", "anna"), 2, "'anna' cannot be both settled and the consensus"),
        (("--as", "cleo"), 2, "'cleo' has codings of her own"),
        (("--as", " "), 2, "--as ' ' is no name"),
        (("--ask",), 2, "--ask needs a terminal"),
        (("--ask", "--take", "both"), 2, "--ask and --take both decide"),
        (("--coder", "dora"), 2, "nobody has coded as 'dora'"),
        (("--code", "capitol"), 2, "capitol"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_changed(
    cli: Cli, desk: Path, options: tuple[str, ...], status: int, message: str
) -> None:
    cli("coding", "add", "one.txt", "habitus", "--quote", "left", "--coder", "cleo")
    before = events(cli)

    result = cli(*BOTH, *options)

    assert result.exit_code == status
    assert message in result.stderr
    assert events(cli) == before


def test_one_coder_alone_is_told_what_to_do(cli: Cli, desk: Path) -> None:
    numbers = [str(coding["id"]) for coding in layer(cli, "ben")]
    cli("coding", "remove", *numbers)

    result = cli("coding", "resolve")

    assert result.exit_code == 3
    assert "agreement needs two coders, and only anna has coded" in result.stderr


def test_a_retired_code_is_left_out_and_said(cli: Cli, desk: Path) -> None:
    assert cli("codebook", "retire", "tokenism", "--because", "too broad").exit_code == 0

    result = cli(*BOTH, "--take", "both")

    assert result.exit_code == 0
    assert "left out, retired or not in the codebook: 2\n" in result.stderr
    assert {code for code, _, _ in settled(cli)} == {"capital", "habitus"}


def test_what_was_taken_out_by_hand_stays_out_unless_asked_for_again(cli: Cli, desk: Path) -> None:
    """Agreed on: capital; decided: the rest. One of each is removed, and stays removed."""
    cli(*BOTH, "--take", "anna")
    numbers = {c["code"]: str(c["id"]) for c in layer(cli, "consensus")}
    assert cli("coding", "remove", numbers["capital"], numbers["habitus"]).exit_code == 0
    left = settled(cli)

    again = cli(*BOTH, "--take", "both")

    assert again.exit_code == 0
    assert "taken out of consensus by hand, and left out: 2; --again settles it" in again.stderr
    assert settled(cli) == left == [("tokenism", "ticked the box", "consensus:5")]
    assert cli(*BOTH, "--take", "ben", "--again").exit_code == 0
    assert settled(cli) == [
        AGREED,
        ("capital", "where we were told", "consensus:4"),
        ("tokenism", "ticked the box", "consensus:5"),
    ]


def test_a_removal_that_was_undone_is_none_and_an_undone_run_settled_nothing(
    cli: Cli, desk: Path
) -> None:
    cli(*BOTH)
    (number,) = [str(c["id"]) for c in layer(cli, "consensus")]
    cli("coding", "remove", number)
    cli("undo", "2")
    assert settled(cli) == []

    result = cli(*BOTH)

    assert settled(cli) == [AGREED]
    assert "by hand" not in result.stderr


def test_what_is_removed_from_one_consensus_is_not_missed_in_another(cli: Cli, desk: Path) -> None:
    cli(*BOTH)
    (number,) = [str(c["id"]) for c in layer(cli, "consensus")]
    cli("coding", "remove", number)

    assert cli(*BOTH, "--as", "strict").exit_code == 0

    assert settled(cli, "strict") == [AGREED]


def test_a_consensus_of_any_name_is_no_coder_unasked(cli: Cli, desk: Path) -> None:
    """Nor in the choice of a layer, once anna is the only person who has coded."""
    cli(*BOTH, "--take", "both", "--as", "strict")

    report = json.loads(cli("report", "agreement", "--format", "json").stdout)
    assert report["parameters"]["coders"] == "anna, ben"
    assert cli(*BOTH, "--as", "strict").exit_code == 0
    cli("coding", "remove", *(str(c["id"]) for c in layer(cli, "ben")))
    alone = cli("report", "agreement")
    frequency = json.loads(cli("report", "frequency", "--format", "json").stdout)

    assert alone.exit_code == 3
    assert "only anna has coded" in alone.stderr
    assert frequency["parameters"]["coder"] == "anna"
    assert any("is a layer of its own, not counted here: strict" in n for n in frequency["notes"])


def test_a_person_called_consensus_is_a_coder(cli: Cli, desk: Path) -> None:
    cli("coding", "remove", *(str(c["id"]) for c in layer(cli, "ben")))
    words = ("one.txt", "tokenism", "--quote", "and left", "--coder", "consensus")
    assert cli("coding", "add", *words).exit_code == 0

    report = json.loads(cli("report", "agreement", "--format", "json").stdout)
    refused = cli("coding", "resolve", "--coder", "anna", "--coder", "consensus")

    assert report["parameters"]["coders"] == "anna, consensus"
    assert refused.exit_code == 2


def test_a_coding_put_into_a_consensus_by_hand_stays_and_bars_no_further_run(
    cli: Cli, desk: Path
) -> None:
    cli(*BOTH)
    words = ("one.txt", "habitus", "--quote", "and left", "--coder", "consensus")
    assert cli("coding", "add", *words).exit_code == 0

    result = cli(*BOTH, "--take", "ben")

    assert result.exit_code == 0
    assert ("habitus", "and left", "manual") in settled(cli)
    assert len(settled(cli)) == 4


def test_only_what_the_filters_keep_is_settled(cli: Cli, desk: Path) -> None:
    """The second source has one agreed coding and one by anna alone; numbers start there at 1."""
    (desk / "two.txt").write_text("Nobody came.\n\nThe hall was cold.\n")
    cli("ingest", "two.txt", "--kind", "interview")
    for coder, code, quote in (
        ("anna", "habitus", "Nobody"),
        ("ben", "habitus", "Nobody came."),
        ("anna", "tokenism", "cold"),
    ):
        cli("coding", "add", "two.txt", code, "--quote", quote, "--coder", coder)

    dry = cli(*BOTH, "--source", "two.txt", "--take", "both", "--dry-run", "--format", "json")
    kind = cli(*BOTH, "--kind", "interview", "--ids", "1", "--take", "both")
    unknown = cli(*BOTH, "--source", "tow.txt")

    assert [c["quote"] for c in json.loads(dry.stdout)] == ["Nobody came.", "cold"]
    assert kind.exit_code == 0
    assert settled(cli) == [
        ("habitus", "Nobody came.", "consensus:7,8"),
        ("tokenism", "cold", "consensus:9"),
    ]
    assert unknown.exit_code in (2, 3)
    assert "two.txt" in unknown.stderr


def test_three_coders_agree_only_where_all_do(cli: Cli, desk: Path) -> None:
    """Cleo gives capital in the first paragraph and tokenism in the third, as anna does."""
    for code, quote in (("capital", "I knew them"), ("tokenism", "ticked the box and left")):
        cli("coding", "add", "one.txt", code, "--quote", quote, "--coder", "cleo")
    three = (*BOTH, "--coder", "cleo")
    before = [layer(cli, who) for who in ("anna", "ben", "cleo")]

    assert cli(*three).exit_code == 0
    agreed = settled(cli)
    assert cli(*three, "--take", "cleo").exit_code == 0

    assert agreed == [("capital", "I knew them all, and their mothers", "consensus:1,2,7")]
    assert settled(cli) == [*agreed, ("tokenism", "ticked the box and left", "consensus:5,8")]
    assert [layer(cli, who) for who in ("anna", "ben", "cleo")] == before


def test_a_coding_that_changed_since_is_settled_by_its_number(cli: Cli, desk: Path) -> None:
    """anna moves tokenism to other words of the paragraph: what was decided stands."""
    cli(*BOTH, "--take", "anna")
    before = settled(cli)
    assert cli("coding", "move", "5", "--quote", "and left").exit_code == 0

    again = cli(*BOTH, "--take", "both")

    assert again.exit_code == 0
    assert settled(cli) == before


def test_the_report_names_the_command_that_settles_what_it_lists(cli: Cli, desk: Path) -> None:
    asked = ("--unit", "sentence", "--source", "one.txt", "--code", "tokenism")

    report = cli("report", "agreement", *asked, "--format", "json")

    notes = " ".join(json.loads(report.stdout)["notes"])
    command = "--coder anna --coder ben --unit sentence --code tokenism --source one.txt"
    assert f"'ethnocode coding resolve {command}'" in notes
    assert cli("coding", "resolve", *command.split(), "--take", "both").exit_code == 0
    assert [quote for _, quote, _ in settled(cli)] == [
        "ticked the box",
        "Nobody asked me anything.",
    ]
