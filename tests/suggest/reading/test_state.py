"""What was read, kept as bytes: it comes back as it was, or is refused whole."""

from __future__ import annotations

import hashlib
import json
import pickle
import random
from dataclasses import replace

import numpy as np
import pytest

from ethnocode.model import CueMatch, Span
from ethnocode.suggest.reading.passages import Passage
from ethnocode.suggest.reading.source import Reading
from ethnocode.suggest.reading.state import (
    UnusableStateError,
    is_reading_of,
    pack,
    pack_readings,
    reading_key,
    refuse_unusable,
    unpack,
    unpack_readings,
)

HEAD = 24 + 32
"""Bytes of the signature and the digest."""


def reading(seed: int, *, width: int = 0) -> Reading:
    """Return an invented reading; no text has it."""
    rng = random.Random(seed)
    words = tuple(f"word{rng.randrange(9)}{n}" for n in range(rng.randint(0, 5)))
    tokens = [rng.randrange(len(words)) for _ in range(rng.randint(0, 30))] if words else []
    passages = rng.randint(1, 4)
    inner = sorted(rng.choices(range(len(tokens) + 1), k=passages - 1))
    cues = tuple(
        CueMatch(f"code{rng.randrange(3)}", Span(n, n + 2), "phrase", "knew them – all")
        for n in range(rng.randint(0, 4))
    )
    return Reading(
        words=words,
        stems=tuple(word[:4] for word in words),
        tokens=np.array(tokens, np.int32),
        starts=np.arange(len(tokens), dtype=np.int32) * 7,
        ends=np.arange(len(tokens), dtype=np.int32) * 7 + 5,
        rows=np.array([0, *inner, len(tokens)], np.int32),
        cues=cues,
        badges=tuple(rng.choice(("", "negated", "negated reported")) for _ in cues),
        vectors=np.full((passages, width), seed + 0.25, np.float32) if width else None,
    )


def plain(one: Reading) -> list[object]:
    vectors = None if one.vectors is None else one.vectors.tolist()
    arrays = [array.tolist() for array in (one.tokens, one.starts, one.ends, one.rows)]
    return [one.words, one.stems, *arrays, one.cues, one.badges, vectors]


@pytest.mark.parametrize("width", [0, 3])
def test_readings_come_back_as_they_were(width: int) -> None:
    readings = {f"key{n}": reading(n, width=width) for n in range(30)}

    found, notes = unpack_readings(pack_readings(readings, notes={"skipped": ["x"]}))

    assert list(found) == list(readings)
    assert [plain(one) for one in found.values()] == [plain(one) for one in readings.values()]
    assert {array.dtype.name for one in found.values() for array in (one.tokens, one.rows)} == {
        "int32"
    }
    assert notes == {"skipped": ["x"]}


def test_only_some_readings_may_have_vectors() -> None:
    readings = {
        "a": reading(1),
        "b": reading(2, width=2),
        "c": reading(3),
        "d": reading(4, width=2),
    }

    found, _ = unpack_readings(pack_readings(readings, notes={}))

    assert [plain(one) for one in found.values()] == [plain(one) for one in readings.values()]


def test_no_readings_are_kept_and_come_back() -> None:
    assert unpack_readings(pack_readings({}, notes={})) == ({}, {})


def test_the_same_readings_are_the_same_bytes() -> None:
    readings = {f"key{n}": reading(n) for n in range(5)}

    assert pack_readings(readings, notes={}) == pack_readings(dict(readings), notes={})


def test_arrays_of_each_type_come_back_with_type_and_shape() -> None:
    arrays = [
        np.array([[True], [False]]),
        np.array([1.5, -2.0], np.float32),
        np.zeros((0, 4), np.float64),
        np.arange(6, dtype=np.int64).reshape(2, 3),
    ]

    header, found = unpack(pack({"né": 1}, arrays))

    assert header == {"né": 1}
    assert [(a.dtype, a.shape, a.tolist()) for a in found] == [
        (a.dtype, a.shape, a.tolist()) for a in arrays
    ]


def test_a_state_cut_off_anywhere_is_refused() -> None:
    data = pack_readings({"key": reading(1)}, notes={})

    for length in range(0, len(data), 7):
        with pytest.raises(UnusableStateError, match="is damaged"):
            unpack_readings(data[:length])


