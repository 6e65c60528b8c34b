"""What must hold of any input to the reader of codebooks, and to the rules after it."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from ethnocode.codebook import lint, open_codebook_tolerantly, read_codebook
from ethnocode.codebook.read import read_codebook_tolerantly
from ethnocode.errors import EthnocodeError

NAME = "fuzzed.yaml"
MOST_SECONDS = 20
"""What one input may take at worst, on a machine that has other things to do."""

_ON_FAULTS = ("CB019", "CB020", "CB021")
_PLACE = re.compile(rf"{re.escape(NAME)}(:\d+:\d+)?")


class TooSlowError(Exception):
    """An input takes longer than it may."""


def flaws_of(given: str | bytes) -> list[str]:
    """Return what is wrong with how an input is dealt with; nothing, as it should be."""
    with at_most(MOST_SECONDS):
        return [*_flaws_of_strict(given), *_flaws_of_tolerant(given)]


def _flaws_of_strict(given: str | bytes) -> Iterator[str]:
    try:
        read_codebook(given, path=NAME)
    except EthnocodeError as error:
        if not _PLACE.fullmatch(error.where):
            yield f"an error without a place: {error.where!r} {error.message!r}"
        if not error.message or not error.hint or "\n" in error.message:
            yield f"an error that is not one line with a hint: {error.message!r}"


def _flaws_of_tolerant(given: str | bytes) -> Iterator[str]:
    if isinstance(given, str):
        reading = open_codebook_tolerantly(Path(NAME), text=given)
    else:  # of bytes there is no file that the catalogue could open
        reading = read_codebook_tolerantly(given, path=NAME)
    found = lint(reading.codebook, faults=reading.faults, gaps=reading.gaps)
    for finding in found:
        if finding.position.path != NAME or not finding.message or not finding.hint:
            yield f"a finding without place, message or hint: {finding}"
    if bool(reading.faults) != any(f.rule in _ON_FAULTS for f in found):
        yield f"{len(reading.faults)} faults and the findings {[f.rule for f in found]}"


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Raise an error in what takes longer."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
