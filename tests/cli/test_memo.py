"""``memo`` through the command line: what it prints, what it refuses, and the editor."""

from __future__ import annotations

import json
import os
import pty
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ethnocode.cli.main import app
from ethnocode.errors import BusyError

Cli = Callable[..., Result]

QUOTE = "We kept the money in a tin."
WATCHED = "ethnocode.cli.memo.is_watched"


def memos(cli: Cli, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        cli("memo", "list", "--format", "json", *options).stdout
    )
    return found


def body(cli: Cli, number: int = 1) -> str:
    return str(json.loads(cli("memo", "show", str(number), "--format", "json").stdout)["body"])


def fed(words: bytes, *arguments: str) -> Result:
    """Run a command with words on standard input, in the folder that ``cli`` works in."""
    return CliRunner().invoke(app, list(arguments), input=words)


def test_each_subject_is_named_by_its_option(cli: Cli, study: Path) -> None:
    (study / "persons.yaml").write_text("persons: [{pseudonym: Ros}]\n")
    cli("person", "import", "persons.yaml")
    cli("coding", "add", "charis.txt", "a", "--quote", QUOTE)
    nothing = {"coding": None, "code": None, "person": None, "source": None}
    charis = {"source": "charis.txt"}
    expected = [
        ((), "the study", {"kind": "study"}),
        (("--code", "b.c"), "b.c", {"kind": "code", "code": "b.c"}),
        (("--coding", "1"), "coding 1", {"kind": "coding", "coding": 1, "code": "a", **charis}),
        (("--person", "Ros"), "Ros", {"kind": "person", "person": "Ros"}),
        (("--source", "charis.txt"), "charis.txt", {"kind": "source", **charis}),
        (
            ("--source", "charis.txt", "--span", "0:9"),
            "charis.txt 0:9",
            {"kind": "passage", **charis},
        ),
    ]

    for number, (options, on, _) in enumerate(expected, start=1):
        added = cli("memo", "add", f"Thought {number}", *options)
        assert (added.exit_code, added.stdout, added.stderr) == (0, "", f"memo {number} on {on}\n")

    listed = memos(cli)
    assert [memo["on"] for memo in listed] == [nothing | on for _, _, on in expected]
    assert [memo["body"] for memo in listed] == [f"Thought {n}" for n in range(1, 7)]
    quotes = [None, None, QUOTE, None, None, "Interview"]
    assert [memo["quote"] for memo in listed] == quotes
    assert [memo["end"] and memo["end"] - memo["start"] for memo in listed] == [
        quote and len(quote) for quote in quotes
    ]
    assert cli("verify").exit_code == 0


