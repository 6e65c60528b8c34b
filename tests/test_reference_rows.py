"""Every row of the reference figures is tried by some test, so that none is forgotten."""

from __future__ import annotations

import re
from pathlib import Path

from reference_figures import reference_figures

TESTS = Path(__file__).parent


def test_every_row_of_the_reference_is_named_by_a_test() -> None:
    written = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted(TESTS.rglob("test_*.py"))
    )
    quoted = set(re.findall(r'"(\w+)"', written))

    assert set(reference_figures()) - quoted == set()
