"""What waits for review: counted as stored, cited by its own text, shown as it stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Cli = Callable[..., Result]

HALL = "We came late, the hall was cold and nobody had the key. So we stood in the rain.\n"
WIDE, BARE = (
    "late, the hall was cold and nobody had the key",
    "the hall was cold and nobody had the key",
)
JOURNAL = """\
# 3 September 2014

We met in the hall, and it rained.

# 8 September 2014

The form came back. I kept the second key in my coat.

# 20 September 2014

Nobody came.
"""


@pytest.fixture
def hall(cli: Cli, study: Path) -> Path:
    """A text in which two codings of one code differ by a word."""
    (study / "hall.txt").write_text(HALL)
    assert cli("ingest", "hall.txt").exit_code == 0
    return study


@pytest.fixture
def journal(cli: Cli, study: Path) -> Path:
    """A journal of three entries."""
    (study / "journal.md").write_text(JOURNAL)
    assert cli("ingest", "journal.md", "--kind", "field-note").exit_code == 0
    return study


def edit(study: Path, name: str, old: str, new: str) -> None:
    text = (study / name).read_text()
    assert text.count(old) == 1
    (study / name).write_text(text.replace(old, new))


def listed(cli: Cli, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(cli(*arguments, "--format", "json").stdout)
    return found


@pytest.mark.parametrize("order", [(WIDE, BARE), (BARE, WIDE)], ids=["wide first", "bare first"])
def test_of_two_codings_that_become_one_the_untouched_one_stays_and_the_other_is_counted(
    cli: Cli, hall: Path, order: tuple[str, str]
) -> None:
    for quote in order:
        assert cli("coding", "add", "hall.txt", "a", "--quote", quote).exit_code == 0
    edit(hall, "hall.txt", "late, the", "the")

    (planned,) = listed(cli, "update", "hall.txt", "--dry-run")
    done = cli("update", "hall.txt")

    assert "hall.txt: 2 codings: 1 exact, 0 moved, 1 needs review" in done.stderr
    assert (planned["exact"], planned["moved"], planned["review"]) == (1, 0, 1)
    found = {c["quote"]: c["status"] for c in listed(cli, "coding", "list")}
    assert found == {BARE: "anchored", WIDE: "needs-review"}
    assert [c["now"] for c in listed(cli, "coding", "list", "--status", "needs-review")] == [BARE]
    assert cli("verify").exit_code == 0


def test_suggestions_that_become_one_are_counted_as_they_are_kept(cli: Cli, study: Path) -> None:
    """The engine's own number: carried and dropped make all, and what is carried is there."""
    cli("suggest")
    before = listed(cli, "suggest", "list", "--status", "all")
    edit(study, "charis.txt", "in a tin", "in a jar")

    (done,) = listed(cli, "update", "charis.txt")

    assert done["suggestions"] + done["dropped"] == len(before) > 0
    text = json.loads(cli("source", "show", "charis.txt", "--format", "json").stdout)["text"]
    there = [
        s
        for s in listed(cli, "suggest", "list", "--status", "all")
        if text[s["start"] : s["end"]] == s["quote"]
    ]
    assert len(there) == done["suggestions"]


def test_now_shows_the_words_that_stand_there(cli: Cli, hall: Path) -> None:
    """At the beginning, in the middle and at the end of a text; and where nothing is left."""
    quotes = {"a": "We came", "b": "nobody had the key", "b.c": "in the rain."}
    for code, quote in quotes.items():
        cli("coding", "add", "hall.txt", code, "--quote", quote)
    (hall / "hall.txt").write_text(
        "They all arrived late, the hall was cold and. So we stood under a tree.\n"
    )

    cli("update", "hall.txt", "--force")

    waiting = listed(cli, "coding", "list", "--status", "needs-review")
    assert {c["code"]: c["now"] for c in waiting} == {
        "a": "They all arrived",
        "b": "",
        "b.c": "under a tree.",
    }
    text = cli("coding", "list", "--status", "needs-review").stdout
    assert "now: They all arrived" in text
    assert "now: (nothing stands there)" in text


def test_now_is_null_where_the_surroundings_are_gone_as_well(cli: Cli, hall: Path) -> None:
    cli("coding", "add", "hall.txt", "a", "--quote", "the hall was cold")
    (hall / "hall.txt").write_text("Minutes of another meeting: item one, apologies.\n")

    cli("update", "hall.txt", "--force")

    (waiting,) = listed(cli, "coding", "list", "--status", "needs-review")
    assert waiting["now"] is None
    assert "surroundings are gone" in cli("coding", "list", "--status", "needs-review").stdout


def test_only_what_is_asked_for_as_waiting_says_what_is_there_now(cli: Cli, hall: Path) -> None:
    cli("coding", "add", "hall.txt", "a", "--quote", BARE)

    assert "now" not in listed(cli, "coding", "list")[0]