def test_words_come_from_a_file_or_from_standard_input(cli: Cli, study: Path) -> None:
    (study / "thought.md").write_bytes("\ufeffFrom a file,\r\nwhole.\n".encode())

    assert cli("memo", "add", "--file", "thought.md").exit_code == 0
    assert fed(b"From a pipe.\n", "memo", "add", "--file", "-").exit_code == 0
    assert fed(b"From a pipe too.\n", "memo", "add", "-").exit_code == 0

    assert [memo["body"] for memo in memos(cli)] == [
        "From a file,\nwhole.",
        "From a pipe.",
        "From a pipe too.",
    ]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("add",), 2, "a memo without words"),
        (("add", " \n"), 2, "a memo without words"),
        (("add", "x", "--file", "thought.md"), 2, "not both"),
        (("add", "--file", "gone.md"), 3, "gone.md: there is no such file"),
        (("add", "--file", "latin.md"), 3, "latin.md: byte 0xe9"),
        (("add", "x", "--code", "a", "--coding", "1"), 2, "not on --code and --coding"),
        (("add", "x", "--quote", "tin"), 2, "whose words"),
        (("add", "x", "--source", "charis.txt", "--quote", ""), 2, "--quote is blank"),
        (("add", "x", "--source", " "), 2, "--source is blank"),
        (("add", "x", "--code", ""), 2, "--code is blank"),
        (("add", "x", "--person", ""), 2, "--person is blank"),
        (("add", "x", "--source", "charis.txt", "--span", ""), 2, "--span '' is not A:B"),
        (("add", "x", "--source", "charis.txt", "--quote", "tin", "--span", "0:3"), 2, "either"),
        (("add", "x", "--source", "charis.txt", "--occurrence", "2"), 2, "--occurrence chooses"),
        (("add", "x", "--kind", "poetic"), 2, "poetic"),
        (("add", "x", "--coding", "4"), 2, "no coding 4"),
        (("add", "x", "--code", "z"), 3, "no code 'z'"),
        (("add", "x", "--source", "charis.txt", "--quote", "gold"), 3, "is not there"),
        (("edit", "1"), 2, "what is to change?"),
        (("edit", "1", ""), 2, "a memo without words"),
        (("edit", "9", "x"), 2, "no memo 9"),
        (("move", "1"), 2, "say where"),
        (("move", "1", "--quote", "tin"), 2, "is on no source"),
        (("move", "9", "--source", "charis.txt"), 2, "no memo 9"),
        (("remove", "1", "9"), 2, "no memo 9"),
        (("show", "9"), 2, "no memo 9"),
        (("list", "--coder", "cy"), 2, "nobody has written"),
        (("list", "--code", "z"), 2, "the study has no code 'z'"),
    ],
)
def test_bad_input_is_one_line_and_changes_nothing(
    cli: Cli, study: Path, arguments: tuple[str, ...], status: int, message: str
) -> None:
    (study / "thought.md").write_text("x")
    (study / "latin.md").write_bytes(b"caf\xe9")
    cli("memo", "add", "Kept.")
    before = (study / "ethnocode.db").read_bytes()

    refused = cli("memo", *arguments)

    assert (refused.exit_code, refused.stdout) == (status, "")
    assert message in refused.stderr
    assert (study / "ethnocode.db").read_bytes() == before


def test_bytes_of_the_shell_that_are_no_text_are_refused(cli: Cli, study: Path) -> None:
    refused = cli("memo", "add", "caf\udce9")

    assert (refused.exit_code, "not UTF-8" in refused.stderr) == (2, True)
    assert memos(cli) == []


def test_the_list_fits_eighty_columns_and_says_what_is_left_out(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "b.c", "--quote", QUOTE)
    long = "An extraordinarily long thought about tins, " * 9
    cli("memo", "add", long, "--kind", "methodological", "--source", "charis.txt", "--span", "0:9")
    cli("memo", "add", "line one\nline two", "--coding", "1", "--title", "Why the tin")

    listed = cli("memo", "list")

    lines = listed.stdout.splitlines()
    assert lines[0].split() == ["Memo", "Kind", "On", "When", "Words"]
    assert max(map(len, lines)) <= 80
    first = f"   1  methodological  charis.txt 0:9  {memos(cli)[0]['created'][:10]}  "
    assert lines[2] == first + "An extraordinarily long…"
    assert "Why the tin" in lines[-1]
    assert "line one" not in listed.stdout
    assert "1 more" not in listed.stdout
    assert "and 1 more: --limit 2 shows all" in cli("memo", "list", "-n", "1").stdout
    assert "No rows." in cli("memo", "list", "--kind", "reflexive").stdout


def test_a_memo_is_shown_whole_with_what_it_is_on(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "b.c", "--quote", QUOTE)
    words = "One.\n\n\tTwo " + "on and on " * 30 + "end."
    cli("memo", "add", words, "--coding", "1", "--title", "Why the tin", "--coder", "ben")

    shown = cli("memo", "show", "1")

    head, _, below = shown.stdout.partition("\n\n")
    assert head.splitlines()[0].startswith("Memo 1, analytic, ben, 20")
    assert head.splitlines()[1] == "On coding 1: b.c (Interview with Charis 13.6.13)"
    assert head.splitlines()[2] == f"    {QUOTE}"
    assert below == f"Why the tin\n\n{words}\n"
    assert body(cli) == words


