"""The daily loop: init, ingest, look, code, search, undo."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

Cli = Callable[..., Result]


def listed(cli: Cli, *command: str) -> list[dict[str, object]]:
    result = cli(*command, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def test_a_new_project_has_three_files_that_only_its_owner_reads(cli: Cli, tmp_path: Path) -> None:
    result = cli("init", "study", "--name", "Netherfold", "--codebook", "power")

    folder = tmp_path / "study"
    assert result.exit_code == 0
    files = [path for path in folder.iterdir() if path.is_file()]
    assert {path.name for path in files} == {"codebook.yaml", "ethnocode.db", "ethnocode.yaml"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE((folder / ".ethnocode").stat().st_mode) == 0o700
    assert len(listed(cli, "codebook", "show", "-p", "study")) == 12


def test_a_source_shows_what_was_read_of_it(cli: Cli, study: Path) -> None:
    (source,) = listed(cli, "source", "list")

    assert list(source) == [
        *("id", "name", "kind", "title", "date", "wave", "characters", "words", "sha256"),
        *("citation", "entries", "turns", "speakers"),
    ]
    assert (source["kind"], source["date"]) == ("interview", "2013-06-13")
    assert source["citation"] == "(Interview with Charis 13.6.13)"
    assert [(s["label"], s["turns"], s["words"]) for s in source["speakers"]] == [
        ("Ros", 2, 6),  # "Who came on Tuesdays?" and "And now?"
        ("Charis", 2, 23),  # 15 words and 8
    ]


def test_segments_of_a_source_lie_on_its_text(cli: Cli, study: Path) -> None:
    shown = json.loads(cli("source", "show", "charis.txt", "--format", "json").stdout)

    turns = [shown["text"][s["start"] : s["end"]] for s in shown["segments"] if s["kind"] == "turn"]
    assert turns[1].startswith("Charis: Everybody.")
    assert turns[1].endswith("money in a tin.")


def test_a_quote_is_found_across_a_line_break(cli: Cli, study: Path) -> None:
    result = cli("coding", "add", "charis.txt", "a", "--quote", "knew them all", "--memo", "why")

    (coding,) = listed(cli, "coding", "list")
    assert result.exit_code == 0
    assert list(coding) == [
        *("id", "guid", "source", "code", "start", "end", "quote", "coder", "created"),
        *("origin", "status", "memo", "properties", "citation"),
    ]
    assert coding["quote"] == "knew them\nall"
    assert (coding["coder"], coding["memo"], coding["origin"]) == ("author", "why", "manual")
    assert coding["citation"] == "(Interview with Charis 13.6.13)"


def test_the_same_coding_twice_is_stored_once_and_said(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "a", "--quote", "form")

    again = cli("coding", "add", "charis.txt", "a", "--quote", "form")

    assert (again.exit_code, again.stdout) == (0, "")
    assert "there already 1" in again.stderr
    assert len(listed(cli, "coding", "list")) == 1


def test_the_coder_is_named_by_option_or_environment(
    cli: Cli, study: Path, monkeypatch: object
) -> None:
    cli("coding", "add", "charis.txt", "a", "--quote", "form", "--coder", "ada")
    monkeypatch.setenv("ETHNOCODE_CODER", "ben")  # type: ignore[attr-defined]
    cli("coding", "add", "charis.txt", "a", "--quote", "form")

    assert {coding["coder"] for coding in listed(cli, "coding", "list")} == {"ada", "ben"}


def test_codings_are_listed_by_code_with_all_below_it(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "b", "--quote", "form")
    cli("coding", "add", "charis.txt", "b.c", "--quote", "tin")
    cli("coding", "add", "charis.txt", "a", "--quote", "mothers")

    assert [c["code"] for c in listed(cli, "coding", "list", "--code", "b")] == ["b.c", "b"]
    assert [c["code"] for c in listed(cli, "coding", "list", "--limit", "1")] == ["a"]


def test_undo_takes_back_step_by_step_and_the_log_keeps_all(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "a", "--quote", "form")
    cli("coding", "remove", "1")
    assert listed(cli, "coding", "list") == []

    first = cli("undo")
    assert len(listed(cli, "coding", "list")) == 1
    second = cli("undo", "2")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert listed(cli, "source", "list") == []
    actions = [event["action"] for event in listed(cli, "log")]
    assert actions == ["undo", "undo", "undo", "coding remove", "coding add", "ingest", "init"]
    assert cli("verify").exit_code == 0


def test_redo_does_again_what_was_undone_until_something_new_is_done(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "a", "--quote", "form")
    cli("coding", "add", "charis.txt", "b", "--quote", "form")
    there = listed(cli, "coding", "list")
    cli("undo", "2")
    cli("redo")
    one = listed(cli, "coding", "list")
    cli("redo")
    both = listed(cli, "coding", "list")
    cli("undo")
    cli("redo")
    cli("undo", "2")
    cli("coding", "add", "charis.txt", "a", "--quote", "mothers")

    closed = cli("redo")

    assert (one, both) == ([there[0]], there)
    assert (closed.exit_code, "nothing is left to redo" in closed.stderr) == (3, True)
    assert [c["quote"] for c in listed(cli, "coding", "list")] == ["mothers"]
    assert cli("verify").exit_code == 0


def test_what_was_undone_can_be_read_in_again(cli: Cli, study: Path) -> None:
    cli("undo")

    again = cli("ingest", "charis.txt")

    assert again.exit_code == 0
    assert [s["name"] for s in listed(cli, "source", "list")] == ["charis.txt"]
    assert len(json.loads(cli("search", "tin", "--format", "json").stdout)) == 1
    assert cli("verify").exit_code == 0


def test_a_dry_run_changes_nothing(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "a", "--quote", "form")
    (study / "more.txt").write_text("More.\n")
    before = (study / "ethnocode.db").read_bytes()

    for command in (
        ("ingest", "more.txt"),
        ("coding", "remove", "1"),
        ("undo", "2"),
        ("suggest",),
        ("codebook", "import", "power"),
    ):
        assert cli(*command, "--dry-run").exit_code == 0

    assert (study / "ethnocode.db").read_bytes() == before


def test_reading_a_folder_twice_adds_nothing_the_second_time(cli: Cli, study: Path) -> None:
    folder = study / "corpus"
    (folder / "a").mkdir(parents=True)
    (folder / "b").mkdir()
    (folder / "a" / "notes.txt").write_text("One.\n")
    (folder / "b" / "notes.txt").write_text("Two.\n")
    (folder / "b" / "picture.png").write_bytes(b"\x89PNG")
    (folder / ".hidden.txt").write_text("No.\n")

    first = cli("ingest", "corpus")
    again = cli("ingest", "corpus")

    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "passed over b/picture.png" in first.stderr
    assert again.stdout.count("unchanged") == 2
    # a name that is ambiguous is the path below the ingested folder
    names = [source["name"] for source in listed(cli, "source", "list")]
    assert names == ["a/notes.txt", "b/notes.txt", "charis.txt"]


def test_search_shows_words_in_context_and_their_codes(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "b", "--quote", "We kept the money in a tin.")

    (line,) = listed(cli, "search", "tin")
    assert (line["words"], line["speaker"], line["codes"]) == ("tin", "Charis", ["b"])
    assert line["before"].endswith("We kept the money in a ")
    assert listed(cli, "search", '"money in"') != []
    assert listed(cli, "search", '"in money"') == []
    assert listed(cli, "search", "TIN form") == []  # not in one passage
    assert listed(cli, "search", "mother*", "--speaker", "Charis") != []
    assert listed(cli, "search", "mother*", "--speaker", "Ros") == []
    assert listed(cli, "search", "tin", "--code", "a") == []
    assert listed(cli, "search", "tin", "--kind", "document") == []


def test_search_shows_where_words_are_in_a_line_of_their_own(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "b", "--quote", "We kept the money in a tin.")

    words, where = cli("search", "tin").stdout.splitlines()

    assert words.endswith("We kept the money in a [tin].")
    assert where == "    charis.txt (Interview with Charis 13.6.13) · b"


def test_status_tells_what_to_do_next(cli: Cli, study: Path) -> None:
    said = json.loads(cli("status", "--format", "json").stdout)
    shown = cli("status").stdout

    assert said["kinds"][0]["kind"] == "interview"
    assert said["next"][0]["command"] == "ethnocode coding add --help"
    assert "ethnocode suggest" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_a_project_is_found_from_a_folder_below(cli: Cli, study: Path, monkeypatch: object) -> None:
    (study / "deep" / "down").mkdir(parents=True)
    monkeypatch.chdir(study / "deep" / "down")  # type: ignore[attr-defined]

    assert [s["name"] for s in listed(cli, "source", "list")] == ["charis.txt"]


def test_the_project_option_may_stand_before_or_after_the_command(cli: Cli, study: Path) -> None:
    (study / "elsewhere").mkdir()

    before = cli("--project", str(study), "source", "list").stdout
    after = cli("source", "list", "--project", str(study)).stdout

    assert before == after
    assert "charis.txt" in before


def test_speakers_are_mapped_to_persons_as_told(cli: Cli, study: Path) -> None:
    (study / "c.txt").write_text("C: One.\n\nR: Two?\n\nC: Three.\n\nR: Four?\n")

    cli("ingest", "c.txt", "--kind", "interview", "--speaker", "C=Charis", "--speaker", "R=Ros")

    source = next(s for s in listed(cli, "source", "list") if s["name"] == "c.txt")
    assert [(s["label"], s["person"]) for s in source["speakers"]] == [
        ("C", "Charis"),
        ("R", "Ros"),
    ]
    assert [person["pseudonym"] for person in listed(cli, "person", "list")] == ["Charis", "Ros"]


def test_a_shipped_codebook_is_imported_and_undone(cli: Cli, study: Path) -> None:
    before = (study / "codebook.yaml").read_bytes()

    cli("codebook", "import", "power")
    with_power = len(listed(cli, "codebook", "show"))
    cli("undo")

    assert with_power == 3 + 12
    assert (study / "codebook.yaml").read_bytes() == before


def test_a_codebook_that_would_lose_used_codes_is_refused(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "a", "--quote", "form")
    (study / "new.yaml").write_text("ethnocode: 1\nid: n\ncodes: [{id: z, definition: Z.}]\n")

    result = cli("codebook", "import", "new.yaml", "--replace")

    assert result.exit_code == 3
    assert "a (1)" in result.stderr


def test_an_earlier_day_is_listed_and_reported_as_it_was(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "a", "--quote", "form")

    def codings(day: str) -> list[dict[str, object]]:
        return listed(cli, "coding", "list", "--as-of", day)

    assert codings("2000-01-01") == []
    assert len(codings("2999-01-01")) == 1
    wrong = cli("coding", "list", "--as-of", "yesterday")
    assert (wrong.exit_code, "neither a day nor a moment" in wrong.stderr) == (2, True)
    report = cli("report", "frequency", "--as-of", "2000-01-01", "--format", "json")
    assert json.loads(report.stdout)["rows"] == []
