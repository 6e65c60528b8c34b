"""Options of the test by shifts, and its progress on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from ethnocode.cli.output import progress_bar
from ethnocode.cli.usage import LARGEST
from ethnocode.errors import UsageError
from ethnocode.model import Within
from ethnocode.services.reports.chance import LEAST_ROUNDS, SEED, Shifts

TestOption = Annotated[
    bool,
    typer.Option(
        "--test",
        help="Add an exploratory p and q: codes shifted round within each source.",
    ),
]
RoundsOption = Annotated[
    int | None,
    typer.Option(
        "--rounds",
        max=1_000_000,
        help=f"Of --test: how often codes are shifted; {LEAST_ROUNDS} at least, and unless said.",
        metavar="B",
    ),
]
SeedOption = Annotated[
    int | None,
    typer.Option(
        "--seed",
        min=0,
        max=LARGEST,
        help=f"Of --test: of what is drawn; default {SEED}.",
        metavar="S",
    ),
]
WithinOption = Annotated[
    Within | None,
    typer.Option(
        "--within",
        help="Of --test: whether codes are shifted in each voice of a source, such as one "
        "speaker's turns, or in the source as a whole; default voice.",
    ),
]


@contextmanager
def shifting(
    *, test: bool, rounds: int | None, seed: int | None, within: Within | None
) -> Iterator[Shifts | None]:
    """Yield the test that somebody asked for, if any, with a bar while it runs.

    Raises:
        UsageError: Options of the test are given without it.
    """
    if not test:
        options = {"--rounds": rounds, "--seed": seed, "--within": within}
        for name, given in options.items():
            if given is not None:
                raise UsageError(f"{name} is for a test", hint=f"--test {name} ...")
        yield None
        return
    rounds = LEAST_ROUNDS if rounds is None else rounds
    with progress_bar("shifting codes", total=rounds) as told:
        yield Shifts(rounds, SEED if seed is None else seed, within or Within.VOICE, told)
