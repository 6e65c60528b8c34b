"""Codebooks in unusual but legal YAML: nothing is found in them, and they read alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from unusual_yaml import FOREIGN, PLAIN, VARIANTS

from ethnocode.codebook import lint, read_codebook, snapshot
from ethnocode.services.linting import lint_files


@pytest.mark.parametrize("name", VARIANTS)
def test_nothing_is_found_in_a_book_written_unusually(name: str, tmp_path: Path) -> None:
    text = VARIANTS[name]
    file = tmp_path / "allotment.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())

    assert lint_files([file]) == []
    assert snapshot(read_codebook(file.read_bytes(), path="p")) == snapshot(
        read_codebook(PLAIN, path="p")
    )


def test_each_is_written_otherwise_than_all_others() -> None:
    texts = [text if isinstance(text, str) else text.decode() for text in VARIANTS.values()]

    assert len({*texts, PLAIN}) == len(VARIANTS) + 1 > 20


def test_nothing_is_found_in_other_scripts_and_pictures() -> None:
    assert lint(read_codebook(FOREIGN, path="p")) == ()
