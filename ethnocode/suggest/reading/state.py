"""What was read, as bytes to keep: a header in JSON and plain arrays, nothing that could run.

A file of another version, machine or length, or with a byte changed, is refused whole.
"""

from __future__ import annotations

import hashlib
import json
import math
import platform
import sys
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from ethnocode import __version__
from ethnocode.model import CueMatch, Span
from ethnocode.suggest.reading.passages import Passage
from ethnocode.suggest.reading.source import Reading

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

FORMAT = 1
"""Raised whenever the same text would be read, or kept, in another way."""

_MAGIC = b"ethnocode suggestions 1\n"  # 24 bytes, so that arrays are aligned
_DIGEST_BYTES = 32
_LENGTH_BYTES = 8
_ALIGNED = 16
_TYPES = ("bool", "float32", "float64", "int32", "int64", "uint32")


class UnusableStateError(Exception):
    """What was kept cannot be used; the message ends "the saved state of suggestions ..."."""


def pack(header: Mapping[str, Any], arrays: Sequence[Array]) -> bytes:
    """Return a header and arrays as bytes that begin with a digest of the rest."""
    shapes = [[array.dtype.name, list(array.shape)] for array in arrays]
    head = {"made": _maker(), "arrays": shapes, "header": header}
    packed = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    parts = [len(packed).to_bytes(_LENGTH_BYTES, "little"), _padded(packed)]
    parts += [_padded(array.tobytes()) for array in arrays]
    body = b"".join(parts)
    return _MAGIC + hashlib.sha256(body).digest() + body


def unpack(data: bytes) -> tuple[dict[str, Any], tuple[Array, ...]]:
    """Return what was packed; the arrays cannot be written to.

    Raises:
        UnusableStateError: It was damaged, or another program or machine made it.
    """
    body = _whole(data)
    try:
        return _parts(body)
    except (ValueError, TypeError, LookupError, RecursionError, OverflowError) as exc:
        raise UnusableStateError("is damaged") from exc


def refuse_unusable(data: bytes) -> None:
    """Refuse what cannot be unpacked, without unpacking it.

    Raises:
        UnusableStateError: It was damaged, or another program or machine made it.
    """
    body = _whole(data)
    try:
        _head(body)
    except (ValueError, TypeError, LookupError, RecursionError, OverflowError) as exc:
        raise UnusableStateError("is damaged") from exc


def _whole(data: bytes) -> memoryview:
    """Return what follows the digest, which must be right."""
    start = len(_MAGIC) + _DIGEST_BYTES
    body = memoryview(data)[start:]
    if not data.startswith(_MAGIC) or len(body) < _LENGTH_BYTES:
        raise UnusableStateError("is damaged")
    if hashlib.sha256(body).digest() != data[len(_MAGIC) : start]:
        raise UnusableStateError("is damaged")
    return body


def _head(body: memoryview) -> tuple[dict[str, Any], int]:
    """Return what stands before the arrays, and where these begin."""
    length = int.from_bytes(body[:_LENGTH_BYTES], "little")
    head: dict[str, Any] = json.loads(bytes(body[_LENGTH_BYTES : _LENGTH_BYTES + length]))
    if head["made"] != _maker():
        raise UnusableStateError("was made by another version, or on another machine")
    return head, _LENGTH_BYTES + _up(length)


def _parts(body: memoryview) -> tuple[dict[str, Any], tuple[Array, ...]]:
    import numpy as np

    head, at = _head(body)
    arrays = []
    for name, shape in head["arrays"]:
        if name not in _TYPES or not all(type(n) is int and n >= 0 for n in shape):
            raise ValueError(f"not an array: {name} {shape}")
        count = math.prod(shape)
        array = np.frombuffer(body, np.dtype(name), count, at) if count else np.empty(0, name)
        arrays.append(array.reshape(shape))
        at += _up(array.nbytes)
    return head["header"], tuple(arrays)


def _maker() -> list[Any]:
    return [FORMAT, __version__, sys.byteorder, platform.machine()]


