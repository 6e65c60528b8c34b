"""Files of codings: JSON lines, or YAML with a list ``codings``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ethnocode.errors import InterchangeError
from ethnocode.interchange.numbers import LARGEST, whole_number
from ethnocode.model import is_coder_name
from ethnocode.text.strict_yaml import YamlNode, read_yaml, yaml_faults_as

_TEXTS = ("source", "code", "quote", "coder", "memo")
_NUMBERS = ("start", "end", "occurrence")
_KEYS = (*_TEXTS, *_NUMBERS, "properties")
_LONGEST = 25
_HINT = 'write {"source": "note.md", "code": "capital.social", "quote": "knew them all"}'


@dataclass(frozen=True, slots=True)
class CodingRequest:
    """A coding somebody asks for, not yet checked against source or codebook.

    Args:
        source: Name of the source.
        code: Full id or alias of the code.
        quote: Words to code, or empty when ``start`` and ``end`` say where.
        occurrence: Which of several places of the quote, from 1; ``None`` when it
            must be the only one.
        start: First character, or ``None``.
        end: One past the last character, or ``None``.
        coder: Who codes, or empty for the one who acts.
        memo: Why; may be empty.
        properties: Pairs of property and value.
        where: Place in the file, for messages.
    """

    source: str
    code: str
    quote: str = ""
    occurrence: int | None = None
    start: int | None = None
    end: int | None = None
    coder: str = ""
    memo: str = ""
    properties: tuple[tuple[str, str], ...] = ()
    where: str = ""


def read_codings(data: bytes, *, label: str) -> tuple[CodingRequest, ...]:
    """Read a file of codings: YAML by its name's ending, else JSON lines.

    Raises:
        InterchangeError: A record is not shaped as a coding; names the line.
    """
    if Path(label).suffix.lower() in (".yaml", ".yml"):
        return _from_yaml(data, label)
    try:
        lines = data.decode("utf-8-sig").split("\n")  # a memo may hold other line breaks
    except UnicodeDecodeError as exc:
        raise InterchangeError("not UTF-8 text", where=label, hint=_HINT) from exc
    return tuple(
        _request(_parsed(line, f"{label}:{number}"), f"{label}:{number}")
        for number, line in enumerate(lines, start=1)
        if line.strip()
    )


def _parsed(line: str, where: str) -> dict[str, Any]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise InterchangeError(f"'{twice}' is there twice", where=where, hint="keep one")
        return found

    try:
        # Longer numbers are cut, for they are refused as too large anyway.
        record = json.loads(
            line, parse_int=lambda digits: int(digits[:_LONGEST]), object_pairs_hook=once
        )
    except (ValueError, RecursionError) as exc:
        raise InterchangeError("the line is not JSON", where=where, hint=_HINT) from exc
    if not isinstance(record, dict):
        raise InterchangeError("the line is not a JSON object", where=where, hint=_HINT)
    return record


def _from_yaml(data: bytes, label: str) -> tuple[CodingRequest, ...]:
    with yaml_faults_as(InterchangeError):
        rows = read_yaml(data, path=label).get("codings")
        if rows is None:
            raise InterchangeError("there is no list 'codings'", where=label)
        return tuple(_request(_record(node), str(node.position)) for node in rows.nodes())


def _record(node: YamlNode) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for key, value in node.mapping().items():
        if key == "properties":
            record[key] = {name: field.text() for name, field in value.mapping().items()}
        elif key in _NUMBERS and (number := whole_number(value.text())) is not None:
            record[key] = number
        else:
            record[key] = value.text()
    return record


def _request(record: dict[str, Any], where: str) -> CodingRequest:
    unknown = [key for key in record if key not in _KEYS and key != "why"]
    if unknown:
        raise InterchangeError(
            f"unknown key '{unknown[0]}'", where=where, hint="keys: " + ", ".join(_KEYS)
        )
    _check_texts(record, where)
    for key in _NUMBERS:
        if not _is_number(record.get(key)):
            raise InterchangeError(
                f"'{key}' is not a whole number up to {LARGEST}", where=where, hint=_HINT
            )
    if not record.get("source") or not record.get("code"):
        raise InterchangeError("a coding needs 'source' and 'code'", where=where, hint=_HINT)
    spanned = record.get("start") is not None and record.get("end") is not None
    if spanned == bool(record.get("quote")):
        raise InterchangeError(
            "a coding needs either 'quote' or both 'start' and 'end'", where=where, hint=_HINT
        )
    return CodingRequest(
        source=record["source"],
        code=record["code"],
        quote=record.get("quote", ""),
        occurrence=record.get("occurrence"),
        start=record.get("start"),
        end=record.get("end"),
        coder=record.get("coder", "").strip(),
        memo=record.get("memo") or record.get("why") or "",
        properties=_properties(record.get("properties"), where),
        where=where,
    )


def _check_texts(record: dict[str, Any], where: str) -> None:
    for key in (*_TEXTS, "why"):
        if not isinstance(record.get(key, ""), str):
            raise InterchangeError(f"'{key}' is not text", where=where, hint=_HINT)
    for key, value in record.items():
        try:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:
            raise InterchangeError(
                f"'{key}' is not Unicode text", where=where, hint="write its characters whole"
            ) from None
    coder = record.get("coder", "")
    if coder and not is_coder_name(coder):
        raise InterchangeError(
            f"'coder' {coder[:_LONGEST]!a} is no name",
            where=where,
            hint="a name has letters, is not long, and has nothing that is not seen",
        )


def _is_number(value: object) -> bool:
    if value is None:
        return True
    return isinstance(value, int) and not isinstance(value, bool) and value <= LARGEST


def _properties(given: object, where: str) -> tuple[tuple[str, str], ...]:
    if given is None:
        return ()
    if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
        raise InterchangeError("'properties' is not an object of texts", where=where, hint=_HINT)
    return tuple(sorted(given.items()))
