"""The ridge against plain linear algebra, and against fitting again without a source."""

from __future__ import annotations

import numpy as np

from ethnocode.suggest.ranker.ridge import CONSTANT, PENALTY, blocks_of, fit_ridge


def test_what_is_said_of_a_block_is_what_a_fit_without_it_says() -> None:
    rng = np.random.default_rng(1)
    features = rng.normal(size=(9, 5))
    targets = rng.choice([-1.0, 1.0], size=(9, 3))
    blocks = np.array([0, 0, 1, 1, 1, 2, 2, -1, -1], np.int32)

    found = fit_ridge(features @ features.T, targets, blocks=blocks)

    for block in range(3):
        out = blocks == block
        kept = features[~out]
        kernel = kept @ kept.T + CONSTANT + PENALTY * np.eye(len(kept))
        duals = np.linalg.solve(kernel, targets[~out])
        expected = (features[out] @ kept.T + CONSTANT) @ duals
        np.testing.assert_allclose(found.apart[out], expected, atol=1e-9)


def test_duals_and_offset_are_the_weights_of_a_penalised_least_squares_fit() -> None:
    """Primal: the shared feature is the root of CONSTANT, penalised like the others."""
    rng = np.random.default_rng(2)
    features = rng.normal(size=(6, 3))
    targets = rng.normal(size=(6, 2))
    wide = np.hstack([features, np.full((6, 1), CONSTANT**0.5)])
    weights = np.linalg.solve(wide.T @ wide + PENALTY * np.eye(4), wide.T @ targets)

    found = fit_ridge(features @ features.T, targets, blocks=np.full(6, -1, np.int32))

    np.testing.assert_allclose(features.T @ found.duals, weights[:3], atol=1e-9)
    np.testing.assert_allclose(found.offset, weights[3] * CONSTANT**0.5, atol=1e-9)


def test_a_source_is_a_block_but_of_fewer_than_three_each_is_four() -> None:
    names = ["a", "b", "c"]

    assert blocks_of([0, 0, 1, 2, 2], names=names).tolist() == [0, 0, 1, 2, 2]
    assert blocks_of([1, 1, 1, 1, 1, 2], names=names).tolist() == [0, 0, 1, 2, 3, 4]


def test_of_many_sources_those_whose_names_hash_alike_are_one_block() -> None:
    names = [f"comment {n}" for n in range(400)]

    found = blocks_of(range(400), names=names)

    assert found.tolist() == blocks_of(range(400), names=names).tolist()
    assert len(set(found.tolist())) == 20
