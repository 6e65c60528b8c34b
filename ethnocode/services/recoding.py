"""Codings, suggestions and memos of some codes, given to another code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ethnocode.model import Code, Coding, Suggestion, SuggestionStatus
from ethnocode.store import Store, Transaction

_WEIGHT: Mapping[SuggestionStatus, int] = {
    SuggestionStatus.ACCEPTED: 0,
    SuggestionStatus.CORRECTED: 1,
    SuggestionStatus.REJECTED: 2,
    SuggestionStatus.UNDECIDED: 3,
}


@dataclass(slots=True)
class Recoding:
    """What becomes of codings and suggestions that are given to another code.

    Two that are then the same (source, place, and coder or engine) become one.

    Args:
        into: Full id of the code they are given to.
        moved: How many codings are given to it.
        codings: Codings that stay, as they will be, by number.
        joined: Pairs of a coding that goes, and the one it becomes part of.
        suggestions: Numbers of suggestions that are given to it.
        repeated: Numbers of suggestions that go.
        contradictions: What one coding says against the other that it is one with.
    """

    into: str
    moved: int = 0
    codings: dict[int, Coding] = field(default_factory=dict)
    joined: list[tuple[int, int]] = field(default_factory=list)
    suggestions: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)

    def undeclared(self, code: Code) -> list[str]:
        """Return the property values of these codings that a code does not declare."""
        declared = dict(code.properties)
        found = {
            f"{name}={value}"
            for coding in self.codings.values()
            for name, value in coding.properties
            if name not in declared or (declared[name] and value not in declared[name])
        }
        return sorted(found)


def recoding(store: Store, codes: Iterable[str], into: str) -> Recoding:
    """Return what giving all that is under some codes to another would do.

    Args:
        codes: Full ids as stored; what is under the other already stays as it is.
        into: Full id.
    """
    stored = _besides(codes, into)
    plan = recoding_of(store, [c for code in stored for c in codings_of(store, code)], into)
    there = {(s.engine, *_place(s)): s for s in _suggestions_of(store, into)}
    instead: dict[str, str] = {}
    for suggestion in (s for code in stored for s in _suggestions_of(store, code)):
        key = (suggestion.engine, *_place(suggestion))
        kept, *gone = sorted((suggestion, *filter(None, (there.get(key),))), key=_rank)
        there[key] = kept
        plan.suggestions.append(suggestion.id)
        plan.repeated += [other.id for other in gone]
        instead |= {_origin(other): _origin(kept) for other in gone}
    _follow_origins(plan, codings_of(store, into), instead)
    return plan


def recoding_of(store: Store, moving: Sequence[Coding], into: str) -> Recoding:
    """Return what giving these codings to a code would do; its own are not given to it."""
    present = codings_of(store, into)
    its_own = {coding.id for coding in present}
    coming = {coding.id: coding for coding in moving if coding.id not in its_own}
    plan = Recoding(into, moved=len(coming))
    there = {(c.coder, *_place(c)): c for c in present}
    for coding in coming.values():
        key = (coding.coder, *_place(coding))
        other = there.get(key)
        kept = coding if other is None else _one(other, coding, plan)
        there[key] = kept
        plan.codings[kept.id] = kept
    for coding in present:
        if plan.codings.get(coding.id) == coding:
            del plan.codings[coding.id]
    return plan


def codings_of(store: Store, code: str) -> list[Coding]:
    """Return the codings stored under exactly this id."""
    return store.codings.select(names=store.sources.names(), codes=[code])


def carry_all(store: Store, transaction: Transaction, codes: Sequence[str], into: str) -> None:
    """Give all that is under some codes, as stored, to another; their own rows go.

    The other may be one of them: what is under it stays, and so does its row.
    """
    leaving = _besides(codes, into)
    numbers = store.codes.numbers()
    if into not in numbers and len(leaving) == 1:
        # Nothing can be there twice, so one row says it all.
        store.codes.rename(transaction, numbers[leaving[0]], into)
        return
    carry(store, transaction, recoding(store, leaving, into))
    for code in leaving:
        target = transaction.intern("codes", "code", into)
        store.memos.follow_code(transaction, numbers[code], into=target)
        transaction.delete("codes", numbers[code])


def carry(store: Store, transaction: Transaction, plan: Recoding) -> None:
    """Do what a plan says."""
    if not (plan.codings or plan.joined or plan.suggestions):
        return
    target = transaction.intern("codes", "code", plan.into)
    store.suggestions.follow(transaction, plan.joined)
    for gone, kept in plan.joined:
        store.memos.follow(transaction, gone, into=kept)
        transaction.delete("codings", gone)
    for coding in plan.codings.values():
        store.codings.recode(transaction, coding, code=target)
    for number in plan.repeated:
        transaction.delete("suggestions", number)
    gone_suggestions = frozenset(plan.repeated)
    for number in plan.suggestions:
        if number not in gone_suggestions:
            store.suggestions.recode(transaction, number, code=target)


def _one(there: Coding, coming: Coding, plan: Recoding) -> Coding:
    """Return the older of two codings with what the other has besides."""
    older, younger = sorted((there, coming), key=lambda coding: (coding.created, coding.id))
    plan.joined.append((younger.id, older.id))
    plan.codings.pop(younger.id, None)
    properties = dict(older.properties)
    for name, value in younger.properties:
        if properties.setdefault(name, value) != value:
            plan.contradictions.append(
                f"coding {older.id} keeps {name}={properties[name]}, "
                f"where coding {younger.id} said {name}={value}"
            )
    memos = dict.fromkeys(memo for memo in (older.memo, younger.memo) if memo)
    return replace(older, memo="\n\n".join(memos), properties=tuple(sorted(properties.items())))


def _follow_origins(plan: Recoding, there: Sequence[Coding], instead: Mapping[str, str]) -> None:
    """Let codings that came of a suggestion which goes name the one it is one with."""
    gone = {number for number, _ in plan.joined}
    for coding in ({c.id: c for c in there} | plan.codings).values():
        origin = coding.origin
        while origin in instead:
            origin = instead[origin]
        if origin != coding.origin and coding.id not in gone:
            plan.codings[coding.id] = replace(coding, origin=origin)


def _besides(codes: Iterable[str], into: str) -> tuple[str, ...]:
    """Return each of some codes once, without the one that all is given to."""
    return tuple(code for code in dict.fromkeys(codes) if code != into)


def _suggestions_of(store: Store, code: str) -> list[Suggestion]:
    return store.suggestions.select(names=store.sources.names(), codes=[code])


def _origin(suggestion: Suggestion) -> str:
    return f"suggestion:{suggestion.id}"


def _place(placed: Coding | Suggestion) -> tuple[str, str, int, int]:
    span = placed.anchor.span
    return placed.source, placed.anchor.digest, span.start, span.end


def _rank(suggestion: Suggestion) -> tuple[int, int]:
    return _WEIGHT[suggestion.status], suggestion.id
