"""The manual says what the program does: its commands, options, keys and examples are tried."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sqlite3
import textwrap
import zipfile
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from pathlib import Path
from typing import Any

import pytest
from manual_pages import (
    block_after,
    commands_of,
    every_option,
    steps_of,
    unknown_words,
)
from typer.testing import CliRunner

from ethnocode.analysis.cooccurrence import count_cooccurrence
from ethnocode.cli.main import app
from ethnocode.codebook import RULES, lint, open_codebook
from ethnocode.codebook.study_rules import STUDY_RULES
from ethnocode.errors import EthnocodeError
from ethnocode.ingest import read_document
from ethnocode.model import CodingColumns, Count, Relation, Severity, UnitColumns
from ethnocode.services.manual import all_errors, topic_page, topics
from ethnocode.services.project import read_settings
from ethnocode.suggest.cues.matcher import build_matcher
from ethnocode.text.dates import read_date

WIDTH = 80
TOPICS = (
    "ci",
    "codebook",
    "errors",
    "formats",
    "methods",
    "settings",
    "storage",
    "suggestions",
    "tutorial",
)
WITHOUT_EXAMPLE = ("E000",)
"""Errors that no command raises."""

ALL_RULES: tuple[Any, ...] = (*RULES, *STUDY_RULES)
RULE_IDS = [rule.id for rule in ALL_RULES]

TUTORIAL = Path(__file__).parent / "tutorial"
"""What the tutorial has its reader save."""


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def run(command: str) -> Any:
    """Run a command line of the manual in the working folder."""
    name, *words = shlex.split(command)
    assert name == "ethnocode"
    return CliRunner().invoke(app, words)


def assert_prints(command: str, *, said: str, printed: str) -> None:
    """Compare with the manual: ``...`` stands for anything, and white space is alike."""
    same = OutputChecker().check_output(
        said + "\n", printed + "\n", ELLIPSIS | NORMALIZE_WHITESPACE
    )
    assert same, f"{command}\nthe manual says:\n{said}\nthe program says:\n{printed}"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project that the tutorial makes, by the tutorial's own commands."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("ETHNOCODE_PROJECT", "ETHNOCODE_CODER"):
            patch.delenv(name, raising=False)
        patch.setenv("COLUMNS", str(WIDTH))
        folder = tmp_path_factory.mktemp("tutorial")
        patch.chdir(folder)
        for command, said in steps_of(topic_page("tutorial")):
            if command == "cd library":
                folder = folder / "library"
                patch.chdir(folder)
                shutil.copytree(TUTORIAL, folder, dirs_exist_ok=True)
            elif command == "mkdir exports":
                (folder / "exports").mkdir()
            else:
                result = run(command)
                assert result.exit_code == 0, f"{command}\n{result.output}"
                assert_prints(command, said=said, printed=result.output)
    return folder


def test_the_tutorial_runs_in_an_empty_folder_and_prints_what_it_says(study: Path) -> None:
    assert (study / "exports" / "cooccurrence.html").stat().st_size > 0
    assert len(json.loads((study / "exports" / "codings.json").read_text(encoding="utf-8"))) == 7


@pytest.mark.parametrize("path", sorted(TUTORIAL.rglob("*.*")), ids=lambda path: path.name)
def test_the_tutorial_shows_its_files_whole(path: Path) -> None:
    shown = textwrap.indent(path.read_text(encoding="utf-8"), "    ")
    assert f"\n\n{shown}\n" in topic_page("tutorial")


def test_every_topic_prints() -> None:
    assert topics() == TOPICS
    for topic in topics():
        result = CliRunner().invoke(app, ["help", topic])
        assert result.exit_code == 0
        assert result.stdout == topic_page(topic)


@pytest.mark.parametrize("topic", TOPICS)
def test_pages_fit_a_terminal(topic: str) -> None:
    page = topic_page(topic)
    assert page.startswith("# ")
    assert [line for line in page.splitlines() if len(line) > WIDTH or "\t" in line] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_commands_and_options_that_pages_name_exist(topic: str) -> None:
    page = topic_page(topic)
    assert [words for words in commands_of(page) if unknown_words(words)] == []
    assert set(re.findall(r"(?<![\w-])--[a-z][\w-]*", page)) <= every_option()


def test_a_command_or_option_that_does_not_exist_is_noticed() -> None:
    assert unknown_words(["frobnicate", "x"]) == ["frobnicate"]
    assert unknown_words(["report", "sampling"]) == ["sampling"]
    assert unknown_words(["coding", "add", "--qoute", "x"]) == ["--qoute"]
    assert unknown_words(["coding", "add", "s.txt", "field", "--quote", "x"]) == []
    assert commands_of("Run `ethnocode\nsource list` now.\n") == [["source", "list"]]


@pytest.mark.parametrize("topic", TOPICS)
def test_topics_and_ids_that_pages_name_exist(topic: str) -> None:
    page = " ".join(topic_page(topic).split())
    assert set(re.findall(r"ethnocode help ([a-z]+)", page)) <= set(TOPICS)
    assert set(re.findall(r"\b(?:CB|CD|AN|SR)\d{3}\b", page)) <= set(RULE_IDS)
    assert set(re.findall(r"\bE\d{3}\b", page)) <= {error.code for error in all_errors()}


def error_sections() -> dict[str, str]:
    parts = topic_page("errors").split("\n## ")[1:]
    return {part.partition("\n")[0]: part.partition("\n")[2] for part in parts}


def test_every_error_has_a_section_in_order_of_codes() -> None:
    assert list(error_sections()) == [f"{e.code} {e.__name__}" for e in all_errors()]


@pytest.mark.parametrize("error", all_errors(), ids=lambda error: error.code)
def test_errors_say_their_status_an_example_and_what_to_do(error: type[EthnocodeError]) -> None:
    section = error_sections()[f"{error.code} {error.__name__}"]
    assert f"\nExit status: {error.exit_status}.\n" in section
    assert "\nDo: " in section
    examples = [said for _, said in steps_of(section)]
    assert ("\nExample:\n" in section) == bool(examples) == (error.code not in WITHOUT_EXAMPLE)
    assert all(f"error[{error.code}]" in said for said in examples)
    result = CliRunner().invoke(app, ["explain", error.code])
    assert result.exit_code == 0
    assert result.stdout.endswith(section)


@pytest.mark.parametrize("id_", RULE_IDS)
def test_every_rule_can_be_explained(id_: str) -> None:
    result = CliRunner().invoke(app, ["explain", id_])
    assert result.exit_code == 0
    assert all(heading in result.stdout for heading in ("Why:", "Fails:", "Passes:"))


def test_the_codebook_page_lists_every_rule_with_its_severity() -> None:
    listed = re.findall(r"^    (\w{2}\d{3})  (\w+)", topic_page("codebook"), re.MULTILINE)
    assert sorted(listed) == sorted((r.id, r.severity.value) for r in ALL_RULES)


def test_exit_statuses_of_the_settings_page_are_those_of_the_errors() -> None:
    table = block_after(topic_page("settings"), "## Exit statuses")
    rows = re.split(r"^(\d+) ", table, flags=re.MULTILINE)[1:]
    listed = {
        code: int(status)
        for status, words in zip(rows[::2], rows[1::2], strict=True)
        for code in re.findall(r"E\d{3}", words)
    }
    assert listed == {error.code: error.exit_status for error in all_errors()}
    assert set(map(int, rows[::2])) == {0, 1, 130, *listed.values()}


SECRET = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "META-INF/manifest.xml": (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>'
    ),
    "content.xml": "...",
}
LAUGHS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    ),
    "word/document.xml": '<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>',
}


def write_zip(name: str, members: dict[str, str]) -> None:
    with zipfile.ZipFile(name, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)


@pytest.fixture
def lending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two interviews, and files that are refused; the working folder."""
    monkeypatch.delenv("ETHNOCODE_PROJECT", raising=False)
    monkeypatch.delenv("ETHNOCODE_CODER", raising=False)
    monkeypatch.chdir(tmp_path)
    shutil.copytree(TUTORIAL / "texts", tmp_path, dirs_exist_ok=True)
    for command in ("init --codebook bourdieu", "ingest hetty.txt", "ingest colin.txt"):
        assert run(f"ethnocode {command}").exit_code == 0
    Path("colin.txt").write_text("Colin: That's all.\n", encoding="utf-8")
    Path("photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 and so on")
    Path("greek.txt").write_bytes("Η συνέντευξη έγινε στην κουζίνα της.".encode("iso8859-7"))
    Path("blank.txt").write_bytes(b"")
    Path("torn.docx").write_bytes(b"PK\x03\x04 and no more")
    write_zip("secret.odt", SECRET)
    write_zip("laughs.docx", LAUGHS)
    Path("codings.jsonl").write_text('{"source": "hetty.txt", "cod": "field"}\n', encoding="utf-8")
    Path("texts").mkdir()
    return tmp_path


