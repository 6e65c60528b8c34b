"""What is on the disk, judged without any of the program's code."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATABASE = "ethnocode.db"
SIDE_FILES = ("codebook.yaml", "ethnocode.yaml")
VOLATILE = frozenset(
    {"guid", "created", "edited", "decided", "added", "at", "chain", "changes_sha256", "applied_at"}
)
"""Columns that differ from run to run."""

_STAMP = re.compile(r"\d{8}T\d{9}|\b\d+-[0-9a-f]{8}\b")
"""Times in names of snapshots, and revisions: number and chain of an event."""

_KEPT = re.compile(r"#-before-restore(\.db|/[a-z.]+)?|\"revision\": \"#?\"")
"""What restoring keeps: SQLite takes a read that fails for damage, and then bytes are kept."""

_TABLES = """
    select name from sqlite_schema where type = 'table'
        and name not like 'passages_fts%' order by name
"""
_EVENT = """
    select id, at, actor, action, summary, codebook, undoes, count, changes_sha256, changes, chain
    from events order by id
"""
_HALF_SOURCES = """
    select sources.path from sources
    left join texts on texts.digest = sources.digest
    left join originals on originals.sha256 = sources.sha256
    left join cuttings on cuttings.id = sources.cutting_id
    where coalesce(texts.text, '') = '' or originals.bytes is null or cuttings.id is null
        or not exists (select 1 from segments where segments.cutting_id = cuttings.id)
"""
_ADRIFT = """
    select count(*) from codings join texts on texts.digest = codings.digest
    where substr(texts.text, codings.start + 1, codings."end" - codings.start) <> codings.quote
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A project as far as people care: all rows but their times, and the side files.

    Args:
        rows: Every table's rows, as JSON, in order; those of the project and of each
            whole copy of it beside the project's folder.
        files: Bytes of each side file, ``None`` where there is none.
        log: Text of each side file as the event log left it; only those that it mentions.
    """

    rows: str
    files: dict[str, bytes | None]
    log: dict[str, str | None]


def picture(case: Path) -> Picture:
    """Read a project and its copies; a save that was cut off is taken back by SQLite itself."""
    project = case / "p"
    with _opened(project / DATABASE) as db:
        rows, log = _rows(db), _logged_files(db)
    for path in _copies(case):
        with _opened(path) as db:
            rows += f"\n{path.name}: {_rows(db)}"
    return Picture(_unstamped(rows), side_files(project), log)


def side_files(folder: Path) -> dict[str, bytes | None]:
    found = {name: folder / name for name in SIDE_FILES}
    return {n: path.read_bytes() if path.is_file() else None for n, path in found.items()}


def flaws(case: Path) -> Iterator[str]:
    """Yield what is unsound in a project file and in copies of it, each with its letter."""
    for path in (case / "p" / DATABASE, *_copies(case)):
        try:
            with _opened(path) as db:
                yield from _unsound(db)
        except sqlite3.Error as exc:
            yield f"I: {path.name}: {exc}"


def answer(case: Path, question: str) -> object:
    with _opened(case / "p" / DATABASE) as db:
        return db.execute(question).fetchone()[0]


def all_files(folder: Path) -> set[str]:
    """Return the names of all files below a folder, without the time in them."""
    found = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir())
    return {_unstamped(name) for name in found}


def _copies(case: Path) -> list[Path]:
    """Return the files that bear the name of a finished copy."""
    return sorted(p for p in (case / "out").glob("*.db") if not p.name.startswith("."))


def _unstamped(text: str) -> str:
    return _KEPT.sub("kept", _STAMP.sub("#", text))


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=1)) as db:
        db.row_factory = sqlite3.Row
        yield db


def _unsound(db: sqlite3.Connection) -> Iterator[str]:
    if (found := db.execute("pragma integrity_check").fetchone()[0]) != "ok":
        yield f"I: {found}"
        return
    if db.execute("pragma foreign_key_check").fetchall():
        yield "I: a foreign key points nowhere"
    try:
        db.execute("insert into passages_fts (passages_fts, rank) values ('integrity-check', 1)")
    except sqlite3.DatabaseError:
        yield "I: the full-text index is not that of the texts"
    db.rollback()
    for (path,) in db.execute(_HALF_SOURCES):
        yield f"D: half a source: {path}"
    if adrift := db.execute(_ADRIFT).fetchone()[0]:
        yield f"I: {adrift} codings off their words"
    for digest, text in db.execute("select digest, text from texts"):
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            yield "D: a text is not that of its digest"
    yield from _broken_log(db)


def _broken_log(db: sqlite3.Connection) -> Iterator[str]:
    last = ""
    for expected, row in enumerate(db.execute(_EVENT), start=1):
        number, *fields, changes_digest, changes, chain = tuple(row)
        if number != expected:
            yield f"I: event {expected} is missing"
            return
        if hashlib.sha256(changes.encode()).hexdigest() != changes_digest:
            yield f"I: event {number} does not hold its changes"
        linked = json.dumps([last, *fields, changes_digest], ensure_ascii=False)
        if hashlib.sha256(linked.encode()).hexdigest() != chain:
            yield f"I: event {number} does not follow from the one before"
        last = chain


def _rows(db: sqlite3.Connection) -> str:
    found: dict[str, Any] = {"user_version": db.execute("pragma user_version").fetchone()[0]}
    for (table,) in db.execute(_TABLES).fetchall():
        rows = db.execute(f'select * from "{table}" order by 1, 2')
        found[table] = [_plain(dict(row)) for row in rows]
    return json.dumps(found, sort_keys=True)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in VOLATILE}
    for name, value in kept.items():
        if isinstance(value, bytes):
            kept[name] = hashlib.sha256(value).hexdigest()
    if "changes" in kept:
        kept["changes"] = _without_times(json.loads(kept["changes"]))
    return kept


def _without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_times(v) for k, v in value.items() if k not in VOLATILE}
    return [_without_times(v) for v in value] if isinstance(value, list) else value


def _logged_files(db: sqlite3.Connection) -> dict[str, str | None]:
    left: dict[str, str | None] = {}
    for (changes,) in db.execute("select changes from events order by id"):
        for table, key, _, after in json.loads(changes):
            if table == "file":
                left[key] = after["text"] if after else None
    return left
