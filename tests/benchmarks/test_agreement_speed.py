"""How long agreement takes: 20,000 units, 60 codes, two coders, a thousand drawings."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from ethnocode.store import DATABASE

from .big_project import CODES, PARAGRAPHS, build
from .test_speed import timed

pytestmark = pytest.mark.benchmark

SOURCES, CODINGS = 200, 40_000
MOST_SECONDS = 15

# the second coder has nine of ten of the first one's codings, a quarter of them under another code
_SECOND = f"""
    insert into codings (guid, source_id, code_id, coder_id, start, "end", quote, prefix,
        suffix, digest, created, origin, status, memo, properties)
    select 'second' || guid, source_id, case when start % 4 then code_id else id % {CODES} + 1 end,
        2, start, "end", quote, prefix, suffix, digest, created, origin, status, memo,
        properties
    from codings where start % 10
"""


def test_agreement_of_two_coders_with_intervals(tmp_path: Path) -> None:
    folder = build(tmp_path, codings=CODINGS, sources=SOURCES)
    with sqlite3.connect(folder / DATABASE) as db:
        db.execute("insert into coders (id, name) values (2, 'second')")
        db.execute(_SECOND)

    command = ("report", "agreement", "--format", "json", "--project", str(folder))
    seconds, stdout, megabytes = timed(*command)
    report = json.loads(stdout)

    assert report["parameters"]["units"] == SOURCES * PARAGRAPHS
    print(
        f"\nagreement: {SOURCES * PARAGRAPHS:,} units, {CODES} codes, {CODINGS:,} codings, "
        f"{len(report['rows']):,} disagreements: {seconds:.1f} s, {megabytes:.0f} MB"
    )
    assert seconds < MOST_SECONDS