@contextmanager
def retired_code() -> Iterator[None]:
    because = "too wide for this estate"
    assert run(f"ethnocode codebook retire doxa --because '{because}'").exit_code == 0
    yield


@contextmanager
def newer_project() -> Iterator[None]:
    connection = sqlite3.connect("ethnocode.db")
    connection.execute("pragma user_version = 99")
    connection.close()
    yield


@contextmanager
def conflict_copy() -> Iterator[None]:
    shutil.copy("ethnocode.db", "ethnocode (1).db")
    yield


@contextmanager
def busy_project() -> Iterator[None]:
    connection = sqlite3.connect("ethnocode.db", isolation_level=None)
    connection.execute("begin immediate")
    yield
    connection.close()


@contextmanager
def broken_pattern() -> Iterator[None]:
    code = "  - id: waiting\n    cues: {patterns: [[{LOWER: wait, OP: '%'}]]}\n"
    Path("codebook.yaml").write_text(f"ethnocode: 1\nid: study\ncodes:\n{code}", encoding="utf-8")
    yield


SCENES: dict[str, Callable[[], Any]] = {
    "E202": retired_code,
    "E302": newer_project,
    "E303": conflict_copy,
    "E350": busy_project,
    "E500": broken_pattern,
}


@pytest.mark.parametrize(
    "error", [e for e in all_errors() if e.code not in WITHOUT_EXAMPLE], ids=lambda e: e.code
)
def test_the_example_of_an_error_is_what_the_program_prints(
    error: type[EthnocodeError], lending: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ethnocode.store.opening.BUSY_SECONDS", 0.01)
    steps = list(steps_of(error_sections()[f"{error.code} {error.__name__}"]))
    assert steps
    for command, said in steps:
        with SCENES.get(error.code, nullcontext)():
            result = run(command)
        assert result.exit_code == error.exit_status
        assert_prints(command, said=said, printed=result.output)


def test_the_settings_page_knows_every_key_and_its_example_is_read(lending: Path) -> None:
    page = topic_page("settings")
    Path("ethnocode.yaml").write_text("nix: 1\n", encoding="utf-8")
    hint = run("ethnocode status").output.partition("settings: ")[2]
    keys = re.findall(r"\w+", hint)
    assert re.findall(r"^- ([a-z]+): ", page.partition("## Env")[0], re.MULTILINE) == keys
    example = block_after(page, "## ethnocode.yaml")
    assert set(re.findall(r"^([a-z]+):", example, re.MULTILINE)) == set(keys)
    Path("ethnocode.yaml").write_text(example, encoding="utf-8")
    settings = read_settings(Path("ethnocode.yaml"))
    assert (settings.study, settings.author) == ("The branch library", "june")
    assert settings.day_first
    assert "diary" in settings.kinds
    assert settings.names == (("field-note", "Library journal"),)
    assert settings.pipeline == "en_core_web_md"


def test_the_codebook_example_has_no_errors_and_its_cues_are_found(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text(block_after(topic_page("codebook"), "## A small example"), encoding="utf-8")
    codebook = open_codebook(path)
    assert [f for f in lint(codebook) if f.severity is Severity.ERROR] == []
    found = build_matcher(codebook.own_codes).find("They got back to us. I am still just waiting.")
    assert {(match.code, match.kind) for match in found} == {
        ("waiting", "phrase"),
        ("waiting", "pattern"),
    }


def test_the_codebook_example_for_a_trained_pipeline_is_read_without_a_word(
    tmp_path: Path,
) -> None:
    path = tmp_path / "codebook.yaml"
    example = block_after(topic_page("codebook"), "settled by the housing association")
    path.write_text(f"ethnocode: 1\nid: study\n{example}", encoding="utf-8")
    codebook = open_codebook(path)
    (code,) = codebook.own_codes
    assert {finding.rule for finding in lint(codebook)} == {"CB006", "CB013"}
    assert code.cues.with_pipeline
    assert code.cues.without_pipeline
    assert code.cues.dependencies[0][1]["REL_OP"] == ">"


def test_the_worked_example_of_the_methods_page_is_what_is_counted() -> None:
    spans = {"A": [(0, 20), (30, 40), (60, 70)], "B": [(10, 35), (36, 38), (90, 95)]}
    placed = [(s, e, c) for c, (_, found) in enumerate(spans.items()) for s, e in found]
    start, end, code = (array("q", column) for column in zip(*placed, strict=True))
    codings = CodingColumns(array("q", [1] * len(code)), start, end, code, ("A", "B"))
    paragraphs = UnitColumns(
        array("q", [1, 1]), array("q", [0, 50]), array("q", [50, 100]), array("q", [-1, -1])
    )
    table = block_after(topic_page("methods"), "## A worked example").splitlines()[1:]
    assert len(table) == 8
    for relation, count, *figures in (line.split() for line in table):
        (pair,) = count_cooccurrence(
            codings,
            paragraphs,
            relation=Relation(relation),
            count=Count(count),
            kinds={1: "x"},
            people={},
        )
        assert [pair.n_ab, pair.n_a, pair.n_b] == list(map(int, figures[:3])), (relation, count)
        assert pair.n_ba == pair.n_ab
        if (relation, count) == ("overlap", "events"):
            assert pair.c == 1.0
        if (relation, count) == ("overlap", "chars"):
            assert pair.jaccard == 17 / 55


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("`ethnocode source list` is a list of", "source list"),
        ("`ethnocode coding list` and", "coding list"),
        ("`ethnocode memo list` is a list of", "memo list"),
        ("`ethnocode suggest list` is a list of", "suggest list --status all"),
        ("`ethnocode suggest` is one object", "suggest --dry-run"),
        ("`ethnocode report` and", "report frequency"),
        ("The rows of `ethnocode report cooccurrence`", "report cooccurrence"),
    ],
)
def test_json_has_the_keys_that_the_formats_page_names(
    study: Path, words: str, command: str
) -> None:
    with working_in(study):
        printed = json.loads(run(f"ethnocode {command} --format json").stdout)
    first = printed[0] if isinstance(printed, list) else printed
    if "rows of" in words:
        first = first["rows"][0]
    nested = [list(value[0]) for value in first.values() if isinstance(value, list) and value]
    keys = [*first, *(key for inner in nested if command == "source list" for key in inner)]
    assert keys_after(words) == keys


