"""Inputs for the reader of codebooks: random, mutated and of wrong shapes, the same for a seed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ethnocode.codebook.schema import KEYS

SEEDS = tuple(
    path.read_bytes() for path in sorted((Path(__file__).parents[2] / "codebooks").glob("*.yaml"))
)
MOST_BYTES = 4_000
"""Of a shipped codebook that is mutated: a stretch, so that many can be tried."""

_KEYS = tuple(sorted({key for keys in KEYS.values() for key in keys}))
_WORDS = (*_KEYS, "true", "false", "~", "no", "1", "waiting", "power:agency", "a.b.c", "(a+)+", "")
_MARKS = (
    *(": ", "\n", "\n  ", "\n- ", "- ", "[", "]", "{", "}", ", ", "'", '"', "|\n ", ">-\n "),
    *("&x ", "*x", "!!str ", "!", "\t", "#", "---\n", "...\n", "%YAML 1.1\n", "<<: ", "? "),
    *("\ufeff", "\u200b", "\u0430", "\ud800", "\x00", "\x1b", "\u2028", "\r", "\x85", "\\"),
)


def any_bytes(rng: random.Random) -> bytes:
    """Return bytes of no meaning."""
    return rng.randbytes(rng.randrange(200))


def any_words(rng: random.Random) -> str:
    """Return keys, words and marks of YAML in no order."""
    return "".join(rng.choices((*_WORDS, *_MARKS), k=rng.randrange(60)))


def stretch(rng: random.Random) -> bytes:
    """Return a shipped codebook, or the beginning of one."""
    seed = rng.choice(SEEDS)
    return seed[: rng.randrange(200, MOST_BYTES)]


def mutated(rng: random.Random) -> bytes:
    """Return a stretch of a codebook with a few bytes, words or lines otherwise."""
    text = bytearray(stretch(rng))
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(text))
        end = at + rng.choice((0, 1, 1, 5, 40))
        what = rng.randrange(4)
        new = rng.randbytes(rng.randint(1, 3))
        if what == 1:
            new = rng.choice(_MARKS).encode("utf-8", "surrogatepass")
        elif what == 2:
            new = rng.choice(_WORDS).encode()
        elif what == 3:
            new = bytes(text[end : end + rng.randrange(200)])
        text[at:end] = new
    return bytes(text) or b"-"


def misshapen(rng: random.Random) -> str:
    """Return a tree with the keys of a codebook and values of any shape, as YAML."""
    tree = {key: _any_value(rng, 4) for key in rng.sample(KEYS["codebook"], rng.randint(1, 6))}
    tree["codes"] = [_any_code(rng, 3) for _ in range(rng.randrange(5))]
    return json.dumps(tree, ensure_ascii=rng.random() < 0.5)


def nested(rng: random.Random) -> str:
    """Return brackets, braces, dashes or keys deep in one another."""
    depth = rng.choice((30, 41, 200, 1_000, 20_000))
    return (
        rng.choice(("codes: ", "", "a: ")) + rng.choice(("[", "{a: ", "- ", "? ", "[{a: ")) * depth
    )


def huge(rng: random.Random) -> str:
    """Return a codebook with one key, value or line that is very long."""
    long = rng.choice(("x", "x.", "é", " x", "\\", "#", "\u0430")) * rng.choice(
        (300, 5_000, 50_000)
    )
    where = rng.choice(
        (
            "{0}: 1\ncodes: []",
            "codes: [{{id: {0}}}]",
            "codes: [{{id: a, near: [{{code: '{0}', tell_apart: x}}], aliases: ['{0}']}}]",
            "codes: [{{id: a, properties: {{'{0}': [x]}}, cues: {{phrases: ['{0}']}}}}]",
            "codes: [{{id: a, definition: '{0}', "
            "cues: {{patterns: [[{{LOWER: {{REGEX: '{0}'}}}}]]}}}}]",
            "extends: '{0}'\ncodes: []",
            "codes: [] # {0}",
            "codes: [{{id: a, examples: [{{text: '{0}', apply: true}}], include: ['{0}', '{0}']}}]",
        )
    )
    return where.format(long)


def _any_value(rng: random.Random, depth: int) -> Any:
    if depth == 0 or rng.random() < 0.4:
        return rng.choice(
            (*_WORDS, "two words", "h\u0430bitus", "\ufffd", "x" * 300, 1, True, None)
        )
    if rng.random() < 0.5:
        return [_any_value(rng, depth - 1) for _ in range(rng.randrange(4))]
    return {rng.choice(_WORDS): _any_value(rng, depth - 1) for _ in range(rng.randrange(4))}


def _any_code(rng: random.Random, depth: int) -> Any:
    if rng.random() < 0.1:
        return _any_value(rng, 2)
    code = {"id": rng.choice(("a", "b", "a.b", "A", "waiting", 1, None, [], "ch\u0456ld"))}
    for key in rng.sample(KEYS["code"], rng.randint(0, 8)):
        code[key] = _any_value(rng, 4)
    if depth and rng.random() < 0.4:
        code["children"] = [_any_code(rng, depth - 1) for _ in range(rng.randrange(3))]
    if rng.random() < 0.4:
        code["cues"] = {key: _any_value(rng, 4) for key in KEYS["cues"] if rng.random() < 0.5}
    return code


MAKERS: tuple[tuple[Callable[[random.Random], str | bytes], int], ...] = (
    (any_bytes, 10),
    (any_words, 30),
    (mutated, 25),
    (misshapen, 30),
    (nested, 1),
    (huge, 2),
)
"""What makes inputs, and how often each is asked."""


def an_input(seed: int) -> str | bytes:
    """Return the input of a number."""
    rng = random.Random(seed)
    makers, weights = zip(*MAKERS, strict=True)
    return rng.choices(makers, weights)[0](rng)  # type: ignore[no-any-return]
