"""Snapshots: equal codebooks give equal text, others do not."""

from __future__ import annotations

import hashlib
import json

from ethnocode.codebook import codebook_from, digest_of, read_codebook, snapshot

BOOK = """\
id: b
codes:
  - {id: a, definition: d, near: [{code: c, tell_apart: t}], cues: {patterns: [[{LOWER: x}]]}}
  - {id: c}
"""


def test_layout_and_file_name_change_nothing() -> None:
    moved = "# a comment\n\n" + BOOK.replace("definition: d", "definition:   'd'")
    one, other = read_codebook(BOOK, path="one.yaml"), read_codebook(moved, path="two.yaml")

    assert snapshot(one) == snapshot(other)
    assert digest_of(one) == digest_of(other)


def test_any_change_of_meaning_changes_the_digest() -> None:
    changes = [
        ("definition: d", "definition: e"),
        ("tell_apart: t", "tell_apart: u"),
        ("LOWER: x", "LOWER: y"),
        ("{id: c}", "{id: c, aliases: [k]}"),
        ("id: b", "id: bb"),
        ("cues: {", "cues: {entities: [ORG], "),
        ("cues: {", "cues: {dependencies: [[{RIGHT_ID: a, RIGHT_ATTRS: {LOWER: x}}]], "),
    ]
    digests = {digest_of(read_codebook(BOOK.replace(old, new), path="p")) for old, new in changes}

    assert len(digests | {digest_of(read_codebook(BOOK, path="p"))}) == len(changes) + 1


def test_a_snapshot_is_canonical_json_without_places() -> None:
    text = snapshot(read_codebook(BOOK, path="secret-folder/one.yaml"))
    record = json.loads(text)

    assert text == json.dumps(record, sort_keys=True, separators=(",", ":"))
    assert [code["id"] for code in record["codes"]] == ["a", "c"]
    assert record["codes"][0]["near"] == [{"code": "c", "tell_apart": "t"}]
    assert "secret-folder" not in text
    assert "position" not in text


def test_the_digest_is_the_sha256_of_the_snapshot() -> None:
    book = read_codebook("id: b\ncodes: [{id: a, name: café}]", path="p")

    assert digest_of(book) == hashlib.sha256(snapshot(book).encode()).hexdigest()


def test_a_codebook_of_a_snapshot_is_the_codebook() -> None:
    cues = "{entities: [ORG], dependencies: [[{RIGHT_ID: a, RIGHT_ATTRS: {LEMMA: {IN: [x]}}}]]}"
    book = read_codebook(BOOK.replace("{id: c}", f"{{id: c, cues: {cues}}}"), path="p")
    again = codebook_from(snapshot(book))

    assert snapshot(again) == snapshot(book)
    assert [code.cues for code in again] == [code.cues for code in book]


def test_a_codebook_without_new_kinds_of_cues_keeps_the_digest_it_had() -> None:
    """The digest that stands in the logs of studies from before there were such cues."""
    record = json.loads(snapshot(read_codebook(BOOK, path="p")))

    assert set(record["codes"][0]["cues"]) == {"phrases", "lemmas", "patterns"}