def keys_after(words: str) -> list[str]:
    """Return the keys of the JSON object that the formats page shows after some words."""
    return re.findall(r'"(\w+)"', block_after(topic_page("formats"), words))


def test_what_a_score_is_made_of_has_the_names_that_the_suggestions_page_gives(
    study: Path,
) -> None:
    table = block_after(topic_page("suggestions"), "under these names:")
    names = {name for line in table.splitlines() for name in line[:14].strip().split(", ")}
    with working_in(study):
        listed = json.loads(run("ethnocode suggest list --status all --format json").stdout)
        for one in listed:
            why = json.loads(run(f"ethnocode suggest explain {one['id']} --format json").stdout)
            assert {part["name"] for part in why["evidence"]["contributions"]} <= names
            assert [key for key in why if key not in one] == keys_after("further keys")
            assert list(why["evidence"]) == keys_after("for suggestions of cues alone, and else")
    assert listed


def test_the_files_that_the_formats_page_shows_are_read_as_it_says(lending: Path) -> None:
    page = topic_page("formats")
    Path("codings.jsonl").write_text(block_after(page, "one coding a line:"), encoding="utf-8")
    Path("codings.yaml").write_text(block_after(page, "of the same keys:"), encoding="utf-8")
    Path("persons.yaml").write_text(block_after(page, "a list `persons`:"), encoding="utf-8")
    for file, count in (("codings.jsonl", 2), ("codings.yaml", 1)):
        added = run(f"ethnocode coding add --from {file} --format json")
        assert (added.exit_code, len(json.loads(added.stdout))) == (0, count)
    assert run("ethnocode person import persons.yaml").output == "added 3 persons\n"


def test_what_the_formats_page_says_of_front_matter_entries_and_dates_is_so() -> None:
    page = topic_page("formats")
    declared = block_after(page, "## Markdown and front matter") + "\n\nHetty: I had the keys.\n"
    source = read_document(declared.encode(), label="x.md")
    assert (source.kind, source.date, source.author) == ("interview", "2015-05-18", "Hetty")
    assert dict(source.variables) == {"with": "Hetty", "wave": "2", "place": "her kitchen"}
    heads = block_after(page, "short title may follow:").splitlines()
    journal = "\n\nWe met.\n\n".join([*heads, "31.2.13", ""])
    entries = [
        s for s in read_document(journal.encode(), label="x.md").segments if s.kind == "entry"
    ]
    assert [entry.date for entry in entries] == ["2015-05-04"] * 3 + [None]
    for line in block_after(page, "## Dates").splitlines():
        kept, _, written = line.partition(" ")
        assert {read_date(date) for date in written.split(";")} == {kept}
