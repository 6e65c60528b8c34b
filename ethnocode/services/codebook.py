"""The codebook: shown, brought into a study."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ethnocode.codebook import (
    open_codebook,
    open_shipped,
    read_codebook,
    shipped_books,
    with_extension,
    with_folder_changed,
)
from ethnocode.errors import CodebookError
from ethnocode.model import Code, Codebook
from ethnocode.services.definitions import codebook_then, keep_codebook
from ethnocode.services.lookup import present_ids
from ethnocode.services.project import Project
from ethnocode.store import open_store


@dataclass(frozen=True, slots=True)
class CodeUse:
    """A code and how often the study uses it.

    Args:
        code: The code.
        codings: Codings with exactly this code, by any coder.
        below: Codings with this code or one below it.
    """

    code: Code
    codings: int
    below: int


def code_uses(project: Project) -> list[CodeUse]:
    """Return every code of the study with its use, each followed by those below it.

    Codings under a former id of a code are the code's. On an earlier day the codes and the
    codings are those of that day.
    """
    codebook = codebook_then(project)
    with open_store(project.folder, as_of=project.as_of) as store:
        stored = store.codings.used_codes()
    present = present_ids(codebook, stored)
    used: Counter[str] = Counter()
    below: Counter[str] = Counter()
    for id_, count in stored.items():
        used[present.get(id_, id_)] += count
    for id_, count in used.items():
        parts = id_.split(".")
        below.update({".".join(parts[:n]): count for n in range(1, len(parts) + 1)})
    return [CodeUse(code, used[code.id], below[code.id]) for code in in_tree_order(codebook)]


def in_tree_order(codebook: Codebook) -> list[Code]:
    """Return the codes as a tree is read: each followed by those below it.

    Those that the study adds below a code of an extended book come after that book's.
    """
    ids = {code.id for code in codebook}
    below: dict[str, list[Code]] = {}
    for code in codebook:
        below.setdefault(code.parent if code.parent in ids else "", []).append(code)
    found: list[Code] = []
    ahead = below.pop("", [])[::-1]
    while ahead:
        code = ahead.pop()
        found.append(code)
        # Of two with one id, which the rules tell of, the first has what is below.
        ahead += below.pop(code.id, [])[::-1]
    return found


@dataclass(frozen=True, slots=True)
class ImportedCodebook:
    """What importing a codebook did.

    Args:
        name: Id of the imported book.
        codes: Codes the study has now.
        new: Codes it did not have before.
        changed: Whether anything changed.
    """

    name: str
    codes: int
    new: int
    changed: bool


def import_codebook(
    project: Project, name: str, *, replace: bool, dry_run: bool
) -> ImportedCodebook:
    """Bring a codebook into the study: extend a shipped one, or take a file.

    A file becomes the study's own codebook; but for paths in its ``extends``, which lead to
    the same files from there, byte for byte. Where the study has codes of its own already,
    only with ``replace``.

    Args:
        name: Id of a shipped codebook, else a file.

    Raises:
        CodebookError: It is unknown or unreadable; or codings use codes it lacks.
    """
    if dry_run:
        return _planned(project, name, replace=replace)[0]
    with (
        open_store(project.folder, write=True) as store,
        # under the lock, for another program may be changing the codebook
        store.write(actor=project.coder, action="codebook import", now=project.now) as transaction,
    ):
        result, text = _planned(project, name, replace=replace)
        if result.changed:
            after = open_codebook(project.codebook_path, text=text)
            _keep_used_codes(store.codings.used_codes(), after)
            keep_codebook(transaction, after)
            transaction.write_file(project.settings.codebook, text)
            transaction.summary = f"{result.name}: {result.new} new codes"
    return result


def _planned(project: Project, name: str, *, replace: bool) -> tuple[ImportedCodebook, str]:
    """Return what importing a codebook would do, and the study's codebook after it."""
    path = project.codebook_path
    before = project.codebook()
    old = text_of(path)
    is_shipped = name.partition("@")[0] in shipped_books()
    if is_shipped:
        open_shipped(name)  # of the version that is asked for, if one is
        already = name.partition("@")[0] in dict(before.books)
        new = old if already else with_extension(old, name, path=str(path))
    else:
        new = _file_text(project, before, Path(name), replace=replace)
    after = open_codebook(path, text=new)
    known = {code.id for code in before}
    result = ImportedCodebook(
        name if is_shipped else after.id,
        len(after.codes),
        sum(code.id not in known for code in after),
        new != old,
    )
    return result, new


def _file_text(project: Project, before: Codebook, file: Path, *, replace: bool) -> str:
    if not file.is_file():
        raise CodebookError(
            f"there is no shipped codebook and no file '{file}'",
            hint="shipped: " + ", ".join(shipped_books()),
        )
    open_codebook(file)
    own = read_codebook(text_of(project.codebook_path), path=str(project.codebook_path))
    if own.codes and not replace:
        raise CodebookError(
            f"the study's codebook has {len(own.codes)} codes of its own",
            where=str(project.codebook_path),
            hint="let the file extend them, or replace them with --replace ('undo' restores)",
        )
    folder = project.codebook_path.parent
    return with_folder_changed(text_of(file), old=file.parent, new=folder, path=str(file))


def text_of(path: Path) -> str:
    """Return a codebook as written, line endings included.

    Raises:
        CodebookError: It cannot be read.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as exc:
        raise CodebookError(f"cannot be read ({exc.strerror})", where=str(path)) from exc


def _keep_used_codes(used: dict[str, int], after: Codebook) -> None:
    lost = [f"{id_} ({n})" for id_, n in used.items() if after.code_named(id_) is None]
    if lost:
        raise CodebookError(
            f"{len(lost)} codes with codings would be gone: {', '.join(lost[:5])}",
            hint="keep them in the new codebook, or remove their codings first",
        )
