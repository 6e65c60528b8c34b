"""Judges a codebook by every rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ethnocode.codebook.faults import EVERYTHING, NO_GAPS, Fault, Gaps
from ethnocode.codebook.judging import let_be
from ethnocode.codebook.rules import RULES, Rule, Scope, broken_extends, misshapen, not_yaml
from ethnocode.model import Codebook, Finding

_ON_FAULTS: tuple[Rule[Scope], ...] = (not_yaml.RULE, misshapen.RULE, broken_extends.RULE)
"""Rules for what cannot be read."""

_ON_ABSENCE: Mapping[str, tuple[str, ...]] = {
    "CB004": ("definition",),
    "CB006": ("include", "exclude"),
    "CB012": ("near", "exclude"),
    "CB013": ("examples",),
    "CB015": ("tell_apart",),
}
"""Rules that say, at a code or an entry of its 'near', that fields are missing."""

_ON_THE_WHOLE = frozenset({"CB008", "CB009", "CB024", "CB030"})
"""Rules that speak of all codes or sources of a book."""


def lint(
    codebook: Codebook,
    *,
    library: Sequence[Codebook] = (),
    faults: Sequence[Fault] = (),
    gaps: Gaps = NO_GAPS,
) -> tuple[Finding, ...]:
    """Return what the rules find in a codebook's own codes.

    Codes that the book extends are not judged again, nor what its own codes have from those
    they override; nor is what its comments allow. Nothing is said to be missing that may be
    in what could not be read.

    Args:
        codebook: The book, merged with what it extends.
        library: Other books that its ``book:code`` references may name.
        faults: What of the book could not be read.
        gaps: What therefore is not known, of the book and of the library.

    Returns:
        Findings sorted by path, line, column and rule.
    """
    scope = Scope(codebook, library=library, faults=faults, gaps=gaps)
    inherited = scope.inherited
    rules = _ON_FAULTS if gaps.has(EVERYTHING) else RULES
    found = (finding for rule in rules for finding in rule.check(rule, scope))
    follows = _follows_from_a_fault(scope)
    own = (f for f in found if f.position not in inherited and not follows(f))
    return tuple(
        sorted(let_be(own, codebook.allowed), key=lambda f: (*f.position, f.rule, f.message))
    )


def _follows_from_a_fault(scope: Scope) -> Callable[[Finding], bool]:
    """Return what tells findings that only follow from what could not be read."""
    gaps = scope.gaps
    if not (scope.faults or gaps.fields or gaps.books):
        return lambda finding: False
    ids = {code.position: code.id for code in scope.own}
    ids |= {near.position: code.id for code in scope.own for near in code.near}
    ids |= {
        place: code.id
        for code in scope.own
        for name, place in code.places
        if name.endswith(".tell_apart")
    }
    places = {fault.position for fault in scope.faults}
    first = {rule.id for rule in _ON_FAULTS}
    are_sources_unknown = any(field == "sources" for _, field in gaps.fields)
    is_partial = scope.codebook.id in gaps.books or are_sources_unknown

    def follows(finding: Finding) -> bool:
        if finding.rule in first:
            return False
        missing = _ON_ABSENCE.get(finding.rule, ())
        id_ = ids.get(finding.position, "")
        return (
            finding.position in places
            or (is_partial and finding.rule in _ON_THE_WHOLE)
            or (id_ != "" and any(gaps.has(field, of=id_) for field in missing))
        )

    return follows
