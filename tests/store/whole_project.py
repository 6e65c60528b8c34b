"""A small project with something of everything, and what a user sees of it.

The dump is our own SQL, so that it tells what a user would see whatever the program
thinks of the file.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ethnocode.interchange import CodingRequest
from ethnocode.model import Anchor, Drawn, ReadPassage, Span, SuggestionStatus
from ethnocode.services.coding import add_codings, remove_codings
from ethnocode.services.history import undo
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.people import import_persons
from ethnocode.services.project import Project
from ethnocode.services.suggesting.deciding import accept_suggestions, reject_suggestions
from ethnocode.services.suggesting.run import list_suggestions, run_suggestions
from ethnocode.services.update import update_paths
from ethnocode.store import open_store
from ethnocode.store.codings import anchor_columns

NOW = datetime(2026, 3, 1, tzinfo=UTC)
CODEBOOK = """\
ethnocode: 1
id: h
version: 1.0.0
codes:
  - {id: a, definition: A., properties: {side: [left, right]}, cues: {lemmas: [tin, form]}}
  - {id: b, definition: B., cues: {phrases: ["knew them all"]}}
"""
INTERVIEW = """\
Interview with Charis 13.6.13
Her kitchen.

Ros: Who came on Tuesdays?

Charis: Everybody. I knew them all, and their mothers. We kept the money in a tin.

Ros: And now?

Charis: Now there's a form. Nobody fills it in, and the tin is gone.
"""
JOURNAL = """\
## 4 May 2015

The hall was cold. Maud brought the tin and counted twice.

## 5 May 2015

A form came from the council. Nobody knew them all by name any more.
"""
MARKED = "\n[OC: I sat by the door.]\n"
MAIL = """\
From: Elizabeth <e@example.org>
To: ros@example.org
Subject: The tin
Date: Wed, 02 May 2012 10:00:00 +0000

Dear Ros,

the tin is with me until Friday. The form is in the post.
"""
PERSONS = """\
persons:
  - {pseudonym: Charis, group: resident, role: cook, aliases: [Chas]}
  - {pseudonym: Ros, author: true}
"""
TABLES = (
    *("texts", "originals", "cuttings", "segments", "marks", "codebooks", "events", "side_files"),
    *("coders", "codes", "persons", "sources", "speakers", "codings", "suggestions", "memos"),
    *("readings", "sqlite_sequence"),
)
WORDS = ("tin", "form", "nobody", "knew", "kitchen", "came", '"the tin"')
_HITS = """
    select rowid, body, highlight(passages_fts, 0, '[', ']') from passages_fts
    where passages_fts match ? order by rowid
"""
_LISTED = """
    select sources.path, codes.code, coders.name, codings.start, codings.quote, texts.text
    from codings join sources on sources.id = codings.source_id
    join codes on codes.id = codings.code_id join coders on coders.id = codings.coder_id
    join texts on texts.digest = codings.digest order by codings.id
"""
_SHADOWS = ("passages_fts_", "sqlite_", "_sqlite_migrations", "idx__sqlite_migrations")


def build(folder: Path, *, memos: bool = True, readings: bool = True) -> Project:
    """Make the project: three sources, two coders, suggestions, a memo, an update, an undo."""
    inputs = folder / "in"
    inputs.mkdir()
    files = {"charis.txt": INTERVIEW, "journal.md": JOURNAL + MARKED * memos, "tin.eml": MAIL}
    for name, text in {**files, "in.yaml": CODEBOOK, "persons.yaml": PERSONS}.items():
        (inputs / name).write_text(text)
    project = init_project(
        folder / "p", name="p", author="ada", codebooks=[str(inputs / "in.yaml")], now=NOW
    )
    import_persons(project, inputs / "persons.yaml")
    ingest_paths(project, [inputs / name for name in files], options=IngestOptions(wave=1))
    add_codings(
        project,
        [
            CodingRequest("charis.txt", "b", quote="I knew them all", memo="said with pride"),
            CodingRequest("charis.txt", "a", quote="in a tin", properties=(("side", "left"),)),
            CodingRequest("journal.md", "a", quote="counted twice"),
        ],
    )
    ben = replace(project, coder="ben", now=NOW + timedelta(hours=1))
    requests = [
        CodingRequest("tin.eml", "a", start=11, end=20),
        CodingRequest("tin.eml", "b", start=11, end=25),
    ]
    codings = add_codings(ben, requests).added
    run_suggestions(project)
    waiting = [s.id for s in list_suggestions(project, status=SuggestionStatus.UNDECIDED)]
    accept_suggestions(project, waiting[:1], memo="", properties=())
    reject_suggestions(project, waiting[1:2])
    (inputs / "charis.txt").write_text(INTERVIEW.replace("Who came", "Tell me, who came"))
    update_paths(project, [inputs / "charis.txt"], force=False, dry_run=False)
    if memos:
        _add_memos(project)
    if readings:
        _add_readings(project)
    remove_codings(ben, [codings[1].id], dry_run=False)
    undo(ben, steps=1, dry_run=False)
    return project


def _add_memos(project: Project) -> None:
    with open_store(project.folder, write=True) as store:
        source = next(s for s in store.sources.all() if s.name == "journal.md")
        text = store.sources.text(source)
        anchor = Anchor.at(Span(15, 33), text=text, digest=source.digest)
        memo: dict[str, Any] = {
            "kind": "analytic",
            "title": "Cold",
            "coder_id": 1,
            "status": "anchored",
        }
        plain = {**memo, "guid": "m1", "body": "On the study.", "created": project.stamp}
        placed = {
            **memo,
            "guid": "m2",
            "body": "Why cold?",
            "created": project.stamp,
            "source_id": source.id,
            **anchor_columns(anchor),
        }
        with store.write(actor="ada", action="memo add", now=NOW) as transaction:
            transaction.insert_all("memos", [plain])
            transaction.insert_all("memos", [placed])


def _add_readings(project: Project) -> None:
    with open_store(project.folder, write=True) as store:
        source = next(s for s in store.sources.all() if s.name == "journal.md")
        text = store.sources.text(source)
        read = [
            ReadPassage(
                0,
                source.name,
                Anchor.at(span, text=text, digest=source.digest),
                coder="ada",
                drawn=drawn,
                created=project.stamp,
            )
            for span, drawn in ((Span(15, 33), Drawn.SOURCE), (Span(34, 60), Drawn.RANDOM))
        ]
        with store.write(actor="ada", action="review", now=NOW) as transaction:
            store.readings.add_all(transaction, read, sources={source.name: source.id})


def dump(file: Path) -> dict[str, Any] | None:
    """Return all that a user can see of a project file; ``None`` where it cannot be read."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as db:
            seen: dict[str, Any] = {
                table: sorted(map(repr, db.execute(f"select rowid, * from {table}")))
                for table in TABLES
            }
            for word in WORDS:
                seen[f"search {word}"] = db.execute(_HITS, [word]).fetchall()
            seen["codings as listed"] = db.execute(_LISTED).fetchall()
            schema = db.execute("select type, name, tbl_name, sql from sqlite_schema").fetchall()
            seen["schema"] = sorted(repr(r) for r in schema if not _is_made_by_sqlite(*r[:2]))
            for pragma in ("user_version", "application_id"):
                seen[pragma] = db.execute(f"pragma {pragma}").fetchall()
            seen["migrations"] = db.execute("select name from _sqlite_migrations").fetchall()
            return seen
    except (sqlite3.Error, UnicodeError, OverflowError):
        return None


def _is_made_by_sqlite(type_: str, name: str) -> bool:
    return type_ in ("table", "index") and name.startswith(_SHADOWS)
