"""Full-text search with the words around each hit."""

from __future__ import annotations

from dataclasses import dataclass

from ethnocode.errors import UsageError
from ethnocode.model import Span
from ethnocode.services.citations import Citer
from ethnocode.services.project import Project
from ethnocode.store import fts_query, open_store

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


def search(
    project: Project,
    query: str,
    *,
    code: str | None = None,
    kind: str | None = None,
    speaker: str | None = None,
    limit: int | None = None,
) -> list[Line]:
    """Return places where all words of a query stand in one passage.

    Args:
        query: Words; in double quotes a phrase; a trailing ``*`` for a beginning.
        code: Only hits that bear this code or one below it.
        kind: Only sources of this kind.
        speaker: Only what this label or pseudonym says.
        limit: At most so many passages.

    Raises:
        UsageError: The query has no word, or the study has no such kind.
    """
    expression = fts_query(query)
    if not expression:
        raise UsageError("the query has no word to search for", hint="ethnocode search 'the tin'")
    if kind is not None and kind not in project.settings.kinds:
        raise UsageError(
            f"unknown kind '{kind}'", hint="kinds: " + ", ".join(project.settings.kinds)
        )
    with open_store(project.folder) as store:
        names = store.sources.names()
        sources = {source.id: source for source in store.sources.all()}
        citer = Citer(store, project.settings)
        lines = []
        for hit in store.search.find(expression, kind=kind, speaker=speaker, limit=limit):
            codings = store.codings.select(names=names, source=hit.source)
            for span in hit.spans:
                codes = {c.code for c in codings if c.anchor.span.overlaps(span)}
                if code is None or any(f"{c}.".startswith(f"{code}.") for c in codes):
                    before, words, after = _in_context(hit.body, span.shifted(-hit.passage.start))
                    citation = citer.cite(sources[hit.source], span.start)  # type: ignore[index]
                    lines.append(
                        Line(
                            names[hit.source],
                            span,
                            before,
                            words,
                            after,
                            hit.speaker,
                            citation,
                            tuple(sorted(codes)),
                        )
                    )
        return lines


def _in_context(body: str, span: Span) -> tuple[str, str, str]:
    before = " ".join(body[: span.start].split())[-CONTEXT_CHARS:]
    after = " ".join(body[span.end :].split())[:CONTEXT_CHARS]
    gap = " " if body[: span.start][-1:].isspace() else ""
    gap_after = " " if body[span.end :][:1].isspace() else ""
    return before + gap, " ".join(span.of(body).split()), gap_after + after
