"""Suggestions decided: accepted, rejected or corrected by a coder."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from ethnocode.errors import UsageError
from ethnocode.model import Coding, Suggestion, SuggestionStatus
from ethnocode.report.figures import counted
from ethnocode.services.backup import MANY, protect
from ethnocode.services.coding import AddedCodings, store_codings
from ethnocode.services.definitions import writing_with_codebook
from ethnocode.services.lookup import checked_properties, code_named, suggestion_numbered
from ethnocode.services.project import Project
from ethnocode.store import Store, open_store


def accept_suggestions(
    project: Project,
    numbers: Sequence[int],
    *,
    memo: str,
    properties: Sequence[tuple[str, str]],
) -> AddedCodings:
    """Make codings of suggestions: all, or none; their origin stays with them.

    Raises:
        UsageError: A number is unknown or decided already.
    """
    with open_store(project.folder, write=True) as store:
        if len(numbers) >= MANY:
            protect(project, store, reason="before accepting many")
        with writing_with_codebook(project, store, action="suggest accept") as writing:
            transaction, codebook = writing
            chosen = _undecided(store, numbers)
            codings = []
            for suggestion in chosen:
                code = code_named(codebook, suggestion.code)
                coding = _coding(project, suggestion, code=code.id, memo=memo)
                codings.append(replace(coding, properties=checked_properties(code, properties)))
                store.suggestions.decide(
                    transaction,
                    suggestion,
                    status=SuggestionStatus.ACCEPTED,
                    coder=project.coder,
                    now=project.stamp,
                )
            result = store_codings(store, transaction, codings, codebook=codebook)
            transaction.summary = counted(len(chosen), "suggestion")
    return result


def reject_suggestions(project: Project, numbers: Sequence[int]) -> list[Suggestion]:
    """Decide against suggestions: all, or none; they are not offered again.

    Raises:
        UsageError: A number is unknown or decided already.
    """
    with (
        open_store(project.folder, write=True) as store,
        store.write(actor=project.coder, action="suggest reject", now=project.now) as transaction,
    ):
        chosen = _undecided(store, numbers)
        for suggestion in chosen:
            store.suggestions.decide(
                transaction,
                suggestion,
                status=SuggestionStatus.REJECTED,
                coder=project.coder,
                now=project.stamp,
            )
        transaction.summary = counted(len(chosen), "suggestion")
    return chosen


def _undecided(store: Store, numbers: Sequence[int]) -> list[Suggestion]:
    chosen = [suggestion_numbered(store, number) for number in dict.fromkeys(numbers)]
    for suggestion in chosen:
        if suggestion.status is not SuggestionStatus.UNDECIDED:
            raise UsageError(
                f"suggestion {suggestion.id} was {suggestion.status} by {suggestion.decided_by}",
                hint="'ethnocode undo' takes a decision back",
            )
    return chosen


def _coding(project: Project, suggestion: Suggestion, *, code: str, memo: str) -> Coding:
    return Coding(
        id=0,
        guid=str(uuid.uuid4()),
        source=suggestion.source,
        code=code,
        anchor=suggestion.anchor,
        coder=project.coder,
        created=project.stamp,
        origin=f"suggestion:{suggestion.id}",
        memo=memo,
    )
