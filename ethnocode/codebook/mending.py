"""Mends in a codebook's text what is safe to mend, and nothing besides.

What a rule would write is kept only if the text then reads as it was meant, what was to
be mended is found no more, and nothing is found that was not found before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ethnocode.codebook.catalogue import open_codebook
from ethnocode.codebook.draft import Draft
from ethnocode.codebook.lint import lint
from ethnocode.codebook.rules import RULES, Rule, Scope
from ethnocode.errors import CodebookError
from ethnocode.model import Codebook, Finding

_BY_HAND = "mend it by hand"
_REMEMBERED = 2
_LINE = re.compile(r"(?<=line )\d+|(?<=:)\d+(:\d+)?")


@dataclass(frozen=True, slots=True)
class Mended:
    """A codebook's text after mending.

    Args:
        text: The text.
        fixed: What is found no more, where it was found before anything was mended.
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
    bench = _Bench(path, library)
    fixable = {rule.id for rule in RULES if rule.fix is not None}

    def mendable(text: str) -> tuple[Finding, ...]:
        return tuple(f for f in wanted(bench.findings(text)) if f.rule in fixable)

    before, done = mendable(text), text
    for rule in RULES:
        if rule.fix is not None:
            mine = [finding for finding in mendable(done) if finding.rule == rule.id]
            done = _mend(bench, rule, mine, done)
    left = mendable(done)
    return Mended(done, _gone(before, left), left)


class _Bench:
    """Where texts of one file are tried; the last few are remembered."""

    def __init__(self, path: Path, library: Sequence[Codebook]) -> None:
        self.path = path
        self._library = tuple(library)
        self.scope = lru_cache(_REMEMBERED)(self._scope)
        self.findings = lru_cache(_REMEMBERED)(self._findings)

    def _scope(self, text: str) -> Scope:
        book = open_codebook(self.path, text=text)
        return Scope(book, library=[other for other in self._library if other.id != book.id])

    def _findings(self, text: str) -> tuple[Finding, ...]:
        book = self.scope(text).codebook
        return lint(book, library=[other for other in self._library if other.id != book.id])


def _mend(bench: _Bench, rule: Rule[Scope], mine: Sequence[Finding], text: str) -> str:
    """Return a text with all of a rule's findings mended, or else as many as can be."""
    if not mine:
        return text
    after = _tried(bench, rule, mine, text)
    if after is not None:
        return after
    if len(mine) == 1:
        return text
    half = len(mine) // 2
    return _mend(bench, rule, mine[half:], _mend(bench, rule, mine[:half], text))


def _tried(bench: _Bench, rule: Rule[Scope], mine: Sequence[Finding], text: str) -> str | None:
    """Return the text with some findings mended, if that makes nothing worse."""
    before = bench.findings(text)
    messages = {finding.message for finding in mine}
    # They may stand elsewhere by now, for others were mended.
    now = [f for f in before if f.rule == rule.id and f.message in messages]
    draft = Draft(text, path=str(bench.path), by_hand=_BY_HAND)
    try:
        if rule.fix is not None:
            rule.fix(draft, bench.scope(text), now)
        done = draft.finished()
        after = bench.findings(done)
    except CodebookError:
        return None
    gone, new = _what(before) - _what(after), _what(after) - _what(before)
    if new or _what(mine) - gone:
        return None
    return done


def _gone(before: Sequence[Finding], after: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings that are no more."""
    still = _what(after)
    gone = []
    for finding in before:
        if still[_key(finding)]:
            still[_key(finding)] -= 1
        else:
            gone.append(finding)
    return tuple(gone)


def _what(findings: Sequence[Finding]) -> Counter[tuple[str, str]]:
    """Return how often each thing is found, whatever line it, or what it speaks of, stands in."""
    return Counter(map(_key, findings))


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, _LINE.sub("#", finding.message)
