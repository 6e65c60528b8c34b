"""Evidence: what speaks for and against a suggestion, in figures and in words."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

from ethnocode.model.span import Span


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one kind of evidence adds to a suggestion's score.

    Args:
        name: Of the kind, such as ``codebook`` or ``neighbours``.
        amount: In log-odds; below 0 where it speaks against the code.
    """

    name: str
    amount: float


@dataclass(frozen=True, slots=True)
class Hint:
    """Words of a passage that the codebook's own text on the code has too.

    Args:
        words: As the passage has them.
        field: Where the codebook has them: ``name``, ``definition``, ``include``, ``example``.
        phrase: The words about them there.
    """

    words: str
    field: str
    phrase: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """A passage coded so already that a suggested one is like.

    Args:
        source: Name of its source.
        span: Where it is.
        digest: Of the text version it is in.
        quote: Its words, shortened.
        similarity: Cosine, from 0 to 1.
    """

    source: str
    span: Span
    digest: str
    quote: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a code is suggested, complete: the parts add up to the score.

    Args:
        bias: Log-odds before any evidence.
        contributions: What each kind of evidence adds, the strongest first.
        terms: Words of the passage that weigh most in what was learned, with their log-odds.
        hints: Words that the codebook's text on the code has too.
        nearest: Passages coded so that it is most like; at most two.
        rival: Full id of the near code it could be taken for, or empty.
        difference: How to tell the two apart.
        exclusion: The codebook's exclusion that comes nearest to the passage, or empty.
        badges: What to mind: ``negated``, ``reported``, or a language such as
            ``language:German``.
    """

    bias: float
    contributions: tuple[Contribution, ...] = ()
    terms: tuple[tuple[str, float], ...] = ()
    hints: tuple[Hint, ...] = ()
    nearest: tuple[Likeness, ...] = ()
    rival: str = ""
    difference: str = ""
    exclusion: str = ""
    badges: tuple[str, ...] = ()

    @property
    def logit(self) -> float:
        """The score's log-odds: the bias and all contributions."""
        return fsum((self.bias, *(part.amount for part in self.contributions)))
