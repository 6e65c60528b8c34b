"""Suggestions decided: accepted, rejected or corrected by a coder."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ethnocode.errors import AnchorError, UsageError
from ethnocode.interchange import CodingRequest
from ethnocode.model import (
    Anchor,
    Band,
    Codebook,
    Coding,
    Drawn,
    Source,
    Span,
    Suggestion,
    SuggestionStatus,
)
from ethnocode.report.figures import counted
from ethnocode.services.backup import MANY, protect
from ethnocode.services.coding import AddedCodings, store_codings
from ethnocode.services.definitions import writing_with_codebook
from ethnocode.services.lookup import (
    checked_properties,
    code_named,
    source_named,
    suggestion_numbered,
)
from ethnocode.services.places import place_of
from ethnocode.services.project import Project
from ethnocode.services.suggesting.run import list_suggestions
from ethnocode.store import Store, Transaction, open_store
from ethnocode.text.locate import find_quote

_MOST_NAMED = 3

Chosen = int | Suggestion
"""A suggestion by its number; or one as it was shown, which is stored first if it has none."""


def accept_suggestions(
    project: Project,
    chosen: Sequence[Chosen],
    *,
    memo: str = "",
    properties: Sequence[tuple[str, str]] = (),
    drawn: Drawn = Drawn.LIST,
    copy_first: bool = False,
) -> AddedCodings:
    """Make codings of suggestions: all, or none; their origin stays with them.

    Where the coder has coded the words so already, that coding stays as it is and the
    suggestion counts as accepted.

    Args:
        drawn: How they came before the coder.
        copy_first: Whether to take a snapshot first, however few they are.

    Raises:
        UsageError: A number is unknown or decided already.
        AnchorError: A suggestion is on words of an earlier text.
    """
    with open_store(project.folder, write=True) as store:
        if copy_first or len(chosen) >= MANY:
            protect(project, store, reason="before accepting many")
        with writing_with_codebook(project, store, action="suggest accept") as writing:
            transaction, codebook = writing
            decider = _Decider(project, store, transaction, drawn=drawn)
            accepted = decider.undecided(chosen)
            codings = []
            for suggestion in accepted:
                decider.refuse_stale(suggestion)
                coding = decider.coding(suggestion, code=suggestion.code, memo=memo, book=codebook)
                codings.append(_with_properties(coding, properties, book=codebook))
                decider.decide(suggestion, SuggestionStatus.ACCEPTED)
            result = store_codings(store, transaction, codings, codebook=codebook)
            transaction.summary = _summary(accepted)
    return result


def reject_suggestions(
    project: Project,
    chosen: Sequence[Chosen],
    *,
    drawn: Drawn = Drawn.LIST,
    copy_first: bool = False,
) -> list[Suggestion]:
    """Decide against suggestions: all, or none; they are not offered again.

    Args:
        drawn: How they came before the coder.
        copy_first: Whether to take a snapshot first, however few they are.

    Raises:
        UsageError: A number is unknown or decided already.
    """
    with open_store(project.folder, write=True) as store:
        if copy_first or len(chosen) >= MANY:
            protect(project, store, reason="before rejecting many")
        with store.write(
            actor=project.coder, action="suggest reject", now=project.now
        ) as transaction:
            rejected = refuse_within(project, store, transaction, chosen, drawn=drawn)
            transaction.summary = _summary(rejected)
    return rejected


def refuse_within(
    project: Project,
    store: Store,
    transaction: Transaction,
    chosen: Sequence[Chosen],
    *,
    drawn: Drawn,
) -> list[Suggestion]:
    """Decide against suggestions as a part of an event that is under way.

    Raises:
        UsageError: A number is unknown or decided already.
    """
    decider = _Decider(project, store, transaction, drawn=drawn)
    refused = decider.undecided(chosen)
    for suggestion in refused:
        decider.decide(suggestion, SuggestionStatus.REJECTED)
    return refused


@dataclass(frozen=True, slots=True)
class Correcting:
    """What a coder puts in the place of a suggestion's code, or words, or both.

    Args:
        code: Id or alias of another code; empty for the suggested one.
        quote: Other words of the source; empty for the suggested ones.
        occurrence: Which of several places of the quote; else the one place that shares
            a character with the suggested words, or the only one there is.
        start_end: The words by their offsets instead.
    """

    code: str = ""
    quote: str = ""
    occurrence: int | None = None
    start_end: tuple[int, int] | None = None


def correct_suggestion(
    project: Project,
    chosen: Chosen,
    correcting: Correcting,
    *,
    memo: str = "",
    properties: Sequence[tuple[str, str]] = (),
    drawn: Drawn = Drawn.LIST,
) -> AddedCodings:
    """Make a coding of another code or of other words than suggested, in its place.

    A suggested code that was replaced counts as decided against on the suggested words.

    Raises:
        UsageError: The number is unknown or decided already; or all is as suggested.
        UnknownCodeError: There is no such code.
        AnchorError: The words name no one place; or none are named, and the suggestion is
            on words of an earlier text.
    """
    with (
        open_store(project.folder, write=True) as store,
        writing_with_codebook(project, store, action="suggest correct") as (transaction, codebook),
    ):
        decider = _Decider(project, store, transaction, drawn=drawn)
        (suggestion,) = decider.undecided([chosen])
        code = correcting.code or suggestion.code
        coding = decider.coding(suggestion, code=code, memo=memo, book=codebook)
        if correcting.quote or correcting.start_end:
            coding = replace(coding, anchor=decider.anchor(suggestion, correcting))
        else:
            decider.refuse_stale(suggestion)
        known = codebook.code_named(suggestion.code)
        suggested = known.id if known else suggestion.code
        if (coding.code, coding.anchor) == (suggested, suggestion.anchor):
            raise UsageError(
                f"suggestion {suggestion.id} has that code on those words already",
                hint="accept it, or name another code or other words",
            )
        coding = _with_properties(coding, properties, book=codebook)
        result = store_codings(store, transaction, [coding], codebook=codebook)
        decider.decide(suggestion, SuggestionStatus.CORRECTED, correction=_guid(store, result))
        other = f" to {coding.code}" if coding.code != suggested else ", other words"
        transaction.summary = f"suggestion {suggestion.id}: {suggested}{other}"
    return result


def waiting_suggestions(
    project: Project,
    *,
    source: str | None = None,
    code: str | None = None,
    band: Band | None = None,
) -> list[Suggestion]:
    """Return undecided suggestions on words as they stand now, in text order.

    Raises:
        SourceError: The source is unknown.
        UnknownCodeError: The code is unknown.
    """
    found = list_suggestions(project, source=source, code=code, band=band)
    with open_store(project.folder) as store:
        texts = {known.name: known.digest for known in store.sources.all()}
    return [one for one in found if one.anchor.digest == texts.get(one.source)]


def suggestions_numbered(project: Project, numbers: Sequence[int]) -> list[Suggestion]:
    """Return undecided suggestions by their numbers, each once.

    Raises:
        UsageError: A number is unknown or decided already.
    """
    with open_store(project.folder) as store:
        return _undecided(store, numbers)


class _Decider:
    """Where suggestions are decided within one event; reads each source once."""

    def __init__(
        self, project: Project, store: Store, transaction: Transaction, *, drawn: Drawn
    ) -> None:
        self._project, self._store, self._transaction = project, store, transaction
        self._drawn = drawn
        self._sources: dict[str, Source] = {}

    def undecided(self, chosen: Sequence[Chosen]) -> list[Suggestion]:
        """Return suggestions as they are stored now, each once; all of them wait."""
        numbers = [one if isinstance(one, int) else one.id or self._number(one) for one in chosen]
        return _undecided(self._store, numbers)

    def refuse_stale(self, suggestion: Suggestion) -> None:
        """Refuse a suggestion whose words stand in an earlier text only."""
        if suggestion.anchor.digest != self._source(suggestion).digest:
            raise AnchorError(
                f"suggestion {suggestion.id} is on words of an earlier text",
                where=suggestion.source,
                hint="'ethnocode suggest' looks at the text as it is now; or say which words, "
                f"with 'ethnocode suggest correct {suggestion.id} --quote WORDS'",
            )

    def coding(self, suggestion: Suggestion, *, code: str, memo: str, book: Codebook) -> Coding:
        """Return the coding that comes of a suggestion, on its words."""
        return Coding(
            id=0,
            guid=str(uuid.uuid4()),
            source=suggestion.source,
            code=code_named(book, code).id,
            anchor=suggestion.anchor,
            coder=self._project.coder,
            created=self._project.stamp,
            origin=f"suggestion:{suggestion.id}",
            memo=memo,
        )

    def anchor(self, suggestion: Suggestion, correcting: Correcting) -> Anchor:
        """Return where the other words of a correction are."""
        source = self._source(suggestion)
        text = self._store.sources.text(source)
        near = suggestion.anchor.span if suggestion.anchor.digest == source.digest else None
        span = _named_place(correcting, suggestion.code, source=source, text=text, near=near)
        return Anchor.at(span, text=text, digest=source.digest)

    def decide(
        self, suggestion: Suggestion, status: SuggestionStatus, *, correction: str = ""
    ) -> None:
        """Record a decision of this coder."""
        self._store.suggestions.decide(
            self._transaction,
            suggestion,
            status=status,
            coder=self._project.coder,
            now=self._project.stamp,
            drawn=self._drawn,
            correction=correction,
        )

    def _number(self, shown: Suggestion) -> int:
        """Return the number of a suggestion that has none: stored now, as it was shown."""
        source = self._source(shown)
        number = self._store.suggestions.same_as(shown, source=source.id)
        if number is None:
            sources = {shown.source: source.id}
            (number,) = self._store.suggestions.add_all(
                self._transaction, [shown], sources=sources, now=self._project.stamp
            )
        elif suggestion_numbered(self._store, number).status is SuggestionStatus.UNDECIDED:
            self._store.suggestions.renew(self._transaction, number, shown)
        return number

    def _source(self, suggestion: Suggestion) -> Source:
        name = suggestion.source
        if name not in self._sources:
            self._sources[name] = source_named(self._store, name)
        return self._sources[name]


def _undecided(store: Store, numbers: Sequence[int]) -> list[Suggestion]:
    found = {
        one.id: one for one in store.suggestions.select(names=store.sources.names(), ids=numbers)
    }
    chosen = [found.get(n) or suggestion_numbered(store, n) for n in dict.fromkeys(numbers)]
    for suggestion in chosen:
        if suggestion.status is not SuggestionStatus.UNDECIDED:
            raise UsageError(
                f"suggestion {suggestion.id} was {suggestion.status} by {suggestion.decided_by}",
                hint="'ethnocode undo' takes a decision back",
            )
    return chosen


def _summary(decided: Sequence[Suggestion]) -> str:
    """Say which suggestions were decided, where they are few."""
    if len(decided) > _MOST_NAMED:
        return counted(len(decided), "suggestion")
    what = "suggestion" if len(decided) == 1 else "suggestions"
    return f"{what} {', '.join(f'{one.id}: {one.code}' for one in decided)}"


def _named_place(
    correcting: Correcting, code: str, *, source: Source, text: str, near: Span | None
) -> Span:
    if correcting.quote and correcting.occurrence is None and near is not None:
        places = [p for p in find_quote(text, correcting.quote) if p.overlaps(near)]
        if len(places) == 1:
            return places[0]
    start, end = correcting.start_end or (None, None)
    request = CodingRequest(
        source.name,
        code,
        quote=correcting.quote,
        occurrence=correcting.occurrence,
        start=start,
        end=end,
    )
    return place_of(request, source=source, text=text)


def _with_properties(
    coding: Coding, properties: Sequence[tuple[str, str]], *, book: Codebook
) -> Coding:
    return replace(coding, properties=checked_properties(code_named(book, coding.code), properties))


def _guid(store: Store, result: AddedCodings) -> str:
    """Return the guid of the one coding that was asked for, as it is stored."""
    (coding,) = store.codings.select(names=store.sources.names(), id_=result.asked[0].id)
    return coding.guid
