"""How much that is new later sources bring, in the order in which they were collected.

These figures describe what was coded so far. None of them proves that nothing new would
come: sources are chosen on purpose, one after the other, and no draws from a population.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

BASE, RUN = 4, 2
"""Sources of the base and of a run, as Guest, Namey and Chen have them for a start."""


@dataclass(frozen=True, slots=True)
class NewInformation:
    """How much runs of sources bring that the base did not have.

    Args:
        base: Sources of the base.
        run: Sources of a run.
        base_codes: Different codes found in the base.
        ratios: New codes of each run over those of the base. Runs slide on by one source:
            the first begins right after the base, and the last ends with the last source.
            Empty where the base found nothing, or there are too few sources for one run.
    """

    base: int
    run: int
    base_codes: int
    ratios: tuple[Fraction, ...]

    def sources_before(self, threshold: Fraction) -> int | None:
        """Return how many sources come before the first run with so little that is new.

        ``None`` where no run so far brings as little, or there is no run.

        Args:
            threshold: Share of the base's codes, itself included; 1/20 and 0 are usual.
        """
        found = (n for n, ratio in enumerate(self.ratios) if ratio <= threshold)
        first = next(found, None)
        return None if first is None else self.base + first

    def written(self, threshold: Fraction) -> str | None:
        """Return the same as it is reported: ``6+2`` for six sources and a run of two."""
        before = self.sources_before(threshold)
        return None if before is None else f"{before}+{self.run}"


def new_information(new: Sequence[int], *, base: int = BASE, run: int = RUN) -> NewInformation:
    """Hold what each run of sources adds against what the base found.

    Meant for codes that are made while reading. Of a codebook that was there before, count
    new properties, voices or contradictions rather than codes.

    Args:
        new: For each source, in order of collection, how many codes it is the first to have.
        base: Sources that the base has, 1 or more; the authors try 4, 5 and 6.
        run: Sources that a run has, 1 or more; the authors try 2 and 3.

    Raises:
        ValueError: A number of new codes is below 0, or base or run below 1.

    Source:
        Guest, Namey and Chen (2020) A simple method to assess and report thematic
        saturation in qualitative research. PLOS ONE 15(5): e0232076.
    """
    if any(count < 0 for count in new):
        raise ValueError(f"numbers of new codes cannot be below 0: {min(new)}")
    if base < 1 or run < 1:
        raise ValueError(f"base {base} and run {run} must have a source at least")
    codes = sum(new[:base])
    starts = range(base, len(new) - run + 1) if codes else range(0)
    ratios = tuple(Fraction(sum(new[start : start + run]), codes) for start in starts)
    return NewInformation(base, run, codes, ratios)


def chao1(counts: Sequence[int], *, corrected: bool = True) -> Fraction | None:
    """Return a lower bound of how many codes there are, found or not, from the rare ones.

    With f1 codes found once and f2 found twice, the codes found plus f1 (f1 - 1) / 2 (f2 + 1);
    not corrected for bias, plus f1 f1 / 2 f2, which is not defined (``None``) where f2 is 0.

    It supposes that what is coded are independent draws, which purposive sources are not:
    a description, for codes that are made while reading.

    Args:
        counts: How often each code was found; zeros add nothing.
        corrected: Whether to correct for bias.

    Raises:
        ValueError: A count is below 0.

    Source:
        Chao (1984) Nonparametric estimation of the number of classes in a population.
        Scandinavian Journal of Statistics 11(4): 265-270. Corrected as in scikit-bio, of
        whose vector the two are 9.75 and 10.5.
    """
    if any(count < 0 for count in counts):
        raise ValueError(f"counts cannot be below 0: {min(counts)}")
    found = sum(count > 0 for count in counts)
    once, twice = (sum(count == times for count in counts) for times in (1, 2))
    if corrected:
        return found + Fraction(once * (once - 1), 2 * (twice + 1))
    return found + Fraction(once * once, 2 * twice) if twice else None
