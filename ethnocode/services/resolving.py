"""Settling where coders differ, one place after the other; their own codings stay as they are."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from ethnocode.errors import UsageError
from ethnocode.model import (
    WHOLE_STUDY,
    Anchor,
    Codebook,
    Coding,
    Memo,
    MemoKind,
    Selection,
    Source,
    Span,
    Unit,
)
from ethnocode.report.figures import counted, listed
from ethnocode.services.citations import Citer
from ethnocode.services.comparing_coders import Basis, Compared, compare_coders, unit_compared
from ethnocode.services.consensus import CONSENSUS, RESOLVE, Settled, consensus_layers, made_one
from ethnocode.services.definitions import writing_with_codebook
from ethnocode.services.disagreements import (
    Disagreement,
    Place,
    find_disagreements,
    given_in_units,
    given_on_words,
    units_gone_over,
)
from ethnocode.services.lookup import same_ids
from ethnocode.services.project import Project
from ethnocode.services.reports.layer import units_of
from ethnocode.services.settled import read_settled
from ethnocode.services.settled_passages import SettledPassages
from ethnocode.store import Store, Transaction, open_store

BOTH, NEITHER = "both", "neither"
"""Decisions other than the name of a coder."""

Key = tuple[str, Span, tuple[str, ...], tuple[int, ...]]
"""What a disagreement is known by: source, place, codes and numbers of codings."""


@dataclass(frozen=True, slots=True)
class Question:
    """Whose disagreements are settled, and how these are found.

    Args:
        coders: Two or more; by default the two that there are.
        name: Coder whose layer the consensus is.
        unit: What codings are held against; passages by default, and none on characters.
        on: Whether units or characters are compared.
        selection: Which codes, with what is below them, and which texts.
        ids: Only disagreements of these numbers, as the agreement report has them; or all.
        again: Whether what somebody took out of the consensus by hand is settled anew.
    """

    coders: tuple[str, ...] = ()
    name: str = CONSENSUS
    unit: Unit | None = None
    on: Basis = Basis.UNITS
    selection: Selection = WHOLE_STUDY
    ids: tuple[int, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What is made of a disagreement.

    Args:
        taken: Name of the coder whose reading stands; ``both``, or ``neither``.
        memo: Why; may be empty.
    """

    taken: str
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A disagreement as it comes before a person.

    Args:
        disagreement: What is at issue.
        text: Text of its source.
        citation: How to cite the place.
    """

    disagreement: Disagreement
    text: str
    citation: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """What settling did, or would do.

    Args:
        coders: Whose readings were settled.
        added: New codings of the consensus layer.
        agreed: How often all agreed on a code in a place, and it was new.
        decided: How many disagreements were decided.
        against: How many of them left nothing coded; a memo on the passage says so.
        there: How much was settled before.
        left: Disagreements that are still open.
        barred: How often a code is retired or not in the codebook, and nothing was done.
        removed: How often the consensus had it once, and somebody took it out by hand.
    """

    coders: tuple[str, ...]
    added: tuple[Coding, ...]
    agreed: int
    decided: int
    against: int
    there: int
    left: int
    barred: int
    removed: int


def open_disagreements(project: Project, question: Question) -> tuple[Compared, list[Asked]]:
    """Return the disagreements that nobody has settled, for a person to decide on.

    Raises:
        UsageError: A coder, code or number is unknown; the name is that of a person.
        UndefinedStatisticError: Only one coder, or nobody, has coded.
    """
    with open_store(project.folder) as store:
        desk = _Desk(project, store, question)
        citer = Citer(store, project.settings)
        asked = [
            Asked(one, desk.text(one.source), citer.cite(one.source, one.span.start))
            for one in desk.open
        ]
    return desk.compared, asked


def resolve(
    project: Project,
    question: Question,
    *,
    take: str = "",
    decided: Mapping[Key, Decision] | None = None,
    dry_run: bool = False,
) -> Resolved:
    """Copy what all agree on, and what is decided, into a layer of its own; once only.

    Args:
        take: What is made of every disagreement in question; empty for what was decided.
        decided: What was decided on disagreements, by :func:`key_of`.
        dry_run: Whether nothing is stored.

    Raises:
        UsageError: A coder, code or number is unknown; the name is that of a person; nobody
            is called what is to be taken.
        UndefinedStatisticError: Only one coder, or nobody, has coded.
    """

    def decide(one: Disagreement) -> Decision | None:
        return Decision(take) if take else (decided or {}).get(key_of(one))

    if dry_run:
        with open_store(project.folder) as store:
            return _Desk(project, store, question, take=take).settle(None, decide)
    with (
        open_store(project.folder, write=True) as store,
        writing_with_codebook(project, store, action=RESOLVE) as (transaction, _),
    ):
        return _Desk(project, store, question, take=take).settle(transaction, decide)


def key_of(one: Disagreement) -> Key:
    """Return what a disagreement is known by, however many there are."""
    return one.source.name, one.span, one.codes, tuple(sorted(c.id for c in one.codings))


class _Desk:
    """Coders side by side, with what was settled between them before."""

    def __init__(
        self, project: Project, store: Store, question: Question, *, take: str = ""
    ) -> None:
        self._project, self._store, self._name = project, store, question.name
        _refuse_person(store, question)
        self.compared = compare_coders(
            project, store, coders=question.coders, selection=question.selection
        )
        _refuse_unknown_taking(take, self.compared.coders)
        self._numbers = {s.name: number for number, s in self.compared.sources.items()}
        self._texts: dict[str, str] = {}
        self._before = read_settled(store, question.name)
        self._removed, self._again = 0, question.again
        self._places = self._compare(question)
        found = find_disagreements(self.compared, self._places)
        _refuse_unknown_numbers(question.ids, found)
        kept = [one for one in found if _may_stand(self.compared.codebook, one.codes)]
        self._barred = len(found) - len(kept)
        every = [one for one in kept if not self._is_settled(one)]
        self._settled_before = len(kept) - len(every)
        self._every = every
        self.open = [one for one in every if not question.ids or one.number in question.ids]
        self._not_asked = len(every) - len(self.open)

    def text(self, source: Source) -> str:
        if source.name not in self._texts:
            self._texts[source.name] = self._store.sources.text(source)
        return self._texts[source.name]

    def settle(
        self,
        transaction: Transaction | None,
        decide: Callable[[Disagreement], Decision | None],
    ) -> Resolved:
        """Return what comes of decisions; store it if there is a transaction."""
        agreed = list(self._agreed())
        decisions = [(one, made) for one in self.open if (made := decide(one))]
        stands = [one for d, made in decisions for one in self._stands(d, made)]
        against = [(d, made) for d, made in decisions if not self._kept(d, made)]
        added = self._codings([*agreed, *stands])
        if transaction is not None:
            added = self._store_all(transaction, added, against)
            numbers = {one.number for one, _ in decisions}
            self._note_settled(transaction, [d for d in self._every if d.number not in numbers])
            transaction.summary = (
                f"{self._name} of {', '.join(self.compared.coders)}: {len(agreed):,} agreed, "
                f"{len(decisions):,} decided"
            )
        return Resolved(
            coders=self.compared.coders,
            added=tuple(added),
            agreed=len(agreed),
            decided=len(decisions),
            against=len(against),
            there=self._settled_before,
            left=self._not_asked + len(self.open) - len(decisions),
            barred=self._barred,
            removed=self._removed,
        )

    def _compare(self, question: Question) -> list[Place]:
        unit = unit_compared(question.unit, question.on)
        if unit is None:
            return list(given_on_words(self.compared))
        units = units_gone_over(self.compared, units_of(self._store, unit, authors={}))
        return given_in_units(self.compared, units)[0]

    def _is_settled(self, one: Disagreement) -> bool:
        ids = frozenset(coding.id for coding in one.codings)
        there = any(self._was_there(one.source, span, ids) for span in one.spans)
        return there or self._before.decided_against(one.source, one.span, ids)

    def _was_there(self, source: Source, place: Span, ids: Set[int]) -> bool:
        """Return whether the consensus has what was made of these codings, or was to lack it."""
        if self._before.has(source, place, ids):
            return True
        lost = not self._again and self._before.lost(source, place, ids)
        self._removed += lost
        return lost

    def _agreed(self) -> Iterable[Settled]:
        """Yield what all coders gave to a place and the consensus lacks."""
        coders = self.compared.coders
        memo = f"{listed(coders)} agree"
        for place in self._places:
            for given in place.given:
                codings = tuple(given.every())
                asked = self.compared.choice.shows(given.code)
                if not asked or len(given.givers) < len(coders):
                    continue
                if not _may_stand(self.compared.codebook, (given.code,)):
                    self._barred += 1
                elif not self._was_there(place.source, given.span, {c.id for c in codings}):
                    yield Settled(place.source, given.span, given.code, codings, memo)

    def _kept(self, one: Disagreement, made: Decision) -> list[str]:
        """Return the codes at issue that stand."""
        given = zip(one.codes, one.given_by, strict=True)
        return [code for code, givers in given if made.taken == BOTH or made.taken in givers]

    def _stands(self, one: Disagreement, made: Decision) -> Iterable[Settled]:
        kept = self._kept(one, made)
        for code, span in zip(one.codes, one.spans, strict=True):
            codings = tuple(coding for coding in one.codings if coding.code == code)
            if code in kept:
                yield Settled(one.source, span, code, codings, self._said(made))

    def _said(self, made: Decision) -> str:
        coders = self.compared.coders
        if made.taken == BOTH:
            said = f"decided: all that {listed(coders)} gave"
        elif made.taken == NEITHER:
            said = f"decided: nothing that {listed(coders)} gave"
        else:
            others = [name for name in coders if name != made.taken]
            said = f"decided: {made.taken}'s reading, not {listed(others)}'s"
        return f"{said}. {made.memo}" if made.memo else said

    def _codings(self, settled: Sequence[Settled]) -> list[Coding]:
        """Return the codings of a consensus, those of one code that share words made one."""
        texts = {one.source.name: self.text(one.source) for one in settled}
        codings = made_one(settled, texts, name=self._name, now=self._project.stamp)
        return [coding for coding in codings if not self._is_there(coding)]

    def _is_there(self, coding: Coding) -> bool:
        number = self._numbers[coding.source]
        codes = same_ids(self.compared.codebook, self._store, coding.code)
        return self._store.codings.same_as(coding, source=number, codes=codes) is not None

    def _store_all(
        self,
        transaction: Transaction,
        added: Sequence[Coding],
        against: Iterable[tuple[Disagreement, Decision]],
    ) -> list[Coding]:
        ids = self._store.codings.add_all(transaction, added, sources=self._numbers)
        for one, made in against:
            memo = self._memo(one, made)
            number = self._numbers[one.source.name]
            self._store.memos.add(transaction, memo, source=number, person=None)
        return [replace(coding, id=id_) for coding, id_ in zip(added, ids, strict=True)]

    def _note_settled(self, transaction: Transaction, left: Sequence[Disagreement]) -> None:
        passages = units_of(self._store, Unit.PASSAGE, authors={})
        settled = SettledPassages(self._store, self.compared, name=self._name, texts=self.text)
        read = settled.found(passages, left, at=self._project.stamp)
        self._store.readings.add_all(transaction, read, sources=self._numbers)

    def _memo(self, one: Disagreement, made: Decision) -> Memo:
        ids = sorted({coding.id for coding in one.codings})
        noun = "coding" if len(ids) == 1 else "codings"
        what = f"not {' or '.join(one.codes)} ({noun} {', '.join(map(str, ids))})"
        return Memo(
            id=0,
            guid=str(uuid.uuid4()),
            kind=MemoKind.METHODOLOGICAL,
            title=f"{self._name}: {' or '.join(one.codes)} decided against",
            body=f"{what}; {self._said(made)}",
            coder=self._name,
            created=self._project.stamp,
            source=one.source.name,
            anchor=Anchor.at(one.span, text=self.text(one.source), digest=one.source.digest),
        )


def _may_stand(codebook: Codebook, codes: Iterable[str]) -> bool:
    """Return whether codes are in the codebook, and take new codings."""
    known = [codebook.code_named(code) for code in codes]
    return all(code is not None and code.retired is None for code in known)


def _refuse_person(store: Store, question: Question) -> None:
    if question.name in question.coders:
        raise UsageError(
            f"'{question.name}' cannot be both settled and the consensus",
            hint="name another layer with --as",
        )
    if question.name in store.codings.coders() and question.name not in consensus_layers(store):
        raise UsageError(
            f"'{question.name}' has codings of her own, so that is no name for a consensus",
            hint="name another layer with --as",
        )


def _refuse_unknown_taking(take: str, coders: Sequence[str]) -> None:
    known = (*coders, BOTH, NEITHER)
    if take and take not in known:
        raise UsageError(f"--take '{take}' is none of them", hint=f"one of {', '.join(known)}")


def _refuse_unknown_numbers(ids: Sequence[int], found: Sequence[Disagreement]) -> None:
    unknown = sorted(set(ids) - {one.number for one in found})
    if unknown:
        raise UsageError(
            f"there is no disagreement {unknown[0]}",
            hint=f"there are {counted(len(found), 'disagreement')}; 'ethnocode report agreement' "
            "lists them, with the same --coder, --unit, --on and --code",
        )