def _up(length: int) -> int:
    return -(-length // _ALIGNED) * _ALIGNED


def _padded(data: bytes) -> bytes:
    return data.ljust(_up(len(data)), b"\0")


def reading_key(text_digest: str, passages: Sequence[Passage], *, basis: str) -> str:
    """Return what a reading depends on, as one digest.

    Args:
        text_digest: Of the canonical text.
        passages: As it is cut.
        basis: Of the cues and the pipeline it is read with.
    """
    shape = [(p.span.start, p.span.end, *((s.start, s.end) for s in p.sentences)) for p in passages]
    whole = f"{text_digest}\n{basis}\n{shape}"
    return hashlib.sha256(whole.encode()).hexdigest()


def pack_readings(readings: Mapping[str, Reading], *, notes: Mapping[str, Any]) -> bytes:
    """Return readings by key, and what else was found out on reading, as bytes."""
    import numpy as np

    words: dict[tuple[str, str], int] = {}
    cues: dict[tuple[str, str, str], int] = {}
    badges: dict[str, int] = {}
    numbers, places = [], []
    for reading in readings.values():
        pairs = zip(reading.words, reading.stems, strict=True)
        numbers.append([words.setdefault(pair, len(words)) for pair in pairs])
        places += [
            (
                cues.setdefault((match.code, match.kind, match.cue), len(cues)),
                match.span.start,
                match.span.end,
                badges.setdefault(badge, len(badges)),
            )
            for match, badge in zip(reading.cues, reading.badges, strict=True)
        ]
    every = list(readings.values())
    vectors = [reading.vectors for reading in every if reading.vectors is not None]
    header = {
        "keys": list(readings),
        "words": list(words),
        "cues": list(cues),
        "badges": list(badges),
        "notes": notes,
        "counts": [[len(r.words), len(r.tokens), len(r.rows), len(r.cues)] for r in every],
        "vectors": [r.vectors is not None for r in every],
    }
    arrays = [
        np.array([n for known in numbers for n in known], np.int32),
        *(_joined([getattr(r, name) for r in every]) for name in ("tokens", "starts", "ends")),
        _joined([reading.rows for reading in every]),
        np.array(places, np.int32).reshape(-1, 4),
        np.concatenate(vectors).astype(np.float32) if vectors else np.empty((0, 0), np.float32),
    ]
    return pack(header, arrays)


def unpack_readings(data: bytes) -> tuple[dict[str, Reading], dict[str, Any]]:
    """Return readings by key, and what else was kept with them.

    Raises:
        UnusableStateError: It was damaged, or another program or machine made it.
    """
    header, arrays = unpack(data)
    try:
        return _readings(header, arrays), dict(header["notes"])
    except (ValueError, TypeError, LookupError, AttributeError) as exc:
        raise UnusableStateError("is damaged") from exc


def _readings(header: Mapping[str, Any], arrays: Sequence[Array]) -> dict[str, Reading]:
    numbers, tokens, starts, ends, rows, places, vectors = arrays
    words = [(word, stem) for word, stem in header["words"]]
    cues = [(code, kind, cue) for code, kind, cue in header["cues"]]
    badges = header["badges"]
    bounds = [
        pairwise(accumulate(column, initial=0)) for column in zip(*header["counts"], strict=True)
    ]
    totals = [sum(column) for column in zip(*header["counts"], strict=True)]
    if totals != [len(array) for array in (numbers, tokens, rows, places)] and any(totals):
        raise ValueError("the arrays are not as long as the header says")
    found: dict[str, Reading] = {}
    vector_at = 0
    slices = zip(header["keys"], header["vectors"], *bounds, strict=True) if bounds else ()
    for key, has_vectors, (a, b), (c, d), (e, f), (g, h) in slices:
        pairs = [words[n] for n in numbers[a:b].tolist()]
        matches = places[g:h].tolist()
        upto = vector_at + (f - e - 1 if has_vectors else 0)
        found[key] = Reading(
            words=tuple(word for word, _ in pairs),
            stems=tuple(stem for _, stem in pairs),
            tokens=tokens[c:d],
            starts=starts[c:d],
            ends=ends[c:d],
            rows=rows[e:f],
            cues=tuple(_match(cues[n], start, end) for n, start, end, _ in matches),
            badges=tuple(badges[n] for _, _, _, n in matches),
            vectors=vectors[vector_at:upto] if has_vectors else None,
        )
        vector_at = upto
        _refuse_impossible(found[key])
    if vector_at != len(vectors):
        raise ValueError("there are more vectors than passages")
    return found


def is_reading_of(reading: Reading, passages: Sequence[Passage]) -> bool:
    """Whether a reading can be one of some passages: each word and each cue lies in one."""
    import numpy as np

    if len(reading.rows) != len(passages) + 1:
        return False
    firsts = np.array([passage.span.start for passage in passages], np.int64)
    lasts = np.array([passage.span.end for passage in passages], np.int64)
    counts = np.diff(reading.rows)
    first, last = np.repeat(firsts, counts), np.repeat(lasts, counts)
    inside = (reading.starts >= first) & (reading.ends <= last) & (reading.starts < reading.ends)
    in_order = bool((np.diff(reading.starts) > 0).all())
    homes = np.searchsorted(firsts, [cue.span.start for cue in reading.cues], side="right") - 1
    return (
        bool(inside.all())
        and in_order
        and all(
            home >= 0 and cue.span.end <= lasts[home]
            for home, cue in zip(homes.tolist(), reading.cues, strict=True)
        )
    )


def _refuse_impossible(reading: Reading) -> None:
    """Refuse numbers that point nowhere, though the digest is right.

    Raises:
        ValueError: There are some.
    """
    import numpy as np

    tokens, rows = reading.tokens, reading.rows
    within = not len(tokens) or 0 <= int(tokens.min()) <= int(tokens.max()) < len(reading.words)
    whole = (
        len(rows) and rows[0] == 0 and rows[-1] == len(tokens) and bool((np.diff(rows) >= 0).all())
    )
    as_long = len(reading.starts) == len(reading.ends) == len(tokens)
    vectors = reading.vectors
    placed = vectors is None or (len(vectors) == len(rows) - 1 and bool(np.isfinite(vectors).all()))
    if not (within and whole and as_long and placed):
        raise ValueError("a reading points beyond its words")


def _match(cue: tuple[str, str, str], start: int, end: int) -> CueMatch:
    code, kind, words = cue
    return CueMatch(code, Span(start, end), kind, words)


def _joined(arrays: Sequence[Array]) -> Array:
    import numpy as np

    return np.concatenate(arrays) if arrays else np.empty(0, np.int32)
