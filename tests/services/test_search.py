"""Search: the filter goes before the limit, and codes are known by any of their names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import Result

from ethnocode.errors import UsageError
from ethnocode.interchange import CodingRequest
from ethnocode.model import Coding
from ethnocode.services.coding import add_codings
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.project import Project
from ethnocode.services.search import search
from ethnocode.services.update import update_paths
from ethnocode.store.codings import CodingRepository

CODEBOOK = """\
ethnocode: 1
id: h
version: 1.0.0
codes:
  - id: trust
    definition: A.
    children:
      - {id: lost, definition: B., aliases: [betrayal]}
  - {id: money, definition: C.}
"""
TEXT = "\n\n".join(f"The tin number {n} stood there." for n in range(1, 6)) + "\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Five paragraphs with a tin; ``trust.lost`` on the tins of the fourth and fifth."""
    (tmp_path / "in.yaml").write_text(CODEBOOK)
    (tmp_path / "n.txt").write_text(TEXT)
    now = datetime(2026, 3, 1, tzinfo=UTC)
    project = init_project(
        tmp_path / "p", name="p", author="ada", codebooks=[str(tmp_path / "in.yaml")], now=now
    )
    ingest_paths(project, [tmp_path / "n.txt"], options=IngestOptions())
    add_codings(project, [CodingRequest("n.txt", "trust.lost", f"tin number {n}") for n in (4, 5)])
    return project


def tin(n: int) -> int:
    return TEXT.index(f"tin number {n}")


def starts(project: Project, **filters: object) -> tuple[list[int], bool]:
    found = search(project, "tin", **filters)  # type: ignore[arg-type]
    return [line.span.start for line in found.lines], found.more


def test_the_limit_counts_only_what_the_code_lets_through(project: Project) -> None:
    assert starts(project, code="trust", limit=1) == ([tin(4)], True)
    assert starts(project, code="trust", limit=2) == ([tin(4), tin(5)], False)
    assert starts(project, code="money", limit=2) == ([], False)


def test_more_is_said_only_where_there_is_more(project: Project) -> None:
    assert starts(project, limit=4) == ([tin(n) for n in (1, 2, 3, 4)], True)
    assert starts(project, limit=5) == ([tin(n) for n in (1, 2, 3, 4, 5)], False)
    assert starts(project, limit=2**63 - 1)[1] is False
    assert starts(project)[1] is False


def test_an_unknown_code_is_refused_with_the_nearest(project: Project) -> None:
    with pytest.raises(UsageError, match="no code 'trsut'") as caught:
        search(project, "tin", code="trsut")

    assert "trust" in caught.value.hint


def test_a_code_is_found_by_its_alias_and_with_its_book(project: Project) -> None:
    assert starts(project, code="betrayal")[0] == [tin(4), tin(5)]
    assert starts(project, code="h:trust.lost")[0] == [tin(4), tin(5)]


def test_codings_under_a_former_id_are_found_by_the_present_one(project: Project) -> None:
    text = CODEBOOK.replace("id: lost", "id: gone").replace("betrayal", "trust.lost")
    project.codebook_path.write_text(text)

    assert starts(project, code="trust.gone")[0] == [tin(4), tin(5)]
    assert starts(project, code="trust.lost")[0] == [tin(4), tin(5)]


def test_codings_of_a_code_that_left_the_codebook_are_still_found(project: Project) -> None:
    project.codebook_path.write_text(CODEBOOK.split("  - id: trust")[0] + "  - {id: money}\n")

    assert starts(project, code="trust.lost")[0] == [tin(4), tin(5)]


def test_codings_of_a_source_are_read_once(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    real = CodingRepository.select

    def counted(self: CodingRepository, **filters: object) -> list[Coding]:
        asked.append(filters["source"])
        return real(self, **filters)  # type: ignore[arg-type]

    monkeypatch.setattr(CodingRepository, "select", counted)
    search(project, "tin")

    assert len(asked) == 1


def test_a_coding_that_waits_for_review_is_on_no_words(project: Project, tmp_path: Path) -> None:
    """The fifth tin is gone; its coding's old place is not one in the new text."""
    edited = TEXT.replace("The tin number 5 stood there.", "Nothing. A tin, another tin, a tin.")
    (tmp_path / "n.txt").write_text(edited)
    update_paths(project, [tmp_path / "n.txt"], force=True, dry_run=False)

    assert starts(project, code="trust")[0] == [tin(4)]


def test_the_command_says_when_there_is_more(cli: Callable[..., Result], project: Project) -> None:
    some = cli("search", "tin", "--limit", "2", "--project", str(project.folder))
    all_ = cli("search", "tin", "--limit", "5", "--project", str(project.folder))
    unknown = cli("search", "tin", "--code", "trsut", "--project", str(project.folder))

    assert some.stderr == "and more: --limit 4\n"
    assert all_.stderr == ""
    assert unknown.exit_code == 2
