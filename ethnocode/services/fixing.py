"""What ``--fix`` does: codebooks mended where that is safe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path

from ethnocode.codebook import (
    RULES,
    open_codebook,
    open_codebook_tolerantly,
    open_shipped,
    shipped_books,
)
from ethnocode.codebook.judging import ALL_RULES, judged
from ethnocode.codebook.mending import Mended, mended
from ethnocode.errors import CodebookError, StorageError
from ethnocode.model import Checks, Codebook, Finding
from ethnocode.report.figures import counted
from ethnocode.services.codebook import text_of
from ethnocode.services.definitions import keep_codebook
from ethnocode.services.judging import Choice, checks_of, checks_with
from ethnocode.services.project import Project
from ethnocode.store import open_store, replace_file

FIX = "codebook fix"
"""Action of the event that mends the study's codebook."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What was mended, or would be.

    Args:
        fixed: Findings that are no more.
        left: Findings of the same rules that are left for somebody to mend.
        diff: Lines of the files that changed.
        unread: Why nothing can be mended in files, each with the place.
    """

    fixed: tuple[Finding, ...]
    left: tuple[Finding, ...]
    diff: tuple[str, ...]
    unread: tuple[str, ...] = ()


def fix_files(paths: Sequence[Path], *, choice: Choice, dry_run: bool) -> Fixed:
    """Mend codebook files where that is safe; what cannot be read stays as it is.

    Each file is written whole or not at all, and keeps its permissions and the links to it.

    Raises:
        CodebookError: There is no such file, or the system does not let it be read.
        StorageError: A file cannot be written, or was changed meanwhile.
        UsageError: There is no such rule, or none is left to run.
    """
    checks = checks_with(Checks(), choice, among=RULES)
    library = _library(paths)
    done = {path: _mended_file(path, library, checks) for path in paths}
    if not dry_run:
        for path, (before, after) in done.items():
            if after.text != before:
                _rewrite(path, before, after.text)
    files = [(str(path), before, after) for path, (before, after) in done.items()]
    return replace(_told(files), unread=_unread(paths))


def fix_study(project: Project, *, choice: Choice, dry_run: bool) -> Fixed:
    """Mend the study's own codebook where that is safe; one step to undo.

    Raises:
        CodebookError: The codebook's file cannot be read.
        UsageError: There is no such rule, or none is left to run.
    """
    path, name = project.codebook_path, project.settings.codebook
    checks = checks_of(project, choice, among=ALL_RULES)
    library = _library([path])
    before, after = _mended_file(path, library, checks)
    if not dry_run and after.text != before:
        with (
            open_store(project.folder, write=True) as store,
            store.write(actor=project.coder, action=FIX, now=project.now) as transaction,
        ):
            # under the lock, for another program may have changed the codebook
            before, after = _mended_file(path, library, checks)
            if after.text != before:
                keep_codebook(transaction, open_codebook(path, text=after.text))
                transaction.write_file(name, after.text)
            transaction.summary = counted(len(after.fixed), "finding")
    return replace(_told([(str(path), before, after)]), unread=_unread([path]))


def _unread(paths: Sequence[Path]) -> tuple[str, ...]:
    """Return why nothing can be mended in those files that cannot be read whole."""
    told = []
    for path in paths:
        faults = open_codebook_tolerantly(path).faults
        if faults:
            first = f"{faults[0].position}: {faults[0].message}"
            places = counted(len(faults), "place")
            before = "" if len(faults) == 1 else "; the first is"
            told.append(
                f"nothing is mended in {path}, of which {places} cannot be read{before or ':'} "
                f"{first}"
            )
    return tuple(told)


def _library(paths: Sequence[Path]) -> list[Codebook]:
    books = [open_codebook_tolerantly(path).codebook for path in paths]
    given = {book.id for book in books}
    return [*books, *(open_shipped(name) for name in shipped_books() if name not in given)]


def _mended_file(path: Path, library: Sequence[Codebook], checks: Checks) -> tuple[str, Mended]:
    """Return the text of a file and what mending makes of it; nothing, if it cannot be read."""
    text = _text_if_readable(path)
    if text is None:
        return "", Mended("")
    return text, mended(text, path=path, library=library, wanted=_wanted_by(checks))


def _text_if_readable(path: Path) -> str | None:
    try:
        text = text_of(path)
        open_codebook(path, text=text)
    except (CodebookError, UnicodeDecodeError):
        return None  # the check itself says why
    return text


def _wanted_by(checks: Checks) -> Callable[[Sequence[Finding]], list[Finding]]:
    return lambda findings: judged(findings, checks, among=RULES)


def _rewrite(path: Path, before: str, after: str) -> None:
    if path.read_bytes() != before.encode("utf-8"):
        raise StorageError(
            "was changed by another program meanwhile, so nothing is mended in it",
            where=str(path),
            hint="run it again",
        )
    replace_file(path, after.encode("utf-8"), as_before=True)


def _told(files: Sequence[tuple[str, str, Mended]]) -> Fixed:
    return Fixed(
        tuple(finding for _, _, after in files for finding in after.fixed),
        tuple(finding for _, _, after in files for finding in after.left),
        tuple(line for name, before, after in files for line in _diff(name, before, after.text)),
    )


def _diff(name: str, before: str, after: str) -> list[str]:
    lines = unified_diff(before.splitlines(), after.splitlines(), name, name, n=0, lineterm="")
    return list(lines)