def test_hostile_words_are_harmless_and_json_gives_them_back(cli: Cli, study: Path) -> None:
    words = "[bold]x[/] <script>alert(1)</script> =HYPERLINK(1) \x1b[31mred \u202etfel \x9b31m"
    cli("memo", "add", words, "--title", "\x1b]0;owned\x07[red]", "--source", "charis.txt")

    said = cli("memo", "list").stdout + cli("memo", "show", "1").stdout + cli("log").stdout

    assert not [c for c in said if ord(c) < 32 and c != "\n"]
    assert not [c for c in said if 0x7F <= ord(c) <= 0x9F or c == "\u202e"]
    (memo,) = memos(cli)
    assert memo["title"] == "]0;owned[red]"
    assert memo["body"] == "[bold]x[/] <script>alert(1)</script> =HYPERLINK(1) [31mred tfel 31m"


def test_removing_says_what_goes_and_a_dry_run_removes_nothing(cli: Cli, study: Path) -> None:
    cli("memo", "add", "x", "--code", "a")

    planned = cli("memo", "remove", "1", "--dry-run")
    assert (planned.stderr, len(memos(cli))) == ("would remove memo 1 on a\n", 1)
    assert cli("memo", "remove", "1").stderr == "removed memo 1 on a\n"
    assert memos(cli) == []
    cli("undo")
    assert [memo["id"] for memo in memos(cli)] == [1]


def test_removing_a_coding_says_that_its_memo_stays(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "a", "--quote", QUOTE)
    cli("memo", "add", "x", "--coding", "1")
    start = memos(cli)[0]["start"]
    place = f"charis.txt at {start}:{start + len(QUOTE)}"

    planned = cli("coding", "remove", "1", "--dry-run").stderr
    removed = cli("coding", "remove", "1").stderr

    assert planned == f"would remove 1: a in {place}\nmemo 1 would stay, on {place}\n"
    assert removed == f"removed 1: a in {place}\nmemo 1 stays, on {place}\n"
    assert memos(cli)[0]["on"]["kind"] == "passage"
    cli("undo")
    assert memos(cli)[0]["on"]["kind"] == "coding"


def test_an_update_counts_memos_and_the_check_fails_until_they_are_settled(
    cli: Cli, study: Path
) -> None:
    cli("coding", "add", "charis.txt", "a", "--quote", "Her kitchen.")
    cli("memo", "add", "x", "--source", "charis.txt", "--quote", "Who came on Tuesdays?")
    cli("memo", "add", "The tin again", "--source", "charis.txt", "--quote", QUOTE)
    assert "AN002" not in cli("check").stdout
    text = (study / "charis.txt").read_text()
    (study / "charis.txt").write_text(text.replace(QUOTE, "Then the bank took over all of it."))

    done = cli("update", "charis.txt")

    assert done.stderr.splitlines() == [
        "charis.txt: 1 coding: 1 exact, 0 moved, 0 need review",
        "charis.txt: 2 memos: 1 exact, 0 moved, 1 needs review",
        "'ethnocode memo list --status needs-review' shows the memos that wait",
    ]
    checked = cli("check")
    assert checked.exit_code == 1
    assert "charis.txt: AN002 error: memo 2 needs review" in checked.stdout
    assert cli("memo", "list", "--status", "needs-review").stdout.splitlines() == [
        f"     2  charis.txt · {memos(cli)[1]['coder']} · The tin again",
        f"        was: {QUOTE}",
        "        now: Then the bank took over all of it.",
    ]
    assert "It waits for review" in cli("memo", "show", "2").stdout
    moved = cli("memo", "move", "2", "--quote", "the bank took over")
    assert moved.stderr.startswith("memo 2 on charis.txt ")
    assert cli("check").exit_code == 0
    assert cli("verify").exit_code == 0


