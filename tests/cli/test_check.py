"""``check`` and ``verify``: each rule and each fault is found, and nothing else."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Cli = Callable[..., Result]


def rules_found(cli: Cli) -> list[str]:
    findings = json.loads(cli("check", "--format", "json").stdout)
    assert all(f["hint"] and f["message"] and f["path"] for f in findings)
    return [finding["rule"] for finding in findings if not finding["rule"].startswith("CB")]


def test_speakers_without_persons_are_reported_until_there_is_a_roster(
    cli: Cli, study: Path
) -> None:
    """Ros and Charis speak; neither is a person yet: SR002 twice."""
    assert rules_found(cli) == ["SR002", "SR002"]
    (study / "persons.yaml").write_text(
        "persons:\n  - {pseudonym: Ros, author: true}\n  - {pseudonym: Charis}\n"
    )
    cli("person", "import", "persons.yaml")

    assert rules_found(cli) == []


def test_a_source_without_a_date_is_reported_and_a_code_without_codings(
    cli: Cli, toy: Path
) -> None:
    """The toy codes a and b; nobody uses c."""
    assert rules_found(cli) == ["CD004", "SR001"]


def test_a_code_taken_out_of_the_codebook_is_reported_where_it_is_used(cli: Cli, toy: Path) -> None:
    text = (toy / "codebook.yaml").read_text()
    (toy / "codebook.yaml").write_text(text.replace("- id: a\n", "- id: aa\n"))

    result = cli("check")

    assert result.exit_code == 1
    assert rules_found(cli) == ["CD004", "CD004", "SR001", "CD001"]
    assert "3 codings use 'a', which the codebook does not have" in result.stdout


def test_a_value_taken_out_of_the_codebook_is_reported(cli: Cli, toy: Path) -> None:
    cli("coding", "add", "toy.txt", "a", "--span", "70:80", "--set", "side=left")
    text = (toy / "codebook.yaml").read_text()
    (toy / "codebook.yaml").write_text(text.replace("[left, right]", "[right]"))

    assert cli("check").exit_code == 1
    assert rules_found(cli) == ["CD004", "SR001", "CD002"]


def test_a_coding_that_needs_review_fails_the_check_and_counts_nowhere(cli: Cli, toy: Path) -> None:
    with sqlite3.connect(toy / "ethnocode.db") as db:
        db.execute("update codings set status = 'needs-review' where id in (1, 2)")

    assert cli("check").exit_code == 1
    assert rules_found(cli) == ["CD004", "AN001", "AN001", "SR001"]
    report = json.loads(cli("report", "cooccurrence", "--format", "json").stdout)
    assert report["rows"][0]["n_ab"] == 1  # only the second paragraph still bears both


def test_findings_name_file_line_and_column(cli: Cli, study: Path) -> None:
    text = (study / "codebook.yaml").read_text()
    broken = text.replace("    definition: The other one.\n", "")
    (study / "codebook.yaml").write_text(broken)

    result = cli("codebook", "lint")

    assert result.exit_code == 1
    line = next(n for n, words in enumerate(broken.splitlines(), start=1) if "id: b" in words)
    assert f"codebook.yaml:{line}:" in result.stdout
    assert "CB004 error: 'b' has no definition" in result.stdout


def test_strict_fails_on_warnings_too(cli: Cli, toy: Path) -> None:
    assert cli("check").exit_code == 0
    assert cli("check", "--strict").exit_code == 1


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("update texts set text = replace(text, 'q', 'x')", "text-digest"),
        ("update originals set bytes = x'00'", "original-digest"),
        ("update codings set start = start + 1, end = end + 1 where id = 2", "anchor"),
        ("update codings set prefix = 'else' where id = 2", "anchor"),
        ('update segments set "end" = 900 where start = 50', "segments"),
        (
            "update segments set start = 1, words_from = 1 where start = 0 and passage = 1",
            "full-text",
        ),
        (
            "pragma writable_schema = on; pragma foreign_keys = off; "
            "insert into speakers (source_id, label, person_id) values (1, 'x', 99)",
            "foreign-keys",
        ),
    ],
)
def test_verify_finds_what_was_changed_behind_its_back(
    cli: Cli, toy: Path, statement: str, check: str
) -> None:
    assert cli("verify").exit_code == 0
    with sqlite3.connect(toy / "ethnocode.db") as db:
        db.executescript(statement)
    before = (toy / "ethnocode.db").read_bytes()

    result = cli("verify", "--format", "json")

    assert result.exit_code == 4
    assert check in {fault["check"] for fault in json.loads(result.stdout)}
    assert (toy / "ethnocode.db").read_bytes() == before


def test_verify_finds_an_event_that_was_altered(cli: Cli, toy: Path) -> None:
    with sqlite3.connect(toy / "ethnocode.db") as db:
        trigger = db.execute("select sql from sqlite_schema where name = 'events_are_fixed'")
        restore = trigger.fetchone()[0]
        db.execute("drop trigger events_are_fixed")
        db.execute("update events set actor = 'somebody' where id = 2")
        db.execute(restore)

    result = cli("verify")

    assert result.exit_code == 4
    assert "event 2 was altered" in result.stdout


def test_events_can_be_neither_changed_nor_removed(cli: Cli, toy: Path) -> None:
    with sqlite3.connect(toy / "ethnocode.db") as db:
        for statement in ("update events set actor = 'x'", "delete from events"):
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                db.execute(statement)


def faults_found(cli: Cli) -> list[tuple[str, str]]:
    return [
        (fault["check"], fault["message"])
        for fault in json.loads(cli("verify", "--format", "json").stdout)
    ]


def change(folder: Path, *statements: str) -> None:
    """Change the file as another program would, without the triggers that guard the log."""
    with sqlite3.connect(folder / "ethnocode.db") as db:
        triggers = "select name, sql from sqlite_schema where type = 'trigger' order by name"
        kept = db.execute(triggers).fetchall()
        for name, _ in kept:
            db.execute(f"drop trigger {name}")
        for statement in statements:
            db.execute(statement)
        for _, sql in kept:
            db.execute(sql)


FORGED = """
    insert into codings (guid, source_id, code_id, coder_id, start, "end", quote, prefix,
        suffix, digest, created, origin, status, memo, properties)
    select 'forged', source_id, 2, coder_id, start, "end", quote, prefix,
        suffix, digest, created, origin, status, memo, properties from codings where id = 1
