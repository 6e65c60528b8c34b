"""What every command needs first: the project, and the pairs people type."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from ethnocode.errors import UsageError
from ethnocode.services.project import Project, open_project


def here(folder: Path | None, *, coder: str | None = None) -> Project:
    """Return the project a command works in.

    Raises:
        NoProjectError: There is none.
    """
    return open_project(folder, start=Path.cwd(), coder=coder, now=datetime.now(UTC))


def pairs(texts: Sequence[str] | None, *, option: str) -> tuple[tuple[str, str], ...]:
    """Split ``NAME=VALUE`` texts.

    Raises:
        UsageError: A text has no ``=`` or nothing before it.
    """
    found = []
    for text in texts or ():
        name, sign, value = text.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise UsageError(f"{option} '{text}' is not NAME=VALUE")
        found.append((name.strip(), value.strip()))
    return tuple(found)
