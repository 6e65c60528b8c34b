"""Finding a project and what it fixes: settings, codebook, coder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ethnocode.errors import NoProjectError, ProjectError, StorageError
from ethnocode.model import BUILT_IN_KINDS, Codebook, Settings
from ethnocode.store import DATABASE
from ethnocode.text.strict_yaml import YamlNode, read_yaml

SETTINGS = "ethnocode.yaml"
"""File name of a project's settings."""

_KNOWN_KEYS = (
    "ethnocode",
    "study",
    "author",
    "dates",
    "kinds",
    "groups",
    "codebook",
    "citations",
)


@dataclass(frozen=True, slots=True)
class Project:
    """A project folder and what its settings say.

    Args:
        folder: Where the settings and the database are.
        settings: As ``ethnocode.yaml`` gives them.
        coder: Who acts: named on the command line, else the author of the study.
        now: Aware time of the command.
    """

    folder: Path
    settings: Settings
    coder: str
    now: datetime

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
    return Project(found, settings, coder or settings.author, now)


def read_settings(path: Path) -> Settings:
    """Return the settings of a study.

    Raises:
        ProjectError: The file is missing, or is not shaped as settings.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ProjectError(
            "the project has no settings",
            where=str(path),
            hint="put the file back, or write 'ethnocode: 1' and 'study: NAME' into a new one",
        ) from None
    except OSError as exc:
        raise StorageError(f"cannot be read ({exc.strerror})", where=str(path)) from exc
    root = read_yaml(data, path=path.name)
    fields = root.mapping()
    for key in fields:
        if key not in _KNOWN_KEYS:
            raise ProjectError(
                f"unknown setting '{key}'",
                where=str(root.position._replace(path=path.name)),
                hint="settings: " + ", ".join(sorted(_KNOWN_KEYS)),
            )
    return Settings(
        study=_text(fields, "study", path.parent.name),
        author=_text(fields, "author", "author"),
        day_first=_text(fields, "dates", "day-first") != "month-first",
        kinds=tuple(dict.fromkeys((*BUILT_IN_KINDS, *_texts(fields, "kinds")))),
        groups=_texts(fields, "groups") or Settings("").groups,
        codebook=_text(fields, "codebook", "codebook.yaml"),
        names=_names(fields),
    )


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


def _text(fields: dict[str, YamlNode], key: str, default: str) -> str:
    return fields[key].text() or default if key in fields else default


def _texts(fields: dict[str, YamlNode], key: str) -> tuple[str, ...]:
    return tuple(node.text() for node in fields[key].nodes()) if key in fields else ()


def _names(fields: dict[str, YamlNode]) -> tuple[tuple[str, str], ...]:
    if "citations" not in fields:
        return ()
    return tuple((kind, node.text()) for kind, node in fields["citations"].mapping().items())
