"""Whether the project is what it says it is."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from ethnocode.errors import CodebookError, ConflictError, NewerProjectError, ProjectError
from ethnocode.report.figures import counted
from ethnocode.services.backup import newest_good
from ethnocode.services.project import Project, conflicts_of
from ethnocode.store import SNAPSHOTS, open_store


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


_KEEP = "keep a copy of the file as it is and return to your newest good copy"
_INDEX = "full-text"
_HINTS = {
    "conflict": "compare it with yours, then move the one you do not want out of the folder",
    "integrity": f"the disk failed, or another program wrote into the file; {_KEEP}",
    "text-digest": f"a stored text never changes, an edited one is an update; {_KEEP}",
    "events": f"what the log says of that day cannot be relied on; {_KEEP}",
    "side-files": "this seems to be a backup: put it in place with 'ethnocode restore'",
    _INDEX: f"searches miss words; if more is wrong, {_KEEP}",
}
_MOVE = {
    "codings": f"'ethnocode coding move ID' puts it on the words you mean; or {_KEEP}",
    "memos": f"'ethnocode memo move ID' puts it on the words you mean; or {_KEEP}",
}
_REBUILD = "searches miss words, the texts are sound: 'ethnocode verify --rebuild-index'"


def verify(project: Project) -> list[Fault]:
    """Derive integrity, digests, index, anchors and event chain again; write nothing."""
    beside = [
        Fault("conflict", f"'{path.name}' is another version beside it", _HINTS["conflict"])
        for path in conflicts_of(project)
    ]
    found = _found(project)
    checks = {check for check, _ in found}
    hinted = [Fault(check, text, _hint(check, text, among=checks)) for check, text in found]
    return beside + hinted + ([] if found else _without_code(project))


def _without_code(project: Project) -> list[Fault]:
    """Return the codes of codings that the codebook lacks, or that it cannot be read."""
    try:
        codebook = project.codebook()
    except CodebookError as exc:
        gone = not (project.folder / project.settings.codebook).is_file()
        hint = _unpack(project.folder) if gone else exc.hint
        return [Fault("codebook", f"the codebook cannot be read: {exc}", hint)]
    with open_store(project.folder) as store:
        used = store.codings.used_codes()
    return [
        Fault(
            "codebook",
            f"{counted(number, 'coding')} under '{code}', which the codebook does not have",
            "put the code back, or write it into the aliases of the one that took its place",
        )
        for code, number in used.items()
        if codebook.code_named(code) is None
    ]


def newest_copy(folder: Path) -> str:
    """Return which copy to go back to, and how, as people read it."""
    copy = newest_good(folder)
    if copy is None:
        return "no good copy of this project is known here: look for one of your own"
    inside = copy.path.parent == folder / SNAPSHOTS
    name = copy.path.name if inside else shlex.quote(str(copy.path))
    when = copy.at[: len("2026-01-01T00:00")].replace("T", " ")
    return f"the newest good copy holds work up to {when} UTC: 'ethnocode restore {name}'"


def _unpack(folder: Path) -> str:
    """Return how to have a file back without going back in all else."""
    copy = newest_good(folder)
    if copy is None:
        return "put it back: no copy of this project is known here"
    place = shlex.quote(str(copy.path))
    return f"'ethnocode restore {place} --project NEW_FOLDER' unpacks a copy, to take it from"


def _found(project: Project) -> list[tuple[str, str]]:
    try:
        with open_store(project.folder) as store:
            return list(store.verifier.faults(live=True))
    except (NewerProjectError, ConflictError):
        raise
    except ProjectError as exc:
        hint = f"keep a copy of the file as it is; {newest_copy(project.folder)}"
        raise ProjectError(exc.message, where=exc.where, hint=hint) from exc


def _hint(check: str, message: str, *, among: set[str]) -> str:
    """Return what to do; what a command can mend is offered where nothing deeper is wrong."""
    if among == {_INDEX}:
        return _REBUILD
    if check == "anchor" and among <= {"anchor", "state"}:
        return _MOVE.get(message.partition(" ")[0], _KEEP)
    return _HINTS.get(check, _KEEP)


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
