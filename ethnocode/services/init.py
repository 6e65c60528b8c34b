"""Starting a project."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from unicodedata import normalize

from ethnocode.codebook import (
    new_codebook,
    open_codebook,
    open_shipped,
    shipped_books,
    with_folder_changed,
)
from ethnocode.errors import CodebookError, ProjectError, StorageError, UsageError
from ethnocode.model import Codebook
from ethnocode.services.codebook import text_of
from ethnocode.services.definitions import keep_codebook
from ethnocode.services.project import Project
from ethnocode.services.settings import CODEBOOK, SETTINGS, read_settings
from ethnocode.store import DATABASE, HIDDEN, SIDECARS, create_store, open_store, replace_file
from ethnocode.text.strict_yaml import read_yaml

_FILES = (DATABASE, SETTINGS, CODEBOOK)

_SETTINGS = """\
# Settings of the study. 'ethnocode help settings' says what each means.
ethnocode: 1
study: {study}
author: {author}        # coder name of the researcher
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
        UsageError: A name is blank or cannot stand in settings.
    """
    folder = folder.absolute()
    author = normalize("NFC", author.strip())
    study = normalize("NFC", name.strip() or folder.name)
    settings = _settings_text(study, author)
    body = _codebook_text(study, codebooks, folder=folder)
    for file in _FILES:
        if os.path.lexists(folder / file):
            raise ProjectError(
                f"'{file}' is there already",
                where=str(folder),
                hint="choose another folder, or move the file away",
            )
    codebook = open_codebook(folder / CODEBOOK, text=body)
    made = [path for path in (folder, *folder.parents) if not os.path.lexists(path)]
    try:
        _make_folder(folder)
        _make_database(folder, made)
        for file, text in ((SETTINGS, settings), (CODEBOOK, body)):
            made.append(folder / file)
            replace_file(folder / file, text.encode("utf-8"))
        project = Project(folder, read_settings(folder / SETTINGS), author, now)
        _first_event(project, codebook)
    except BaseException:
        _remove(made)
        raise
    return project


def _make_database(folder: Path, made: list[Path]) -> None:
    # The database goes first: of two programs that start here at once only one gets it.
    beside = [folder / f"{DATABASE}{end}" for end in SIDECARS] + [folder / HIDDEN]
    ours = [path for path in beside if not os.path.lexists(path)] + [folder / DATABASE]
    made += ours
    try:
        create_store(folder)
    except ProjectError:
        del made[-len(ours) :]
        raise


def _remove(made: Sequence[Path]) -> None:
    """Remove what was made: files, our hidden folder, then folders, inner ones first."""
    folders = [path for path in made if os.path.isdir(path) and path.name != HIDDEN]
    for path in made:
        if path.name == HIDDEN:
            shutil.rmtree(path, ignore_errors=True)
        elif path not in folders:
            with suppress(OSError):
                path.unlink(missing_ok=True)
    for path in folders:
        with suppress(OSError):  # somebody else's file is in it: it stays
            path.rmdir()


def _first_event(project: Project, codebook: Codebook) -> None:
    with (
        open_store(project.folder, write=True) as store,
        store.write(actor=project.coder, action="init", now=project.now) as transaction,
    ):
        keep_codebook(transaction, codebook)
        transaction.intern("coders", "name", project.coder)
        transaction.summary = f"started '{project.settings.study}'"


def _codebook_text(study: str, codebooks: Sequence[str], *, folder: Path) -> str:
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
    (file,) = files
    open_codebook(file)
    return with_folder_changed(text_of(file), old=file.parent, new=folder, path=str(file))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise StorageError(
            f"the folder cannot be made ({exc.strerror})",
            where=str(folder),
            hint="choose a folder you may write to",
        ) from exc


def _settings_text(study: str, author: str) -> str:
    """Return the settings of a new study.

    Raises:
        UsageError: A name would not be read back as it is.
    """
    text = _SETTINGS.format(study=_quoted(study), author=_quoted(author))
    for key, name, option in (("study", study, "--name"), ("author", author, "--author")):
        if not name:
            raise UsageError(f"the {key} has no name", hint=f"give one with {option} NAME")
        if _read_back(f"{key}: {_quoted(name)}\n", key) != name:
            raise UsageError(
                f"{name!a} cannot be the name of the {key}: "
                "it has a line break or another character that is not text",
                hint=f"give another with {option} NAME",
            )
    return text


def _read_back(line: str, key: str) -> str:
    try:
        node = read_yaml(line, path=SETTINGS).get(key)
    except CodebookError:
        return ""
    return node.text() if node is not None else ""


def _quoted(text: str) -> str:
    """Return a YAML scalar in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
