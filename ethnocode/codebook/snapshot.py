"""Snapshots: a codebook as one canonical text, to store and to compare."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from ethnocode.model import Code, Codebook, Cues, Example, Near, Position, Retired

_LISTS = ("include", "exclude", "expects_with", "expects_never_with", "sources", "aliases")

# Left out where there are none, so that books of before they were known keep their digest.
_LATER_CUES = ("dependencies", "entities")
_LATER = ("retired", "base", "overrides")


def snapshot(codebook: Codebook) -> str:
    """Return a codebook as canonical JSON: equal codebooks give equal text.

    Keys are sorted; the order of codes, which readers see, is kept. Places in
    files are left out, so moving or reformatting a file changes nothing.
    """
    record = {
        "id": codebook.id,
        "title": codebook.title,
        "version": codebook.version,
        "books": codebook.books,
        "sources": codebook.sources,
        "codes": [_record(code) for code in codebook.codes],
    }
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(codebook: Codebook) -> str:
    """Return the SHA-256 of a codebook's snapshot, in hexadecimal."""
    return hashlib.sha256(snapshot(codebook).encode("utf-8")).hexdigest()


def codebook_from(body: str) -> Codebook:
    """Return the codebook of a snapshot; its codes have no places in a file."""
    record = json.loads(body)
    nowhere = Position(f"{record['id']} as it was")
    return Codebook(
        id=record["id"],
        title=record["title"],
        version=record["version"],
        path=nowhere.path,
        codes=tuple(_code(code, nowhere) for code in record["codes"]),
        sources=_pairs(record["sources"]),
        books=_pairs(record["books"]),
    )


def _code(record: dict[str, Any], nowhere: Position) -> Code:
    cues = record["cues"]
    return Code(
        **{
            **record,
            **{key: tuple(record[key]) for key in _LISTS},
            "near": tuple(Near(**near, position=nowhere) for near in record["near"]),
            "examples": tuple(Example(**example) for example in record["examples"]),
            "properties": tuple((name, tuple(values)) for name, values in record["properties"]),
            "overrides": tuple(record.get("overrides", ())),
            "retired": _retired(record.get("retired")),
            "cues": Cues(
                tuple(cues["phrases"]),
                tuple(cues["lemmas"]),
                tuple(tuple(pattern) for pattern in cues["patterns"]),
                tuple(tuple(pattern) for pattern in cues.get("dependencies", ())),
                tuple(cues.get("entities", ())),
            ),
        },
        position=nowhere,
    )


def _retired(record: dict[str, Any] | None) -> Retired | None:
    return None if record is None else Retired(record["because"], tuple(record["use"]))


def _pairs(rows: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((key, value) for key, value in rows)


def _record(code: Code) -> dict[str, Any]:
    record = _fields(code, without=("position", "places", "extra_keys"))
    record["near"] = [_fields(near, without=("position",)) for near in code.near]
    record["examples"] = [
        _fields(example, without=() if example.source else ("source",)) for example in code.examples
    ]
    later = [key for key in _LATER_CUES if not getattr(code.cues, key)]
    record["cues"] = _fields(code.cues, without=later)
    record["retired"] = code.retired and _fields(code.retired)
    return {key: value for key, value in record.items() if value or key not in _LATER}


def _fields(
    value: Code | Near | Example | Cues | Retired, without: Sequence[str] = ()
) -> dict[str, Any]:
    """Return what a value holds, as it is: copying a large book takes a second."""
    names = (field.name for field in fields(value))
    return {name: getattr(value, name) for name in names if name not in without}
