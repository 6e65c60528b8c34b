"""Codebooks as git keeps them, read without touching the working folder."""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ethnocode.codebook import open_codebook
from ethnocode.errors import CodebookError, UsageError
from ethnocode.model import Codebook

_SECONDS = 60
_REVISION = re.compile(r"(?P<name>(?:[^:{}\x00-\x1f\x7f]|\{[^{}\x00-\x1f\x7f]*\})+)")
_DIGEST = re.compile(r"[0-9a-f]{40,64}")
# Nothing is fetched where a clone lacks a file, nobody is asked, no lock is taken.
_QUIET = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}


def split_revision(text: str) -> tuple[str, str]:
    """Split ``REVISION`` or ``REVISION:FILE``; colons within braces are the revision's own.

    Raises:
        UsageError: It begins with no name of a revision.
    """
    match = _REVISION.match(text)
    rest = text[match.end() :] if match else ":"
    if match is None or match["name"].startswith("-") or rest[:1] not in ("", ":") or rest == ":":
        raise UsageError(
            f"{text[:60]!a} is no revision of git",
            hint="such as git:HEAD~1, git:v1.0 or git:HEAD:codebook.yaml",
        )
    return match["name"], rest[1:]


def codebook_at(revision: str, file: Path) -> Codebook:
    """Return a codebook file as it was at a revision, with what it extended then.

    Files that it extends are read at the same revision, shipped books as they are shipped.

    Args:
        revision: As git takes it: a branch, a tag, ``HEAD~1``, a digest.
        file: Where the file is, or was, in the working folder.

    Raises:
        CodebookError: There is no git, no repository, no such revision, or no such file in
            it; or it cannot be read.
    """
    folder = Path(os.path.normpath(file.parent))
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    below = Path(os.path.relpath(file, folder)).as_posix()
    prefix = _line(folder, ("rev-parse", "--show-prefix"), what="is in no git repository")
    commit = _line(
        folder,
        ("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"),
        what=f"git knows no revision {revision!a} here",
    )
    if not _DIGEST.fullmatch(commit):
        raise CodebookError(f"{revision!a} is not one revision", hint="name a commit or a tag")
    tree = _Tree(folder, commit, Path(f"git:{revision}"))
    path = tree.top / posixpath.normpath(posixpath.join(prefix, below))
    try:
        return open_codebook(path, reading=tree.read)
    except CodebookError as exc:
        told = (tree.as_named(words) for words in (exc.message, exc.where, exc.hint))
        message, where, hint = told
        raise CodebookError(message, where=where, hint=hint) from exc


@dataclass(frozen=True, slots=True)
class _Tree:
    """The files of a commit, named as if they lay below a folder of their own."""

    folder: Path
    commit: str
    top: Path

    def as_named(self, words: str) -> str:
        """Return a message with files as git names them: ``git:HEAD~1:book.yaml``."""
        return words.replace(f"{self.top.as_posix()}/", f"{self.top.as_posix()}:")

    def read(self, path: Path) -> bytes:
        """Return what a file holds there."""
        name = path.relative_to(self.top).as_posix() if path.is_relative_to(self.top) else ""
        if not name or name.startswith(".."):
            raise CodebookError("lies outside the git repository", where=str(path))
        return _output(
            self.folder,
            ("cat-file", "blob", f"{self.commit}:{name}"),
            what=f"git has no file '{name}' at that revision",
            where=str(path),
        )


def _line(folder: Path, words: Sequence[str], *, what: str) -> str:
    return os.fsdecode(_output(folder, words, what=what, where=str(folder))).rstrip("\r\n")


def _output(folder: Path, words: Sequence[str], *, what: str, where: str) -> bytes:
    """Return what git prints; where it fails, say what that means, and the reason it gives."""
    git = shutil.which("git")
    if git is None:
        raise CodebookError("git is not installed", hint="install it, or compare files")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            [git, "--no-pager", "-C", str(folder), *words],
            env={**clean, **_QUIET},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as exc:
        raise CodebookError(f"git cannot be run ({exc})", where=where) from None
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").partition("\n")[0].strip()
        raise CodebookError(
            what,
            where=where,
            hint=f"git says: {reason}" if reason else "'git log' shows what there is",
        )
    return done.stdout
