"""How long a large codebook takes to be read and judged; printed by ``make bench``."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ethnocode.services.linting import lint_files

from .big_codebook import big_codebook

pytestmark = pytest.mark.benchmark

CODES, MOST_SECONDS = 2_000, 2


@pytest.mark.parametrize("slips", [False, True], ids=["clean", "a slip in every code"])
def test_two_thousand_codes_are_linted_within_two_seconds(slips: bool, tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_text(big_codebook(CODES, slips=slips), "utf-8")
    seconds = []
    for _ in range(3):
        before = time.process_time()
        found = lint_files([path])
        seconds.append(time.process_time() - before)
    size = path.stat().st_size / 1e6
    print(f"\n{CODES} codes, {size:.1f} MB, {len(found)} findings: {min(seconds):.2f} s")

    assert (len(found) > CODES) == slips
    assert min(seconds) < MOST_SECONDS
