"""A logistic layer whose constants are drawn towards shipped ones: few decisions move it little."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Floats


_STEPS = 40
_ENOUGH = 1e-10
_LEAST_STEP = 1e-4
_STEEPEST = 30.0


def refit(features: Floats, labels: Floats, *, towards: Floats, pull: float) -> Floats:
    """Return constants that fit labels, by penalised maximum likelihood.

    They minimise the sum of the log losses plus ``pull / 2`` times the squared distance
    from given constants, found by Newton's method with halved steps.

    Args:
        features: Of shape (cases, features).
        labels: 0 or 1 for each case.
        towards: The constants without any case.
        pull: Above 0; as strong as so many cases of an average feature.

    Complexity:
        O(n f^2) a step for n cases and f features; about ten steps.
    """
    import numpy as np

    constants = towards.astype(np.float64)
    logits = features @ constants
    loss = _loss(logits, labels, constants, towards=towards, pull=pull)
    scaled = np.empty_like(features)
    for _ in range(_STEPS):
        likely = probabilities(logits)
        slope = features.T @ (likely - labels) + pull * (constants - towards)
        np.multiply(features, (likely * (1 - likely))[:, None], out=scaled)
        step = np.linalg.solve(scaled.T @ features + pull * np.eye(len(towards)), slope)
        moved = features @ step
        size = 1.0
        while size > _LEAST_STEP:
            tried = constants - size * step
            found = _loss(logits - size * moved, labels, tried, towards=towards, pull=pull)
            if found < loss:
                break
            size /= 2
        else:
            break
        gained, constants, loss = loss - found, tried, found
        logits = logits - size * moved
        if gained < _ENOUGH * abs(loss):
            break
    return constants


def probabilities(logits: Floats) -> Floats:
    """Return the probabilities of log-odds."""
    import numpy as np

    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -_STEEPEST, _STEEPEST))), np.float64)


def _loss(
    logits: Floats, labels: Floats, constants: Floats, *, towards: Floats, pull: float
) -> float:
    import numpy as np

    logits = np.clip(logits, -_STEEPEST, _STEEPEST)
    missed = (np.logaddexp(0, logits) - labels * logits).sum()
    return float(missed + 0.5 * pull * ((constants - towards) ** 2).sum())
