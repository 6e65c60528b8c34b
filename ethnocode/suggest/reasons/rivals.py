"""Codes that the codebook declares near one another, and what decides between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ethnocode.model import Code, Codebook


@dataclass(frozen=True, slots=True)
class Rival:
    """A code that another is easily taken for.

    Args:
        code: Full id of the rival.
        name: Its name.
        difference: What decides between the two, without a full stop; may be empty.
    """

    code: str
    name: str
    difference: str


def rivals_of(codebook: Codebook) -> Mapping[str, tuple[Rival, ...]]:
    """Return the near codes of each code by full id: those it declares, then those that declare it.

    Complexity:
        O(n k) for n declarations in a codebook of k codes.
    """
    pairs: dict[str, dict[str, Code]] = {code.id: {} for code in codebook}
    for code in codebook:
        for near in code.near:
            rival = codebook.code_named(near.code)
            if rival is not None and rival != code:
                pairs[code.id][rival.id] = rival
    for code in codebook:
        for declared in tuple(pairs[code.id]):
            pairs[declared].setdefault(code.id, code)
    return {
        code.id: tuple(
            Rival(rival.id, rival.name, difference(code, rival, codebook=codebook) or "")
            for rival in pairs[code.id].values()
        )
        for code in codebook
    }


def difference(code: Code, rival: Code, *, codebook: Codebook) -> str | None:
    """Return what decides between two codes, or ``None`` if neither is declared near.

    The code's own words come first; what they do not say, the rival's may.
    """
    said = [
        _said_of(one, other, codebook=codebook) for one, other in ((code, rival), (rival, code))
    ]
    return next((words for words in said if words is not None), None)


def _said_of(code: Code, rival: Code, *, codebook: Codebook) -> str | None:
    for near in code.near:
        if codebook.code_named(near.code) == rival:
            return " ".join(near.tell_apart.split()).rstrip(".")
    return None
