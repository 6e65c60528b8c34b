"""Full-text search with the words around each hit."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ethnocode.errors import UsageError
from ethnocode.interchange import LARGEST
from ethnocode.model import Coding, CodingStatus, Source, Span
from ethnocode.services.citations import Citer
from ethnocode.services.going_over import kept_back
from ethnocode.services.lookup import ids_wanted, refuse_unknown_kind
from ethnocode.services.project import Project
from ethnocode.store import Hit, Store, fts_query, open_store

CONTEXT_CHARS = 60
"""Characters shown on either side of a hit."""


@dataclass(frozen=True, slots=True)
class Line:
    """A hit as keyword in context.

    Args:
        source: Name of the source.
        span: The words that matched.
        before: Up to 60 characters before them, in one line.
        words: The words themselves.
        after: Up to 60 characters after them.
        speaker: Label of who speaks, or ``None``.
        citation: How the passage is cited.
        codes: Codes on any character of the hit, sorted.
    """

    source: str
    span: Span
    before: str
    words: str
    after: str
    speaker: str | None
    citation: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Args:
        lines: The hits, in order of ingest.
        more: Whether there are passages beyond the limit.
    """

    lines: tuple[Line, ...]
    more: bool


def search(
    project: Project,
    query: str,
    *,
    code: str | None = None,
    kind: str | None = None,
    speaker: str | None = None,
    limit: int | None = None,
) -> Found:
    """Return places where all words of a query stand in one passage.

    Args:
        query: Words; in double quotes a phrase; a trailing ``*`` for a beginning.
        code: Only hits that bear the code of this id or alias, or one below it.
        kind: Only sources of this kind.
        speaker: Only what this label or pseudonym says.
        limit: At most so many passages.

    Raises:
        UsageError: The query has no word, or the study has no such kind or code.
    """
    expression = fts_query(query)
    if not expression:
        raise UsageError("the query has no word to search for", hint="ethnocode search 'the tin'")
    refuse_unknown_kind(project, kind)
    with open_store(project.folder) as store:
        wanted = None if code is None else frozenset(ids_wanted(project, store, code))
        # Codes are looked at only here, so with a code every passage must be fetched.
        most = None if limit is None or wanted is not None else min(limit + 1, LARGEST)
        concordance = _Concordance(project, store, wanted)
        lines: list[Line] = []
        passages = 0
        for hit in store.search.find(expression, kind=kind, speaker=speaker, limit=most):
            shown = list(concordance.lines(hit))
            if shown and passages == limit:
                return Found(tuple(lines), more=True)
            passages += bool(shown)
            lines += shown
        return Found(tuple(lines), more=False)


class _Concordance:
    """Makes lines of hits, reading the codings of each source once."""

    def __init__(self, project: Project, store: Store, wanted: Collection[str] | None) -> None:
        self._store, self._coder = store, project.coder
        self._wanted = wanted
        self._names = store.sources.names()
        self._sources: dict[int, Source] = {int(s.id): s for s in store.sources.all()}
        self._codings: dict[int, list[Coding]] = {}
        self._citer = Citer(store, project.settings)

    def lines(self, hit: Hit) -> Iterator[Line]:
        """Yield the hits of a passage that bear a wanted code."""
        codings = self._codings_of(hit.source)
        for span in hit.spans:
            codes = {c.code for c in codings if c.anchor.span.overlaps(span)}
            if self._wanted is not None and codes.isdisjoint(self._wanted):
                continue
            before, words, after = _in_context(hit.body, span.shifted(-hit.passage.start))
            yield Line(
                self._names[hit.source],
                span,
                before,
                words,
                after,
                hit.speaker,
                self._citer.cite(self._sources[hit.source], span.start),
                tuple(sorted(codes)),
            )

    def _codings_of(self, source: int) -> list[Coding]:
        # A coding that waits for review has its place in an earlier text.
        if source not in self._codings:
            found = self._store.codings.select(
                names=self._names, source=source, status=CodingStatus.ANCHORED
            )
            hidden = {coding.id for coding in kept_back(self._store, self._coder, found)}
            self._codings[source] = [coding for coding in found if coding.id not in hidden]
        return self._codings[source]


def _in_context(body: str, span: Span) -> tuple[str, str, str]:
    before = " ".join(body[: span.start].split())[-CONTEXT_CHARS:]
    after = " ".join(body[span.end :].split())[:CONTEXT_CHARS]
    gap = " " if body[: span.start][-1:].isspace() else ""
    gap_after = " " if body[span.end :][:1].isspace() else ""
    return before + gap, " ".join(span.of(body).split()), gap_after + after
