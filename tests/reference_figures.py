"""The reference figures, published or worked out by hand, where their file is at hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ethnocode.errors import EthnocodeError
from ethnocode.text.strict_yaml import read_yaml

_FILE = Path(__file__).parents[2] / "shared" / "reference" / "oracles.yaml"


def reference_figures() -> dict[str, Any]:
    """Return the rows of the file by id, or skip the test; all leaves are texts or ``None``."""
    if not _FILE.exists():
        pytest.skip("the reference figures are not at hand")
    data = _plain(read_yaml(_FILE.read_bytes(), path="oracles.yaml"))
    return {row["id"]: row for row in data["oracles"]}


def _plain(node: Any) -> Any:
    """Return a node of the file as a dictionary, a list or a text; nothing is ``None``."""
    for read in (
        lambda: {key: _plain(value) for key, value in node.mapping().items()},
        lambda: [_plain(value) for value in node.nodes()],
        lambda: node.text(),
    ):
        try:
            return read() or None
        except EthnocodeError:
            continue
    raise AssertionError(node)
