"""The event log, read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ethnocode.model import Change, Event, KeptCodebook
from ethnocode.store.transaction import link
from ethnocode.text.normalise import sha256_of

if TYPE_CHECKING:
    from sqlite_utils import Database

_EVENTS = """
    select events.id, events.at, events.actor, events.action, events.summary,
        events.codebook, events.undoes, events.count as changes,
        later.id as undone_by
    from events
    left join events as later on later.undoes = events.id
    order by events.id
"""
_CHANGES = "select changes from events where id = :id"
_CHAIN = """
    select id, at, actor, action, summary, codebook, undoes, count, changes,
        changes_sha256, chain
    from events order by id
"""
_CODEBOOK = """
    select codebooks.body from events join codebooks on codebooks.digest = events.codebook
    order by events.id desc limit 1
"""
_KEPT = """
    select id, at, kept.codebook as digest,
        coalesce(json_extract(codebooks.body, '$.version'), '') as version
    from (
        select id, at, codebook, lag(codebook, 1, '') over (order by id) as before from events
    ) as kept
    join codebooks on codebooks.digest = kept.codebook
    where kept.codebook <> kept.before
    order by id
"""
_READERS = """
    select distinct coders.name
    from events, json_each(events.changes) as change
    join coders on coders.id = json_extract(change.value, '$[3].coder_id')
    where events.action = :action and json_extract(change.value, '$[0]') = 'readings'
"""
_BODY = "select body from codebooks where digest = :digest"
_REVISION = "select id, chain from events order by id desc limit 1"


class EventRepository:
    """Events out; only a transaction puts them in."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self) -> list[Event]:
        """Return every event, oldest first."""
        return [Event(**row) for row in self._db.query(_EVENTS)]

    def changes_of(self, id_: int) -> list[Change]:
        """Return what an event changed, in order."""
        row = next(iter(self._db.query(_CHANGES, {"id": id_})))
        return [Change(*change) for change in json.loads(row["changes"])]

    def readers_by(self, action: str) -> frozenset[str]:
        """Return for whom events of an action noted that passages were read."""
        return frozenset(row["name"] for row in self._db.query(_READERS, {"action": action}))

    def codebook(self) -> str | None:
        """Return the snapshot of the codebook at the last event that kept one."""
        return next((str(row["body"]) for row in self._db.query(_CODEBOOK)), None)

    def codebooks(self) -> list[KeptCodebook]:
        """Return the codebooks that were in force, oldest first, each with its first event."""
        return [KeptCodebook(**row) for row in self._db.query(_KEPT)]

    def codebook_of(self, kept: KeptCodebook) -> str:
        """Return the snapshot of a codebook that was in force."""
        return str(next(iter(self._db.query(_BODY, {"digest": kept.digest})))["body"])

    def revision(self) -> str:
        """Return the project's revision: last event and eight digits of its chain."""
        for row in self._db.query(_REVISION):
            return f"{row['id']}-{row['chain'][:8]}"
        return "0"

    def broken_links(self) -> Iterator[int]:
        """Yield events whose digests are not what the rows say, lowest first."""
        last = ""
        for row in self._db.query(_CHAIN):
            event: dict[str, Any] = dict(row)
            altered = sha256_of(event["changes"]) != event["changes_sha256"]
            if altered or event["chain"] != link(last, event):
                yield event["id"]
            last = event["chain"]
