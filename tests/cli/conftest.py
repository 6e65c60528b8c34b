"""A small project to try commands on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

CODEBOOK = """\
ethnocode: 1
id: toy
title: Toy
version: 1.0.0
codes:
  - id: a
    name: First
    definition: The first of two codes, to count with.
    properties: {side: [left, right]}
    cues: {phrases: ["knew them all"]}
  - id: b
    name: Second
    definition: The other one.
    cues: {lemmas: [tin]}
    children:
      - {id: c, name: Third, definition: Below the other one.}
"""
INTERVIEW = """\
Interview with Charis 13.6.13
Her kitchen.

Ros: Who came on Tuesdays?

Charis: Everybody. I knew them
all, and their mothers. We kept the money in a tin.

Ros: And now?

Charis: Now there's a form. Nobody fills it in.
"""


@pytest.fixture
def toy(cli: Callable[..., Result], tmp_path: Path) -> Path:
    """100 characters in two paragraphs of 48 and 50, with the codings of the toy document."""
    words = "abcdefghij klmnopqrst uvwxyz abcd efghij klmnop q" * 2
    (tmp_path / "toy.txt").write_text(f"{words[:48]}\n\n{words[:50]}".replace("\\\n", "\n"))
    (tmp_path / "codebook-in.yaml").write_text(CODEBOOK)
    assert cli("init", ".", "--codebook", "codebook-in.yaml").exit_code == 0
    assert cli("ingest", "toy.txt").exit_code == 0
    rows = [("a", 0, 20), ("a", 30, 40), ("a", 60, 70)]
    rows += [("b", 10, 35), ("b", 36, 38), ("b", 90, 95)]
    lines = [
        json.dumps({"source": "toy.txt", "code": code, "start": start, "end": end})
        for code, start, end in rows
    ]
    (tmp_path / "codings.jsonl").write_text("\n".join(lines) + "\n")
    assert cli("coding", "add", "--from", "codings.jsonl").exit_code == 0
    return tmp_path


@pytest.fixture
def study(cli: Callable[..., Result], tmp_path: Path) -> Path:
    """A project with one interview and nothing coded."""
    (tmp_path / "charis.txt").write_text(INTERVIEW)
    (tmp_path / "codebook-in.yaml").write_text(CODEBOOK)
    assert cli("init", ".", "--codebook", "codebook-in.yaml").exit_code == 0
    assert cli("ingest", "charis.txt").exit_code == 0
    return tmp_path