def test_an_update_of_a_source_without_memos_says_nothing_of_them(cli: Cli, study: Path) -> None:
    cli("memo", "add", "x", "--source", "charis.txt")
    (study / "charis.txt").write_text((study / "charis.txt").read_text() + "\nRos: Good.\n")

    done = cli("update", "charis.txt")

    assert done.stderr == "charis.txt: 0 codings: 0 exact, 0 moved, 0 need review\n"


def test_the_status_counts_memos_once_there_are_any(cli: Cli, study: Path) -> None:
    assert "Memos" not in cli("status").stdout
    cli("memo", "add", "x")

    assert "Memos         1" in cli("status").stdout
    assert json.loads(cli("status", "--format", "json").stdout)["memos"] == 1


def test_the_rule_is_explained(cli: Cli) -> None:
    assert cli("explain", "AN002").stdout.startswith("AN002 memo-needs-review (error)\n\nA memo")


EDITOR = """\
import os, pathlib, stat, sys
file = pathlib.Path(sys.argv[-1])
folder = pathlib.Path({folder!r})
(folder / "seen").write_text(
    "\\n".join([
        file.parent.parent.name,
        oct(stat.S_IMODE(file.stat().st_mode)),
        oct(stat.S_IMODE(file.parent.stat().st_mode)),
        " ".join(sys.argv[1:-1]),
    ])
)
file.with_name("memo.md~").write_text("an editor's own copy")
{does}
"""


