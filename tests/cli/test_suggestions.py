"""Suggestions through the command line: proposed, explained, decided by a person."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from ethnocode.suggest.reading.state import pack, unpack

Cli = Callable[..., Result]


def suggestions(cli: Cli, *options: str) -> list[dict[str, Any]]:
    return json.loads(cli("suggest", "list", "--format", "json", *options).stdout)


def test_cues_propose_passages_with_reasons_and_code_nothing(cli: Cli, study: Path) -> None:
    result = cli("suggest")

    assert result.exit_code == 0
    found = suggestions(cli)
    assert list(found[0]) == [
        *("id", "source", "code", "start", "end", "quote", "engine", "score"),
        *("status", "explanation", "band", "badges", "decided_by", "decided", "drawn"),
    ]
    assert {(s["code"], s["quote"]) for s in found} == {
        ("a", "I knew them\nall, and their mothers."),
        ("b", "We kept the money in a tin."),
    }
    assert all("knew them" in s["explanation"] for s in found if s["code"] == "a")
    assert json.loads(cli("coding", "list", "--format", "json").stdout) == []


def test_undecided_suggestions_leave_every_report_as_it_was(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "a", "--quote", "form")
    reports = [("report", "cooccurrence", "-f", "csv"), ("report", "frequency", "-f", "csv")]
    before = [cli(*report).stdout for report in reports]

    cli("suggest")

    assert [cli(*report).stdout for report in reports] == before


def test_an_accepted_suggestion_is_a_coding_that_knows_where_it_came_from(
    cli: Cli, study: Path
) -> None:
    cli("suggest")
    number = next(s["id"] for s in suggestions(cli) if s["code"] == "a")

    cli("suggest", "accept", str(number), "--memo", "she says so", "--coder", "ada")

    (coding,) = json.loads(cli("coding", "list", "--format", "json").stdout)
    assert (coding["code"], coding["coder"]) == ("a", "ada")
    assert (coding["origin"], coding["memo"]) == (f"suggestion:{number}", "she says so")
    decided = suggestions(cli, "--status", "accepted")
    assert [s["id"] for s in decided] == [number]


def test_what_was_rejected_is_not_offered_again(cli: Cli, study: Path) -> None:
    cli("suggest")
    rejected = {(s["code"], s["quote"]) for s in suggestions(cli)}

    cli("suggest", "reject", *(str(s["id"]) for s in suggestions(cli)))
    again = cli("suggest")

    assert not rejected & {(s["code"], s["quote"]) for s in suggestions(cli)}
    assert "2 known before" in again.stderr
    assert "2 rejections" in again.stderr


def test_a_decision_is_taken_once_and_can_be_undone(cli: Cli, study: Path) -> None:
    cli("suggest")
    number = str(suggestions(cli)[0]["id"])
    cli("suggest", "accept", number)

    twice = cli("suggest", "reject", number)
    cli("undo")

    assert twice.exit_code == 2
    assert "was accepted by author" in twice.stderr
    assert json.loads(cli("coding", "list", "--format", "json").stdout) == []
    assert len(suggestions(cli)) == 2


def test_an_explanation_shows_cue_definition_and_what_to_do(cli: Cli, study: Path) -> None:
    cli("suggest")
    number = next(str(s["id"]) for s in suggestions(cli) if s["code"] == "a")

    shown = cli("suggest", "explain", number).stdout
    record = json.loads(cli("suggest", "explain", number, "--format", "json").stdout)

    assert "knew them all" in shown
    assert "The first of two codes" in shown
    assert f"ethnocode suggest accept {number}" in shown
    assert [cue["cue"] for cue in record["cues"]] == ["knew them all"]


def test_only_what_is_asked_for_is_read(cli: Cli, study: Path) -> None:
    cli("suggest", "--code", "b")

    assert {s["code"] for s in suggestions(cli)} == {"b"}


WHY = """\
Charis: I knew them all, and their mothers.

