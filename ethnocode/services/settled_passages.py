"""Which passages a consensus has gone over: all coders had, and nothing is open there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ethnocode.model import Anchor, Drawn, ReadPassage, Source, UnitColumns
from ethnocode.services.comparing_coders import Compared
from ethnocode.services.disagreements import Disagreement, gone_over_together
from ethnocode.services.going_over import spans_by_source
from ethnocode.store import Store


class SettledPassages:
    """Finds passages that are settled and not noted as such.

    Args:
        compared: The coders whose readings are settled.
        name: Coder whose layer the consensus is.
        texts: Returns the text of a source.
    """

    def __init__(
        self, store: Store, compared: Compared, *, name: str, texts: Callable[[Source], str]
    ) -> None:
        self._store, self._compared = store, compared
        self._name, self._text = name, texts

    def found(
        self, passages: UnitColumns, left: Iterable[Disagreement], *, at: str
    ) -> Sequence[ReadPassage]:
        """Return the passages, or what filters keep of them, as read by the consensus.

        There are none where only some codes were asked for: it would say of the others too
        that they were looked for and not found.

        Args:
            left: Disagreements that stay open.
            at: When.
        """
        if self._compared.choice.selection.codes:
            return ()
        names = self._store.sources.names()
        before = self._store.readings.select(names=names, coder=self._name, unread=True)
        there = {(read.source, read.anchor.span, read.anchor.digest) for read in before}
        open_ = spans_by_source(coding for one in left for coding in one.codings)
        found = []
        for number, span in gone_over_together(self._compared, passages):
            source = self._compared.sources[number]
            if (source.name, span, source.digest) in there or any(
                one.overlaps(span) for one in open_.get(source.name, ())
            ):
                continue
            text = self._text(source)
            if span.of(text).strip():
                anchor = Anchor.at(span, text=text, digest=source.digest)
                found.append(ReadPassage(0, source.name, anchor, self._name, Drawn.SOURCE, at))
        return found
