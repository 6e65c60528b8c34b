"""Where a study stands, and what to do next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from ethnocode.errors import EthnocodeError
from ethnocode.model import SuggestionStatus
from ethnocode.services.project import Project
from ethnocode.store import open_store


@dataclass(frozen=True, slots=True)
class KindCount:
    """Sources of one kind: how many, their words, first and last date."""

    kind: str
    sources: int
    words: int
    first: str | None
    last: str | None
    coded: int


@dataclass(frozen=True, slots=True)
class Status:
    """Where a study stands.

    Args:
        study: Its name.
        folder: Where it is.
        kinds: Sources by kind, in the order of the settings.
        persons: Persons on the roster.
        codes: Codes in the codebook; ``None`` when it cannot be read.
        codes_used: Codes with at least one coding.
        coders: Pairs of coder and number of codings.
        suggestions: Number of suggestions by status.
        memos: Number of memos.
        steps: Events so far.
        next: What to do next: a command and why.
    """

    study: str
    folder: str
    kinds: tuple[KindCount, ...]
    persons: int
    codes: int | None
    codes_used: int
    coders: tuple[tuple[str, int], ...]
    suggestions: tuple[tuple[str, int], ...]
    memos: int
    steps: int
    next: tuple[tuple[str, str], ...]


def study_status(project: Project) -> Status:
    """Return where the study stands."""
    with open_store(project.folder) as store:
        sources = store.sources.all()
        used = store.codings.used_codes()
        coded = set(store.codings.coded_sources())
        kinds = []
        for kind in project.settings.kinds:
            mine = [source for source in sources if source.kind == kind]
            dates = sorted(part for s in mine if s.date for part in s.date.split("/"))
            if mine:
                kinds.append(
                    KindCount(
                        kind,
                        len(mine),
                        sum(source.words for source in mine),
                        dates[0] if dates else None,
                        dates[-1] if dates else None,
                        sum(source.id in coded for source in mine),
                    )
                )
        counts = store.suggestions.counts()
        status = Status(
            study=project.settings.study,
            folder=str(project.folder),
            kinds=tuple(kinds),
            persons=len(store.persons.all()),
            codes=_codes(project),
            codes_used=len(used),
            coders=tuple(store.codings.coders().items()),
            suggestions=tuple((status.value, n) for status, n in counts.items()),
            memos=store.memos.count(),
            steps=len(store.events.all()),
            next=(),
        )
    return _with_next(status)


def _codes(project: Project) -> int | None:
    try:
        return len(project.codebook().codes)
    except EthnocodeError:
        return None


def _with_next(status: Status) -> Status:
    counts = Counter(dict(status.suggestions))
    steps: list[tuple[str, str]] = []
    if status.codes is None:
        steps.append(("ethnocode codebook lint", "the codebook cannot be read"))
    elif not status.codes:
        steps.append(("ethnocode codebook import bourdieu", "the codebook has no codes yet"))
    if not status.kinds:
        steps.append(("ethnocode ingest FOLDER", "there are no sources yet"))
        return replace(status, next=tuple(steps))
    if not status.coders:
        steps.append(("ethnocode coding add --help", "nothing is coded yet"))
    if counts[SuggestionStatus.UNDECIDED]:
        waiting = f"{counts[SuggestionStatus.UNDECIDED]:,} suggestions wait for your decision"
        steps.append(("ethnocode suggest list", waiting))
    elif status.codes and not sum(counts.values()):
        steps.append(("ethnocode suggest", "let the codebook's cues propose passages"))
    if not status.persons:
        steps.append(("ethnocode person import FILE", "no voice has a person yet"))
    if status.coders:
        steps.append(("ethnocode report cooccurrence", "see which codes meet"))
    steps.append(("ethnocode check", "what a supervisor would ask about"))
    return replace(status, next=tuple(steps))
