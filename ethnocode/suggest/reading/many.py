"""Many sources read at a time: by two processes, where there is enough to read for both."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ethnocode.model import Code
from ethnocode.suggest.cues.matcher import CueMatcher, build_matcher
from ethnocode.suggest.reading.passages import Passage
from ethnocode.suggest.reading.source import Reading, read_source
from ethnocode.suggest.words.pipeline import load_pipeline

ENOUGH_CHARS = 5_000_000
"""So much text takes a process longer to read than another takes to start."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A source that is to be read.

    Args:
        name: Of the source, for whoever waits.
        text: Its canonical text.
        passages: As it is cut.
    """

    name: str
    text: str
    passages: tuple[Passage, ...]


def read_many(
    sources: Sequence[Unread],
    *,
    codes: Sequence[Code],
    pipeline: str,
    progress: Callable[[str], None],
    enough: int = ENOUGH_CHARS,
) -> tuple[list[Reading], tuple[str, ...]]:
    """Return the readings of sources, in their order, and the cues that were skipped.

    Args:
        codes: With the cues that are looked for.
        pipeline: Name of an installed pipeline; empty for blank English.
        progress: Told what is being read.
        enough: Characters from which on a second process takes a half.

    Raises:
        PipelineError: The pipeline is missing, or a cue is no valid pattern.
    """
    matcher = build_matcher(codes, load_pipeline(pipeline))
    whole = sum(len(source.text) for source in sources)
    half = len(sources)
    if whole >= enough and (os.cpu_count() or 1) > 1:
        half = _half(sources, whole)
    told = _telling(progress, half, len(sources))
    if half == len(sources):
        return _read(sources, matcher, told), matcher.skipped
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    # a process started anew, for one that is forked would share the open database
    context = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=_end_quietly) as other:
        theirs = other.submit(_read_alone, sources[half:], codes, pipeline)
        ours = _read(sources[:half], matcher, told)
        try:
            return ours + theirs.result(), matcher.skipped
        except BrokenProcessPool:  # ended by somebody, or by a machine short of memory
            return ours + _read(sources[half:], matcher, told), matcher.skipped


def _telling(
    progress: Callable[[str], None], ours: int, every: int
) -> Callable[[int, Unread], None]:
    """Tell of one's own sources; each stands for as many as the other process has read."""
    return lambda n, source: progress(f"reading {n * every // ours:,} of {every:,} {source.name}")


def _half(sources: Sequence[Unread], whole: int) -> int:
    """Return how many sources from the first have half of the text, but one at least."""
    read = 0
    for n, source in enumerate(sources):
        read += len(source.text)
        if 2 * read >= whole:
            return n + 1
    return len(sources)


def _read(
    sources: Sequence[Unread], matcher: CueMatcher, told: Callable[[int, Unread], None]
) -> list[Reading]:
    found = []
    for n, source in enumerate(sources, start=1):
        told(n, source)
        found.append(read_source(source.text, source.passages, matcher=matcher))
    return found


def _end_quietly() -> None:
    """End on Ctrl-C without a word, which is the other process's to say."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _read_alone(sources: Sequence[Unread], codes: Sequence[Code], pipeline: str) -> list[Reading]:
    matcher = build_matcher(codes, load_pipeline(pipeline))
    return _read(sources, matcher, lambda _n, _source: None)
