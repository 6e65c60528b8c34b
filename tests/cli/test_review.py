"""The review as it is seen and typed: at a terminal, and from the lines of a file."""

from __future__ import annotations

import io
import json
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from ethnocode.cli.main import app
from ethnocode.cli.review_screen import around, help_lines, show, show_keys
from ethnocode.model import (
    Anchor,
    Band,
    Code,
    Drawn,
    Evidence,
    Position,
    Source,
    SourceId,
    Span,
    Suggestion,
    SuggestionStatus,
)
from ethnocode.report.measure import width_of
from ethnocode.services.suggesting.review_page import Page, Tally
from tests.cli.conftest import CODEBOOK
from tests.cli.terminal import Terminal

Cli = Callable[..., Result]


def typed(*lines: str, options: tuple[str, ...] = ()) -> Result:
    """Run a review with these lines as its standard input."""
    runner = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"})
    arguments = ["review", "--queue", "confirm", "--seed", "1", *options]
    result = runner.invoke(app, arguments, input="".join(f"{line}\n" for line in lines))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def codings(cli: Cli) -> list[dict[str, Any]]:
    return json.loads(cli("coding", "list", "--format", "json").stdout)


def a_page(text: str, *, words: Span | None = None, whole: bool = False) -> Page:
    """Return a passage that is all of a text, with some of its words suggested."""
    source = Source(
        SourceId(1), "g", "maud.txt", "interview", "Maud", None, None, "d", "s", len(text), 1, ""
    )
    marked = words or Span(0, len(text))
    suggestion = Suggestion(
        id=0,
        source="maud.txt",
        code="standing",
        anchor=Anchor.at(marked, text=text, digest="d"),
        engine="fused/1",
        score=0.5,
        status=SuggestionStatus.UNDECIDED,
        explanation="it \x1b[2Jfits",
        band=Band.WEAK,
    )
    code = Code(
        id="standing",
        name="Standing \x1b]0;title\x07",
        definition="People are known. More of it.",
        book="m",
        position=Position("c.yaml", 1, 1),
    )
    return Page(
        source=source,
        text=text,
        span=Span(0, len(text)),
        citation="(Maud)",
        drawn=Drawn.CONFIRM,
        whole=whole,
        suggestion=suggestion,
        code=code,
        further=(),
        examples=0,
    )


def drawn(page: Page, *, width: int = 80, height: int = 24) -> str:
    """Return the screen of an page as a file would have it."""
    paper = io.StringIO()
    console = Console(file=paper, width=width, height=height, markup=False, highlight=False)
    show(page, tally=Tally(shown=3, accepted=2), left=10, console=console)
    show_keys(page, console=console)
    return paper.getvalue()


def test_a_key_a_line_decides_and_everything_is_told(cli: Cli, study: Path) -> None:
    result = typed("a", "q")

    (coding,) = codings(cli)
    assert result.exit_code == 0
    assert coding["origin"].startswith("suggestion:")
    assert f"[{coding['quote']}]".replace("\n", " ") in " ".join(result.stdout.split())
    assert "accepted 1, rejected 0, 0 passages read; drawn with --seed 1" in result.stderr


def test_the_end_of_the_lines_is_the_end_of_the_review(cli: Cli, study: Path) -> None:
    result = typed("a")

    assert result.exit_code == 0
    assert len(codings(cli)) == 1


def test_an_empty_queue_says_so(cli: Cli, study: Path) -> None:
    result = typed(*["r"] * 40)

    assert result.exit_code == 0
    assert "nothing is left in this queue" in result.stderr
    assert codings(cli) == []


def test_a_correction_takes_a_piece_of_a_name_and_words(cli: Cli, study: Path) -> None:
    result = typed("c", "thi", "knew them", "q")

    (coding,) = codings(cli)
    assert (coding["code"], coding["quote"]) == ("b.c", "knew them"), result.output


def test_of_several_codes_one_is_chosen_by_its_number(cli: Cli, study: Path) -> None:
    """first and third: both names have an r, an i and a t, but only these two have 'ir'."""
    result = typed("+", "ir", "2", "knew them", "q")

    assert "1 a First" in result.stderr
    assert "2 b.c Third" in result.stderr
    assert [coding["code"] for coding in codings(cli)] == ["b.c"]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("x",), "one key at a time"),
        (("c", "", ""), "nothing is changed"),
        (("c", "zzzzzz"), "no code is called like 'zzzzzz'"),
        (("c", "b", "not there"), "the words are not in this passage"),
        (("u",), "nothing was decided in this review yet"),
        (("t",), "no codings yet: cues and definitions alone"),
    ],
)
def test_what_cannot_be_done_is_said_and_the_review_goes_on(
    cli: Cli, study: Path, lines: tuple[str, ...], told: str
) -> None:
    result = typed(*lines, "a", "q")

    assert told in result.stderr
    assert len(codings(cli)) == 1