"""


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("delete from codings where id = 6", "codings row 6 is gone, but no event removed it"),
        (FORGED, "codings row 7 is there, but no event left it there"),
        ("update codings set memo = 'x' where id = 3", "codings row 3 is not as its last event"),
        ("update sources set wave = 2", "sources row 1 is not as its last event"),
        ("insert into coders (name) values ('x')", "coders row 2 is there"),
    ],
)
def test_verify_finds_a_row_that_the_log_does_not_know(
    cli: Cli, toy: Path, statement: str, message: str
) -> None:
    assert faults_found(cli) == []
    change(toy, statement)

    ((check, found),) = faults_found(cli)

    assert check == "state"
    assert found.startswith(message)


def test_verify_is_content_with_rows_removed_changed_and_brought_back(cli: Cli, toy: Path) -> None:
    assert cli("coding", "remove", "2").exit_code == 0
    assert cli("coding", "add", "toy.txt", "a", "--span", "70:80").exit_code == 0
    assert cli("undo", "2").exit_code == 0
    assert cli("redo").exit_code == 0

    assert faults_found(cli) == []


def test_verify_finds_that_the_last_event_was_removed_with_all_it_did(cli: Cli, toy: Path) -> None:
    """Three events: start, ingest, codings; the rows of the third go with it."""
    change(toy, "delete from codings", "delete from codes", "delete from events where id = 3")

    assert faults_found(cli)[0] == ("numbers", "3 events were written, but the log holds 2")


def test_verify_finds_changes_that_were_altered(cli: Cli, toy: Path) -> None:
    change(toy, "update events set changes = replace(changes, 'toy.txt', 'joy.txt') where id = 2")

    faults = faults_found(cli)

    assert ("events", "event 2 was altered after it was written") in faults
    assert ("state", "sources row 1 is not as its last event left it") in faults


def test_verify_says_where_it_cannot_read_the_log(cli: Cli, toy: Path) -> None:
    change(toy, "update events set changes = 'gone' where id = 2")

    assert ("state", "the changes of event 2 cannot be read") in faults_found(cli)
