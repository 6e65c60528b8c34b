"""The event log: read it, take steps back."""

from __future__ import annotations

from ethnocode.errors import UndoError
from ethnocode.model import Event
from ethnocode.services.project import Project
from ethnocode.store import open_store

_START = "init"


def read_log(project: Project, *, limit: int | None = None) -> list[Event]:
    """Return the events, latest first."""
    with open_store(project.folder) as store:
        events = sorted(store.events.all(), key=lambda event: -event.id)
        return events if limit is None else events[:limit]


def undo(project: Project, *, steps: int, dry_run: bool) -> list[Event]:
    """Take back the last steps, latest first; each is itself an event.

    Raises:
        UndoError: Fewer steps are left, or a file was edited since.
    """
    with open_store(project.folder, write=not dry_run) as store:
        if dry_run:
            return _last(store.events.standing(), steps)
        with store.write(actor=project.coder, action="undo", now=project.now) as transaction:
            events = _last(store.events.standing(), steps)
            for event in events:
                transaction.take_back(store.events.changes_of(event.id))
                transaction.undoes = event.id
                transaction.summary = f"took back {event.id}: {event.action}, {event.summary}"
                transaction.close_event()
    return events


def _last(standing: list[Event], steps: int) -> list[Event]:
    left = [event for event in standing if event.action != _START]
    if len(left) < steps:
        raise UndoError(
            "nothing is left to undo"
            if not left
            else f"only {len(left)} of {steps} steps can be undone",
            hint="'ethnocode log' shows what was done",
        )
    return left[:steps]
