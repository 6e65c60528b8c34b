"""The engine of cues: codes whose cues a text has, and how to tell near ones apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ethnocode.model import Codebook, Span
from ethnocode.suggest.cues.matcher import CueMatcher
from ethnocode.suggest.cues_only.segments import CueProposal, propose
from ethnocode.suggest.reasons.rivals import difference

ENGINE = "cues/1"
"""Name and version, kept with every suggestion it makes."""


def suggest_codes(
    text: str,
    *,
    sentences: Sequence[Span],
    passages: Sequence[Span],
    matcher: CueMatcher,
    codebook: Codebook,
    min_score: float = 0.0,
    speakers: Sequence[str | None] = (),
) -> tuple[CueProposal, ...]:
    """Return the codes that the cues in a text suggest, sorted by span and code.

    Where proposals of two codes overlap that the codebook declares near, the
    explanation of each names the other and says how to tell them apart: in the
    words of its own code, or else in those of the other.

    Args:
        text: The canonical text.
        sentences: Spans that do not overlap.
        passages: Paragraphs or turns: spans that do not overlap.
        matcher: Made by :func:`build_matcher`.
        codebook: Has the codes the matcher was built from.
        min_score: Leave out proposals that score less.
        speakers: Who speaks in each passage, ``None`` where unknown; or nothing.

    Raises:
        ValueError: There are speakers, but not one for each passage.
    """
    proposals = propose(
        text,
        sentences=sentences,
        passages=passages,
        matches=matcher.find(text),
        names={code.id: code.name for code in codebook},
        speakers=speakers,
    )
    return _told_apart([p for p in proposals if p.score >= min_score], codebook=codebook)


def _told_apart(proposals: Sequence[CueProposal], *, codebook: Codebook) -> tuple[CueProposal, ...]:
    """Return the proposals with a word on each near code that is proposed as well."""
    codes = {code.id: code for code in codebook}
    remarks: dict[int, dict[str, None]] = {}
    for one, other in _overlapping(proposals):
        for mine, others in ((one, other), (other, one)):
            code, rival = codes.get(proposals[mine].code), codes.get(proposals[others].code)
            apart = code and rival and difference(code, rival, codebook=codebook)
            if rival and apart is not None:
                remark = f"; also fits {rival.name}" + (f": {apart}" if apart else "")
                remarks.setdefault(mine, {})[remark] = None
    return tuple(
        replace(proposal, explanation="".join([proposal.explanation, *remarks.get(n, ())]))
        for n, proposal in enumerate(proposals)
    )


def _overlapping(proposals: Sequence[CueProposal]) -> Iterator[tuple[int, int]]:
    """Yield pairs of proposals that share a character; they are sorted by span."""
    reaching: list[int] = []
    for number, proposal in enumerate(proposals):
        reaching = [n for n in reaching if proposals[n].span.overlaps(proposal.span)]
        for earlier in reaching:
            yield earlier, number
        reaching.append(number)