@pytest.fixture
def editor(study: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Make a script the editor, somebody watching; returns where it notes what it saw."""

    def become(does: str) -> Path:
        script = study / "ed it.py"
        script.write_text(EDITOR.format(folder=str(study), does=does))
        monkeypatch.setenv("VISUAL", f"'{sys.executable}' '{script}' --wait 'for it; $(touch x)'")
        monkeypatch.setenv("EDITOR", "false")
        monkeypatch.setattr(WATCHED, lambda: True)
        return study / "seen"

    return become


def left_behind(study: Path) -> list[str]:
    return [path.name for path in (study / ".ethnocode").glob("memo-*")]


def draft(study: Path) -> Path:
    """Return the one file that was kept."""
    (kept,) = left_behind(study)
    return study / ".ethnocode" / kept / "memo.md"


def test_the_editor_gets_the_words_in_a_private_file_that_goes_again(
    cli: Cli, study: Path, editor: Callable[[str], Path]
) -> None:
    cli("memo", "add", "Old words.")
    seen = editor("file.write_text(file.read_text().replace('Old', 'New') + 'And more.\\n')")

    done = cli("memo", "edit", "1")

    assert (done.exit_code, done.stderr) == (0, "memo 1 edited\n")
    assert body(cli) == "New words.\nAnd more."
    assert memos(cli)[0]["edited"] is not None
    assert seen.read_text().splitlines() == [
        ".ethnocode",
        "0o600",
        "0o700",
        "--wait for it; $(touch x)",
    ]
    assert left_behind(study) == []
    assert not (study / "x").exists()
    cli("undo")
    assert (body(cli), memos(cli)[0]["edited"]) == ("Old words.", None)


@pytest.mark.parametrize(
    ("does", "status", "said"),
    [
        ("pass", 0, "nothing changed"),
        ("file.write_text('')", 0, "no words left, so nothing changed"),
        ("file.write_text(' \\n')", 0, "no words left, so nothing changed"),
        ("sys.exit(3)", 2, "ended with status 3"),
        ("file.unlink()", 2, "left no file"),
        ("file.unlink(); sys.exit(1)", 2, "ended with status 1"),
    ],
)
def test_an_editor_that_changes_nothing_or_fails_changes_nothing(
    cli: Cli, study: Path, editor: Callable[[str], Path], does: str, status: int, said: str
) -> None:
    cli("memo", "add", "Old words.")
    editor(does)
    before = (study / "ethnocode.db").read_bytes()

    done = cli("memo", "edit", "1")

    assert (done.exit_code, done.stdout) == (status, "")
    assert said in done.stderr
    assert "is kept" not in done.stderr
    assert (study / "ethnocode.db").read_bytes() == before
    assert left_behind(study) == []


def test_what_was_written_is_kept_when_it_cannot_be_stored(
    cli: Cli, study: Path, editor: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("memo", "add", "Old words.")
    editor("file.write_text('An hour of work.')")

    def busy(*_: object, **__: object) -> None:
        raise BusyError("another program is writing")

    monkeypatch.setattr("ethnocode.cli.memo.edit_memo", busy)

    done = cli("memo", "edit", "1")

    assert done.exit_code == 5
    file = draft(study)
    assert f"what you wrote is kept in {file}" in done.stderr
    assert file.read_text() == "An hour of work."
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_was_saved_is_kept_when_the_editor_fails(
    cli: Cli, study: Path, editor: Callable[[str], Path]
) -> None:
    cli("memo", "add", "Old words.")
    editor("file.write_text('half'); sys.exit(1)")

    done = cli("memo", "edit", "1")

    assert (done.exit_code, done.stdout) == (2, "")
    file = draft(study)
    assert "ended with status 1" in done.stderr
    assert f"hint: nothing was changed; what you wrote is kept in {file}\n" in done.stderr
    assert (file.read_text(), body(cli)) == ("half", "Old words.")


MEANWHILE = """\
import subprocess
{saves}
subprocess.run([sys.executable, "-m", "ethnocode", *{command}], cwd=folder, check=True)
"""


@pytest.mark.parametrize(
    ("command", "status", "said", "words"),
    [
        (["edit", "1", "Theirs."], 5, "memo 1 was changed while you wrote", "Theirs."),
        (["edit", "1", "--title", "T"], 5, "memo 1 was changed while you wrote", "Old words."),
        (["move", "1", "--source", "charis.txt"], 5, "while you wrote", "Old words."),
        (["remove", "1"], 2, "no memo 1", None),
    ],
)
def test_a_memo_that_somebody_else_changed_meanwhile_is_left_as_they_made_it(
    cli: Cli,
    study: Path,
    editor: Callable[[str], Path],
    command: list[str],
    status: int,
    said: str,
    words: str | None,
) -> None:
    cli("memo", "add", "Old words.", "--source", "charis.txt", "--quote", QUOTE)
    editor(MEANWHILE.format(saves="file.write_text('Mine.')", command=["memo", *command]))

    done = cli("memo", "edit", "1")

    assert (done.exit_code, done.stdout) == (status, "")
    file = draft(study)
    assert said in done.stderr
    assert f"; what you wrote is kept in {file}\n" in done.stderr
    assert file.read_text() == "Mine."
    assert [memo["body"] for memo in memos(cli)] == ([] if words is None else [words])
    cli("undo")
    assert body(cli) == "Old words."


def test_who_only_looked_at_a_memo_is_not_told_that_somebody_changed_it(
    cli: Cli, study: Path, editor: Callable[[str], Path]
) -> None:
    cli("memo", "add", "Old words.")
    editor(MEANWHILE.format(saves="pass", command=["memo", "edit", "1", "Theirs."]))

    done = cli("memo", "edit", "1")

    assert (done.exit_code, "nothing changed" in done.stderr) == (0, True)
    assert (body(cli), left_behind(study)) == ("Theirs.", [])


def test_a_change_of_another_memo_meanwhile_is_no_hindrance(
    cli: Cli, study: Path, editor: Callable[[str], Path]
) -> None:
    cli("memo", "add", "Old words.", "--source", "charis.txt", "--quote", QUOTE)
    cli("memo", "add", "Another.")
    command = ["memo", "edit", "2", "Theirs."]
    editor(MEANWHILE.format(saves="file.write_text('Mine.')", command=command))

    done = cli("memo", "edit", "1")

    assert (done.exit_code, done.stderr) == (0, "memo 1 edited\n")
    assert [memo["body"] for memo in memos(cli)] == ["Mine.", "Theirs."]
    assert left_behind(study) == []


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("", "no editor is set"),
        ("  ", "no editor is set"),
        ("no-such-editor-here", "cannot be started"),
        ("vi 'unbalanced", "cannot be read as a command"),
    ],
)
def test_without_an_editor_that_can_be_started_nothing_changes(
    cli: Cli, study: Path, monkeypatch: pytest.MonkeyPatch, command: str, said: str
) -> None:
    cli("memo", "add", "Old words.")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", command)
    monkeypatch.setattr(WATCHED, lambda: True)

    refused = cli("memo", "edit", "1")

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert said in refused.stderr
    assert (body(cli), left_behind(study)) == ("Old words.", [])


def test_naming_what_is_to_change_opens_no_editor(
    cli: Cli, study: Path, editor: Callable[[str], Path]
) -> None:
    cli("memo", "add", "Old words.")
    seen = editor("pass")

    done = cli("memo", "edit", "1", "--title", "T", "--kind", "reflexive")

    assert done.stderr == "memo 1 edited\n"
    assert not seen.exists()
    assert (memos(cli)[0]["title"], memos(cli)[0]["kind"], body(cli)) == (
        "T",
        "reflexive",
        "Old words.",
    )
    again = cli("memo", "edit", "1", "--title", "T")
    assert again.stderr == "memo 1 is so already: nothing changed\n"


def on_terminal(study: Path, *, stderr: int = subprocess.PIPE) -> tuple[int, str]:
    """Edit memo 1 in a process of its own, a terminal on both ends; its status and narration."""
    ours, theirs = pty.openpty()
    try:
        command = [sys.executable, "-m", "ethnocode", "memo", "edit", "1"]
        done = subprocess.run(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=stderr,
            cwd=study,
            check=False,
            timeout=60,
        )
    finally:
        os.close(ours)
        os.close(theirs)
    return done.returncode, (done.stderr or b"").decode()


def test_the_editor_opens_on_a_real_terminal(
    cli: Cli, study: Path, editor: Callable[[str], Path]
) -> None:
    cli("memo", "add", "Old words.")
    editor("file.write_text('Typed on a terminal.')")

    assert on_terminal(study) == (0, "memo 1 edited\n")
    assert body(cli) == "Typed on a terminal."


ENDS = """\
import signal
{saves}
os.kill(os.getppid(), signal.{name})
signal.pause()
"""


@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_what_was_saved_is_kept_when_the_program_is_ended_under_the_editor(
    cli: Cli, study: Path, editor: Callable[[str], Path], name: str, status: int
) -> None:
    cli("memo", "add", "Old words.")
    editor(ENDS.format(saves="file.write_text('Half an hour.')", name=name))

    ended, said = on_terminal(study)

    assert ended == status
    file = draft(study)
    assert said.splitlines()[0] == f"what you wrote is kept in {file}"
    assert len(said.splitlines()) == (2 if name == "SIGINT" else 1)
    assert "Traceback" not in said
    assert (file.read_text(), body(cli)) == ("Half an hour.", "Old words.")


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_nothing_is_left_when_the_program_is_ended_before_anything_was_saved(
    cli: Cli, study: Path, editor: Callable[[str], Path], name: str
) -> None:
    cli("memo", "add", "Old words.")
    editor(ENDS.format(saves="pass", name=name))

    _, said = on_terminal(study)

    assert ("is kept" in said, left_behind(study), body(cli)) == (False, [], "Old words.")


def test_what_was_saved_is_kept_when_there_is_nobody_left_to_tell(
    cli: Cli, study: Path, editor: Callable[[str], Path]
) -> None:
    cli("memo", "add", "Old words.")
    editor(ENDS.format(saves="file.write_text('Half an hour.')", name="SIGHUP"))
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended, _ = on_terminal(study, stderr=writing)
    finally:
        os.close(writing)

    # Python itself ends with 120 where what is left of a message cannot be flushed
    assert ended in (120, 129)
    assert draft(study).read_text() == "Half an hour."
