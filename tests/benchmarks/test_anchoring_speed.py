"""How long codings take to be carried into an edited text of 350,000 characters."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable

import pytest

from ethnocode.model import Span
from ethnocode.text.anchoring import carry, share_lost

CHARACTERS = 350_000


def transcript(rng: random.Random) -> str:
    words = [f"{a}{b}" for a in ("ba", "fo", "gri", "lom", "st") for b in ("del", "ral", "ep")]
    turns = []
    while sum(map(len, turns)) < CHARACTERS:
        said = rng.choice(("Yes.", "No.", " ".join(rng.choices(words, k=rng.randint(5, 80))) + "."))
        turns.append(f"{rng.choice(('Maud', 'Ros', 'Ijaz'))}: {said}\n\n")
    return "".join(turns)[:CHARACTERS]


def shuffled(text: str) -> str:
    turns = text.split("\n\n")
    random.Random(5).shuffle(turns)
    return "\n\n".join(turns)


TEXT = transcript(random.Random(1))
EDITS: dict[str, tuple[str, Callable[[str], str]]] = {
    "a word": (TEXT, lambda text: text[:90_000] + "misspelt " + text[90_000:]),
    "re-wrapped": (TEXT, lambda text: re.sub(r"(.{60}) ", r"\1\n", text)),
    "relabelled": (TEXT, lambda text: text.replace("Maud:", "Resident 4:")),
    "names swapped": (
        TEXT,
        lambda text: re.sub("Maud|Ros", lambda name: "Ros" if name[0] == "Maud" else "Maud", text),
    ),
    "shuffled": (TEXT, shuffled),
    "halves swapped": (TEXT, lambda text: text[CHARACTERS // 2 :] + text[: CHARACTERS // 2]),
    "another text": (TEXT, lambda _: transcript(random.Random(2))),
    "equal lines": ("Yes.\n" * (CHARACTERS // 5), lambda text: text + "Yes.\n"),
    "equal words": ("a b " * (CHARACTERS // 4), lambda text: text[2:] + "b b"),
    "every word": (TEXT, lambda text: re.sub(r"(\w)\b", r"\1x", text)),
}


@pytest.mark.benchmark
@pytest.mark.parametrize("name", EDITS)
def test_5000_codings_of_a_long_text(name: str) -> None:
    old, edit = EDITS[name]
    rng = random.Random(3)
    starts = [rng.randrange(len(old) - 500) for _ in range(5000)]
    spans = [Span(start, start + rng.choice((5, 50, 500))) for start in starts]
    new = edit(old)

    began = time.process_time()
    mapped = carry(spans, old=old, new=new)

    seconds = time.process_time() - began
    print(f"\n{name}: {seconds:.2f} s of CPU, {share_lost(mapped):.1%} for review")
    assert len(mapped) == 5000
