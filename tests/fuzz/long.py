"""Many inputs to the reader of codebooks: what ``make fuzz`` runs. Exits 1 on a flaw."""

from __future__ import annotations

import sys
import time
import traceback

from .inputs import an_input
from .oracle import flaws_of

INPUTS = 200_000


def main(inputs: int = INPUTS, first: int = 0) -> int:
    """Try inputs, print flaws and figures, and return the exit status."""
    flawed, slowest, begun = 0, (0.0, 0), time.monotonic()
    for seed in range(first, first + inputs):
        before = time.monotonic()
        try:
            flaws = flaws_of(an_input(seed))
        except Exception:
            flaws = [traceback.format_exc()]
        slowest = max(slowest, (time.monotonic() - before, seed))
        if flaws:
            flawed += 1
            sys.stdout.write(f"seed {seed}:\n  " + "\n  ".join(flaws) + "\n")
        if (seed + 1 - first) % 20_000 == 0:
            sys.stdout.write(f"{seed + 1 - first} inputs, {flawed} with flaws\n")
            sys.stdout.flush()
    seconds = time.monotonic() - begun
    sys.stdout.write(
        f"{inputs} inputs in {seconds:.0f} s, {flawed} with flaws; "
        f"the slowest, seed {slowest[1]}, took {slowest[0]:.2f} s\n"
    )
    return 1 if flawed else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
