"""The shipped study, built once a module."""

from __future__ import annotations

import pytest
from netherfold import Study, build


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return build(tmp_path_factory.mktemp("study") / "netherfold")
