"""The codebook files that somebody means who names files and folders."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ethnocode.errors import CodebookError
from ethnocode.services.settings import SETTINGS

_SUFFIXES = (".yaml", ".yml")


def codebook_files(paths: Sequence[Path]) -> list[Path]:
    """Return the files as named, and for a folder the YAML files directly in it.

    Settings of a study and hidden files of a folder are no codebooks. A file that is
    named twice is there once.

    Raises:
        CodebookError: A folder has no codebook, or cannot be read.
    """
    files: dict[str, Path] = {}
    for path in paths:
        for file in _inside(path) if os.path.isdir(path) else [path]:
            files.setdefault(os.path.realpath(file), file)
    return list(files.values())


def _inside(folder: Path) -> list[Path]:
    try:
        names = sorted(folder.iterdir())
    except OSError as exc:
        raise CodebookError(f"cannot be read ({exc.strerror})", where=str(folder)) from exc
    found = [
        path
        for path in names
        if path.suffix in _SUFFIXES
        and not path.name.startswith(".")
        and path.name != SETTINGS
        and not path.is_dir()  # a link that leads nowhere is missed, not passed over
    ]
    if not found:
        raise CodebookError(
            "no codebook in this folder",
            where=str(folder),
            hint="name the files, or a folder that has .yaml files in it",
        )
    return found
