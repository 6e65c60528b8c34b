"""Ways to damage a project file: its bytes, and its rows by somebody who knows SQLite."""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path


def bytes_mutants(whole: bytes, *, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield truncated, zeroed and flipped files, fifty of each; and some of swapped pages."""
    rng = random.Random(seed)
    page = int.from_bytes(whole[16:18], "big")
    pages = len(whole) // page
    for number in range(50):
        at = rng.randrange(1, pages) * page if number % 2 else rng.randrange(len(whole))
        yield f"cut off at {at}", whole[:at]
    for number in range(50):
        at = (number % pages) * page
        yield f"zeros on page {at // page + 1}", whole[:at] + bytes(page) + whole[at + page :]
    used = [at for at, byte in enumerate(whole) if byte]
    for number in range(50):
        # a third of them in the first page, whose header and schema all others need
        at = rng.choice([at for at in used if at < page] if number % 3 == 0 else used)
        flipped = whole[at] ^ (1 << rng.randrange(8))
        yield f"byte {at} flipped", whole[:at] + bytes([flipped]) + whole[at + 1 :]
    for _ in range(20):
        one, two = sorted(rng.sample(range(pages), 2))
        cut = [whole[at * page : (at + 1) * page] for at in range(pages)]
        cut[one], cut[two] = cut[two], cut[one]
        yield f"pages {one + 1} and {two + 1} swapped", b"".join(cut)


Tamper = Callable[[sqlite3.Connection], object]


def tampered(file: Path, tamper: Tamper) -> None:
    """Change a file as somebody would who knows SQLite: triggers are out of the way."""
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("pragma foreign_keys = off")
        triggers = db.execute(
            "select name, sql from sqlite_schema where type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            db.execute(f"drop trigger {name}")
        for _, sql in triggers if tamper in _AFTER else ():
            db.execute(sql)
        tamper(db)
        for _, sql in triggers if tamper not in _AFTER else ():
            db.execute(sql)


def _sql(*statements: str) -> Tamper:
    def run(db: sqlite3.Connection) -> None:
        for statement in statements:
            db.execute(statement)

    return run


def _swap(table: str, first: int, second: int) -> Tamper:
    """Let two rows change numbers."""

    def run(db: sqlite3.Connection) -> None:
        db.execute(f"update {table} set id = -1 where id = {first}")
        db.execute(f"update {table} set id = {first} where id = {second}")
        db.execute(f"update {table} set id = {second} where id = -1")

    return run


def _swap_columns(table: str, key: str, columns: str) -> Tamper:
    """Let the first two rows of a table change what they say under the same key."""

    def run(db: sqlite3.Connection) -> None:
        names = columns.split()
        (one, *a), (two, *b) = db.execute(
            f"select {key}, {columns.replace(' ', ', ')} from {table} order by rowid limit 2"
        ).fetchall()
        holes = ", ".join(f"{name} = ?" for name in names)
        db.execute(f"update {table} set {holes} where {key} = ?", [*b, one])
        db.execute(f"update {table} set {holes} where {key} = ?", [*a, two])

    return run


def _text_and_digest(db: sqlite3.Connection) -> None:
    """Edit a text and everything that names its digest, but not the log."""
    digest, text = db.execute(
        "select digest, text from texts order by rowid desc limit 1"
    ).fetchone()
    edited = text.replace("Everybody", "Somebodys")
    new = hashlib.sha256(edited.encode()).hexdigest()
    db.execute("update texts set text = ?, digest = ? where digest = ?", [edited, new, digest])
    for table in ("cuttings", "sources", "codings", "suggestions", "memos", "readings"):
        db.execute(f"update {table} set digest = ? where digest = ?", [new, digest])


def _codebook_and_digest(db: sqlite3.Connection) -> None:
    digest, body = db.execute("select digest, body from codebooks").fetchone()
    edited = body.replace('"A."', '"B."')
    new = hashlib.sha256(edited.encode()).hexdigest()
    db.execute("update codebooks set digest = ?, body = ? where digest = ?", [new, edited, digest])


def _original_and_digest(db: sqlite3.Connection) -> None:
    sha256, data = db.execute("select sha256, bytes from originals").fetchone()
    new = hashlib.sha256(data + b"!").hexdigest()
    db.execute(
        "update originals set sha256 = ?, bytes = ? where sha256 = ?", [new, data + b"!", sha256]
    )
    db.execute("update sources set sha256 = ? where sha256 = ?", [new, sha256])


def _one_link_made_anew(db: sqlite3.Connection) -> None:
    """Change who did the third event, and make its own chain digest fit."""
    columns = "at, actor, action, summary, codebook, undoes, count, changes_sha256"
    (last,) = db.execute("select chain from events where id = 2").fetchone()
    row = list(db.execute(f"select {columns} from events where id = 3").fetchone())
    row[1] = "eve"
    fields = json.dumps([last, *row], ensure_ascii=False)
    chain = hashlib.sha256(fields.encode()).hexdigest()
    db.execute("update events set actor = 'eve', chain = ? where id = 3", [chain])


def _index_swapped(db: sqlite3.Connection) -> None:
    """Let two passages change places in the full-text index."""
    rows = db.execute("select id, body from passages order by id limit 4").fetchall()[2:]
    for key, body in rows:
        db.execute(
            "insert into passages_fts (passages_fts, rowid, body) values ('delete', ?, ?)",
            [key, body],
        )
    for (key, _), (_, body) in zip(rows, rows[::-1], strict=True):
        db.execute("insert into passages_fts (rowid, body) values (?, ?)", [key, body])


def _schema(name: str, old: str, new: str) -> Tamper:
    return _sql(
        "pragma writable_schema = on",
        f"update sqlite_schema set sql = replace(sql, '{old}', '{new}') where name = '{name}'",
        "pragma writable_schema = off",
    )


_TRAP = "create trigger {} after insert on codings begin delete from memos; end"
_SPEAKER = """
    update segments set speaker = 'Maud'
    where id = (select min(id) from segments where speaker = 'Ros')
"""
_LATEST = "(select max(id) from events)"
SQL_MUTANTS: dict[str, Tamper] = {
    "a text edited": _sql("update texts set text = replace(text, 'money', 'cakes')"),
    "a text edited with its digest": _text_and_digest,
    "two texts swapped": _swap_columns("texts", "digest", "text characters words"),
    "words of a text": _sql("update texts set words = words + 1 where rowid = 1"),
    "characters of a text": _sql("update texts set characters = characters + 1 where rowid = 1"),
    "an earlier text removed": _sql(
        "delete from texts where digest not in (select digest from sources)"
    ),
    "a text of nobody": _sql("insert into texts values (hex(zeroblob(32)), 'x', 1, 1)"),
    "an original edited": _sql("update originals set bytes = cast('!' || bytes as blob)"),
    "an original edited with its digest": _original_and_digest,
    "an original removed": _sql("delete from originals where rowid = 2"),
    "an earlier original removed": _sql(
        "delete from originals where sha256 not in (select sha256 from sources)"
    ),
    "a coding moved by one": _sql(
        'update codings set start = start + 1, "end" = "end" + 1 where id = 2'
    ),
    "a coding moved whole": _sql(
        'update codings set (start, "end", quote, prefix, suffix) = '
        "(0, 9, 'Interview', '', substr(text, 10, 32)) from texts "
        "where texts.digest = codings.digest and codings.id = 1"
    ),
    "a quote": _sql("update codings set quote = replace(quote, 'knew', 'know') where id = 1"),
    "a prefix": _sql("update codings set prefix = 'x' where id = 2"),
    "a coding of no source": _sql("update codings set source_id = 99 where id = 2"),
    "a coding of no code": _sql("update codings set code_id = 99 where id = 2"),
    "a coding of another coder": _sql("update codings set coder_id = 2 where id = 1"),
    "a memo of a coding": _sql("update codings set memo = 'said with shame' where id = 1"),
    "properties of a coding": _sql(
        """update codings set properties = '{"side": "right"}' where id = 2"""
    ),
    "properties that are no JSON": _sql("update codings set properties = '{' where id = 2"),
    "a status": _sql("update codings set status = 'needs-review' where id = 3"),
    "a coding removed": _sql("delete from codings where id = 3"),
    "two codings swapped": _swap("codings", 1, 2),
    "a decision": _sql("update suggestions set status = 'accepted' where status = 'rejected'"),
    "the day of a decision": _sql(
        "update suggestions set decided = '2020' where status = 'undecided'"
    ),
    "a score": _sql("update suggestions set score = 0.123 where id = 1"),
    "reasons of a suggestion": _sql("update suggestions set evidence = '{}' where id = 1"),
    "how a suggestion came": _sql("update suggestions set drawn = 'random' where drawn = 'list'"),
    "a passage read": _sql('update readings set start = start + 1, "end" = "end" + 1 where id = 1'),
    "how a passage came to be read": _sql("update readings set drawn = 'random' where id = 1"),
    "a reading of another coder": _sql("update readings set coder_id = 2 where id = 1"),
    "a reading removed": _sql("delete from readings where id = 2"),
    "a note on the study": _sql("update memos set body = 'x' where id = 1"),
    "the target of a note": _sql("update memos set person_id = 1 where id = 1"),
    "a memo moved": _sql('update memos set start = start + 1, "end" = "end" + 1 where id = 2'),
    "two persons swapped": _swap_columns(
        "persons", "pseudonym", "role group author".replace("group", '"group"')
    ),
    "two speakers swapped": _swap_columns("speakers", "id", "person_id"),
    "a speaker of nobody": _sql("update speakers set person_id = 99 where id = 1"),
    "two codes swapped": _swap("codes", 1, 2),
    "two coders swapped": _swap("coders", 1, 2),
    "the kind of a source": _sql("update sources set kind = 'document' where id = 1"),
    "two sources swapped": _swap("sources", 1, 2),
    "who speaks a segment": _sql(_SPEAKER),
    "the date of a segment": _sql(
        "update segments set date = '2015-05-06' where date = '2015-05-05'"
    ),
    "the start of a segment": _sql(
        "update segments set start = start + 1, words_from = words_from + 1 where id = 3"
    ),
    "a passage that is none": _sql(
        "update segments set passage = 0, words = null where passage = 1 and id > 9"
    ),
    "words of a segment": _sql("update segments set words = words + 5 where kind = 'turn'"),
    "the kind of a segment": _sql(
        "update segments set kind = 'paragraph' where kind = 'sentence' and id < 12"
    ),
    "a kind of segment there is not": _sql("update segments set kind = 'verse' where id = 4"),
    "the heading of a segment": _sql("update segments set heading = 'x' where heading is not null"),
    "a segment removed": _sql("delete from segments where id = (select max(id) from segments)"),
    "two segments swapped": _swap("segments", 5, 6),
    "a segment with a higher number": _sql(
        "update segments set id = 900 where id = (select max(id) from segments)"
    ),
    "a cutting of another text": _sql(
        "update cuttings set digest = (select max(digest) from texts) where id = 1"
    ),
    "the key of a cutting": _sql("update cuttings set key = hex(zeroblob(32)) where id = 1"),
    "an old cutting removed": _sql(
        "delete from segments where cutting_id not in (select cutting_id from sources)",
        "delete from cuttings where id not in (select cutting_id from sources)",
    ),
    "a codebook edited": _sql("""update codebooks set body = replace(body, '"A."', '"B."')"""),
    "a codebook edited with its digest": _codebook_and_digest,
    "a codebook removed": _sql("delete from codebooks"),
    **{
        f"the {column} of an event": _sql(
            f"update events set {column} = {column} || 'x' where id = 3"
        )
        for column in (
            "at",
            "actor",
            "action",
            "summary",
            "codebook",
            "changes",
            "changes_sha256",
            "chain",
        )
    },
    "the count of an event": _sql("update events set count = count + 1 where id = 3"),
    "what an event undoes": _sql("update events set undoes = 3 where undoes is null and id = 4"),
    "the number of the first event": _sql("update events set id = -7 where id = 1"),
    "an event removed": _sql("delete from events where id = 5"),
    "the last event removed": _sql(f"delete from events where id = {_LATEST}"),
    "the last event removed with its number": _sql(
        f"delete from events where id = {_LATEST}",
        f"update sqlite_sequence set seq = {_LATEST} where name = 'events'",
    ),
    "two events swapped": _swap("events", 3, 4),
    "one link made anew": _one_link_made_anew,
    "the next number of codings": _sql("update sqlite_sequence set seq = 2 where name = 'codings'"),
    "the next number of segments": _sql(
        "update sqlite_sequence set seq = 999 where name = 'segments'"
    ),
    "no numbers": _sql("delete from sqlite_sequence"),
    "a migration forgotten": _sql("delete from _sqlite_migrations where name like 'm002%'"),
    "an index gone": _sql("drop index segments_by_cutting"),
    "a unique index gone": _sql("drop index codings_once"),
    "a trigger gone": _sql("drop trigger events_are_kept"),
    "a trigger changed": _schema("events_are_kept", "abort", "ignore"),
    "a view gone": _sql("drop view passages"),
    "a view changed": _sql(
        "drop view passages",
        "create view passages as select id, 'tin' as body from segments where passage = 1",
    ),
    "a table more": _sql("create table theirs (id)"),
    "a trap": _sql(_TRAP.format("trap")),
    "a trap named like the index": _sql(_TRAP.format("passages_fts_trap")),
    "a trap named like the migrations": _sql(_TRAP.format("_sqlite_migrations_trap")),
    "a check taken out": _schema("suggestions", "check (0 <= score and score <= 1)", ""),
    "an older version": _sql("pragma user_version = 1"),
    "no version": _sql("pragma user_version = 0"),
    "another application": _sql("pragma application_id = 7"),
    "the index emptied": _sql("insert into passages_fts (passages_fts) values ('delete-all')"),
    "two passages of the index swapped": _index_swapped,
    "a word of the index": _sql(
        "insert into passages_fts (passages_fts, rowid, body) "
        "select 'delete', id, body from passages limit 1",
        "insert into passages_fts (rowid, body) select id, body || ' nobody' from passages limit 1",
    ),
    "the index broken": _sql("update passages_fts_config set v = 9 where k = 'version'"),
    "the index without its pages": _sql("delete from passages_fts_data where id > 10"),
    "a side file": _sql("insert into side_files values ('codebook.yaml', x'00')"),
}
_AFTER = (SQL_MUTANTS["a trigger gone"], SQL_MUTANTS["a trigger changed"])
