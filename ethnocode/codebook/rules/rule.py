"""What a rule is."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ethnocode.codebook.draft import Draft
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Position, Severity

Seen = TypeVar("Seen")
"""What a rule looks at: the ``Scope`` of a codebook, or a ``Study``."""


@dataclass(frozen=True, slots=True)
class Rule(Generic[Seen]):
    """A check. Its module's docstring is its manual page.

    Args:
        id: Stable id, never reused: ``CB``, ``CD``, ``AN``, ``SR`` or ``PR``, and three digits.
        name: Kebab-case; reads after "allow": *allow one-way-near*.
        severity: Default severity.
        check: What is judged in, findings out; must not raise on anything that could be read.
        fix: Mends in a codebook's text those of the rule's findings there that are safe to mend.
        in_short: What to say in place of those of its findings that are left to report, where
            they are many; else nothing.
        can_judge: Whether there is enough to judge by; not asked of rules that always can.
    """

    id: str
    name: str
    severity: Severity
    check: Callable[[Rule[Seen], Seen], Iterator[Finding]]
    fix: Callable[[Draft, Scope, Sequence[Finding]], None] | None = None
    in_short: Callable[[Seen, Sequence[Finding]], Finding | None] | None = None
    can_judge: Callable[[Seen], bool] | None = None

    def at(self, position: Position, message: str, *, hint: str) -> Finding:
        """Return a finding of this rule at a place."""
        return Finding(self.id, self.severity, position, message, hint)

    @property
    def manual(self) -> str:
        """The text ``ethnocode explain`` prints."""
        module = sys.modules[self.check.__module__]
        return inspect.cleandoc(module.__doc__ or "")
