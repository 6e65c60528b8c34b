"""Sheets of drawn passages that a coder has filled in: JSON, or CSV.

A passage without codes is one that she has not come to; ``-`` says that she found nothing.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ethnocode.errors import InterchangeError
from ethnocode.interchange.numbers import whole_number

_BEYOND = "beyond the last column"
_BETWEEN = re.compile(r"[;,\s]+")
_NOTHING = "-"
_NEEDED = ("passage", "coder", "codes")
_TABLES = (".csv", ".txt", ".tsv")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DELIMITERS = ",;\t"
_HINT = "fill in the sheet that 'ethnocode coding sample' wrote, and change its codes only"


@dataclass(frozen=True, slots=True)
class SheetCode:
    """A code that a sheet gives to a passage.

    Args:
        code: Full id or alias.
        quote: Words of the passage; empty for the whole of it.
        memo: Why; may be empty.
    """

    code: str
    quote: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class SheetPassage:
    """A passage of a sheet, with the codes that it was given.

    Args:
        passage: Its number on the sheet.
        coder: Who recodes it.
        codes: What she gave it.
        nothing: Whether she says that she found nothing there.
        source: What the sheet says its source is; may be empty.
        words: What the sheet says its words are; may be empty.
        where: Place in the file, for messages.
    """

    passage: int
    coder: str
    codes: tuple[SheetCode, ...]
    nothing: bool
    source: str
    words: str
    where: str


def read_sheet(data: bytes, *, label: str) -> tuple[SheetPassage, ...]:
    """Read a filled sheet: a table by its name's ending, else JSON.

    A spreadsheet's "Unicode text" is UTF-16 and says so; everything else is UTF-8.

    Raises:
        InterchangeError: It is not shaped as a sheet; names the place.
    """
    try:
        text = data.decode("utf-16" if data.startswith(_WIDE) else "utf-8-sig")
    except UnicodeDecodeError as exc:
        raise InterchangeError(
            "not UTF-8 text", where=label, hint="save it as 'CSV UTF-8', and take that in"
        ) from exc
    is_table = Path(label).suffix.lower() in _TABLES
    records = _of_csv(text, label) if is_table else _of_json(text, label)
    found = tuple(_passage(record, where) for where, record in records)
    if not found:
        raise InterchangeError("there is no passage in it", where=label, hint=_HINT)
    return found


def _of_csv(text: str, label: str) -> Iterator[tuple[str, dict[str, Any]]]:
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)  # spreadsheets write ; in many countries
    rows = csv.DictReader(
        io.StringIO(text, newline=""), strict=True, delimiter=delimiter, restkey=_BEYOND
    )
    try:
        missing = [name for name in _NEEDED if name not in (rows.fieldnames or ())]
        if missing:
            raise InterchangeError(f"there is no column '{missing[0]}'", where=label, hint=_HINT)
        for number, row in enumerate(rows, start=1):
            if _BEYOND in row:
                raise InterchangeError(
                    "it has more cells than there are columns",
                    where=f"{label}: row {number}",
                    hint="put ; between codes, or quotes around the cell",
                )
            codes = [code for code in _BETWEEN.split(row.get("codes") or "") if code]
            yield f"{label}: row {number}", {**row, "codes": codes}
    except csv.Error as exc:
        raise InterchangeError("this is no CSV", where=label, hint=_HINT) from exc


def _of_json(text: str, label: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        records = json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise InterchangeError("this is no JSON", where=label, hint=_HINT) from exc
    if not isinstance(records, list):
        raise InterchangeError("this is no list of passages", where=label, hint=_HINT)
    for number, record in enumerate(records, start=1):
        where = f"{label}: entry {number}"
        if not isinstance(record, dict):
            raise InterchangeError("this is no passage", where=where, hint=_HINT)
        yield where, record


def _passage(record: dict[str, Any], where: str) -> SheetPassage:
    number, coder, codes = (record.get(key) for key in _NEEDED)
    passage = whole_number(str(number)) if isinstance(number, int | str) else None
    if passage is None:
        raise InterchangeError("it has no number of a passage", where=where, hint=_HINT)
    if not isinstance(coder, str) or not coder.strip():
        raise InterchangeError("it does not say who recodes", where=where, hint=_HINT)
    if not isinstance(codes, list):
        raise InterchangeError(
            "its codes are no list", where=where, hint='write "codes": ["capital.social"]'
        )
    nothing = _NOTHING in codes
    if nothing and len(codes) > 1:
        raise InterchangeError(
            "it has codes, and - for nothing as well", where=where, hint="leave out one of the two"
        )
    return SheetPassage(
        passage,
        coder.strip(),
        codes=() if nothing else tuple(_code(one, where) for one in codes),
        nothing=nothing,
        source=_said(record.get("source")),
        words=_said(record.get("words")),
        where=where,
    )


def _said(value: object) -> str:
    return value if isinstance(value, str) else ""


def _code(given: object, where: str) -> SheetCode:
    record = {"code": given} if isinstance(given, str) else given
    if (
        not isinstance(record, dict)
        or not record.get("code")
        or not set(record) <= {"code", "quote", "memo"}
        or not all(isinstance(value, str) for value in record.values())
    ):
        raise InterchangeError(
            "one of its codes cannot be read",
            where=where,
            hint='write "capital.social", or {"code": ..., "quote": ..., "memo": ...}',
        )
    return SheetCode(**record)
