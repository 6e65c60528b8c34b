"""Finding a project and what it fixes: settings, codebook, coder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ethnocode.errors import ConflictError, NoProjectError, UsageError
from ethnocode.model import Codebook, Settings, is_coder_name
from ethnocode.services.settings import SETTINGS, from_here, read_settings
from ethnocode.store import (
    DATABASE,
    Place,
    conflict_copies,
    finish_interrupted,
    note_place,
    shared_place,
)

_USUAL = (SETTINGS, "codebook.yaml")


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
        return from_here(self.folder / self.settings.codebook)

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


def open_project(
    folder: Path | None,
    *,
    start: Path,
    coder: str | None,
    now: datetime,
    conflicts_allowed: bool = False,
) -> Project:
    """Return the project in a folder, else the nearest one at or above ``start``.

    Args:
        folder: Where it is, if that was said.
        start: Where to look otherwise.
        coder: Who acts, if that was said.
        now: Aware time of the command.
        conflicts_allowed: Whether another version beside it may wait to be decided on.

    Raises:
        NoProjectError: There is none.
        ProjectError: Its settings cannot be read.
        ConflictError: Another version of its files lies beside them.
    """
    found = project_folder(folder, start=start)
    if not conflicts_allowed:  # before anything is written, or read from what may be old
        _refuse_conflicts(found, _USUAL)
        finish_interrupted(found)
    settings = read_settings(found / SETTINGS)
    if not conflicts_allowed and settings.codebook not in _USUAL:
        _refuse_conflicts(found, (settings.codebook,))
    return Project(found, settings, coder_name(coder) or settings.author, now)


def conflicts_of(project: Project) -> list[Path]:
    """Return other versions of a project's files, which a synchronising service left there."""
    texts = {*_USUAL, project.settings.codebook}
    return conflict_copies(project.folder, database=DATABASE, texts=texts)


def new_place(project: Project, *, environment: Mapping[str, str], home: Path) -> Place | None:
    """Return the shared folder a project is in, the first time that this is asked there."""
    place = shared_place(project.folder, environment=environment, home=home)
    return place if place is not None and note_place(project.folder, place) else None


def _refuse_conflicts(folder: Path, texts: Sequence[str]) -> None:
    copies = conflict_copies(folder, database=DATABASE, texts=texts)
    if not copies:
        return
    what = "another version of it lies" if len(copies) == 1 else "other versions of it lie"
    raise ConflictError(
        f"{what} in the project's folder: " + ", ".join(f"'{path.name}'" for path in copies),
        where=str(folder),
        hint="compare it with yours, and move the one you do not want out of the folder; of a "
        "database, 'ethnocode restore COPY --dry-run' says what it holds, and without --dry-run "
        "takes it",
    )


def project_folder(folder: Path | None, *, start: Path, new: bool = False) -> Path:
    """Return the folder of a project: the one named, else the nearest at or above ``start``.

    Args:
        new: Whether a folder that is named need hold no project yet.

    Raises:
        NoProjectError: There is none.
    """
    if folder is None:
        return _nearest(start)
    return folder.resolve() if new else _checked(folder)


def coder_name(name: str | None) -> str:
    """Return a coder's name as given; blank, unseen or broken characters are refused."""
    if name is not None and not is_coder_name(name):
        raise UsageError(
            f"--coder {name[:25]!a} is no name",
            hint="a name has letters, is not long, and has nothing that is not seen",
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
