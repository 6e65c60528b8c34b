"""``check`` on a whole project: what it reads, what it leaves alone, and how much it says."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from files import write

from ethnocode.interchange import CodingRequest
from ethnocode.model import Finding
from ethnocode.services.check import check_study
from ethnocode.services.coding import add_codings
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.project import Project, open_project
from ethnocode.store import DATABASE, open_store
from ethnocode.store.sources import SourceRepository

NOW = datetime(2026, 3, 1, tzinfo=UTC)
NOTES = "Tuesday 28 April 2015\n\nShe knew them all.\nThe bus was late.\n"
TALK = (
    "Interview with Charis 13.6.13\n\nRos: Who came?\n\nCharis: Everybody. I knew them all.\n\n"
    "Ros: And now?\n\nCharis: Now there's a form. Nobody fills it in.\n"
)
CODEBOOK = """\
ethnocode: 1
id: own
title: Own
version: 1.0.0
codes:
  - id: knowing
    name: Who knows whom
    definition: Somebody can name the people of a place.
    include: [names of neighbours]
    exclude: [names of streets]
    examples:
      - {text: She knew them all., apply: true, source: notes.md, why: all of them}
      - {text: The bus was late., apply: false, source: notes.md, why: no people}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """One dated note, one code of the study's own, one coding: nothing to say of it."""
    write(tmp_path / "notes.md", NOTES)
    made = init_project(
        tmp_path / "p", name="p", author="ada", codebooks=[], now=datetime(2026, 3, 1, tzinfo=UTC)
    )
    write(made.folder / "codebook.yaml", CODEBOOK)
    ingest_paths(made, [tmp_path / "notes.md"], options=IngestOptions())
    coded(made, "knowing", "She knew them all.")
    return made


def coded(project: Project, code: str, quote: str) -> None:
    add_codings(project, [CodingRequest("notes.md", code, quote=quote)])


def again(project: Project) -> Project:
    """Return the project as another command would open it."""
    return open_project(project.folder, start=project.folder, coder=None, now=NOW)


def said(findings: list[Finding]) -> list[str]:
    return [f"{Path(f.position.path).name}:{f.position.line} {f.rule}" for f in findings]


def test_a_sound_study_has_no_finding(project: Project) -> None:
    assert check_study(project) == []


def test_findings_have_the_lines_of_texts_and_codebook(project: Project) -> None:
    """The bus is in the fourth line of the note, its example in the thirteenth of the book."""
    coded(project, "knowing", "The bus was late.")
    book = project.folder / "codebook.yaml"
    book.write_text(book.read_text() + "  - {id: other, name: Other one, definition: Else.}\n")

    found = [finding for finding in said(check_study(project)) if "CB" not in finding]

    assert found == ["codebook.yaml:13 CD009", "codebook.yaml:14 CD004"]


def test_kinds_and_groups_are_held_against_the_settings(project: Project) -> None:
    settings = project.folder / "ethnocode.yaml"
    write(settings, settings.read_text() + "kinds: [diary]\n")
    write(project.folder / "june.md", "June 2015\n\nRain.\n")
    diary = [project.folder / "june.md"]
    ingest_paths(again(project), diary, options=IngestOptions(kind="diary"))
    assert "SR004" not in str(said(check_study(again(project))))

    settings.write_text(settings.read_text().replace("[diary]", "[poem]"))

    assert "june.md:0 SR004" in said(check_study(again(project)))


