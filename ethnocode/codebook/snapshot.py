"""Snapshots: a codebook as one canonical text, to store and to compare."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from ethnocode.model import Code, Codebook


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


def _record(code: Code) -> dict[str, Any]:
    record = asdict(code)
    for key in ("position", "places", "extra_keys"):
        del record[key]
    for near in record["near"]:
        del near["position"]
    return record
