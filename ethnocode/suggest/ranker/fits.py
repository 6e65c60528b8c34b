"""What a fit has learned, kept as bytes and put to use on a corpus that has grown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from ethnocode.suggest.ranker.signals import Learned
from ethnocode.suggest.reading.state import UnusableStateError, pack, unpack

if TYPE_CHECKING:
    from ethnocode.suggest.corpus.rows import Corpus
    from ethnocode.suggest.words.arrays import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What a fit has learned, and from which probability on each code is shown.

    Args:
        parts: What was learned.
        thresholds: Of each code, over the whole corpus that it was fitted to.
    """

    parts: Learned
    thresholds: Floats


def pack_fit(fit: Fit, *, notes: Mapping[str, Any]) -> bytes:
    """Return a fit, and what it was made from, as bytes."""
    values = {field.name: getattr(fit.parts, field.name) for field in fields(Learned)}
    arrays = {name: value for name, value in values.items() if hasattr(value, "dtype")}
    plain = {name: value for name, value in values.items() if name not in arrays}
    header = {"arrays": list(arrays), "plain": plain, "notes": notes}
    return pack(header, [fit.thresholds, *arrays.values()])


def unpack_fit(data: bytes) -> tuple[Fit, dict[str, Any]]:
    """Return a fit, and what it was made from.

    Raises:
        UnusableStateError: It was damaged, or another program or machine made it.
    """
    header, (thresholds, *arrays) = unpack(data)
    try:
        named = dict(zip(header["arrays"], arrays, strict=True))
        return Fit(Learned(**header["plain"], **named), thresholds), dict(header["notes"])
    except (ValueError, TypeError, LookupError) as exc:
        raise UnusableStateError("is damaged") from exc


def moved_to(fit: Fit, corpus: Corpus, *, sources: Sequence[tuple[str, int]]) -> Fit:
    """Return a fit whose rows are those of a corpus that has more sources.

    Args:
        sources: Name of each source that it was fitted to, and how many rows it had.
    """
    import numpy as np

    places = {source.name: n for n, source in enumerate(corpus.sources)}
    numbers = np.array([places[name] for name, _ in sources], np.int32)
    counts = [count for _, count in sources]
    within = np.arange(sum(counts)) - np.repeat(np.cumsum([0, *counts])[:-1], counts)
    rows = (np.repeat(corpus.firsts[numbers], counts) + within).astype(np.int32)
    return Fit(replace(fit.parts, rows=rows[fit.parts.rows]), fit.thresholds)
