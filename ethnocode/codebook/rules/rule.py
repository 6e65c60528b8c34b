"""What a lint rule is."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Finding, Position, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A check on a codebook. Its module's docstring is its manual page.

    Args:
        id: Stable id, never reused: ``CB`` and three digits.
        name: Kebab-case; reads after "allow": *allow one-way-near*.
        severity: Default severity.
        check: Codebook in, findings out; must not raise on any codebook.
    """

    id: str
    name: str
    severity: Severity
    check: Callable[[Rule, Scope], Iterator[Finding]]

    def at(self, position: Position, message: str, *, hint: str) -> Finding:
        """Return a finding of this rule at a place."""
        return Finding(self.id, self.severity, position, message, hint)

    @property
    def manual(self) -> str:
        """The text ``ethnocode explain`` prints."""
        module = sys.modules[self.check.__module__]
        return inspect.cleandoc(module.__doc__ or "")
