"""Finding what a person named, or saying what is nearest."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from ethnocode.errors import SourceError, UnknownCodeError, UsageError
from ethnocode.model import Code, Codebook, Source
from ethnocode.store import Store


def source_named(store: Store, name: str) -> Source:
    """Return the source of a name.

    Raises:
        SourceError: There is none; names the nearest.
    """
    source = store.sources.named(name)
    if source is None:
        names = [known.name for known in store.sources.all()]
        near = get_close_matches(name, names, n=3)
        raise SourceError(
            f"no source '{name}'",
            hint=f"did you mean {' or '.join(near)}?"
            if near
            else "'ethnocode source list' shows what there is",
        )
    return source


def code_named(codebook: Codebook, name: str) -> Code:
    """Return the code of an id or alias.

    Raises:
        UnknownCodeError: There is none; names the nearest.
    """
    code = codebook.code_named(name)
    if code is None:
        raise UnknownCodeError(
            f"the codebook has no code '{name}'", hint=near_codes(codebook, name)
        )
    return code


def near_codes(codebook: Codebook, name: str) -> str:
    """Return a hint that names the codes most like a name."""
    ids = [code.id for code in codebook]
    near = get_close_matches(name, ids, n=3, cutoff=0.5)
    last = [id_ for id_ in ids if id_.rpartition(".")[2] == name.rpartition(".")[2]]
    found = list(dict.fromkeys([*last, *near]))[:3]
    if found:
        return f"did you mean {' or '.join(found)}?"
    return "'ethnocode codebook show' lists the codes"


def checked_properties(code: Code, given: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return property values in order of their names.

    Raises:
        UsageError: The code declares no such property or value.
    """
    declared = dict(code.properties)
    for name, value in given:
        if name not in declared:
            raise UsageError(
                f"{code.id} has no property '{name}'",
                hint="properties: " + (", ".join(declared) or "none"),
            )
        if declared[name] and value not in declared[name]:
            raise UsageError(
                f"'{value}' is not a value of {code.id}'s property '{name}'",
                hint="values: " + ", ".join(declared[name]),
            )
    return tuple(sorted(dict(given).items()))
