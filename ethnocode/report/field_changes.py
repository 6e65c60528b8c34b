"""What a field of a code says otherwise, as lines that people read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from ethnocode.model import FieldChange

_ALIKE = 0.5
"""Share of words that two sentences must have in common to be told as one with changes."""
_LONGEST = 1_500
"""Words up to which two sentences are compared word by word."""


def change_lines(change: FieldChange) -> Iterator[str]:
    """Yield what a field said and says: gone after ``- ``, new after ``+ ``.

    A sentence that is largely the same is one line after ``~ ``, with ``[-words-]`` that are
    gone and ``{+words+}`` that are new.
    """
    if isinstance(change.old, str) and isinstance(change.new, str):
        yield from _sentence(change.old, change.new)
        return
    old, new = (Counter(entry_lines(change.field, value)) for value in (change.old, change.new))
    yield from (f"- {entry}" for entry in (old - new).elements())
    yield from (f"+ {entry}" for entry in (new - old).elements())


def entry_lines(field: str, value: Any) -> Iterator[str]:
    """Yield the entries of a field, each as one line."""
    if value is None:
        return
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _entries_of(field, key, inner)
        return
    for entry in value:
        if field == "near":
            yield f"{entry['code']}: {entry['tell_apart']}"
        elif field == "examples":
            yield _example(entry)
        else:
            yield entry


def _entries_of(field: str, key: str, inner: Any) -> Iterator[str]:
    said = key.replace("_", " ")
    if field == "properties":
        yield f"{key}: {', '.join(inner) or 'any value'}"
    elif isinstance(inner, str):
        yield f"{said}: {inner}"
    else:
        yield from (f"{said}: {_plain(entry)}" for entry in inner)


def _example(entry: Mapping[str, Any]) -> str:
    verdict = "apply" if entry["apply"] else "do not apply"
    why = f" ({entry['why']})" if entry["why"] else ""
    source = f", in {entry['source']}" if entry.get("source") else ""
    return f'{verdict}: "{entry["text"]}"{source}{why}'


def _plain(entry: Any) -> str:
    return entry if isinstance(entry, str) else json.dumps(entry, ensure_ascii=False)


def _sentence(old: str, new: str) -> Iterator[str]:
    before, after = old.split(), new.split()
    if before and after and len(before) + len(after) <= _LONGEST:
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        if matcher.ratio() >= _ALIKE:
            yield "~ " + " ".join(_words(matcher, before, after))
            return
    if before:
        yield f"- {' '.join(before)}"
    if after:
        yield f"+ {' '.join(after)}"


def _words(matcher: SequenceMatcher[str], before: list[str], after: list[str]) -> Iterator[str]:
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            yield " ".join(before[start:end])
            continue
        if start < end:
            yield f"[-{' '.join(before[start:end])}-]"
        if first < last:
            yield f"{{+{' '.join(after[first:last])}+}}"
