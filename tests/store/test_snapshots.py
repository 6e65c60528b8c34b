"""Which snapshots are kept: by count, then by age."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ethnocode.errors import BusyError
from ethnocode.store import open_store
from ethnocode.store.snapshots import expired, snapshot_path, snapshots, thin_out

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


def name(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%S000-x.db")


def test_ten_are_kept_however_close_together() -> None:
    taken = [NOW - timedelta(minutes=n) for n in range(10)]

    assert expired(map(name, taken), now=NOW) == []


def test_of_those_before_the_newest_of_a_day_is_kept_then_of_a_month_then_of_a_year() -> None:
    """By hand: ten of today; two days with two each; two months with two each; three of a year."""
    recent = [NOW - timedelta(minutes=n) for n in range(10)]
    kept = [datetime(2026, 6, 20, 18), datetime(2026, 6, 19, 18), datetime(2026, 3, 30)]
    kept += [datetime(2026, 2, 27), datetime(2024, 12, 1)]
    gone = [datetime(2026, 6, 20, 9), datetime(2026, 6, 19, 9), datetime(2026, 3, 2)]
    gone += [datetime(2026, 2, 1), datetime(2024, 5, 1), datetime(2024, 1, 1)]

    found = expired([name(m) for m in (*recent, *kept, *gone)], now=NOW)

    assert sorted(found) == sorted(map(name, gone))


def test_what_is_named_otherwise_never_expires() -> None:
    others = [f"mine-{n}.db" for n in range(20)] + ["before-schema-2.db"]

    assert expired(others, now=NOW) == []


def test_what_a_restore_replaced_never_expires() -> None:
    """It is in no other log."""
    taken = [NOW - timedelta(minutes=n) for n in range(40)]

    names = [moment.strftime("%Y%m%dT%H%M%S000-before-restore.db") for moment in taken]
    assert expired(names, now=NOW) == []


def test_expired_ones_go_and_so_does_what_an_interruption_left(folder: Path) -> None:
    for n in range(12):
        snapshot_path(folder, now=NOW - timedelta(minutes=n), reason="Before merge!").touch()
    left = snapshots(folder)[0].parent / ".20260101T000000000-x.db.part"
    left.touch()

    thin_out(folder, now=datetime.now(UTC) + timedelta(hours=2))

    assert len(snapshots(folder)) == 11  # ten, and the newest of the day before those
    assert snapshots(folder)[-1].name == "20260630T120000000-before-merge.db"
    assert not left.exists()


def test_a_writer_whose_file_was_replaced_is_told_so(folder: Path) -> None:
    """What it wrote would be in a file that no name leads to."""
    with open_store(folder, write=True) as store:
        other = folder / "other.db"
        other.write_bytes(store.path.read_bytes())
        other.replace(store.path)

        with (
            pytest.raises(BusyError, match="was replaced"),
            store.write(actor="ada", action="x", now=NOW) as transaction,
        ):
            transaction.insert_all("coders", [{"name": "ben"}])
