"""Where a study stands, and what to do next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from ethnocode.errors import EthnocodeError
from ethnocode.model import CodingStatus, SuggestionStatus
from ethnocode.report.figures import counted
from ethnocode.services.backup import is_backed_up
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
        waiting: Codings that wait for review.
        backed_up: Whether a copy outside the project is known and there.
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
    waiting: int
    backed_up: bool
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
            waiting=store.codings.count(status=CodingStatus.NEEDS_REVIEW),
            backed_up=is_backed_up(project.folder),
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
    """Return the status with the commands that make sense now, most urgent first."""
    counts = Counter(dict(status.suggestions))
    undecided = counts[SuggestionStatus.UNDECIDED]
    coded, texts = bool(status.coders), bool(status.kinds)
    whose = "its" if status.waiting == 1 else "their"
    lost = f"{counted(status.waiting, 'coding')} lost {whose} words in an edit"
    offers = (
        (status.codes is None, "codebook lint", "the codebook cannot be read"),
        (status.codes == 0, "codebook import bourdieu", "the codebook has no codes yet"),
        (not texts, "ingest FOLDER", "there are no sources yet"),
        (texts and not coded, "coding add --help", "nothing is coded yet"),
        (status.waiting, "coding list --status needs-review", lost),
        (undecided, "review", f"{counted(undecided, 'suggestion')} to decide on"),
        (
            texts and status.codes and not sum(counts.values()),
            "suggest",
            "let it propose passages that your codes may fit",
        ),
        (texts and not status.persons, "person import FILE", "no voice has a person yet"),
        (coded, "report cooccurrence", "see which codes meet"),
        (coded and not status.backed_up, "backup FILE", "no copy outside the project yet"),
        (texts, "check", "what a supervisor would ask about"),
    )
    steps = tuple((f"ethnocode {command}", why) for due, command, why in offers if due)
    return replace(status, next=steps)
