"""One pool of runners for all tests of faults."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from .pool import Pool
from .shim import COMPILER


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    if COMPILER is None or sys.platform != "linux":
        pytest.skip("faults are injected by a library that a C compiler makes, on Linux")
    with Pool() as made:
        yield made
