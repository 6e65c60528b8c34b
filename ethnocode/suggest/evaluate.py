"""How far suggestions agree with codings: hits, precision and recall of each code."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ethnocode.model import Span

Placed = tuple[str, str, Span]
"""Name of a source, full id of a code, and where."""


@dataclass(frozen=True, slots=True)
class CodeScore:
    """How suggestions of one code stand against codings of the same code.

    Args:
        code: Full id, or empty for all codes together.
        suggested: How many suggestions.
        reference: How many codings.
        hits: Suggestions that overlap a coding.
        found: Codings that a suggestion overlaps.
    """

    code: str
    suggested: int
    reference: int
    hits: int
    found: int

    @property
    def precision(self) -> float | None:
        """Hits per suggestion; ``None`` where nothing is suggested."""
        return self.hits / self.suggested if self.suggested else None

    @property
    def recall(self) -> float | None:
        """Codings found per coding; ``None`` where nothing is coded."""
        return self.found / self.reference if self.reference else None


def compare(suggested: Sequence[Placed], reference: Sequence[Placed]) -> tuple[CodeScore, ...]:
    """Return how suggestions stand against codings, all together, then code by code.

    A suggestion is a hit if it shares a character with a coding of the same code
    in the same source; a coding of a code below or above it in the tree does not
    count. Each suggestion and each coding counts once, however many it overlaps.
    The totals are micro sums: frequent codes weigh more. Suggestions and codings
    are counted as given, repeated ones each time.

    Returns:
        First the total, whose code is empty; then one score for each code on
        either side, sorted by code.

    Complexity:
        O(n log n) for n suggestions and codings.
    """
    hits, found = _meeting(suggested, reference), _meeting(reference, suggested)
    codes = sorted({code for _, code, _ in (*suggested, *reference)})
    made, given = _per_code(suggested), _per_code(reference)
    met, reached = _per_code(hits), _per_code(found)
    return (
        CodeScore("", len(suggested), len(reference), len(hits), len(found)),
        *(CodeScore(code, made[code], given[code], met[code], reached[code]) for code in codes),
    )


def _per_code(placed: Iterable[Placed]) -> defaultdict[str, int]:
    counts: defaultdict[str, int] = defaultdict(int)
    for _, code, _ in placed:
        counts[code] += 1
    return counts


def _meeting(placed: Sequence[Placed], others: Iterable[Placed]) -> list[Placed]:
    """Return those that overlap one of the others, of the same source and code."""
    groups: defaultdict[tuple[str, str], list[Span]] = defaultdict(list)
    for source, code, span in others:
        groups[source, code].append(span)
    sorted_spans = {key: sorted(spans) for key, spans in groups.items()}
    # The furthest end of all spans up to each: the last one to start may not reach.
    reach = {
        key: list(accumulate((span.end for span in spans), max))
        for key, spans in sorted_spans.items()
    }
    meeting = []
    for source, code, span in placed:
        spans = sorted_spans.get((source, code), [])
        before = bisect_left(spans, span.end, key=lambda other: other.start)
        if before and reach[source, code][before - 1] > span.start:
            meeting.append((source, code, span))
    return meeting
