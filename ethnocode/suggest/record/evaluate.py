"""The record: how the suggestions do on passages that they have not learned from."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ethnocode.model import Codebook
from ethnocode.suggest.corpus.rows import Corpus, Decisions
from ethnocode.suggest.record.folds import first_coded, make_folds, shuffled
from ethnocode.suggest.record.trying import Bench, Split, Tested, Way

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Flags, Singles

Tell = Callable[[str], None]
SIZES = (25, 50, 100, 200, 400)
"""Coded passages at the points of a learning curve, between none and all."""


@dataclass(frozen=True, slots=True, eq=False)
class CurvePoint:
    """What was reached when so many passages were coded.

    Args:
        coded: Coded passages learned from, in each fold; the mean where they differ.
        whole: Whether that is all there are.
        tested: The ranker, and the ridge where there was anything to learn from.
    """

    coded: float
    whole: bool
    tested: tuple[Tested, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """Everything measured, on the same passages.

    Args:
        codes: Full ids, sorted, as the columns of outcomes have them.
        rows: Passages that were tested, as rows of the corpus.
        sources: How many sources they are of.
        tested: Each way to suggest codes.
        folds: How often something was left out.
        curve: What more coding brings, from nothing coded on; empty where not asked for.
    """

    codes: tuple[str, ...]
    rows: tuple[int, ...]
    sources: int
    tested: tuple[Tested, ...]
    folds: int = 1
    curve: tuple[CurvePoint, ...] = ()

    def of(self, way: Way) -> Tested:
        """Return what a way reached."""
        return next(tested for tested in self.tested if tested.way is way)


def cross_validate(
    corpus: Corpus,
    codebook: Codebook,
    decisions: Decisions,
    *,
    folds: int = 5,
    sizes: Sequence[int] | None = None,
    rng: random.Random,
    code_vectors: Singles | None = None,
    progress: Tell = lambda _: None,
) -> Record:
    """Leave out whole sources in turn, learn from the others, and try on what was left out.

    Args:
        corpus: All passages.
        codebook: Defines the codes.
        decisions: Of one coder; the passages she read are tried.
        folds: How many groups of sources, at most; each is left out once.
        sizes: Points of the learning curve; ``None`` for no curve.
        rng: Draws the order in which the curve's sources come.
        code_vectors: As the ranker takes them.
        progress: Is told what is worked on.
    """
    bench = Bench(corpus, codebook, decisions, code_vectors=code_vectors)
    parts = make_folds(bench.read_by_source(), folds=folds)
    for n, part in enumerate(parts, start=1):
        progress(f"fold {n} of {len(parts)}")
        bench.try_all(bench.split(part))
    record = _record(corpus, bench, folds=len(parts))
    if sizes is None:
        return record
    curve = _learning_curve(bench, parts, record, sizes=sizes, rng=rng, progress=progress)
    return replace(record, curve=curve)


def try_after(
    corpus: Corpus,
    codebook: Codebook,
    decisions: Decisions,
    *,
    order: Sequence[int],
    coded: int,
    code_vectors: Singles | None = None,
) -> Record:
    """Learn from the first coded passages of a study and try on the sources not begun.

    Args:
        corpus: All passages.
        codebook: Defines the codes.
        decisions: Of one coder.
        order: Numbers of sources in the order of coding.
        coded: How many coded passages are learned from.
        code_vectors: As the ranker takes them.
    """
    bench = Bench(corpus, codebook, decisions, code_vectors=code_vectors)
    known = first_coded([bench.read_rows(n) for n in order], bench.is_coded(), wanted=coded)
    begun = set(corpus.source_of[known].tolist())
    rest = bench.split([n for n in order if n not in begun])
    bench.try_all(Split(_flags(known, corpus.size), rest.tested))
    return _record(corpus, bench, folds=1)


def _record(corpus: Corpus, bench: Bench, *, folds: int) -> Record:
    sources = len(set(corpus.source_of[bench.rows].tolist()))
    return Record(bench.codes, tuple(bench.rows.tolist()), sources, bench.tested(), folds)


def _learning_curve(
    bench: Bench,
    parts: Sequence[Sequence[int]],
    record: Record,
    *,
    sizes: Sequence[int],
    rng: random.Random,
    progress: Tell,
) -> tuple[CurvePoint, ...]:
    """Try on each part what the first coded passages of the other sources teach.

    Within a part the smaller sets lie within the larger ones. A size that some part
    cannot reach is left out.
    """
    there = [n for n, read in enumerate(bench.read_by_source()) if read]
    orders = [shuffled([n for n in there if n not in part], rng=rng) for part in parts]
    readings = [[bench.read_rows(n) for n in order] for order in orders]
    coded = bench.is_coded()
    most = [sum(coded[row] for rows in reading for row in rows) for reading in readings]
    points = [CurvePoint(0, False, (record.of(Way.CODEBOOK),))]
    for size in (size for size in sizes if size < min(most, default=0)):
        progress(f"learning curve, {size} coded passages")
        splits = []
        for part, reading in zip(parts, readings, strict=True):
            known = first_coded(reading, coded, wanted=size)
            splits.append(Split(_flags(known, len(coded)), bench.split(part).tested))
        points.append(CurvePoint(size, False, bench.try_learning(splits)))
    if min(most, default=0):
        whole = (record.of(Way.ENGINE), record.of(Way.RIDGE))
        points.append(CurvePoint(sum(most) / len(most), True, whole))
    return tuple(points)


def _flags(rows: Sequence[int], size: int) -> Flags:
    import numpy as np

    found = np.zeros(size, np.bool_)
    found[list(rows)] = True
    return found