def test_what_waits_is_cited_by_its_source_and_not_by_an_entry_it_was_never_in(
    cli: Cli, journal: Path
) -> None:
    """An entry put in before moves every offset; the words were those of 8 September."""
    cli("coding", "add", "journal.md", "a", "--quote", "The form came back.")
    cli(
        "memo", "add", "On the words.", "--source", "journal.md", "--quote", "I kept the second key"
    )
    cli("memo", "add", "On the coding.", "--coding", "1")
    assert "(Field note journal 08/09/14)" in cli("coding", "list").stdout
    early = "# 1 September 2014\n\n" + "Rain, and the bus that never came. " * 6 + "\n\n"
    (journal / "journal.md").write_text(
        early
        + JOURNAL.replace(
            "The form came back. I kept the second key in my coat.", "Letters, bills."
        )
    )
    cli("update", "journal.md", "--force")

    (by_source,) = (
        s["citation"] for s in listed(cli, "source", "list") if s["name"] == "journal.md"
    )
    cited = [c["citation"] for c in listed(cli, "coding", "list")]
    cited += [m["citation"] for m in listed(cli, "memo", "list")]

    assert cited == [by_source] * 3
    shown = [cli("memo", "show", str(number)).stdout for number in (1, 2)]
    shown.append(cli("coding", "list").stdout)
    assert not [text for text in shown if "/09/14)" in text and by_source not in text]


def test_a_list_of_what_waits_takes_filters_limit_and_an_earlier_day(cli: Cli, hall: Path) -> None:
    for code, quote in {"a": "We came late", "b": "nobody had the key"}.items():
        cli("coding", "add", "hall.txt", code, "--quote", quote)
    (hall / "hall.txt").write_text(
        "Rain all day, the hall was cold and empty. So we stood in it.\n"
    )
    cli("update", "hall.txt", "--force")
    waiting = ("coding", "list", "--status", "needs-review")

    one, only_b, earlier = (
        cli(*waiting, *options).stdout
        for options in (("--limit", "1"), ("--code", "b"), ("--as-of", "2001-01-01"))
    )

    assert ("was: We came late" in one, "was: nobody" in one) == (True, False)
    assert "and 1 more" in one
    assert ("was: We came late" in only_b, "was: nobody" in only_b) == (False, True)
    assert "was:" not in earlier


def test_a_list_of_what_waits_ends_with_what_to_do(cli: Cli, hall: Path) -> None:
    waiting = ("coding", "list", "--status", "needs-review")
    cli("coding", "add", "hall.txt", "a", "--quote", BARE)
    assert cli(*waiting).stderr == ""
    cli("memo", "add", "Why?", "--source", "hall.txt", "--quote", BARE)
    (hall / "hall.txt").write_text("We came late, and it rained. So we stood in the rain.\n")
    cli("update", "hall.txt", "--force")

    assert "'ethnocode coding move 1 --quote WORDS'" in cli(*waiting).stderr
    memos = cli("memo", "list", "--status", "needs-review")
    assert "'ethnocode memo move 1 --quote WORDS'" in memos.stderr
    (memo,) = listed(cli, "memo", "list", "--status", "needs-review")
    assert memo["now"] == "and it rained"


def test_the_check_of_a_coding_that_waits_says_move_before_remove(cli: Cli, hall: Path) -> None:
    cli("coding", "add", "hall.txt", "a", "--quote", BARE)
    (hall / "hall.txt").write_text("We came late, and it rained. So we stood in the rain.\n")
    cli("update", "hall.txt", "--force")

    assert "1 coding lost its words" in cli("status").stdout + cli("status").stderr
    said = " ".join(cli("check").stdout.split())

    assert "AN001" in said
    move, remove = said.index("coding move 1 --quote WORDS"), said.index("coding remove 1")
    assert move < remove


def test_a_coding_added_where_one_waits_from_an_earlier_text_is_not_taken_for_it(
    cli: Cli, hall: Path
) -> None:
    """The one that waits has the same offsets, but in another text."""
    cli("coding", "add", "hall.txt", "a", "--span", "0:12")
    (hall / "hall.txt").write_text("They arrived on time, and the hall was cold and empty.\n")
    cli("update", "hall.txt", "--force")

    done = cli("coding", "add", "hall.txt", "a", "--span", "0:12")

    assert (done.exit_code, "there already" in done.stderr) == (0, False)
    assert sorted(c["status"] for c in listed(cli, "coding", "list")) == [
        "anchored",
        "needs-review",
    ]
    assert cli("verify").exit_code == 0


def test_a_move_to_where_a_coding_or_memo_is_makes_no_event_and_says_so(
    cli: Cli, hall: Path
) -> None:
    cli("coding", "add", "hall.txt", "a", "--quote", BARE)
    cli("memo", "add", "Why?", "--source", "hall.txt", "--quote", BARE)
    cli("memo", "add", "On it all.", "--source", "hall.txt")
    before = listed(cli, "log")

    coding = cli("coding", "move", "1", "--quote", BARE)
    memo = cli("memo", "move", "1", "--quote", BARE)
    whole = cli("memo", "move", "2", "--source", "hall.txt")

    assert [
        (done.exit_code, "nothing changed" in done.stderr) for done in (coding, memo, whole)
    ] == [(0, True)] * 3
    assert listed(cli, "log") == before


def test_a_move_from_a_coding_to_its_own_words_is_a_change(cli: Cli, hall: Path) -> None:
    cli("coding", "add", "hall.txt", "a", "--quote", BARE)
    cli("memo", "add", "Why?", "--coding", "1")

    done = cli("memo", "move", "1", "--quote", BARE)

    assert "nothing changed" not in done.stderr
    assert listed(cli, "memo", "list")[0]["on"]["kind"] == "passage"
