"""What every command needs first: the project, and the pairs people type."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from ethnocode.cli.output import say
from ethnocode.errors import UsageError
from ethnocode.services.project import Project, new_place, open_project

_CODER = "ETHNOCODE_CODER"


def here(
    folder: Path | None,
    *,
    coder: str | None = None,
    as_of: str | None = None,
    conflicts_allowed: bool = False,
) -> Project:
    """Return the project a command works in, now or as it was.

    Says once where a project lies in a folder that other machines share; but not where
    conflicts are allowed, for such a command writes nothing of its own into the project.

    Args:
        folder: Where the project is, if that was said.
        coder: Who acts, if that was said; else whom ETHNOCODE_CODER names.
        as_of: Day or moment whose state is wanted.
        conflicts_allowed: Whether another version beside it may wait to be decided on.

    Raises:
        NoProjectError: There is none.
        ConflictError: Another version of its files lies beside them.
        UsageError: ``as_of`` is neither a day nor a moment.
    """
    project = open_project(
        folder,
        start=Path.cwd(),
        coder=coder or os.environ.get(_CODER) or None,
        now=datetime.now(UTC),
        conflicts_allowed=conflicts_allowed,
    )
    if not conflicts_allowed:
        _say_where(project)
    return replace(project, as_of=moment_of(as_of)) if as_of is not None else project


def _say_where(project: Project) -> None:
    home = Path(os.path.expanduser("~"))  # Path.home() fails where there is none
    place = new_place(project, environment=os.environ, home=home)
    if place is None:
        return
    danger = (
        f"lies on a network drive ({place.service}), where two programs may write to one file at "
        "the same time"
        if place.network
        else f"lies in a folder that {place.service} keeps in step: it may copy the project in the "
        "middle of a save, and put another machine's version over your work"
    )
    say(f"ethnocode: notice: {project.folder}: the project {danger}")
    say("  hint: keep the project outside it and put 'ethnocode backup FILE' copies there")


def moment_of(text: str) -> str:
    """Return a moment as events keep it; a day alone means its end.

    Raises:
        UsageError: The text is neither a day nor a moment.
    """
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        if _is_day(text):
            moment += timedelta(days=1, milliseconds=-1)
        return moment.astimezone(UTC).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError):
        raise UsageError(
            f"--as-of '{text}' is neither a day nor a moment",
            hint="such as 2026-03-01 or 2026-03-01T14:30:00",
        ) from None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


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


def span_numbers(span: str) -> tuple[int, int]:
    """Return the two numbers of ``A:B``.

    Raises:
        UsageError: The text is not shaped so.
    """
    start, colon, end = span.partition(":")
    if not colon or not start.isdecimal() or not end.isdecimal():
        raise UsageError(f"--span '{span}' is not A:B", hint="such as --span 120:164")
    return int(start), int(end)
