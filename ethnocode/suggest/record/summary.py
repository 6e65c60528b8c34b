"""The record in figures, each with its interval: of all codes, code by code, band by band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ethnocode.model import Band
from ethnocode.suggest.record.calibration import calibration_errors
from ethnocode.suggest.record.intervals import Estimate, estimate
from ethnocode.suggest.record.measuring import (
    Counts,
    Outcome,
    average_precisions,
    count,
    f1,
    hit_at,
    mean_of_codes,
    precision_at,
    share,
    summed,
)
from ethnocode.suggest.record.trying import Tested

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Flags, Floats

_NOTHING = {
    "precision": "nothing was suggested",
    "macro_precision": "nothing was suggested",
    "ece": "no probability reaches .05",
}
_UNCODED = "no passage bears a code"


@dataclass(frozen=True, slots=True)
class CodeFigures:
    """How a code, or a band, did.

    Args:
        given: Passages that the coder gave it.
        suggested: Passages that it was suggested for.
        right: Both.
        precision: Right over suggested.
        recall: Right over given.
        f1: Their harmonic mean.
        average_precision: Of the ranking of all passages.
    """

    given: int
    suggested: int
    right: int
    precision: Estimate
    recall: Estimate
    f1: Estimate
    average_precision: Estimate


def figures_of(tested: Tested, weights: Floats) -> tuple[tuple[str, Estimate], ...]:
    """Return the figures of all codes together: pairs of name and estimate.

    The names are precision, recall and f1 (all codes summed), the same after ``macro_``
    (mean over codes), map, p_at_1, p_at_3, hit_at_3, and ece where there are bands.
    """
    import numpy as np

    outcome = tested.outcome
    counts = count(outcome, weights)
    values = [
        *((name, value[:, 0]) for name, value in _rates(summed(counts))),
        *((f"macro_{name}", mean_of_codes(value)) for name, value in _rates(counts)),
        ("map", mean_of_codes(average_precisions(outcome, weights))),
        ("p_at_1", precision_at(outcome, 1, weights)),
        ("p_at_3", precision_at(outcome, 3, weights)),
        ("hit_at_3", hit_at(outcome, 3, weights)),
    ]
    if tested.bands is not None:
        values.append(("ece", calibration_errors(outcome, weights)))
    sources = _sources(outcome, np.any(outcome.truth, axis=1))
    return tuple(
        (name, estimate(value, sources=sources, reason=_NOTHING.get(name, _UNCODED)))
        for name, value in values
    )


def figures_by_code(tested: Tested, weights: Floats) -> tuple[CodeFigures, ...]:
    """Return the figures of each code, in the order of the columns."""
    outcome = tested.outcome
    counts = count(outcome, weights)
    precisions = average_precisions(outcome, weights)
    return tuple(
        _code_figures(outcome, counts, precisions[:, n], number=n)
        for n in range(outcome.truth.shape[1])
    )


def figures_by_band(tested: Tested, weights: Floats) -> tuple[tuple[Band, int, int, Estimate], ...]:
    """Return of each band, strongest first: suggested, right, and precision."""
    import numpy as np

    found = []
    for number, band in reversed(list(enumerate(Band, start=1))):
        if tested.bands is None:
            break
        outcome = tested.outcome
        here = Outcome(outcome.truth, outcome.scores, tested.bands == number, outcome.sources)
        counts = summed(count(here, weights))
        precision = estimate(
            share(counts.right, counts.suggested)[:, 0],
            sources=_sources(outcome, np.any(here.chosen, axis=1)),
            reason="nothing was suggested",
        )
        found.append(
            (band, int(counts.suggested[0, 0]), int(counts.right[0, 0]), precision),
        )
    return tuple(found)


def _rates(counts: Counts) -> tuple[tuple[str, Floats], ...]:
    return (
        ("precision", share(counts.right, counts.suggested)),
        ("recall", share(counts.right, counts.given)),
        ("f1", f1(counts)),
    )


def _code_figures(
    outcome: Outcome, counts: Counts, precisions: Floats, *, number: int
) -> CodeFigures:
    coding = _sources(outcome, outcome.truth[:, number])
    suggesting = _sources(outcome, outcome.chosen[:, number])
    rates = dict(_rates(counts))
    uncoded = "coded nowhere in these passages"
    return CodeFigures(
        int(counts.given[0, number]),
        int(counts.suggested[0, number]),
        int(counts.right[0, number]),
        estimate(rates["precision"][:, number], sources=suggesting, reason="suggested nowhere"),
        estimate(rates["recall"][:, number], sources=coding, reason=uncoded),
        estimate(rates["f1"][:, number], sources=coding, reason=uncoded),
        estimate(precisions, sources=coding, reason=uncoded),
    )


def _sources(outcome: Outcome, rows: Flags) -> int:
    return len(set(outcome.sources[rows].tolist()))
