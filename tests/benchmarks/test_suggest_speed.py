"""How long suggestions take on 100,000 passages, and how much memory; printed by ``make bench``."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ethnocode.services.project import open_project
from ethnocode.services.suggesting.learning import decisions_of, read_corpus
from ethnocode.store import open_store

from .big_study import PASSAGES, build_study

pytestmark = pytest.mark.benchmark

SOURCES, CODED = 2_000, 400
MOST_SECONDS, MOST_MEGABYTES = 60, 2_000
MOST_FIT_SECONDS, FEWEST_A_SECOND = 2, 2_000

_MEASURE = """
import resource, subprocess, sys, time
before = time.perf_counter()
status = subprocess.run(sys.argv[1:]).returncode
seconds = time.perf_counter() - before
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, file=sys.stderr)
sys.exit(status)
"""


def timed(*arguments: str) -> tuple[dict[str, Any], float, float, float]:
    """Return the result of a run, its seconds, those of the processors, and peak megabytes."""
    program = [sys.executable, "-m", "ethnocode", *arguments]
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, *program], capture_output=True, text=True, check=True
    )
    seconds, cpu, peak = map(float, done.stderr.splitlines()[-1].split())
    return json.loads(done.stdout), seconds, cpu, peak


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("bench") / "big"
    yield build_study(folder, sources=SOURCES, coded=CODED)
    shutil.rmtree(folder)


def test_100_000_passages_end_to_end(study: Path) -> None:
    """First run, nothing changed, one more coding, one more source: in this order."""
    run = ("suggest", "--format", "json", "-p", str(study))
    found, seconds, cpu, peak = timed(*run)
    print(
        f"\n{found['passages']:,} passages of {found['sources']:,} sources, "
        f"{found['learned']['passages']} coded: {seconds:.1f} s ({cpu:.1f} s of processors), "
        f"peak {peak:.0f} MB, {found['new']:,} suggestions"
    )
    assert found["passages"] == SOURCES * PASSAGES
    assert found["learned"]["passages"] == CODED
    assert found["new"] > 1_000
    assert seconds < MOST_SECONDS
    assert peak < MOST_MEGABYTES

    again, idle, _, _ = timed(*run)
    print(f"nothing changed: {idle:.2f} s")
    assert again["unchanged"]

    arguments = ("coding", "add", "00900.txt", "habitus", "--span", "0:20")
    subprocess.run(
        [sys.executable, "-m", "ethnocode", "-p", str(study), *arguments],
        check=True,
        capture_output=True,
    )
    later, seconds, cpu, peak = timed(*run)
    print(
        f"one more coding: {seconds:.1f} s ({cpu:.1f} s of processors), peak {peak:.0f} MB, "
        f"{later['new']} new, {later['renewed']} renewed, {later['withdrawn']} withdrawn"
    )
    assert later["reading"] == 0
    assert seconds < MOST_SECONDS


def test_a_fit_and_scores_within_it(study: Path) -> None:
    """In this process: seconds to learn from 400 coded passages, and passages a second."""
    from ethnocode.suggest.corpus.features import prepare
    from ethnocode.suggest.ranker.model import fit_model

    project = open_project(study, start=study, coder=None, now=datetime(2026, 1, 2, tzinfo=UTC))
    codebook = project.codebook()
    with open_store(study) as store:
        known = read_corpus(project, store, codebook=codebook)
        began = time.perf_counter()
        decisions = decisions_of(store, known, coder="author")
        decided = time.perf_counter() - began
    began = time.perf_counter()
    features = prepare(known.corpus, codebook)
    prepared = time.perf_counter() - began
    began = time.perf_counter()
    model = fit_model(known.corpus, codebook, decisions, features=features)
    fitted = time.perf_counter() - began
    began = time.perf_counter()
    model.scores(decisions, range(20_000))
    rate = 20_000 / (time.perf_counter() - began)
    whole = 1 / (1 / rate + prepared / known.corpus.size)
    print(
        f"\ndecisions {decided:.2f} s, features of all passages {prepared:.1f} s, "
        f"fit on {model.learned} coded {fitted:.2f} s, "
        f"{rate:,.0f} passages/s scored, {whole:,.0f} with their features"
    )
    assert fitted < MOST_FIT_SECONDS
    assert whole >= FEWEST_A_SECOND
