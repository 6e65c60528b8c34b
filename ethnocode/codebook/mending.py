"""Mends in a codebook's text what is safe to mend, and nothing besides.

What a rule would write is kept only if the text then reads as it was meant, what was to
be mended is found no more, and nothing is found that was not found before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ethnocode.codebook.catalogue import open_codebook
from ethnocode.codebook.draft import Draft
from ethnocode.codebook.lint import lint
from ethnocode.codebook.rules import RULES, Rule, Scope
from ethnocode.errors import CodebookError
from ethnocode.model import Codebook, Finding

_BY_HAND = "mend it by hand"


@dataclass(frozen=True, slots=True)
class Mended:
    """A codebook's text after mending.

    Args:
        text: The text.
        fixed: What is found no more, where it was found.
        left: What a rule can mend elsewhere, but not here.
    """

    text: str
    fixed: tuple[Finding, ...] = ()
    left: tuple[Finding, ...] = ()


def mended(
    text: str,
    *,
    path: Path,
    library: Sequence[Codebook],
    wanted: Callable[[Sequence[Finding]], list[Finding]],
) -> Mended:
    """Return a codebook's text with what is safe to mend.

    Args:
        text: As written.
        path: The file, which need not be so yet.
        library: Other books that its references may name.
        wanted: Returns those of some findings that are to be mended.

    Raises:
        CodebookError: It cannot be read.
    """
    bench = _Bench(path, tuple(library))
    done, found = Mended(text), bench.findings(text)
    for rule in RULES:
        if rule.fix is not None:
            mine = [finding for finding in wanted(found) if finding.rule == rule.id]
            done = _mend(bench, rule, mine, done)
            found = bench.findings(done.text) if mine else found
    fixable = {rule.id for rule in RULES if rule.fix is not None}
    return replace(done, left=tuple(f for f in wanted(found) if f.rule in fixable))


@dataclass(frozen=True, slots=True)
class _Bench:
    """Where texts of one file are tried."""

    path: Path
    library: tuple[Codebook, ...]

    def scope(self, text: str) -> Scope:
        book = open_codebook(self.path, text=text)
        return Scope(book, library=self.others(book))

    def findings(self, text: str) -> tuple[Finding, ...]:
        book = open_codebook(self.path, text=text)
        return lint(book, library=self.others(book))

    def others(self, book: Codebook) -> list[Codebook]:
        return [other for other in self.library if other.id != book.id]


def _mend(bench: _Bench, rule: Rule[Scope], mine: Sequence[Finding], done: Mended) -> Mended:
    """Mend all of a rule's findings, or else as many as can be."""
    if not mine:
        return done
    after = _tried(bench, rule, mine, done)
    if after is not None:
        return after
    if len(mine) == 1:
        return done
    half = len(mine) // 2
    return _mend(bench, rule, mine[half:], _mend(bench, rule, mine[:half], done))


def _tried(
    bench: _Bench, rule: Rule[Scope], mine: Sequence[Finding], done: Mended
) -> Mended | None:
    """Return the text with some findings mended, if that makes nothing worse."""
    before = bench.findings(done.text)
    messages = {finding.message for finding in mine}
    # They may stand elsewhere by now, for others were mended.
    now = [f for f in before if f.rule == rule.id and f.message in messages]
    draft = Draft(done.text, path=str(bench.path), by_hand=_BY_HAND)
    try:
        if rule.fix is not None:
            rule.fix(draft, bench.scope(done.text), now)
        text = draft.finished()
        after = bench.findings(text)
    except CodebookError:
        return None
    gone, new = _what(before) - _what(after), _what(after) - _what(before)
    if new or any(not gone[(finding.rule, finding.message)] for finding in mine):
        return None
    return replace(done, text=text, fixed=(*done.fixed, *mine))


def _what(findings: Sequence[Finding]) -> Counter[tuple[str, str]]:
    """Return how often each thing is found, wherever it stands."""
    return Counter((finding.rule, finding.message) for finding in findings)
