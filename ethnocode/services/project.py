"""Finding a project and what it fixes: settings, codebook, coder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ethnocode.errors import NoProjectError, UsageError
from ethnocode.model import Codebook, Settings
from ethnocode.services.settings import SETTINGS, read_settings
from ethnocode.store import DATABASE


@dataclass(frozen=True, slots=True)
class Project:
    """A project folder and what its settings say.

    Args:
        folder: Where the settings and the database are.
        settings: As ``ethnocode.yaml`` gives them.
        coder: Who acts: named on the command line, else the author of the study.
        now: Aware time of the command.
        as_of: Moment whose state is wanted, ISO 8601 in UTC; empty for now.
    """

    folder: Path
    settings: Settings
    coder: str
    now: datetime
    as_of: str = ""

    @property
    def codebook_path(self) -> Path:
        """Where the study's codebook is, as short as the working folder allows."""
        path = self.folder / self.settings.codebook
        here = Path.cwd()
        return path.relative_to(here) if path.is_relative_to(here) else path

    @property
    def stamp(self) -> str:
        """The time of the command, as rows keep it."""
        return self.now.isoformat(timespec="milliseconds")

    def codebook(self) -> Codebook:
        """Return the study's codebook with all that it extends.

        Raises:
            CodebookError: It cannot be read.
        """
        from ethnocode.codebook import open_codebook  # lists of sources need none

        return open_codebook(self.codebook_path)


def open_project(folder: Path | None, *, start: Path, coder: str | None, now: datetime) -> Project:
    """Return the project in a folder, else the nearest one at or above ``start``.

    Raises:
        NoProjectError: There is none.
        ProjectError: Its settings cannot be read.
    """
    found = _checked(folder) if folder is not None else _nearest(start)
    settings = read_settings(found / SETTINGS)
    return Project(found, settings, _coder(coder) or settings.author, now)


def _coder(name: str | None) -> str:
    """Return a coder's name as given; blank, unseen or broken characters are refused."""
    if name is not None and (not name.strip() or not name.isprintable()):
        raise UsageError(
            f"--coder {name!a} is no name", hint="a name has letters, and nothing that is not seen"
        )
    return (name or "").strip()


def _checked(folder: Path) -> Path:
    if (folder / SETTINGS).is_file() or (folder / DATABASE).is_file():
        return folder.resolve()
    raise NoProjectError(
        "no project in this folder", where=str(folder), hint=f"run 'ethnocode init {folder}' first"
    )


def _nearest(start: Path) -> Path:
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file() or (folder / DATABASE).is_file():
            return folder
    raise NoProjectError(
        "no project here or in a folder above",
        where=str(start),
        hint="run 'ethnocode init' first, or name a project with --project",
    )