def test_a_step_is_taken_back_and_can_be_taken_again(cli: Cli, study: Path) -> None:
    result = typed("a", "u", "r", "q")

    assert "taken back" in result.stderr
    assert codings(cli) == []
    assert "accepted 0, rejected 1" in result.stderr


def test_why_and_help_are_shown_below(cli: Cli, study: Path) -> None:
    result = typed("w", "?", "q")

    assert "knew them all" in result.stdout
    assert "- a accept: code these words so" in result.stdout


def test_names_that_are_not_there_are_refused_before_anything_is_read(
    cli: Cli, study: Path
) -> None:
    unknown_code = cli("review", "--code", "zz")
    unknown_source = cli("review", "--source", "zz.txt")

    assert (unknown_code.exit_code, unknown_source.exit_code) == (3, 3)
    assert "no code 'zz'" in unknown_code.stderr
    assert "no source 'zz.txt'" in unknown_source.stderr


def test_status_sends_to_the_review_where_suggestions_wait(cli: Cli, study: Path) -> None:
    cli("suggest")

    commands = [step["command"] for step in json.loads(cli("status", "-f", "json").stdout)["next"]]

    assert "ethnocode review" in commands


class Reviewing(Terminal):
    """A review at a terminal of its own, and all that was seen there."""

    def __init__(self, study: Path) -> None:
        super().__init__(study, "review", "--queue", "confirm", "--seed", "1")

    def wait_for_keys(self, times: int) -> None:
        """Read until the keys were shown so often."""
        self.wait_for(b"? help", times)


@pytest.mark.parametrize(
    ("last", "status"), [(b"q", 0), (b"\x03", 130), (b"\x04", 0)], ids=["q", "ctrl-c", "ctrl-d"]
)
def test_at_a_terminal_a_key_is_enough_and_what_was_decided_is_kept(
    cli: Cli, study: Path, last: bytes, status: int
) -> None:
    terminal = Reviewing(study)
    terminal.wait_for_keys(1)
    terminal.press(b"a")
    terminal.wait_for_keys(2)
    terminal.press(last)
    ended, seen = terminal.close()

    assert ended == status
    assert len(codings(cli)) == 1
    assert "accepted 1, rejected 0" in seen


def test_ctrl_z_stops_it_and_afterwards_the_passage_is_shown_again(cli: Cli, study: Path) -> None:
    terminal = Reviewing(study)
    terminal.wait_for_keys(1)
    terminal.press(b"\x1a")
    terminal.wait_until_stopped()
    terminal.end(signal.SIGCONT)
    terminal.wait_for_keys(2)
    terminal.press(b"q")
    ended, seen = terminal.close()

    assert ended == 0
    assert seen.count("charis.txt (") == 2


def test_ctrl_c_at_a_question_takes_back_all_that_was_to_be_done(cli: Cli, study: Path) -> None:
    """The code was chosen already; without the words nothing is corrected."""
    terminal = Reviewing(study)
    terminal.wait_for_keys(1)
    terminal.press(b"c")
    terminal.wait_for(b"part of its name")
    terminal.answer(b"third\n")
    terminal.wait_for(b"Words of the passage")
    terminal.end(signal.SIGINT)
    terminal.wait_for(b"nothing is done")
    terminal.wait_for_keys(2)
    terminal.press(b"q")
    ended, _ = terminal.close()

    assert ended == 0
    assert codings(cli) == []


def test_a_terminal_that_is_closed_ends_it_with_everything_kept(cli: Cli, study: Path) -> None:
    terminal = Reviewing(study)
    terminal.wait_for_keys(1)
    terminal.press(b"a")
    terminal.wait_for_keys(2)
    terminal.end(signal.SIGHUP)
    ended, _ = terminal.close()

    assert ended == 129
    assert len(codings(cli)) == 1
    assert cli("verify").exit_code == 0


