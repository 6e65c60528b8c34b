"""The consensus layer against its definition: every character asked whether it is coded."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import Result

from ethnocode.services.coding import list_codings
from ethnocode.services.comparing_coders import Basis
from ethnocode.services.project import Project, open_project
from ethnocode.services.resolving import Question, resolve

Cli = Callable[..., Result]
Layer = dict[tuple[str, str], list[tuple[int, int]]]
Coded = set[tuple[str, str, int]]

CODEBOOK = """\
ethnocode: 1
id: f
title: F
version: 1.0.0
codes:
  - {id: x, name: X, definition: One.}
  - {id: y, name: Y, definition: Two., near: [{code: x, tell_apart: x is one}]}
  - {id: z, name: Z, definition: Three.}
"""
PARAGRAPH, BREAK, PARAGRAPHS = 12, 2, 4
TEXT = "\n\n".join("abcdefghijkl" for _ in range(PARAGRAPHS))
SOURCES = ("one.txt", "two.txt")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def desk(cli: Cli, tmp_path: Path) -> Project:
    """Two sources of four paragraphs of twelve letters; nothing coded."""
    (tmp_path / "book.yaml").write_text(CODEBOOK)
    for name in SOURCES:
        (tmp_path / name).write_text(TEXT + "\n")
    assert cli("init", ".", "--codebook", "book.yaml").exit_code == 0
    assert cli("ingest", *SOURCES).exit_code == 0
    return open_project(tmp_path, start=tmp_path, coder=None, now=NOW)


def units() -> list[range]:
    return [range(n, n + PARAGRAPH) for n in range(0, len(TEXT), PARAGRAPH + BREAK)]


def runs(spans: list[tuple[int, int]]) -> list[range]:
    """Return runs of characters that spans hold together, two neighbours at a time."""
    covered = sorted({i for start, end in spans for i in range(start, end)})
    found: list[list[int]] = [[i] for i in covered[:1]]
    for one, other in pairwise(covered):
        if any(start <= one and other < end for start, end in spans):
            found[-1].append(other)
        else:
            found.append([other])
    return [range(run[0], run[-1] + 1) for run in found]


def by_definition(layers: dict[str, Layer], *, on: Basis, take: str) -> Coded:
    """Return what stands: of each place and code by both, all; else what is taken."""
    coded: Coded = set()
    for key in {key for layer in layers.values() for key in layer}:
        spans = {who: layers[who].get(key, []) for who in layers}
        every = [span for mine in spans.values() for span in mine]
        for place in units() if on is Basis.UNITS else runs(every):
            given = {
                who: {i for start, end in mine for i in range(start, end) if i in place}
                for who, mine in spans.items()
            }
            givers = {who for who, characters in given.items() if characters}
            if len(givers) == 2 or (givers and (take == "both" or take in givers)):
                coded |= {(*key, i) for characters in given.values() for i in characters}
    return {one for one in coded if not TEXT[one[2]].isspace()}


@pytest.mark.parametrize("seed", range(12))
def test_what_stands_is_what_the_definition_says(cli: Cli, desk: Project, seed: int) -> None:
    rng = random.Random(seed)
    layers: dict[str, Layer] = {"anna": {}, "ben": {}}
    lines = []
    for who in layers:
        for source in SOURCES:
            for _ in range(rng.randint(3, 9)):
                letters = [i for i in range(len(TEXT)) if not TEXT[i].isspace()]
                start, last = sorted(rng.sample(letters, 2))
                last = min(last, start + rng.randint(1, 20))
                if TEXT[last].isspace():
                    continue
                code = rng.choice("xyz")
                layers[who].setdefault((source, code), []).append((start, last + 1))
                row = {"source": source, "code": code, "start": start, "end": last + 1}
                lines.append(json.dumps({**row, "coder": who}))
    Path("rows.jsonl").write_text("\n".join(lines))
    assert cli("coding", "add", "--from", "rows.jsonl").exit_code == 0
    before = [list_codings(desk, coder=who).codings for who in layers]
    for on in Basis:
        for take in ("", "anna", "ben", "both", "neither"):
            name = f"{on}-{take}"
            question = Question(("anna", "ben"), name=name, on=on)
            expected = by_definition(layers, on=on, take=take)

            done = resolve(desk, question, take=take)

            coded = {
                (coding.source, coding.code, i)
                for coding in done.added
                for i in range(coding.anchor.span.start, coding.anchor.span.end)
                if not TEXT[i].isspace()
            }
            assert coded == expected, name
            assert {coding.coder for coding in done.added} <= {name}
            assert not resolve(desk, question, take=take).added
    assert [list_codings(desk, coder=who).codings for who in layers] == before
