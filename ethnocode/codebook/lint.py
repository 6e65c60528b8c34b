"""Judges a codebook by every rule."""

from __future__ import annotations

from collections.abc import Sequence

from ethnocode.codebook.faults import Fault
from ethnocode.codebook.rules import RULES, Scope
from ethnocode.model import Codebook, Finding


def lint(
    codebook: Codebook, *, library: Sequence[Codebook] = (), faults: Sequence[Fault] = ()
) -> tuple[Finding, ...]:
    """Return what the rules find in a codebook's own codes.

    Codes that the book extends are not judged again.

    Args:
        codebook: The book, merged with what it extends.
        library: Other books that its ``book:code`` references may name.
        faults: What of the book could not be read.

    Returns:
        Findings sorted by path, line, column and rule.
    """
    scope = Scope(codebook, library=library, faults=faults)
    found = (finding for rule in RULES for finding in rule.check(rule, scope))
    return tuple(sorted(found, key=lambda f: (*f.position, f.rule, f.message)))
