"""An id is not made of small letters, digits and underscores.

Why: ids are typed at the shell, written into files and compared for ever. A
capital, a blank or a letter that only looks like another makes two ids that
nobody can tell apart. An id may be a dotted path where it adds a child to a
code that exists.

Fails:
    - {id: Gate-Keeping, definition: Somebody decides who is let in.}
Passes:
    - {id: gatekeeping, definition: Somebody decides who is let in.}
    - {id: gatekeeping.at_the_door, definition: It happens on arrival.}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Severity

ID_PART = re.compile(r"[a-z][a-z0-9_]*")
"""What stands between the dots of a full id."""

_BOOK = re.compile(r"[a-z][a-z0-9_-]*")
_NOT_OF_IDS = re.compile(r"[^\w.]+")
_HINT = "use small letters, digits and underscores, a letter first"


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for the book's id and each code id that is not well formed."""
    book = scope.codebook
    if not _BOOK.fullmatch(book.id):
        yield rule.at(book.place_of("id"), f"{book.id!a} is not a codebook id", hint=_HINT)
    ids = frozenset(code.id for code in scope.own)
    for code in scope.own:
        # What a code has wrong from its parent is told once, at the parent.
        written = code.id.rpartition(".")[2] if code.parent in ids else code.id
        if not is_id(written):
            # Escaped, so that a letter which only looks right shows itself.
            yield rule.at(code.position, f"{code.id!a} is not an id", hint=_HINT)


def is_id(full_id: str) -> bool:
    """Whether every part of a full id is well formed."""
    return all(ID_PART.fullmatch(part) for part in full_id.split("."))


def as_id(written: str) -> str:
    """Return the well-formed id that somebody meant who wrote capitals, blanks or hyphens."""
    return _NOT_OF_IDS.sub("_", written.casefold())


RULE = Rule("CB002", "bad-id", Severity.ERROR, check)
