"""Bad input: one clear line on stderr, the right exit status, and nothing changed."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from ethnocode.store import opening

Cli = Callable[..., Result]
NOBODY = 65534


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def refused(result: Result, *, status: int, code: str, names: str) -> None:
    assert (result.exit_code, result.stdout) == (status, "")
    first, *rest = result.stderr.splitlines()
    assert first.startswith(f"ethnocode: error[{code}]: ")
    assert names in first
    assert all(line.startswith("  hint: ") for line in rest)
    assert len(rest) <= 1


FILES = {
    "empty.txt": b"",
    "blank.txt": b" \n\n\t\n",
    "front.md": b"---\nkind: interview\n---\n",
    "open.md": b"---\nkind: interview\n\nRos: Yes?\n",
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "photo.jpg": b"\xff\xd8\xff\xe0" + bytes(64),
}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("missing.txt", "E100"),
        ("empty.txt", "E104"),
        ("blank.txt", "E104"),
        ("front.md", "E104"),
        ("open.md", "E100"),
        ("picture.txt", "E101"),
        ("photo.jpg", "E101"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_changes_nothing(
    cli: Cli, study: Path, name: str, code: str
) -> None:
    if name in FILES:
        (study / name).write_bytes(FILES[name])
    before = contents(study)

    refused(cli("ingest", name), status=3, code=code, names=name)

    assert contents(study) == before


def test_good_files_go_in_beside_bad_ones_which_have_a_line_each(cli: Cli, study: Path) -> None:
    (study / "good.txt").write_text("A good file.\n")
    (study / "empty.txt").write_bytes(b"")
    (study / "photo.txt").write_bytes(b"\xff\xd8\xff\xe0 and so on")

    result = cli("ingest", "good.txt", "empty.txt", "photo.txt")

    assert result.exit_code == 1
    assert result.stderr.count("error[E104]: empty.txt: ") == 1
    assert result.stderr.count("error[E101]: photo.txt: ") == 1
    names = [row["name"] for row in json.loads(cli("source", "list", "-f", "json").stdout)]
    assert names == ["charis.txt", "good.txt"]


def test_where_nothing_could_be_read_each_file_has_a_line_and_nothing_changes(
    cli: Cli, study: Path
) -> None:
    (study / "empty.txt").write_bytes(b"")
    (study / "photo.txt").write_bytes(b"\xff\xd8\xff\xe0 and so on")
    before = contents(study)

    result = cli("ingest", "empty.txt", "photo.txt", "-f", "json")

    assert result.exit_code == 3
    assert [json.loads(line)["error"] for line in result.stderr.splitlines()] == ["E104", "E101"]
    assert [row["state"] for row in json.loads(result.stdout)] == ["refused", "refused"]
    assert contents(study) == before


def test_other_text_under_a_known_name_is_refused(cli: Cli, study: Path) -> None:
    (study / "charis.txt").write_text("Something else.\n")

    refused(cli("ingest", "charis.txt"), status=3, code="E103", names="charis.txt")


@pytest.mark.parametrize(
    ("arguments", "code", "names"),
    [
        (("charis.txt", "nothing", "--quote", "form"), "E201", "'nothing'"),
        (("chariss.txt", "a", "--quote", "form"), "E100", "'chariss.txt'"),
        (("charis.txt", "a", "--quote", "never said"), "E150", "not there"),
        (("charis.txt", "a", "--quote", "Charis"), "E150", "3 times"),
        (("charis.txt", "a", "--quote", "Charis", "--occurrence", "9"), "E150", "3 times"),
        (("charis.txt", "a", "--span", "5:5"), "E150", "5:5"),
        (("charis.txt", "a", "--span", "9:5"), "E150", "9:5"),
        (("charis.txt", "a", "--span", "0:99999"), "E150", "0:99999"),
    ],
)
def test_a_coding_that_fits_nowhere_is_refused(
    cli: Cli, study: Path, arguments: tuple[str, ...], code: str, names: str
) -> None:
    before = contents(study)

    refused(cli("coding", "add", *arguments), status=3, code=code, names=names)

    assert contents(study) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("coding", "add", "charis.txt", "a"),
        ("coding", "add", "charis.txt", "a", "--quote", "form", "--span", "1:2"),
        ("coding", "add", "charis.txt", "a", "--span", "one:two"),
        ("coding", "add", "charis.txt", "a", "--quote", "form", "--set", "side"),
        ("coding", "add", "charis.txt", "a", "--quote", "form", "--set", "side=up"),
        ("coding", "add", "charis.txt", "a", "--quote", "form", "--set", "colour=red"),
        ("coding", "remove", "77"),
        ("coding", "list", "--coder", "nobody"),
        ("coding", "list", "--code", "nothing"),
        ("report", "cooccurrence", "--coder", "nobody"),
        ("suggest", "explain", "77"),
        ("suggest", "accept", "77"),
        ("search", "..."),
        ("search", "tin", "--kind", "poem"),
        ("explain", "E999"),
        ("help", "nothing"),
        ("ingest", "charis.txt", "--date", "31.2.13"),
        ("ingest", "charis.txt", "--speaker", "Nobody=Maud"),
    ],
)
def test_names_and_options_that_make_no_sense_exit_2(
    cli: Cli, study: Path, arguments: tuple[str, ...]
) -> None:
    if arguments[-2:] == ("--speaker", "Nobody=Maud"):
        (study / "charis.txt").rename(study / "other.txt")
        arguments = ("ingest", "other.txt", "--speaker", "Nobody=Maud")
    before = contents(study)

    refused(cli(*arguments), status=2, code="E010", names="")

    assert contents(study) == before


def test_one_bad_line_of_a_file_of_codings_stores_none(cli: Cli, study: Path) -> None:
    good = {"source": "charis.txt", "code": "a", "quote": "form"}
    bad = {"source": "charis.txt", "code": "a", "quote": "never said"}
    (study / "in.jsonl").write_text(f"{json.dumps(good)}\n{json.dumps(bad)}\n")

    refused(cli("coding", "add", "--from", "in.jsonl"), status=3, code="E150", names="in.jsonl:2")

    assert json.loads(cli("coding", "list", "-f", "json").stdout) == []


@pytest.mark.parametrize(
    "line", ["not json", "[]", '{"source": "charis.txt"}', '{"source": 1, "code": "a"}']
)
def test_a_line_that_is_no_coding_is_refused(cli: Cli, study: Path, line: str) -> None:
    (study / "in.jsonl").write_text(line + "\n")

    refused(cli("coding", "add", "--from", "in.jsonl"), status=3, code="E250", names="in.jsonl:1")


@pytest.mark.parametrize("name", ["missing.yaml", "no-list.yaml", "twice.yaml"])
def test_a_roster_that_is_none_is_refused(cli: Cli, study: Path, name: str) -> None:
    (study / "no-list.yaml").write_text("people: []\n")
    (study / "twice.yaml").write_text("persons: [{pseudonym: Maud}, {pseudonym: Maud}]\n")

    refused(cli("person", "import", name), status=3, code="E250", names=name)


@pytest.mark.parametrize(
    "text", ["codes: [\n", "- a\n", "codes: 3\n", "a: 1\na: 2\ncodes: []\n", "\x00\x01"]
)
def test_a_codebook_that_is_none_is_refused(cli: Cli, study: Path, text: str) -> None:
    """It cannot be worked with; to judge it is to say where it is wrong."""
    (study / "bad.yaml").write_text(text)
    before = contents(study)

    refused(cli("codebook", "import", "bad.yaml"), status=3, code="E200", names="bad.yaml")
    judged = cli("codebook", "lint", "bad.yaml")

    assert judged.exit_code == 1
    assert judged.stdout.startswith("bad.yaml:")
    assert contents(study) == before


def test_a_cue_that_is_no_pattern_is_refused_by_name(cli: Cli, study: Path) -> None:
    text = (study / "codebook.yaml").read_text()
    broken = text.replace("cues: {lemmas: [tin]}", "cues: {patterns: [[{LOWER: {WRONG: 1}}]]}")
    (study / "codebook.yaml").write_text(broken)

    refused(cli("suggest"), status=3, code="E500", names="b")


def test_no_project_says_where_it_looked(cli: Cli, tmp_path: Path) -> None:
    refused(cli("status"), status=4, code="E301", names=str(tmp_path))
    refused(cli("status", "-p", "elsewhere"), status=4, code="E301", names="elsewhere")


def test_a_second_project_in_one_folder_is_refused(cli: Cli, study: Path) -> None:
    before = contents(study)

    refused(cli("init", "."), status=4, code="E300", names="ethnocode.db")

    assert contents(study) == before


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("create table codings (id)")


def newer(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("pragma user_version = 99")


def booby_trapped(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("create trigger trap after insert on codings begin delete from codings; end")


def not_a_database(path: Path) -> None:
    path.write_bytes(b"words, not a database " * 20)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def lost(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (foreign, "E300"),
        (newer, "E302"),
        (booby_trapped, "E300"),
        (not_a_database, "E300"),
        (truncated, "E300"),
        (lost, "E301"),
    ],
)
@pytest.mark.parametrize(
    "command", [("status",), ("coding", "add", "charis.txt", "a", "--quote", "form")]
)
def test_a_database_that_is_not_ours_is_not_touched(
    cli: Cli, study: Path, spoil: Callable[[Path], None], code: str, command: tuple[str, ...]
) -> None:
    spoil(study / "ethnocode.db")
    before = contents(study)

    refused(cli(*command), status=4, code=code, names="ethnocode.db")

    assert contents(study) == before


def test_settings_that_say_something_unknown_are_refused(cli: Cli, study: Path) -> None:
    (study / "ethnocode.yaml").write_text("ethnocode: 1\nstudi: typo\n")

    refused(cli("status"), status=4, code="E300", names="'studi'")


def test_another_writer_is_waited_for_and_then_named(
    cli: Cli, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(study / "ethnocode.db", isolation_level=None)
    other.execute("begin immediate")
    try:
        result = cli("coding", "add", "charis.txt", "a", "--quote", "form")
    finally:
        other.close()

    refused(result, status=5, code="E350", names="another program is writing")


def test_a_folder_that_cannot_be_written_is_named(cli: Cli, study: Path) -> None:
    (study / "plain").write_text("a file")

    refused(cli("init", "plain/inside"), status=6, code="E360", names="plain")
    output = cli("source", "list", "--output", "nowhere/list.txt")
    refused(output, status=6, code="E360", names="nowhere")


def as_nobody(action: Callable[[], tuple[int, str]]) -> tuple[int, str]:
    """Run an action in a child process that root's rights do not reach."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        if os.geteuid() == 0:
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
        os.write(writer, json.dumps(action()).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        status, said = json.load(pipe)
    return status, said


def test_a_read_only_folder_is_read_and_not_written(
    cli: Cli, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = ("coding", "add", "charis.txt", "a", "--quote", "form")
    cli(*add)  # loads what the child process may not read
    cli("undo")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "study")
        shutil.copytree(study, folder)
        for path in (Path(name), folder):
            path.chmod(0o555)
        for path in folder.iterdir():
            path.chmod(0o444)
        before = contents(folder)
        monkeypatch.chdir(folder)

        def read() -> tuple[int, str]:
            result = cli("source", "list", "--format", "json")
            return result.exit_code, json.loads(result.stdout)[0]["name"]

        def write() -> tuple[int, str]:
            result = cli(*add)
            return result.exit_code, result.stderr

        assert as_nobody(read) == (0, "charis.txt")
        status, said = as_nobody(write)
        assert contents(folder) == before
        monkeypatch.chdir(study)
        for path in (folder, Path(name)):
            path.chmod(0o755)

    assert status == 6
    assert said.startswith("ethnocode: error[E360]: ")
    assert "ethnocode.db" in said


def test_errors_are_json_when_json_is_asked_for(cli: Cli, study: Path) -> None:
    result = cli("source", "show", "chariss.txt", "--format", "json")

    said = json.loads(result.stderr)
    assert list(said) == ["error", "message", "where", "hint"]
    assert said["error"] == "E100"
    assert "charis.txt" in said["hint"]


def test_there_is_nothing_to_undo_in_a_new_project(cli: Cli, tmp_path: Path) -> None:
    cli("init", ".")

    refused(cli("undo"), status=3, code="E310", names="nothing is left")


def test_undo_leaves_a_codebook_whose_new_line_was_edited_since(cli: Cli, tmp_path: Path) -> None:
    cli("init", ".")
    cli("codebook", "import", "power")
    book = tmp_path / "codebook.yaml"
    (line,) = (line for line in book.read_text().splitlines() if "power" in line)
    book.write_text(book.read_text().replace(line, f"{line}  # for chapter 3"))
    before = contents(tmp_path)

    refused(cli("undo"), status=3, code="E310", names="codebook.yaml")

    assert contents(tmp_path) == before


def test_output_is_never_written_over_the_project_itself(cli: Cli, study: Path) -> None:
    before = contents(study)

    for name in ("ethnocode.db", "ethnocode.yaml", "codebook.yaml"):
        refused(cli("source", "list", "--output", name), status=2, code="E010", names=name)

    assert contents(study) == before


def test_output_into_a_link_or_a_pipe_leaves_it_what_it_is(cli: Cli, study: Path) -> None:
    (study / "real.txt").write_text("old")
    (study / "link.txt").symlink_to(study / "real.txt")

    cli("source", "list", "--output", "link.txt")

    assert (study / "link.txt").is_symlink()
    assert "charis.txt" in (study / "real.txt").read_text()


def test_a_pipe_is_no_source(cli: Cli, study: Path) -> None:
    os.mkfifo(study / "pipe.txt")

    refused(cli("ingest", "pipe.txt"), status=3, code="E100", names="pipe.txt")


@pytest.mark.parametrize("name", ["  ", "a\nb", "\x1b[31mred", "b\udcff"])
def test_a_coder_has_a_name_that_can_be_read(cli: Cli, study: Path, name: str) -> None:
    add = ("coding", "add", "charis.txt", "a", "--quote", "form", "--coder", name)

    refused(cli(*add), status=2, code="E010", names="--coder")


def test_a_memo_for_a_coding_that_is_there_is_not_dropped_in_silence(cli: Cli, study: Path) -> None:
    add = ("coding", "add", "charis.txt", "a", "--quote", "form")
    cli(*add)

    refused(cli(*add, "--memo", "important"), status=2, code="E010", names="coding 1")


def test_words_that_are_no_unicode_text_are_refused(cli: Cli, study: Path) -> None:
    add = ("coding", "add", "charis.txt", "a", "--quote", "form", "--memo", "b\udcff")

    refused(cli(*add), status=2, code="E010", names="not UTF-8")


def test_a_file_without_codings_is_refused(cli: Cli, study: Path) -> None:
    (study / "none.jsonl").write_text("\n")

    refused(cli("coding", "add", "--from", "none.jsonl"), status=3, code="E250", names="none")


def test_a_quote_whose_places_overlap_is_ambiguous(cli: Cli, study: Path) -> None:
    (study / "the.txt").write_text("the the the end\n")
    cli("ingest", "the.txt")

    add = ("coding", "add", "the.txt", "a", "--quote", "the the")
    refused(cli(*add), status=3, code="E150", names="2 times")
