"""Interviews of few different answers whose questions and answers change places.

Each turn keeps its characters' identities, so it is known where it went.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from itertools import accumulate, pairwise

from tracked_edits import Tracked

from ethnocode.model import Span

SUBJECTS = (
    "hall",
    "key",
    "bus",
    "panel",
    "letter",
    "clock",
    "council",
    "teas",
    "calls",
    "chair",
    "roof",
    "fete",
)
ASKED = (
    "Was it about the {0}?",
    "So did anybody mind the {0}?",
    "{0}?",
    "And the {0}, did you ask for it, or were you told?",
    "What of the {0} in the winter, before they mended it?",
)
SAID = (
    "Yes.",
    "Yes.",
    "No.",
    "Mm.",
    "I knew them all.",
    "There was never anyone there when I came by, not once in three years, and so I stopped.",
)
FOLLOWED_UP = ("And then?", "Go on.", "Why was that, do you think?")
TOLD = ("It rained on {0}.", "{0} had gone home.", "Nobody but {0} and the dog ever came back.")
NAMES = (
    "Ada",
    "Bert",
    "Cyril",
    "Dora",
    "Edie",
    "Fred",
    "Gwen",
    "Hal",
    "Ivy",
    "Jack",
    "Kit",
    "Lil",
)

Pair = tuple[str, str]
"""A question and its answer."""


def pair(rng: random.Random, *, number: int) -> Pair:
    """Return a question of its own and a common answer, or the other way round."""
    if rng.random() < 0.25:
        name = f"{rng.choice(NAMES)} {NAMES[number % 12]}"
        return rng.choice(FOLLOWED_UP), rng.choice(TOLD).format(name)
    subject = f"{rng.choice(SUBJECTS)} {SUBJECTS[number % 12]}"
    return rng.choice(ASKED).format(subject), rng.choice(SAID)


def interview(rng: random.Random) -> list[Tracked]:
    """Return the turns of an interview: questions and answers in alternation."""
    asks, says, end = rng.choice(
        (("INT: ", "Win: ", "\n"), ("INT: ", "Win: ", "\n\n"), ("", "", "\n\n"), ("", "", "\n"))
    )
    turns = []
    for number in range(rng.randint(4, 12)):
        asked, said = pair(rng, number=number)
        turns += [f"{asks}{asked}{end}", f"{says}{said}{end}"]
    turns = ["An interview with Win, who kept the keys.\n\n", *turns, "Thank you, that was all.\n"]
    whole = Tracked.first("".join(turns))
    stops = [0, *accumulate(map(len, turns))]
    return [whole[start:stop] for start, stop in pairwise(stops)]


def joined(turns: list[Tracked]) -> Tracked:
    return Tracked(
        "".join(turn.text for turn in turns), tuple(place for turn in turns for place in turn.ids)
    )


def spans_of(turns: list[Tracked], rng: random.Random) -> list[Span]:
    """Return spans of each turn, of what is said, of words of it, and of question and answer."""
    spans = []
    start = 0
    for number, turn in enumerate(turns):
        said = turn.text.rstrip()
        label = said.find(": ") + 2 if said[:5] in ("INT: ", "Win: ") else 0
        spans += [Span(start, start + len(said)), Span(start + label, start + len(said))]
        words = [match.span() for match in re.finditer(r"\S+", said)]
        first, last = sorted(rng.choices(range(len(words)), k=2))
        spans.append(Span(start + words[first][0], start + words[last][1]))
        if number % 2 and number + 1 < len(turns):
            both = len(turn.text + turns[number + 1].text.rstrip())
            spans += [Span(start, start + both), Span(start + label, start + both)]
        start += len(turn.text)
    return spans


Exchange = Callable[[list[Tracked], random.Random], list[Tracked]]


def _pairs(turns: list[Tracked]) -> list[list[Tracked]]:
    return [turns[first : first + 2] for first in range(1, len(turns) - 1, 2)]


def _with_pairs(turns: list[Tracked], pairs: list[list[Tracked]]) -> list[Tracked]:
    return [turns[0], *(turn for both in pairs for turn in both), turns[-1]]


def swap_next_pairs(turns: list[Tracked], rng: random.Random) -> list[Tracked]:
    pairs = _pairs(turns)
    at = rng.randrange(len(pairs) - 1)
    pairs[at : at + 2] = pairs[at : at + 2][::-1]
    return _with_pairs(turns, pairs)


def swap_pairs(turns: list[Tracked], rng: random.Random) -> list[Tracked]:
    pairs = _pairs(turns)
    one, other = rng.sample(range(len(pairs)), 2)
    pairs[one], pairs[other] = pairs[other], pairs[one]
    return _with_pairs(turns, pairs)


def rotate_pairs(turns: list[Tracked], rng: random.Random) -> list[Tracked]:
    pairs = _pairs(turns)
    one, other, third = rng.sample(range(len(pairs)), 3)
    pairs[one], pairs[other], pairs[third] = pairs[other], pairs[third], pairs[one]
    return _with_pairs(turns, pairs)


def reverse_pairs(turns: list[Tracked], rng: random.Random) -> list[Tracked]:
    pairs = _pairs(turns)
    first = rng.randrange(len(pairs) - 1)
    stop = rng.randint(first + 2, min(len(pairs), first + 5))
    pairs[first:stop] = pairs[first:stop][::-1]
    return _with_pairs(turns, pairs)


def move_pairs(turns: list[Tracked], rng: random.Random) -> list[Tracked]:
    pairs = _pairs(turns)
    first = rng.randrange(len(pairs))
    stop = rng.randint(first + 1, min(len(pairs), first + 4))
    moved, rest = pairs[first:stop], pairs[:first] + pairs[stop:]
    at = rng.randint(0, len(rest))
    return _with_pairs(turns, rest[:at] + moved + rest[at:])


def replace_pair_by_another(turns: list[Tracked], rng: random.Random) -> list[Tracked]:
    """Delete a pair and put another in its place."""
    pairs = _pairs(turns)
    one, other = rng.sample(range(len(pairs)), 2)
    pairs[one] = pairs[other]
    del pairs[other]
    return _with_pairs(turns, pairs)


def move_turns(turns: list[Tracked], rng: random.Random) -> list[Tracked]:
    """Move one to five turns, wherever they begin and end."""
    first = rng.randrange(1, len(turns) - 1)
    stop = rng.randint(first + 1, min(len(turns) - 1, first + 5))
    moved, rest = turns[first:stop], turns[:first] + turns[stop:]
    at = rng.randint(1, len(rest) - 1)
    return rest[:at] + moved + rest[at:]


def swap_turns(turns: list[Tracked], rng: random.Random) -> list[Tracked]:
    """Exchange two turns of one speaker."""
    one, other = sorted(rng.sample(range(1, len(turns) - 1), 2))
    other -= (other - one) % 2
    turns = list(turns)
    turns[one], turns[other] = turns[other], turns[one]
    return turns


EXCHANGES: tuple[Exchange, ...] = (
    swap_next_pairs,
    swap_pairs,
    rotate_pairs,
    reverse_pairs,
    move_pairs,
    replace_pair_by_another,
    move_turns,
    swap_turns,
)
