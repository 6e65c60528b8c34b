"""What every command needs first: the project, and the pairs people type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ethnocode.errors import UsageError
from ethnocode.services.project import Project, open_project


def here(folder: Path | None, *, coder: str | None = None, as_of: str | None = None) -> Project:
    """Return the project a command works in, now or as it was.

    Raises:
        NoProjectError: There is none.
        UsageError: ``as_of`` is neither a day nor a moment.
    """
    project = open_project(folder, start=Path.cwd(), coder=coder, now=datetime.now(UTC))
    return replace(project, as_of=_moment(as_of)) if as_of else project


def _moment(text: str) -> str:
    """Return a moment as events keep it; a day alone means its end."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"--as-of '{text}' is neither a day nor a moment",
            hint="such as 2026-03-01 or 2026-03-01T14:30:00",
        ) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if len(text) == len("2026-03-01"):
        moment += timedelta(days=1, milliseconds=-1)
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


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
