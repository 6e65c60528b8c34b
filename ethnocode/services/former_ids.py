"""Former ids of codes: which of them a rename brought, and which a change would lose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ethnocode.codebook import read_codebook
from ethnocode.errors import CodebookError
from ethnocode.model import Codebook
from ethnocode.services.history import undoable
from ethnocode.services.project import Project
from ethnocode.store import Store

RENAME = "codebook rename"
"""Action of the event that gives a code another id."""


def ids_brought(project: Project, store: Store, id_: str, *, former: str) -> set[str]:
    """Return the ids that the last rename of a code brought, if it was from a certain id.

    The last step that gave the code its id decides. There are none where that was another
    command, or a person with an editor.

    Args:
        id_: The full id that the code has.
        former: The one it may have had before.
    """
    for action, before, after in _changes(project, store):
        known, ids = {code.id for code in before}, {code.id for code in after}
        if id_ in ids and id_ not in known:
            exactly = former in known and former not in ids
            brought = {new for new in ids if before.code_named(new) is None}
            return brought if action == RENAME and exactly else set()
    return set()


def ids_lost(before: Codebook, after: Codebook) -> set[str]:
    """Return the ids, former ones too, that mean a code of one codebook and none of another."""
    ids = {id_ for code in before for id_ in (code.id, *code.aliases)}
    return {id_ for id_ in ids if after.code_named(id_) is None}


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
