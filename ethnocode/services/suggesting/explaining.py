"""Why a passage is suggested, with what a coder needs to decide."""

from __future__ import annotations

from dataclasses import dataclass

from ethnocode.model import Anchor, Code, Codebook, Coding, Likeness, Source, Suggestion
from ethnocode.services.citations import Citer
from ethnocode.services.lookup import same_ids, source_named, suggestion_numbered
from ethnocode.services.project import Project
from ethnocode.services.suggesting.acceptance import BandAcceptance, acceptance_by_band
from ethnocode.store import Store, open_store

CONTEXT_CHARS = 400
"""Characters of the text that are shown on either side of the suggested words at most."""


@dataclass(frozen=True, slots=True)
class Precedent:
    """A passage coded so already that a suggested one is like, as it is now.

    Args:
        likeness: What the engine kept of it.
        citation: How it is cited; empty where its source is gone.
        marked: The words that bear the code there; empty where none do any more.
        changed: Whether its source is gone, or its text was edited since.
    """

    likeness: Likeness
    citation: str
    marked: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """A suggestion with what a coder needs to decide.

    Args:
        suggestion: The suggestion.
        code: Its code, or ``None`` where the codebook lost it.
        citation: How the passage is cited.
        before: The text just before the words, with its line breaks.
        after: The text just after them.
        nearest: The passages coded so that it is most like, as they are now.
        rival: The near code it could be taken for, or ``None``.
        corrected: The coding made in its place, or ``None`` if there is none now.
        record: What was decided of suggestions of its band so far.
    """

    suggestion: Suggestion
    code: Code | None
    citation: str
    before: str
    after: str
    nearest: tuple[Precedent, ...]
    rival: Code | None
    corrected: Coding | None
    record: BandAcceptance


def explain_suggestion(project: Project, number: int) -> Explained:
    """Return a suggestion with its reasons, definition and surroundings.

    Raises:
        UsageError: There is no suggestion of that number.
    """
    codebook = project.codebook()
    with open_store(project.folder) as store:
        suggestion = suggestion_numbered(store, number)
        return explained(project, store, suggestion, codebook=codebook)


def explained(
    project: Project, store: Store, suggestion: Suggestion, *, codebook: Codebook
) -> Explained:
    """Return a suggestion, be it stored or not, with its reasons, definition and surroundings.

    Raises:
        SourceError: Its source is gone.
    """
    source = source_named(store, suggestion.source)
    citer = Citer(store, project.settings)
    evidence = suggestion.evidence
    nearest = evidence.nearest if evidence else ()
    ids = same_ids(codebook, store, suggestion.code)
    before, after = _surroundings(store, source, suggestion.anchor)
    bands = acceptance_by_band(store)
    return Explained(
        suggestion,
        codebook.code_named(suggestion.code),
        citer.cite_anchor(source, suggestion.anchor),
        before,
        after,
        tuple(_precedent(store, citer, near, ids=ids) for near in nearest),
        codebook.code_named(evidence.rival) if evidence and evidence.rival else None,
        _coding_of(store, source, guid=suggestion.correction),
        next(band for band in bands if band.band is suggestion.band),
    )


def _surroundings(store: Store, source: Source, anchor: Anchor) -> tuple[str, str]:
    """Return the text on either side of an anchor, cut between words.

    Of an earlier text there is what the anchor itself kept.
    """
    if anchor.digest != source.digest:
        return anchor.prefix, anchor.suffix
    text = store.sources.text(source)
    start = max(0, anchor.span.start - CONTEXT_CHARS)
    end = min(len(text), anchor.span.end + CONTEXT_CHARS)
    before, after = text[start : anchor.span.start], text[anchor.span.end : end]
    return (
        _from_word(before) if start else before,
        _to_word(after) if end < len(text) else after,
    )


def _from_word(before: str) -> str:
    """Leave out the piece of a word that a cut left at the start."""
    parts = before.split(maxsplit=1)
    return before[before.index(parts[1]) :] if len(parts) > 1 else before


def _to_word(after: str) -> str:
    """Leave out the piece of a word that a cut left at the end."""
    parts = after.rsplit(maxsplit=1)
    return after[: len(parts[0])] if len(parts) > 1 else after


def _precedent(store: Store, citer: Citer, near: Likeness, *, ids: list[str]) -> Precedent:
    source = store.sources.named(near.source)
    if source is None:
        return Precedent(near, "", "", changed=True)
    if source.digest != near.digest:
        return Precedent(near, citer.cite(source), "", changed=True)
    names = store.sources.names()
    marked = [
        coding.anchor.quote
        for coding in store.codings.select(names=names, source=source.id, codes=ids)
        if coding.anchor.digest == near.digest and coding.anchor.span.overlaps(near.span)
    ]
    words = marked[0] if marked else ""
    return Precedent(near, citer.cite(source, near.span.start), words, changed=False)


def _coding_of(store: Store, source: Source, *, guid: str) -> Coding | None:
    if not guid:
        return None
    codings = store.codings.select(names=store.sources.names(), source=source.id)
    return next((coding for coding in codings if coding.guid == guid), None)