def test_a_state_with_a_byte_changed_is_refused() -> None:
    data = pack_readings({"key": reading(1)}, notes={})

    for at in range(0, len(data), 5):
        with pytest.raises(UnusableStateError, match="is damaged"):
            unpack_readings(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


def signed(head: dict[str, object], rest: bytes = b"") -> bytes:
    """Return a state as another program could write it, with a digest that is right."""
    packed = json.dumps(head).encode()
    padded = packed.ljust(-(-len(packed) // 16) * 16, b"\0")
    body = len(packed).to_bytes(8, "little") + padded + rest
    return pack({}, [])[:24] + hashlib.sha256(body).digest() + body


def made() -> object:
    """Return what a state of this program and machine says of its making."""
    data = pack({}, [])
    length = int.from_bytes(data[HEAD : HEAD + 8], "little")
    return json.loads(data[HEAD + 8 : HEAD + 8 + length])["made"]


@pytest.mark.parametrize(
    ("dtype", "shape"),
    [
        ("int32", [2**60]),
        ("int32", [2**40, 2**40]),
        ("float64", [5]),
        ("int32", [-4]),
        ("object", [1]),
        ("int32", ["4"]),
        ("int32", [True]),
        ("complex128", [1]),
        ("V8", [1]),
    ],
)
def test_an_array_that_cannot_be_there_is_refused(dtype: str, shape: list[object]) -> None:
    head = {"made": made(), "arrays": [[dtype, shape]], "header": {}}

    with pytest.raises(UnusableStateError, match="is damaged"):
        unpack(signed(head, b"\0" * 16))


def test_a_header_longer_than_the_file_is_refused() -> None:
    body = (2**62).to_bytes(8, "little") + b"{}"
    data = pack({}, [])[:24] + hashlib.sha256(body).digest() + body

    with pytest.raises(UnusableStateError, match="is damaged"):
        unpack(data)


@pytest.mark.parametrize("place", range(4))
def test_a_state_of_another_version_or_machine_is_refused_and_said_to_be_so(place: int) -> None:
    other = list(made())  # type: ignore[call-overload]
    other[place] = "another"

    with pytest.raises(UnusableStateError, match="another version, or on another machine"):
        unpack(signed({"made": other, "arrays": [], "header": {}}))


def test_a_pickle_is_refused_unread() -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return pytest.fail, ("was run",)

    with pytest.raises(UnusableStateError, match="is damaged"):
        unpack(pickle.dumps(Trap()))


@pytest.mark.parametrize(
    "change",
    [
        {"counts": [[9, 9, 9, 9]]},
        {"words": [["a"]]},
        {"keys": []},
        {"cues": 3},
        {"notes": 3},
        {"vectors": None},
    ],
)
def test_a_header_that_contradicts_the_arrays_is_refused(change: dict[str, object]) -> None:
    header, arrays = unpack(pack_readings({"key": reading(1)}, notes={}))

    with pytest.raises(UnusableStateError, match="is damaged"):
        unpack_readings(pack({**header, **change}, arrays))


@pytest.mark.parametrize("place", [0, 1, 4])
def test_numbers_that_point_nowhere_are_refused(place: int) -> None:
    """Words, tokens and rows by numbers far beyond what there is, with a digest that is right."""
    header, arrays = unpack(pack_readings({"key": reading(1)}, notes={}))
    changed = [array.copy() for array in arrays]
    assert len(changed[place])
    changed[place][-1] = 10**6

    with pytest.raises(UnusableStateError, match="is damaged"):
        unpack_readings(pack(header, changed))


def passage(start: int, end: int) -> Passage:
    return Passage(Span(start, end), (Span(start, end),))


def two_words(*, starts: tuple[int, int] = (0, 6), cue: tuple[int, int] = (0, 5)) -> Reading:
    """Two passages of a word each, at 0:5 and 6:9, with a cue; unless said otherwise."""
    return Reading(
        words=("never", "tea"),
        stems=("never", "tea"),
        tokens=np.array([0, 1], np.int32),
        starts=np.array(starts, np.int32),
        ends=np.array([starts[0] + 5, starts[1] + 3], np.int32),
        rows=np.array([0, 1, 2], np.int32),
        cues=(CueMatch("a", Span(*cue), "phrase", "never"),),
        badges=("",),
    )


def test_a_reading_is_of_passages_that_have_its_words_and_cues() -> None:
    two = [passage(0, 5), passage(6, 9)]

    assert is_reading_of(two_words(), two)
    assert not is_reading_of(two_words(), two[:1])
    assert not is_reading_of(two_words(), [*two, passage(10, 12)])
    assert not is_reading_of(two_words(starts=(0, 7)), two)
    assert not is_reading_of(two_words(starts=(-1, 6)), two)
    assert not is_reading_of(two_words(cue=(4, 7)), two)
    assert not is_reading_of(two_words(cue=(900, 905)), two)


@pytest.mark.parametrize("vectors", [np.zeros((3, 2)), np.full((2, 2), np.nan)])
def test_vectors_that_are_not_one_for_each_passage_are_refused(vectors: np.ndarray) -> None:
    odd = replace(two_words(), vectors=vectors.astype(np.float32))

    with pytest.raises(UnusableStateError, match="is damaged"):
        unpack_readings(pack_readings({"key": odd}, notes={}))


def test_what_cannot_be_unpacked_is_refused_unpacked_or_not() -> None:
    data = pack_readings({"key": reading(1)}, notes={})

    refuse_unusable(data)
    for damaged in (b"", data[:-1], data[:-1] + bytes([data[-1] ^ 1])):
        with pytest.raises(UnusableStateError, match="is damaged"):
            refuse_unusable(damaged)
    with pytest.raises(UnusableStateError, match="another version"):
        refuse_unusable(signed({"made": "another", "arrays": [], "header": {}}))


def test_a_reading_is_known_by_text_cutting_and_basis() -> None:
    def cut(*ends: int) -> list[Passage]:
        return [Passage(Span(0, end), (Span(0, end),)) for end in ends]

    two = [Passage(Span(0, 9), (Span(0, 4), Span(4, 9)))]
    keys = {
        reading_key("digest", cut(9), basis="x"),
        reading_key("other", cut(9), basis="x"),
        reading_key("digest", cut(8), basis="x"),
        reading_key("digest", two, basis="x"),
        reading_key("digest", cut(9), basis="y"),
    }

    assert len(keys) == 5
    spoken = [Passage(Span(0, 9), (Span(0, 9),), "resident", True)]
    assert reading_key("digest", spoken, basis="x") in keys
