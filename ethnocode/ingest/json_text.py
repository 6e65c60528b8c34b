"""What JSON files hold, parsed within limits."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ethnocode.errors import DamagedSourceError, UnsafeSourceError
from ethnocode.ingest.decode import Decoded, decode
from ethnocode.ingest.reader import ReadOptions

_MOST_BYTES = 64_000_000


def parse_json(data: bytes, *, label: str, options: ReadOptions) -> tuple[object, Decoded]:
    """Return what a JSON file holds, and how it was decoded.

    Raises:
        DamagedSourceError: It is cut short, nested too deeply or no JSON.
        UnsafeSourceError: It is so big that it would take gigabytes of memory.
    """
    if len(data) > _MOST_BYTES:
        raise UnsafeSourceError(
            f"{len(data) // 1_000_000} MB of JSON are more than is read",
            where=label,
            hint="leave the word-by-word details out, or split it",
        )
    decoded = decode(data, label=label, encoding=options.encoding)
    try:
        return json.loads(decoded.words.removeprefix("\ufeff")), decoded
    except json.JSONDecodeError as error:
        raise DamagedSourceError(
            f"line {error.lineno}: damaged, not JSON ({error.msg.lower()})",
            where=label,
            hint="export it again",
        ) from None
    except (RecursionError, ValueError):
        raise DamagedSourceError(
            "damaged: JSON nested too deeply, or with numbers too long",
            where=label,
            hint="export it again",
        ) from None


def mapping(value: object) -> Mapping[str, object]:
    """Return a JSON object; an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> list[Mapping[str, object]]:
    """Return the objects in a JSON array; none for anything else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def words_of(value: object) -> str:
    """Return a JSON string, or a number in digits; empty for anything else."""
    if isinstance(value, float):
        return format(value, "f") if "e" in str(value) else str(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()
