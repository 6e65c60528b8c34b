"""What a rule for a study is, and what it sees."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ethnocode.model import Codebook, Coding, Finding, Memo, Position, Severity, Source, Speaker


@dataclass(frozen=True, slots=True)
class Study:
    """All that the rules for a study may look at.

    Args:
        codebook: The study's codebook, with all it extends.
        sources: Every source.
        speakers: Speakers of each source, by its name.
        codings: Every coding of every coder.
        memos: Every memo.
    """

    codebook: Codebook
    sources: tuple[Source, ...]
    speakers: Mapping[str, tuple[Speaker, ...]]
    codings: tuple[Coding, ...]
    memos: tuple[Memo, ...] = ()


@dataclass(frozen=True, slots=True)
class StudyRule:
    """A check on a study. Its module's docstring is its manual page.

    Args:
        id: Stable id, never reused: ``CD``, ``AN`` or ``SR`` and three digits.
        name: Kebab-case; reads after "allow".
        severity: Default severity.
        check: Study in, findings out; must not raise on any study.
    """

    id: str
    name: str
    severity: Severity
    check: Callable[[StudyRule, Study], Iterator[Finding]]

    def at(self, source: str, message: str, *, hint: str) -> Finding:
        """Return a finding of this rule in a source."""
        return Finding(self.id, self.severity, Position(source), message, hint)

    @property
    def manual(self) -> str:
        """The text ``ethnocode explain`` prints."""
        module = sys.modules[self.check.__module__]
        return inspect.cleandoc(module.__doc__ or "")
