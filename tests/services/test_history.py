"""The codebook of an earlier day; states of earlier days are in test_history_machine."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ethnocode.interchange import CodingRequest
from ethnocode.services.codebook import import_codebook
from ethnocode.services.coding import add_codings
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.reports.frequency import frequency_report

START = datetime(2026, 3, 1, tzinfo=UTC)
CODEBOOK = """\
ethnocode: 1
id: h
version: 1.0.0
codes:
  - {id: a, definition: A.}
  - {id: b, definition: B.}
"""


def test_the_codebook_of_an_earlier_day_is_read_back(tmp_path: Path) -> None:
    """Codes and names in an earlier report are those of that day."""
    (tmp_path / "in.yaml").write_text(CODEBOOK)
    (tmp_path / "t.txt").write_text("Maud: We knew them all. The tin was full.\n")
    project = init_project(
        tmp_path / "p", name="p", author="ada", codebooks=[str(tmp_path / "in.yaml")], now=START
    )
    ingest_paths(project, [tmp_path / "t.txt"], options=IngestOptions())
    add_codings(project, [CodingRequest("t.txt", "a", start=6, end=13)])
    then = project.stamp
    later = replace(project, now=project.now + timedelta(days=1))
    before = frequency_report(project)
    import_codebook(later, "power", replace=False, dry_run=False)

    earlier = frequency_report(replace(later, as_of=then))

    assert earlier.rows == before.rows
    unused = [note for note in earlier.notes if "codes are not used" in note]
    assert unused == ["1 of the codebook's 2 codes are not used by this coder."]
