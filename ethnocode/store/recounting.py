"""Words counted anew, where the rule for counting them has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ethnocode.store.sources import segment_of
from ethnocode.text.words import count_words, passage_words

if TYPE_CHECKING:
    from sqlite_utils import Database

_TEXTS = "select digest, text from texts"
_CUTTINGS = """
    select cuttings.id, texts.text
    from cuttings join texts on texts.digest = cuttings.digest
"""
_SEGMENTS = "select * from segments where cutting_id = :cutting order by id"


def recount_words(db: Database) -> None:
    """Count the words of every text and passage by the rule of today; within a transaction."""
    for row in list(db.query(_TEXTS)):
        count = count_words(row["text"])
        db.execute("update texts set words = ? where digest = ?", (count, row["digest"]))
    for cutting in list(db.query(_CUTTINGS)):
        rows = list(db.query(_SEGMENTS, {"cutting": cutting["id"]}))
        segments = [segment_of(row) for row in rows]
        for index, count in passage_words(segments, cutting["text"]):
            db.execute("update segments set words = ? where id = ?", (count, rows[index]["id"]))
