"""Fixtures for the tests of measures."""

from __future__ import annotations

from typing import Any

import pytest
from reference_figures import reference_figures


@pytest.fixture(scope="session")
def oracles() -> dict[str, Any]:
    """Rows of the reference figures by id."""
    return reference_figures()
