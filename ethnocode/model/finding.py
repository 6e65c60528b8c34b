"""Findings: problems in what the user wrote, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Position(NamedTuple):
    """A place in a file, both counted from 1; line 0 is the file as a whole."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


class Severity(StrEnum):
    """Whether a finding fails a check (``ERROR``) or only reports."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule found.

    Args:
        rule: Rule id, such as ``CB003``.
        severity: Whether it fails the check.
        position: Where in the user's file.
        message: What is wrong, naming the value.
        hint: What to do about it; may be empty.
    """

    rule: str
    severity: Severity
    position: Position
    message: str
    hint: str = ""
