"""How good suggestions are on sets of human codings; printed by ``make bench``.

The sets are no part of the project; those that lie beside it are used, and those that
the environment names. Constants that were learned from other sets only are used for each
set that any were learned from, so that nothing was tuned on what is measured.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ethnocode.suggest.corpus.features import Features, prepare
from ethnocode.suggest.ranker.choosing import Choice, most_per_passage, thresholds_of
from ethnocode.suggest.ranker.constants import SHIPPED, Constants
from ethnocode.suggest.ranker.model import Model, fit_model
from ethnocode.suggest.ranker.offering import Chooser

from .suggest_protocol import (
    EvalSet,
    Table,
    calibration_error,
    f_scores,
    needs_sets,
    ranking,
    read_set,
    regressed,
    repeated,
    set_files,
    shown,
)

SETS = set_files()
pytestmark = [pytest.mark.benchmark, needs_sets]

LEFT_OUT = json.loads(
    Path(__file__).with_name("suggest_constants.json").read_text(encoding="utf-8")
)
"""Constants by the set that they were not learned from."""

ORDERS = range(5)
STEPS: tuple[int | None, ...] = (0, 100, 400, None)
"""Coded passages to learn from; ``None`` for all."""

COLUMNS = ("mAP", "P@1", "hit@3", "micro-F1", "macro-F1", "ECE")
LEAST: dict[tuple[str, int | None], tuple[float, ...]] = {
    ("long60s", 0): (0.34, 0.45, 0.60, 0.32, 0.32),
    ("long60s", 100): (0.35, 0.45, 0.62, 0.31, 0.31),
    ("long60s", 400): (0.37, 0.51, 0.68, 0.35, 0.34),
    ("serdif", 0): (0.125, 0.22, 0.44, 0.17, 0.14),
    ("serdif", 100): (0.15, 0.23, 0.42, 0.19, 0.17),
    ("serdif", 400): (0.22, 0.33, 0.54, 0.28, 0.25),
    ("serdif", None): (0.41, 0.49, 0.73, 0.44, 0.40),
    ("pxnhs", 0): (0.34, 0.37, 0.62, 0.28, 0.24),
    ("pxnhs", 100): (0.39, 0.60, 0.78, 0.53, 0.31),
    ("pxnhs", 400): (0.45, 0.67, 0.83, 0.59, 0.39),
    ("pxnhs", None): (0.54, 0.73, 0.89, 0.65, 0.49),
}
TIMES_REGRESSION = {"long60s": 2.0, "pxnhs": 2.0, "serdif": 1.3}
ABOVE_REPEATING = {"long60s": 0.12, "serdif": 0.03}
MOST_ERROR = 0.10
LEAST_PRECISION_OF_STRONG = 0.68
MOST_FIT_SECONDS, LEAST_ROWS_A_SECOND = 2, 2_000
CUED_COSINE = 0.1


@dataclass
class Measured:
    """What was measured on one set: means over orders, by engine and step."""

    rows: dict[tuple[str, int | None], dict[str, float]]
    strong: dict[int | None, list[bool]] = field(default_factory=dict)
    seen: dict[int | None, list[bool]] = field(default_factory=dict)
    fit_seconds: list[float] = field(default_factory=list)
    rows_a_second: list[float] = field(default_factory=list)


def constants_for(name: str) -> Constants:
    if name not in LEFT_OUT:
        return SHIPPED
    return Constants(*(tuple(LEFT_OUT[name][layer]) for layer in ("alone", "following")))


def judged(
    gold: Table, scores: Table, *, thresholds: Any = None, most: int = 3
) -> dict[str, float]:
    least = thresholds_of(scores) if thresholds is None else thresholds
    found = shown(scores, thresholds=least, most=most)
    error = {"ECE": calibration_error(gold, scores)}
    return ranking(gold, scores) | f_scores(gold, found) | error


@cache
def measured(name: str) -> Measured:
    chosen = read_set(SETS[name])
    start = time.process_time()
    features = prepare(chosen.corpus, chosen.codebook)
    prepared = time.process_time() - start
    found = Measured({})
    gold = chosen.gold[chosen.test]
    cosines = features.shared.cosines(chosen.test)
    found.rows["cues only", 0] = judged(gold, cosines, thresholds=CUED_COSINE)
    found.rows["repeat last", 0] = judged(gold, repeated(chosen, chosen.test), thresholds=0.5)
    everything = chosen.decided(np.arange(len(chosen.texts)))
    for step in STEPS:
        runs: dict[str, list[dict[str, float]]] = {}
        for seed in ORDERS if step else ORDERS[:1]:
            read = chosen.order(step, seed=seed) if step != 0 else np.zeros(0, int)
            model, most = fitted(chosen, features, read, found, step)
            start = time.process_time()
            decisions = chosen.decided(read)
            scores = model.scores(decisions, chosen.test)
            seconds = time.process_time() - start + prepared * len(gold) / len(chosen.texts)
            found.rows_a_second.append(len(gold) / seconds)
            runs.setdefault("fused", []).append(judged(gold, scores, most=most))
            # As if the test documents were the whole corpus: their scores set the thresholds.
            chooser = Chooser(model, decisions, scores=scores)
            choices = chooser.among(scores, decisions, chosen.test.tolist())
            count_shown(found, choices, gold, step)
            nearby = model.scores(everything, chosen.test)
            runs.setdefault("fused, decided nearby", []).append(judged(gold, nearby, most=most))
            if step != 0:
                regression = regressed(chosen, read, chosen.test)
                runs.setdefault("tf-idf regression", []).append(judged(gold, regression, most=most))
        for engine, judgements in runs.items():
            means = {c: float(np.mean([run[c] for run in judgements])) for c in COLUMNS}
            found.rows[engine, step] = means
    return found


def fitted(
    chosen: EvalSet, features: Features, read: Table, found: Measured, step: int | None
) -> tuple[Model, int]:
    decisions = chosen.decided(read)
    start = time.process_time()
    model = fit_model(
        chosen.corpus,
        chosen.codebook,
        decisions,
        features=features,
        constants=constants_for(chosen.name),
    )
    if step == 400:
        found.fit_seconds.append(time.process_time() - start)
    return model, most_per_passage(decisions)


def count_shown(
    found: Measured, choices: tuple[Choice, ...], gold: Table, step: int | None
) -> None:
    right = [(bool(gold[choice.index, choice.column]), choice.band) for choice in choices]
    found.seen.setdefault(step, []).extend(good for good, _ in right)
    found.strong.setdefault(step, []).extend(good for good, band in right if band == "strong")


@pytest.mark.parametrize("name", SETS)
def test_suggestions_are_as_good_as_they_are_said_to_be(name: str) -> None:
    found = measured(name)
    print(f"\n{name:24} {'N':>5} " + " ".join(f"{column:>8}" for column in COLUMNS))
    for (engine, step), row in sorted(found.rows.items(), key=lambda item: item[0][0]):
        figures = " ".join(f"{row[column]:8.3f}" for column in COLUMNS)
        print(f"{engine:24} {'all' if step is None else step:>5} {figures}")
    for step, seen in found.seen.items():
        strong, orders = found.strong[step], len(ORDERS) if step else 1
        shares = [f"{np.mean(kept):.2f}" if kept else "n/a" for kept in (seen, strong)]
        print(
            f"shown at N = {'all' if step is None else step}: "
            f"{len(seen) / orders:.0f} suggestions, right {shares[0]}; "
            f"{len(strong) / orders:.0f} strong, right {shares[1]}"
        )
    print(f"fit on 400 coded: {min(found.fit_seconds):.2f} s at best", end="; ")
    print(f"{min(found.rows_a_second):.0f} to {max(found.rows_a_second):.0f} passages a second")

    for (of, step), least in LEAST.items():
        if of == name:
            row = found.rows["fused", step]
            for column, figure in zip(COLUMNS, least, strict=False):
                assert row[column] >= figure, (step, column)


@pytest.mark.parametrize("name", [name for name in SETS if name in TIMES_REGRESSION])
def test_few_codings_teach_more_than_they_teach_regression(name: str) -> None:
    rows = measured(name).rows
    times = rows["fused", 100]["mAP"] / rows["tf-idf regression", 100]["mAP"]
    print(f"\n{name}: {times:.2f} times the mean average precision of regression at N = 100")

    assert times >= TIMES_REGRESSION[name]


@pytest.mark.parametrize("name", [name for name in SETS if name in ABOVE_REPEATING])
def test_decisions_nearby_are_used_better_than_by_repeating_them(name: str) -> None:
    rows = measured(name).rows
    for step in STEPS:
        gain = rows["fused, decided nearby", step]["P@1"] - rows["repeat last", 0]["P@1"]
        print(f"\n{name}, N = {step}: {gain:+.3f} of precision at 1 above repeating", end="")
        assert gain >= ABOVE_REPEATING[name]


@pytest.mark.parametrize("name", [name for name in SETS if name in LEFT_OUT])
def test_probabilities_are_what_they_say(name: str) -> None:
    rows = measured(name).rows

    for step in STEPS[1:]:
        assert rows["fused", step]["ECE"] <= MOST_ERROR


def test_strong_suggestions_are_mostly_right() -> None:
    pooled = [right for name in SETS for right in measured(name).strong.get(400, [])]
    precision = float(np.mean(pooled))
    print(f"\nstrong at N = 400, pooled: {precision:.3f} of {len(pooled)} right")

    assert precision >= LEAST_PRECISION_OF_STRONG


@pytest.mark.parametrize("name", SETS)
def test_fitting_and_scoring_take_seconds(name: str) -> None:
    found = measured(name)

    # Seconds of the processor; the quickest counts: the others say what else it does.
    assert min(found.fit_seconds) < MOST_FIT_SECONDS
    assert max(found.rows_a_second) >= LEAST_ROWS_A_SECOND
