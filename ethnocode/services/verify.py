"""Whether the project is what it says it is."""

from __future__ import annotations

from dataclasses import dataclass

from ethnocode.services.project import Project, conflicts_of
from ethnocode.store import open_store


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the project file that does not hold.

    Args:
        check: Which check found it.
        message: What is wrong.
        hint: What to do.
    """

    check: str
    message: str
    hint: str


_KEEP = "keep a copy of the file as it is and return to your last good copy"
_INDEX = "full-text"
_HINTS = {
    "conflict": "move the one you do not want out of the folder, or 'ethnocode restore' it",
    "integrity": f"the disk failed, or another program wrote into the file; {_KEEP}",
    "text-digest": f"a stored text never changes, an edited one is an update; {_KEEP}",
    "anchor": f"'ethnocode coding move ID' puts a coding on its words; or {_KEEP}",
    "events": f"what the log says of that day cannot be relied on; {_KEEP}",
    "side-files": "this seems to be a backup: put it in place with 'ethnocode restore'",
    _INDEX: f"searches miss words; if more is wrong, {_KEEP}",
}
_REBUILD = "searches miss words, the texts are sound: 'ethnocode verify --rebuild-index'"


def verify(project: Project) -> list[Fault]:
    """Derive integrity, digests, index, anchors and event chain again; write nothing."""
    beside = [
        Fault("conflict", f"'{path.name}' is another version beside it", _HINTS["conflict"])
        for path in conflicts_of(project)
    ]
    with open_store(project.folder) as store:
        found = list(store.verifier.faults(live=True))
    only_index = all(check == _INDEX for check, _ in found)
    hints = {**_HINTS, _INDEX: _REBUILD} if only_index else _HINTS
    return beside + [Fault(check, message, hints.get(check, _KEEP)) for check, message in found]


def rebuild_index(project: Project) -> list[Fault]:
    """Make the full-text index anew from the texts, where nothing else is wrong.

    Returns:
        What is wrong then; as before where more than the index was.
    """
    faults = verify(project)
    if not faults or any(fault.check != _INDEX for fault in faults):
        return faults
    with (
        open_store(project.folder, write=True) as store,
        # no row changes, so that this is no event
        store.write(actor=project.coder, action="rebuild index", now=project.now) as transaction,
    ):
        transaction.rebuild_index()
    return verify(project)
