"""The event log: read it, take steps back and forward."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ethnocode.errors import UndoError
from ethnocode.model import Event
from ethnocode.services.merged_undo import keep_merged
from ethnocode.services.project import Project
from ethnocode.services.restore import restore
from ethnocode.store import RESTORE, Store, open_store

_START = "init"


@dataclass(frozen=True, slots=True)
class Step:
    """A thing that was done, and the last event about it.

    Args:
        event: The event that did it.
        last: That event; or the one that last took it back or did it again.
        in_force: Whether it stands.
    """

    event: Event
    last: Event
    in_force: bool


def read_log(project: Project, *, limit: int | None = None) -> list[Event]:
    """Return the events, latest first."""
    with open_store(project.folder) as store:
        events = sorted(store.events.all(), key=lambda event: -event.id)
        return events if limit is None else events[:limit]


def undo(project: Project, *, steps: int, dry_run: bool, made_at: str | None = None) -> list[Event]:
    """Take back the last steps, latest first; each is itself an event.

    A restore is taken back by restoring what it replaced.

    Args:
        made_at: When this coder made them, as events keep it; the steps of other moments,
            and of others, are refused. ``None`` takes back whatever came last.

    Raises:
        UndoError: Fewer steps are left, or others; or a file was edited since.
    """
    with open_store(project.folder) as store:
        last = _chosen(store.events.all(), "undo", steps)[0].event
        kept = _replaced_by(store, last)
    if kept is not None:
        _put_back(project, kept, of=last, action="undo", dry_run=dry_run)
        return [last]
    return _step(project, "undo", steps, dry_run=dry_run, made_at=made_at)


def redo(project: Project, *, steps: int, dry_run: bool) -> list[Event]:
    """Do again what was undone, the last undone first, as long as nothing new was done.

    Raises:
        UndoError: Fewer steps are left, or a file was edited since.
    """
    with open_store(project.folder) as store:
        last = store.events.all()[-1]
        kept = _replaced_by(store, last) if last.action == "undo" else None
    if kept is not None:
        if steps > 1:
            raise _alone("done again")
        _put_back(project, kept, of=last, action="redo", dry_run=dry_run)
        return [replace(last, action=RESTORE)]
    return _step(project, "redo", steps, dry_run=dry_run)


def steps_of(events: Sequence[Event]) -> list[Step]:
    """Return everything that was done, in order, and whether it stands.

    An event that takes back an undoing does the step again. That a restore was taken
    back or done again is no step: it ends another log than that of the restore.
    """
    by_id = {event.id: event for event in events}
    steps = []
    for event in events:
        if event.undoes is not None or event.action in ("undo", "redo"):
            continue
        last, in_force = event, True
        while last.undone_by is not None:
            last, in_force = by_id[last.undone_by], not in_force
        steps.append(Step(event, last, in_force))
    return steps


def undoable(events: Sequence[Event]) -> list[Step]:
    """Return the steps that can be taken back, latest first; the start is none."""
    standing = [s for s in steps_of(events) if s.in_force and s.event.action != _START]
    return sorted(standing, key=lambda step: -step.event.id)


def redoable(events: Sequence[Event]) -> list[Step]:
    """Return the steps that can be done again, the last undone first.

    Something newly done closes the way forward: what was undone before stays so.
    """
    steps = steps_of(events)
    newest = max((step.event.id for step in steps), default=0)
    undone = [step for step in steps if not step.in_force and step.last.id > newest]
    return sorted(undone, key=lambda step: -step.last.id)


def _step(
    project: Project, action: str, count: int, *, dry_run: bool, made_at: str | None = None
) -> list[Event]:
    with open_store(project.folder, write=not dry_run) as store:
        if dry_run:
            return [step.event for step in _chosen(store.events.all(), action, count)]
        with store.write(actor=project.coder, action=action, now=project.now) as transaction:
            events = store.events.all()
            steps = _chosen(events, action, count)
            _refuse_foreign(steps, coder=project.coder, made_at=made_at)
            for step in steps:
                transaction.codebook = _codebook_after(step, events, action=action)
                before = store.codings.used_codes()
                kept = transaction.take_back(
                    store.events.changes_of(step.last.id), merging=project.settings.codebook
                )
                transaction.undoes = step.last.id
                did = "took back" if action == "undo" else "did again"
                transaction.summary = f"{did} {step.event.id}: {step.event.action}"
                if kept is not None:
                    keep_merged(project, store, transaction, text=kept, used_before=before)
                    transaction.summary += "; lines edited since stay"
                transaction.close_event()
    return [step.event for step in steps]


def _refuse_foreign(steps: Sequence[Step], *, coder: str, made_at: str | None) -> None:
    for step in steps:
        event = step.event
        if made_at is not None and (event.actor, event.at) != (coder, made_at):
            raise UndoError(
                f"the last step is another: {event.id}, {event.action} by {event.actor}",
                hint="'ethnocode log' shows it, and 'ethnocode undo' takes it back",
            )


def _replaced_by(store: Store, event: Event) -> str | None:
    """Return where what a restore replaced is kept, from the folder; else ``None``."""
    change = store.events.changes_of(event.id)[0]
    return str(change.key) if change.table == RESTORE else None


def _put_back(project: Project, kept: str, *, of: Event, action: str, dry_run: bool) -> None:
    path = project.folder / kept
    if not kept:
        raise UndoError(
            "that restore replaced nothing: there was no project before it",
            hint="the first steps of a study are not undone; remove its folder by hand",
        )
    if path.is_dir():
        raise UndoError(
            "what that restore replaced could not be read, and is kept byte for byte",
            where=str(path),
            hint="'ethnocode backup --list' shows the copies that can be restored",
        )
    if not path.is_file():
        raise UndoError(
            "what that restore replaced is not kept any more",
            where=kept,
            hint="'ethnocode backup --list' shows the copies that are",
        )
    restore(
        project.folder,
        str(path),
        coder=project.coder,
        now=project.now,
        dry_run=dry_run,
        action=action,
        since=of.at,
    )


def _alone(done: str) -> UndoError:
    return UndoError(f"a restore is {done} by itself", hint="give no number")


def _codebook_after(step: Step, events: Sequence[Event], *, action: str) -> str:
    """Return the digest of the codebook in force once a step is undone or redone."""
    if action == "redo":
        return step.event.codebook
    return next((e.codebook for e in reversed(events) if e.id < step.event.id), "")


def _chosen(events: Sequence[Event], action: str, count: int) -> list[Step]:
    left = undoable(events) if action == "undo" else redoable(events)
    if len(left) < count:
        done = "undone" if action == "undo" else "redone"
        raise UndoError(
            f"only {len(left)} of {count} steps can be {done}"
            if left
            else f"nothing is left to {action}",
            hint="'ethnocode log' shows what was done",
        )
    if count > 1 and any(step.event.action == RESTORE for step in left[:count]):
        raise _alone("taken back")
    return left[:count]