def state_of(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return bytes and time of change of every file below a folder."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_check_writes_nothing_and_needs_no_right_to(project: Project) -> None:
    coded(project, "knowing", "The bus was late.")
    folders = [project.folder, *(p for p in project.folder.rglob("*") if p.is_dir())]
    files = [p for p in project.folder.rglob("*") if p.is_file()]
    before = state_of(project.folder)
    try:
        for path in (*files, *folders):
            path.chmod(0o400 if path.is_file() else 0o500)
        found = check_study(again(project))
    finally:
        for path in (*folders, *files):
            path.chmod(0o700 if path.is_dir() else 0o600)

    assert [finding.rule for finding in found] == ["CD009"]
    assert state_of(project.folder) == before


_HOLDER = """
import sys
from pathlib import Path
from ethnocode.store import open_store
with open_store(Path(sys.argv[1]), write=True) as store, store.locked():
    print("locked", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def writer(project: Project) -> Iterator[subprocess.Popen[str]]:
    """Another program that is in the middle of writing to the project."""
    command = [sys.executable, "-c", _HOLDER, str(project.folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "locked\n"
        yield process
        process.communicate("done\n")


@pytest.mark.usefixtures("writer")
def test_a_check_does_not_wait_for_another_program_that_writes(project: Project) -> None:
    other = sqlite3.connect(project.folder / DATABASE, timeout=0)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("begin immediate")
    other.close()

    assert check_study(project) == []


def test_a_study_is_read_as_of_one_moment(project: Project) -> None:
    """Nobody can save between the reading of codebook, sources and codings; afterwards anybody."""
    with open_store(project.folder) as store:
        other = sqlite3.connect(project.folder / DATABASE, timeout=0)
        with store.at_one_moment():
            before = store.codings.count()
            other.execute("delete from codings")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.commit()
            assert store.codings.count() == before == 1
        other.rollback()
        other.execute("update codings set memo = 'x'")
        other.commit()
        other.close()


def test_texts_are_read_only_where_something_is_found(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    text_of = SourceRepository.text_of

    def noted(self: SourceRepository, digest: str) -> str:
        read.append(digest)
        return text_of(self, digest)

    book = project.folder / "codebook.yaml"
    write(project.folder / "more.md", "Wednesday 29 April 2015\n\nShe knew them all.\n")
    ingest_paths(project, [project.folder / "more.md"], options=IngestOptions())
    add_codings(project, [CodingRequest("more.md", "knowing", quote="She knew them all.")])
    book.write_text(book.read_text().replace(", source: notes.md", ""))
    monkeypatch.setattr(SourceRepository, "text_of", noted)

    assert check_study(project) == []
    assert read == []
    add = "She knew them"
    add_codings(project, [CodingRequest("more.md", "knowing", quote=add)])
    read.clear()

    assert said(check_study(project)) == ["more.md:3 CD011"]
    assert len(read) == 1


def test_a_study_just_begun_is_told_nothing(tmp_path: Path) -> None:
    made = init_project(tmp_path / "p", name="p", author="ada", codebooks=[], now=NOW)

    assert check_study(made) == []


def test_a_first_ingest_is_told_in_a_few_lines(tmp_path: Path) -> None:
    """Forty notes without a date and twelve talks of the same two: three findings, no error."""
    for n in range(40):
        write(tmp_path / "in" / f"note{n}.md", f"Rain again, {n} of them.\n")
    for n in range(12):
        write(tmp_path / "in" / f"talk{n}-13-6-13.txt", TALK)
    made = init_project(tmp_path / "p", name="p", author="ada", codebooks=["bourdieu"], now=NOW)
    ingest_paths(made, [tmp_path / "in"], options=IngestOptions())

    found = check_study(made)

    assert sorted(finding.rule for finding in found) == ["SR001", "SR002", "SR002"]
    assert "40 of 52 sources have no date" in found[0].message


BASE = """\
ethnocode: 1
id: base
title: Base
version: 1.0.0
codes:
  - id: capital
    name: Capital
    definition: What somebody spends on an advantage.
    include: [an advantage]
    exclude: [money alone]
    examples:
      - {text: She knew them all., apply: true, source: elsewhere.md, why: all of them}
      - {text: The bus was late., apply: false, why: nobody spends}
"""
OVERRIDING = """\
ethnocode: 1
id: own
title: Own
version: 1.0.0
extends: [./base.yaml]
codes:
  - id: capital
    definition: What a resident of the estate spends on an advantage over neighbours.
"""


def test_examples_of_an_extended_book_are_not_held_against_a_study_that_overrides_its_code(
    project: Project,
) -> None:
    """They are another book's, of other sources, and no line of the study's is wrong."""
    write(project.folder / "base.yaml", BASE)
    write(project.folder / "codebook.yaml", OVERRIDING)
    then = again(project)
    coded(then, "capital", "The bus was late.")

    found = check_study(then)

    assert [finding.rule for finding in found] == ["CD001"]


def test_an_example_names_its_source_by_name_or_by_path(tmp_path: Path, project: Project) -> None:
    """The notes of a folder have a path of their own, and no other source their name."""
    write(tmp_path / "waves" / "one" / "may.md", "5 May 2015\n\nShe knew the lot.\n")
    ingest_paths(project, [tmp_path / "waves"], options=IngestOptions())
    with open_store(project.folder) as store:
        paths = {path: source.name for path, source in store.sources.paths().items()}
    assert paths["one/may.md"] == "may.md"
    book = project.folder / "codebook.yaml"
    for name in ("may.md", "one/may.md"):
        line = f"      - {{text: knew the lot, apply: true, source: {name}, why: all of them}}\n"
        book.write_text(CODEBOOK + line, "utf-8")

        assert check_study(again(project)) == []