def test_nothing_that_is_shown_acts_on_the_terminal() -> None:
    shown = drawn(a_page("one \x1b[31mred\x07 \u202eword", words=Span(4, 12)))

    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert "\\x1b" in shown


@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_every_line_fits_wide_characters_and_long_words_included(width: int) -> None:
    text = "彼女は皆を知っていた。" * 9 + " " + "x" * 200 + " שלום עולם " * 6 + "🙂 " * 30

    shown = drawn(a_page(text, words=Span(11, 22)), width=width)

    assert max(map(width_of, shown.split("\n"))) <= min(width, 80)
    assert "[彼女は皆を知っていた。]" in "".join(part.strip() for part in shown.split("\n"))


def test_of_a_long_passage_the_part_about_the_words_is_shown() -> None:
    """Ten thousand words, and the ones in question are in the middle."""
    words = " ".join(f"w{n}" for n in range(10_000))
    start = words.index("w5000 ")
    span = Span(start, start + len("w5000"))

    shown = drawn(a_page(words, words=span))

    assert "[w5000]" in shown
    assert "w4990 " in shown
    assert "w5010 " in shown
    assert "w1 " not in shown
    assert shown.count("…") == 2
    assert len(shown.splitlines()) <= 24


def test_a_passage_that_is_judged_whole_is_shown_whole() -> None:
    words = " ".join(f"w{n}" for n in range(1_000))

    shown = drawn(a_page(words, words=Span(0, 2), whole=True))

    assert set(words.split()) - {"w0"} <= set(shown.split())


def test_what_is_shown_holds_the_words_and_no_piece_of_a_word() -> None:
    text = " ".join(f"word{n}" for n in range(500))
    for start in (0, 1_000, 2_000, len(text) - 10):
        span = Span(start, start + 10)

        shown = around(text, span, within=Span(0, len(text)), room=300)

        assert shown.encloses(span)
        assert len(shown) <= 300
        assert shown.start == 0 or text[shown.start - 1] == " "
        assert shown.end == len(text) or text[shown.end] == " "


def test_the_definition_is_shown_by_its_first_sentence() -> None:
    shown = drawn(a_page("They knew them all."))

    assert "People are known." in shown
    assert "More of it" not in shown
    assert "3 of ~13 · accepted 2, rejected 0" in shown


def test_who_speaks_stands_before_the_passage_and_others_on_lines_of_their_own() -> None:
    text = "Ros: Who came?\n\nMaud: Everybody. I knew them all.\n\nRos: And now?\n"
    page = a_page(text, words=Span(33, 49))
    shown = drawn(replace(page, span=Span(22, 49)))

    assert [line.rstrip() for line in shown.splitlines()[3:6]] == [
        "Ros: Who came?",
        "  Maud: Everybody. [I knew them all.]",
        "Ros: And now?",
    ]


def test_the_near_code_the_exclusion_and_the_badges_are_shown_unasked() -> None:
    evidence = Evidence(
        bias=0.0,
        contributions=(),
        rival="fame",
        difference="fame is among strangers",
        exclusion="being paid",
        badges=("negated",),
    )
    page = a_page("They knew them all.")
    assert page.suggestion is not None

    shown = drawn(replace(page, suggestion=replace(page.suggestion, evidence=evidence)))

    assert "or is it fame: fame is among strangers" in shown
    assert "it is not: being paid" in shown
    assert "mind: " in shown


def test_the_other_codes_suggested_for_a_passage_are_named() -> None:
    """Who goes on with n refuses them, too: she must have seen them."""
    shown = drawn(replace(a_page("They knew them all."), further=("money", "trust")))

    assert "2 more on this passage: money, trust" in " ".join(shown.split())


def test_an_empty_study_says_what_to_do(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "codebook-in.yaml").write_text(CODEBOOK)
    assert cli("init", ".", "--codebook", "codebook-in.yaml").exit_code == 0

    result = typed()

    assert result.exit_code == 0
    assert "nothing is in this queue" in result.stderr
    assert "ethnocode ingest FILE" in result.stderr


def test_what_was_passed_over_is_told(cli: Cli, study: Path) -> None:
    result = typed("n", "q")

    assert "accepted 0, rejected 1, 1 passage read" in result.stderr


def test_the_help_names_every_key_in_lines_that_fit() -> None:
    lines = help_lines()

    assert max(map(len, lines)) <= 80
    assert {line[2] for line in lines if line.startswith("- ")} == set("arcsn+uwtq?")