Ros: And the form?

Maud: We kept the money in a tin. They knew them all.
"""


def add(cli: Cli, study: Path, name: str = "maud.txt", text: str = WHY) -> None:
    (study / name).write_text(text)
    assert cli("ingest", name).exit_code == 0


def result(cli: Cli, *options: str) -> dict[str, Any]:
    done = cli("suggest", "--format", "json", *options)
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def places(cli: Cli) -> set[tuple[int, str, str]]:
    return {(s["id"], s["code"], s["quote"]) for s in suggestions(cli)}


def events(cli: Cli) -> list[str]:
    return [event["action"] for event in json.loads(cli("log", "--format", "json").stdout)]


def test_a_run_says_what_it_did_in_figures(cli: Cli, study: Path) -> None:
    """A heading and four turns, none coded; the cues of two codes propose one passage each."""
    found = result(cli, "--engine", "cues")

    assert found == {
        "engine": "cues/1",
        "sources": 1,
        "new": 2,
        "already": 0,
        "coded": 0,
        "left": 0,
        "withdrawn": 0,
        "renewed": 0,
        "passages": 5,
        "scored": 5,
        "unscored": 0,
        "reading": 1,
        "learned": {"passages": 0, "sources": 0, "rejections": 0},
        "silent": ["b.c"],
        "skipped": [],
        "notes": [],
        "unchanged": False,
    }


def test_nothing_is_done_where_nothing_has_changed(cli: Cli, study: Path) -> None:
    cli("suggest")
    before, log = places(cli), events(cli)

    again = cli("suggest")

    assert again.stderr.startswith("nothing has changed since the last run of fused/1: 2 sugg")
    assert (places(cli), events(cli)) == (before, log)
    assert result(cli)["unchanged"] is True


def test_any_change_that_counts_makes_it_run_again(cli: Cli, study: Path) -> None:
    """An undo, a coding, a decision, a source, a cue, another coder or engine."""
    cli("suggest")
    steps: list[Callable[[], object]] = [
        lambda: cli("undo"),
        lambda: cli("coding", "add", "charis.txt", "b", "--quote", "a form"),
        lambda: cli("suggest", "reject", str(min(places(cli))[0])),
        lambda: add(cli, study),
        lambda: (study / "codebook.yaml").write_text(
            (study / "codebook.yaml").read_text().replace("[tin]", "[tin, mother]")
        ),
    ]
    for step in steps:
        assert result(cli)["unchanged"] is True
        step()
        assert result(cli)["unchanged"] is False
    assert result(cli, "--coder", "ben")["unchanged"] is False
    assert result(cli, "--engine", "cues")["unchanged"] is False


def test_a_memo_changes_no_suggestion(cli: Cli, study: Path) -> None:
    cli("suggest")
    assert cli("memo", "add", "--body", "think").exit_code in (0, 2)

    assert result(cli)["unchanged"] is True


def test_deleting_what_is_kept_changes_no_suggestion(cli: Cli, study: Path) -> None:
    add(cli, study)
    cli("coding", "add", "maud.txt", "b", "--quote", "the money in a tin")
    cli("suggest")
    before = suggestions(cli)

    shutil.rmtree(study / ".ethnocode" / "suggest")
    found = result(cli)

    assert (found["new"], found["renewed"], found["withdrawn"]) == (0, 0, 0)
    assert found["reading"] == 2
    assert suggestions(cli) == before


def test_only_a_changed_source_is_read_again(cli: Cli, study: Path) -> None:
    add(cli, study)
    assert result(cli)["reading"] == 2

    (study / "maud.txt").write_text(WHY.replace("a tin", "a box"))
    assert cli("update", "maud.txt").exit_code == 0

    assert result(cli)["reading"] == 1


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda data: b"", "is damaged: built anew"),
        (lambda data: data[:-9], "is damaged: built anew"),
        (lambda data: b"\x80\x04K*.", "is damaged: built anew"),
    ],
    ids=["empty", "cut off", "pickle"],
)
def test_a_damaged_state_is_built_anew_and_said_to_be(
    cli: Cli, study: Path, damage: Callable[[bytes], bytes], said: str
) -> None:
    cli("suggest")
    before = suggestions(cli)
    kept = study / ".ethnocode" / "suggest" / "readings"
    kept.write_bytes(damage(kept.read_bytes()))
    (study / ".ethnocode" / "suggest" / "run.json").write_text("[]")

    again = cli("suggest")

    assert again.stderr.startswith(f"the saved state of suggestions {said}\n")
    assert suggestions(cli) == before
    assert "the saved state" not in cli("suggest", "--engine", "cues").stderr


@pytest.mark.parametrize("name", ["readings", "run.json"])
def test_a_damaged_state_is_said_once_though_nothing_else_has_changed(
    cli: Cli, study: Path, name: str
) -> None:
    cli("suggest")
    before = suggestions(cli)
    kept = study / ".ethnocode" / "suggest" / name
    kept.write_bytes(kept.read_bytes()[:-3])

    said = [cli("suggest").stderr for _ in range(2)]

    assert said[0].startswith("the saved state of suggestions is damaged: built anew\n")
    assert said[1].startswith("nothing has changed")
    assert suggestions(cli) == before


def moved_words(header: dict[str, Any], arrays: list[Any]) -> None:
    arrays[2] += 10**6
    arrays[3] += 10**6


def moved_cues(header: dict[str, Any], arrays: list[Any]) -> None:
    arrays[5][:, 1:3] += 10**6


def other_notes(header: dict[str, Any], arrays: list[Any]) -> None:
    header["notes"]["languages"] = [1]


@pytest.mark.parametrize("forge", [moved_words, moved_cues, other_notes])
def test_a_state_that_points_beyond_the_passages_is_built_anew(
    cli: Cli, study: Path, forge: Callable[[dict[str, Any], list[Any]], None]
) -> None:
    """Whoever sends a project may forge what is kept in it, with a digest that is right."""
    cli("suggest")
    before = suggestions(cli)
    kept = study / ".ethnocode" / "suggest" / "readings"
    whole = kept.read_bytes()
    header, arrays = unpack(whole)
    forged = [array.copy() for array in arrays]
    forge(header, forged)
    kept.write_bytes(pack(header, forged))
    kept.with_name("run.json").unlink()

    again = cli("suggest")

    assert again.stderr.startswith("the saved state of suggestions is damaged: built anew\n")
    assert suggestions(cli) == before
    assert kept.read_bytes() == whole


@pytest.mark.parametrize("command", [("suggest",), ("review",)])
def test_a_project_that_cannot_be_written_to_is_refused_before_the_work(
    cli: Cli, study: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)

    refused = cli(*command)

    assert refused.exit_code == 6
    assert "error[E360]" in refused.stderr
    assert not (study / ".ethnocode" / "suggest").exists()
    assert cli("suggest", "--dry-run").exit_code == 0


def test_what_is_kept_is_for_its_owner_only(cli: Cli, study: Path) -> None:
    cli("suggest")

    folder = study / ".ethnocode" / "suggest"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == {
        "readings": 0o600,
        "run.json": 0o600,
    }


def test_a_dry_run_writes_nothing_and_says_what_a_run_does(cli: Cli, study: Path) -> None:
    database = (study / "ethnocode.db").read_bytes()

    planned = result(cli, "--dry-run")

    assert (study / "ethnocode.db").read_bytes() == database
    assert not (study / ".ethnocode" / "suggest").exists()
    assert planned == result(cli)


def test_a_suggestion_that_is_made_again_keeps_its_number(cli: Cli, study: Path) -> None:
    cli("suggest", "--engine", "cues")
    before = {(s["code"]): (s["id"], s["engine"]) for s in suggestions(cli)}

    found = result(cli)

    after = {(s["code"]): (s["id"], s["engine"]) for s in suggestions(cli)}
    assert {code: number for code, (number, _) in after.items()} == {
        code: number for code, (number, _) in before.items()
    }
    assert {engine for _, engine in after.values()} == {"fused/1"}
    assert (found["new"], found["renewed"], found["withdrawn"]) == (0, 2, 0)


def test_what_is_made_no_more_is_withdrawn_in_the_same_event(cli: Cli, study: Path) -> None:
    """The cue of b goes, and with it the only suggestion of b by cues."""
    cli("suggest", "--engine", "cues")
    book = study / "codebook.yaml"
    book.write_text(book.read_text().replace("    cues: {lemmas: [tin]}\n", ""))

    log = len(events(cli))
    found = result(cli, "--engine", "cues")

    assert (found["new"], found["withdrawn"]) == (0, 1)
    assert [s["code"] for s in suggestions(cli)] == ["a"]
    assert len(events(cli)) == log + 1
    cli("undo")
    assert {s["code"] for s in suggestions(cli)} == {"a", "b"}


def test_with_a_source_or_a_code_the_others_stay(cli: Cli, study: Path) -> None:
    add(cli, study)
    cli("suggest", "--engine", "cues")
    before = places(cli)
    book = study / "codebook.yaml"
    book.write_text(book.read_text().replace("knew them all", "mothers"))

    one = result(cli, "--engine", "cues", "--source", "charis.txt", "--code", "b")
    assert (one["new"], one["renewed"], one["withdrawn"]) == (0, 0, 0)
    assert places(cli) == before

    result(cli, "--engine", "cues", "--source", "maud.txt")
    assert [s["source"] for s in suggestions(cli, "--code", "a")] == ["charis.txt", "maud.txt"]


def test_what_was_read_and_left_is_offered_only_when_asked_for(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "a", "--quote", "Who came")
    cli("coding", "add", "charis.txt", "a", "--quote", "Nobody fills it in")

    found = result(cli, "--engine", "cues")
    assert (found["new"], found["left"]) == (0, 2)

    assert result(cli, "--engine", "cues", "--again")["new"] == 2


def test_what_was_left_out_as_read_and_left_is_said_in_one_line_each_time(
    cli: Cli, study: Path
) -> None:
    line = "\n2 suggestions left out on passages you read and left: --again offers them\n"
    cli("coding", "add", "charis.txt", "a", "--quote", "Who came")
    assert "left out" not in cli("suggest", "--engine", "cues").stderr
    cli("coding", "add", "charis.txt", "a", "--quote", "Nobody fills it in")

    first = cli("suggest", "--engine", "cues")
    unchanged = cli("suggest", "--engine", "cues")

    assert line in first.stderr
    assert "nothing is likely" not in first.stderr
    assert "nothing has changed" in unchanged.stderr
    assert line in unchanged.stderr
    assert "left out" not in cli("suggest", "--engine", "cues", "--again").stderr


def test_what_is_coded_so_is_not_offered(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "a", "--quote", "Everybody")

    found = result(cli, "--engine", "cues")

    assert (found["coded"], found["left"], found["new"]) == (1, 1, 0)


def test_a_code_of_which_nothing_is_known_is_named(cli: Cli, study: Path) -> None:
    book = study / "codebook.yaml"
    book.write_text(book.read_text() + "  - {id: bare, name: Tin of money}\n")

    done = cli("suggest")

    assert done.exit_code == 0
    assert "nothing can be suggested for bare: give it a definition or cues" in done.stderr
    assert "no codings yet: cues and definitions alone" in done.stderr
    assert "bare" not in {s["code"] for s in suggestions(cli)}


def test_what_it_learned_from_is_said(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "a", "--quote", "Everybody")

    assert "learned from 1 coded passage in 1 source\n" in cli("suggest").stderr


def test_it_says_whose_codings_it_learned_from_if_not_the_authors(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "a", "--quote", "a form")

    none = cli("suggest", "--coder", "bea", "--dry-run").stderr
    cli("coding", "add", "charis.txt", "b", "--quote", "a form", "--coder", "bea")

    assert none.startswith("no codings yet by 'bea': cues and definitions alone\n")
    assert cli("suggest", "--coder", "bea", "--dry-run").stderr.startswith(
        "learned from 1 coded passage of 'bea' in 1 source\n"
    )
    assert "learned from 1 coded passage of 'bea'\n" in cli("review", "--coder", "bea").stderr


def test_an_unknown_engine_is_refused_with_those_that_there_are(cli: Cli, study: Path) -> None:
    done = cli("suggest", "--engine", "fusd")

    assert done.exit_code == 2
    assert "no engine 'fusd'" in done.stderr
    assert "did you mean fused?" in done.stderr


def test_where_nothing_is_likely_it_says_so(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Hm.\n")
    (tmp_path / "book.yaml").write_text(
        "ethnocode: 1\nid: x\ntitle: X\nversion: 1.0.0\ncodes:\n"
        "  - {id: quay, name: Quay, cues: {phrases: [the quay]}}\n"
    )
    cli("init", ".", "--codebook", "book.yaml")
    cli("ingest", "one.txt")

    done = cli("suggest", "--engine", "cues")

    assert done.exit_code == 0
    assert "nothing is likely enough to be shown" in done.stderr


def test_an_empty_study_has_no_suggestions(cli: Cli, tmp_path: Path) -> None:
    cli("init", ".")

    done = cli("suggest")

    assert done.exit_code == 0, done.stderr
    assert suggestions(cli) == []


def test_the_list_is_narrowed_and_ordered(cli: Cli, study: Path) -> None:
    add(cli, study)
    cli("suggest")
    every = suggestions(cli)

    for band in ("weak", "plausible", "strong"):
        assert suggestions(cli, "--band", band) == [s for s in every if s["band"] == band]
    scores = [s["score"] for s in suggestions(cli, "--by", "score")]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == len(every)
    assert suggestions(cli, "--by", "score", "--limit", "1")[0]["score"] == max(scores)
    cli("suggest", "correct", str(every[0]["id"]), "--code", "b.c")
    assert [s["id"] for s in suggestions(cli, "--status", "corrected")] == [every[0]["id"]]


def test_a_list_on_screen_begins_with_what_was_accepted_of_each_band(cli: Cli, study: Path) -> None:
    cli("suggest")
    first, second = suggestions(cli)
    assert "accepted so far" not in cli("suggest", "list").stderr

    cli("suggest", "accept", str(first["id"]))

    assert f"{first['band']}: 1 of 1 accepted so far" in cli("suggest", "list").stderr
    assert f"· {second['band']} ·" in cli("suggest", "list").stdout


def test_a_read_only_project_folder_keeps_nothing_and_works(cli: Cli, study: Path) -> None:
    """What is kept is a file where its folder should be, so that it cannot be made."""
    (study / ".ethnocode").mkdir(exist_ok=True)
    (study / ".ethnocode" / "suggest").write_text("in the way")

    assert result(cli)["new"] == 2
    assert result(cli)["already"] == 2


def test_a_list_on_screen_says_how_many_more_there_are(
    cli: Cli, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ethnocode.cli.suggest._SCREENFUL", 1)
    cli("suggest")
    every = suggestions(cli)
    assert len(every) > 1

    shown = cli("suggest", "list").stdout

    assert f"and {len(every) - 1} more: --limit {len(every)} shows all" in shown
    assert every[0]["quote"].split()[0] in shown
    assert "more: --limit" not in cli("suggest", "list", "--limit", "1").stdout
    assert "more: --limit" not in cli("suggest", "list", "--code", "b").stdout
