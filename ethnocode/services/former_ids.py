"""Former ids of codes: whether one may go again, because a rename is taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ethnocode.codebook import read_codebook
from ethnocode.errors import CodebookError
from ethnocode.model import Codebook
from ethnocode.services.history import undoable
from ethnocode.services.lookup import is_below
from ethnocode.services.project import Project
from ethnocode.store import Store

RENAME = "codebook rename"
"""Action of the event that gives a code another id."""


def takes_back(project: Project, store: Store, codebook: Codebook, *, id_: str, to: str) -> bool:
    """Return whether a rename would take back the one that gave a code its id.

    So it is if the code got its id by a rename from the other, and that one brought every
    id at or below it: then nothing was ever called so but what is called otherwise again.

    Args:
        codebook: The study's own, as it is.
        id_: The full id that the code has.
        to: The one that it is to have.
    """
    if any(is_below(alias, id_) for code in codebook for alias in code.aliases):
        return False
    brought = _brought(project, store, id_, to)
    return all(code.id in brought for code in codebook if is_below(code.id, id_))


def _brought(project: Project, store: Store, id_: str, former: str) -> set[str]:
    """Return the ids that came with one, if a rename of a former one was what brought it.

    There are none where it was another command, or a person with an editor.
    """
    for action, before, after in _changes(project, store):
        known, ids = {code.id for code in before}, {code.id for code in after}
        if id_ in ids and id_ not in known:
            exactly = former in known and former not in ids
            brought = {new for new in ids if before.code_named(new) is None}
            return brought if action == RENAME and exactly else set()
    return set()


def _changes(project: Project, store: Store) -> Iterator[tuple[str, Codebook, Codebook]]:
    """Yield what commands made of the study's own codebook, the last first, as far as readable."""
    for step in undoable(store.events.all()):
        if not step.event.action.startswith("codebook "):
            continue
        for change in store.events.changes_of(step.event.id):
            if (change.table, change.key) == ("file", project.settings.codebook):
                try:
                    before, after = _read(change.before), _read(change.after)
                except CodebookError:  # of a version that could read what this one cannot
                    return
                yield step.event.action, before, after


def _read(kept: Mapping[str, str] | None) -> Codebook:
    """Return a codebook as an event kept its file, which may not have been there."""
    return read_codebook(kept["text"] if kept else "id: none\n", path="codebook")
