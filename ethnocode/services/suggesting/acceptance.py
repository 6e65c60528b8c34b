"""What coders made of suggestions so far, band by band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ethnocode.model import Band, Drawn, SuggestionStatus
from ethnocode.store import Store

ENOUGH = 200
"""Decisions from which on a share says more than the counts do."""


@dataclass(frozen=True, slots=True)
class BandAcceptance:
    """What was decided of the suggestions of a band.

    Args:
        band: The band.
        accepted: Taken as they were.
        corrected: Coded otherwise: with another code or on other words.
        rejected: Decided against.
    """

    band: Band
    accepted: int
    corrected: int
    rejected: int

    @property
    def decided(self) -> int:
        """How many were decided."""
        return self.accepted + self.corrected + self.rejected

    @property
    def rate(self) -> float | None:
        """Accepted over decided: a corrected one is not accepted; ``None`` of none."""
        return self.accepted / self.decided if self.decided else None


def acceptance_by_band(
    store: Store, *, coder: str | None = None, drawn: Drawn | None = None
) -> tuple[BandAcceptance, ...]:
    """Count what was decided of suggestions, the strongest band first; every band is there.

    Args:
        store: The open project.
        coder: Only what this coder decided; else what anybody did.
        drawn: Only decisions that came up so; ``RANDOM`` for the fair record, as the other
            ways prefer some suggestions.
    """
    counts: dict[tuple[Band, SuggestionStatus], int] = {}
    for band, status, number in store.suggestions.decision_counts(coder=coder, drawn=drawn):
        counts[band, status] = number
    return tuple(
        BandAcceptance(
            band,
            counts.get((band, SuggestionStatus.ACCEPTED), 0),
            counts.get((band, SuggestionStatus.CORRECTED), 0),
            counts.get((band, SuggestionStatus.REJECTED), 0),
        )
        for band in reversed(Band)
    )


def acceptance_line(bands: Sequence[BandAcceptance]) -> str:
    """Say in one line how the bands did, or nothing where nothing is decided.

    Counts until there are 200 decisions in all, such as ``strong: 14 of 17 accepted so
    far; weak: 1 of 9``; shares with their counts from then on.
    """
    decided = [band for band in bands if band.decided]
    if not decided:
        return ""
    enough = sum(band.decided for band in decided) >= ENOUGH
    said = [_shared(band) if enough else _counted(band) for band in decided]
    said[0] += " accepted so far"
    return "; ".join(said)


def _counted(band: BandAcceptance) -> str:
    return f"{band.band}: {band.accepted} of {band.decided}"


def _shared(band: BandAcceptance) -> str:
    share = 100 * band.accepted / band.decided
    return f"{band.band}: {share:.0f} % ({band.accepted} of {band.decided})"
