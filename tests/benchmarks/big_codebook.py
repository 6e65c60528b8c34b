"""A codebook of any size, as a clean one is written, and the same with a slip in every code."""

from __future__ import annotations

import random

_FAMILY = 8
_SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "ri",
    "so",
    "tu",
    "va",
    "we",
    "xi",
    "yo",
    "zu",
]


def big_codebook(codes: int, *, slips: bool = False) -> str:
    """Return the text of a codebook with a tree of so many codes.

    Args:
        codes: How many.
        slips: Whether each code names a code, a source and a key that there are not, repeats
            a cue, and lacks what tells it from its siblings.
    """
    rng = random.Random(codes)
    lines = ["ethnocode: 1", "id: big", "version: 1.0.0", "sources: {B1986: Bourdieu (1986)}"]
    lines.append("codes:")
    names = _names(codes, rng)
    for n, name in enumerate(names):
        first = n - n % _FAMILY
        depth = 0 if n == first else 1
        if n == first + 1:
            lines.append("    children:")
        siblings = [f"{names[first]}.{other}" for other in names[first + 1 : first + _FAMILY]]
        lines += _code(name, siblings, depth=depth, rng=rng, slips=slips)
    return "\n".join(lines) + "\n"


def _names(codes: int, rng: random.Random) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < codes:
        names["".join(rng.choices(_SYLLABLES, k=4))] = None
    return list(names)


def _code(
    name: str, siblings: list[str], *, depth: int, rng: random.Random, slips: bool
) -> list[str]:
    words = [" ".join("".join(rng.choices(_SYLLABLES, k=3)) for _ in range(6)) for _ in range(9)]
    near = ", ".join(
        f"{{code: {other}, tell_apart: {words[0]}}}"
        for other in (siblings if depth else [])
        if not other.endswith(f".{name}")
    )
    indent = "  " + "    " * depth
    fields = [
        f"- id: {name}",
        f"  name: {name.title()}",
        f"  definition: {words[1]} {words[2]}",
        f"  include: [{words[3]}, {words[4]}]",
        f"  exclude: [{words[5]}]",
        "  properties: {holder: [resident, council], state: [open, closed]}",
        f"  examples: [{{text: {words[6]}, apply: true, why: {words[1]}}},"
        f" {{text: {words[7]}, apply: false, why: {words[2]}}}]",
        f"  cues: {{phrases: [{words[8]}], lemmas: [{words[8].replace(' ', '')}]}}",
        f"  sources: [{'B1968' if slips else 'B1986'}]",
    ]
    if slips:
        fields += [f"  near: [{{code: {name}x, tell_apart: one}}]", "  exlude: [one]"]
        fields[7] = "  cues: {phrases: [the same words]}"
    elif near:
        fields.append(f"  near: [{near}]")
    return [indent + field for field in fields]
