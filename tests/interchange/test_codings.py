"""Files of codings: numbers that cannot be."""

from __future__ import annotations

import pytest

from ethnocode.errors import InterchangeError
from ethnocode.interchange import read_codings

LARGEST = 9223372036854775807


def line(field: str, number: str) -> bytes:
    fields = {"start": "1", "end": "2", field: number}
    pairs = ", ".join(f'"{key}": {value}' for key, value in fields.items())
    return f'{{"source": "a.txt", "code": "a", {pairs}}}\n'.encode()


@pytest.mark.parametrize("field", ["start", "end", "occurrence"])
@pytest.mark.parametrize("number", [str(LARGEST + 1), "9" * 5000], ids=["one over", "5000 digits"])
def test_a_number_too_large_to_store_is_refused_with_its_line(field: str, number: str) -> None:
    with pytest.raises(InterchangeError, match=f"'{field}' is not a whole number") as caught:
        read_codings(line(field, number), label="in.jsonl")

    assert caught.value.where == "in.jsonl:1"


def test_the_largest_number_is_read() -> None:
    (request,) = read_codings(line("end", str(LARGEST)), label="in.jsonl")

    assert request.end == LARGEST


@pytest.mark.parametrize("number", ["²", str(LARGEST + 1), "9" * 5000], ids=["²", "over", "long"])
def test_a_number_of_a_yaml_file_is_decimal_and_can_be_stored(number: str) -> None:
    text = f"codings:\n  - {{source: a.txt, code: a, quote: tin, occurrence: {number}}}\n"

    with pytest.raises(InterchangeError, match="'occurrence' is not a whole number"):
        read_codings(text.encode(), label="in.yaml")


def test_a_line_nested_beyond_reason_is_refused() -> None:
    with pytest.raises(InterchangeError, match="not JSON"):
        read_codings(b"[" * 100_000, label="in.jsonl")
