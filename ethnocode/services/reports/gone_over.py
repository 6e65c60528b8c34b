"""What a coder has gone over: what she left uncoded there was read and not found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ethnocode.model import UnitColumns
from ethnocode.services.reports.values import stretches_of
from ethnocode.store import Store

_SECOND_TIME = re.compile(r".+@\d+")


def gone_over(store: Store, coder: str) -> UnitColumns:
    """Return the stretches that a coder has gone over; the same as where coders are compared.

    These are the sources in which she coded, or read, at least one passage. One whose name
    ends like ``@2`` codes a second time, and has gone over only what was registered as read.
    """
    sources = {source.name: source for source in store.sources.all()}
    read = store.readings.select(names=store.sources.names(), coder=coder)
    if read and _SECOND_TIME.fullmatch(coder):
        spans = sorted(
            (int(sources[p.source].id), p.anchor.span.start, p.anchor.span.end)
            for p in read
            if p.anchor.digest == sources[p.source].digest
        )
        return stretches_of((*span, 0) for span in _without_overlaps(spans))
    there = {int(sources[p.source].id) for p in read}
    there |= set(store.codings.coded_sources(coder=coder))
    return stretches_of(
        (int(s.id), 0, s.characters, 0) for s in sources.values() if int(s.id) in there
    )


def _without_overlaps(spans: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield sorted stretches, each from where those before it end."""
    last = (0, 0)
    for source, start, end in spans:
        low = max(start, last[1]) if source == last[0] else start
        if low < end:
            yield source, low, end
            last = (source, end)
