"""Starting a project."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from ethnocode.codebook import (
    digest_of,
    new_codebook,
    open_codebook,
    open_shipped,
    shipped_books,
    snapshot,
)
from ethnocode.errors import CodebookError, ProjectError, StorageError, UsageError
from ethnocode.services.project import Project
from ethnocode.services.settings import SETTINGS, read_settings
from ethnocode.store import DATABASE, create_store, open_store, replace_file

_SETTINGS = """\
# Settings of the study. 'ethnocode help settings' says what each means.
ethnocode: 1
study: "{study}"
author: {author}          # coder name of the researcher
dates: day-first        # 08/02/12 is 8 February; or month-first
groups: [resident, council, provider]
codebook: codebook.yaml
"""


def init_project(
    folder: Path, *, name: str, author: str, codebooks: Sequence[str], now: datetime
) -> Project:
    """Create a project: settings, codebook and an empty database.

    Args:
        folder: Made when it does not exist; must hold no project yet.
        name: Name of the study; the folder's when empty.
        author: Coder name of the researcher.
        codebooks: Shipped codebooks to extend, or at most one file to start from.

    Raises:
        ProjectError: There is a project, settings or a codebook already.
        CodebookError: A codebook is unknown or cannot be read.
        StorageError: The folder cannot be written.
    """
    folder = folder.absolute()
    body = _codebook_text(name or folder.name, codebooks)
    for file in (DATABASE, SETTINGS, "codebook.yaml"):
        if (folder / file).exists():
            raise ProjectError(
                f"'{file}' is there already",
                where=str(folder),
                hint="choose another folder, or move the file away",
            )
    _make_folder(folder)
    settings = _SETTINGS.format(study=_quotable(name or folder.name), author=author)
    made: list[Path] = []
    try:
        for file, text in ((SETTINGS, settings), ("codebook.yaml", body)):
            replace_file(folder / file, text.encode("utf-8"))
            made.append(folder / file)
        project = Project(folder, read_settings(folder / SETTINGS), author, now)
        codebook = open_codebook(folder / "codebook.yaml")
        create_store(folder)
        made.append(folder / DATABASE)
        _first_event(project, digest_of(codebook), snapshot(codebook))
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise
    return project


def _first_event(project: Project, digest: str, body: str) -> None:
    with (
        open_store(project.folder, write=True) as store,
        store.write(
            actor=project.coder, action="init", now=project.now, codebook=digest
        ) as transaction,
    ):
        transaction.add_content("codebooks", {"digest": digest, "body": body})
        transaction.intern("coders", "name", project.coder)
        transaction.summary = f"started '{project.settings.study}'"


def _codebook_text(study: str, codebooks: Sequence[str]) -> str:
    files = [Path(name) for name in codebooks if Path(name).suffix or os.sep in name]
    names = [name for name in codebooks if Path(name) not in files]
    for name in names:
        open_shipped(name)
    if not files:
        identity = "".join(c if c.isalnum() and c.isascii() else "_" for c in study.lower())
        return new_codebook(identity.strip("_") or "study", study, extends=names)
    if len(files) > 1 or names:
        raise UsageError(
            "a project starts from shipped codebooks or from one file, not both",
            hint=f"let the file say 'extends: [{', '.join(names or shipped_books())}]'",
        )
    open_codebook(files[0])
    try:
        return files[0].read_text(encoding="utf-8")
    except OSError as exc:
        raise CodebookError(f"cannot be read ({exc.strerror})", where=str(files[0])) from exc


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise StorageError(
            f"the folder cannot be made ({exc.strerror})",
            where=str(folder),
            hint="choose a folder you may write to",
        ) from exc


def _quotable(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
