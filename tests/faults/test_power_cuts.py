"""Disks that a power failure could leave: about 200 of the many that 'make faults' tries."""

from __future__ import annotations

import random
from itertools import islice

from . import shim
from .pool import Pool
from .power_cut import MODELS, Call, Start, disks

NAMES = ("coding add", "codebook rename", "ingest", "restore")
MOST = 25


def test_a_power_cut_loses_nothing_acknowledged(pool: Pool) -> None:
    tally = pool.run(
        {"do": "cut_power", "scenario": name, "model": model, "most": MOST, "follow": 20}
        for name in NAMES
        for model in MODELS
    )

    assert tally.tried > len(NAMES) * len(MODELS) * MOST / 2
    assert not tally.found, str(tally)


def test_what_was_flushed_stays_and_the_rest_may_go() -> None:
    """By hand: one write flushed, the next not; the new name of the file not flushed."""
    start = Start({1: b"old"}, {"a": 1}, frozenset({"."}))
    calls = [
        Call(shim.WRITE, 1, 0, "a", "", b"new"),
        Call(shim.SYNC, 1, 0, "a", "", b""),
        Call(shim.WRITE, 1, 0, "a", "", b"lost"),
        Call(shim.RENAME, 0, 0, "a", "b", b""),
    ]

    found = disks(start, calls, cut=4, model="strict", rng=random.Random(1))
    nothing, everything, *others = islice(found, 40)

    assert nothing == {"a": b"new"}
    assert everything == {"b": b"lost"}
    assert {"a": b"lost"} in others
    assert {"b": b"new"} in others


def test_a_flush_of_a_folder_keeps_its_names_and_one_of_a_file_only_in_order() -> None:
    start = Start({}, {}, frozenset({"."}))
    made = Call(shim.OPEN, 1, 0, "a", "", b"")
    folder, file = Call(shim.SYNC, 0, 0, ".", "", b""), Call(shim.SYNC, 1, 0, "a", "", b"")

    def worst(calls: list[Call], model: str) -> dict[str, bytes]:
        return next(disks(start, calls, cut=2, model=model, rng=random.Random(1)))

    assert worst([made, folder], "strict") == {"a": b""}
    assert worst([made, file], "strict") == {}
    assert worst([made, file], "ordered") == {"a": b""}


def test_a_write_is_torn_at_sectors() -> None:
    start = Start({1: bytes(2048)}, {"a": 1}, frozenset({"."}))
    calls = [Call(shim.WRITE, 1, 0, "a", "", b"x" * 2048)]

    found = {disk["a"] for disk in islice(_torn(start, calls), 200)}

    assert len(found) == 2**4
    assert all(set(data[at : at + 512]) in ({0}, {120}) for data in found for at in (0, 512))


def _torn(start: Start, calls: list[Call]):
    return disks(start, calls, cut=1, model="strict", rng=random.Random(1))
