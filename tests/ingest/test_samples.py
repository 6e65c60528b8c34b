"""Real files read as people would have them read; run where they lie beside the project."""

from __future__ import annotations

from typing import Any

import pytest
from sample_properties import (
    PROPERTIES,
    SAMPLES,
    expected,
    messages,
    needs_samples,
    refusal,
    sample,
)

from ethnocode.ingest import read_document

pytestmark = needs_samples

REFUSALS = ("error", "exit_nonzero", "no_traceback", "db_unchanged")
"""Keys of files that are refused; the last three are tested through the command line."""

NOT_CHECKED = ("note", *REFUSALS)


def rows(table: str, folder: str) -> list[Any]:
    return [
        pytest.param(folder + name, key, value, id=f"{folder}{name}-{key}")
        for name, properties in expected(table).items()
        for key, value in properties.items()
        if not name.endswith(("/", ".mbox")) and key not in NOT_CHECKED
    ]


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [*rows("EXPECT.json", ""), *rows("derived/EXPECT.json", "derived/")],
)
def test_a_real_file_reads_as_expected(name: str, key: str, value: Any) -> None:
    PROPERTIES[key](sample(name), value)


@pytest.mark.parametrize(
    ("name", "gist"),
    [
        pytest.param(name, row["error"], id=name)
        for name, row in expected("EXPECT.json").items()
        if "error" in row
    ],
)
def test_a_bad_file_is_refused_with_its_reason(name: str, gist: str) -> None:
    error = refusal(SAMPLES / name)

    assert error is not None
    assert gist in error.message
    assert "\n" not in error.message
    assert error.hint


def test_a_mailbox_gives_all_its_messages() -> None:
    wanted = expected("derived/EXPECT.json")["thread.mbox"]["messages"]

    assert len(messages(SAMPLES / "derived/thread.mbox")) == wanted


def test_daily_notes_are_an_entry_each_and_their_front_matter_stays_text() -> None:
    wanted = expected("derived/EXPECT.json")["daily/"]
    notes = [
        read_document(path.read_bytes(), label=path.name)
        for path in sorted((SAMPLES / "derived/daily").iterdir())
    ]

    entries = [[s.date for s in note.segments if s.kind == "entry"] for note in notes]
    assert entries == [[date] for date in wanted["entries"]]
    assert [note.date for note in notes] == wanted["entries"]
    assert {note.kind for note in notes} == {"field-note"}
    assert "12:30" in {dict(note.variables).get("time") for note in notes}
