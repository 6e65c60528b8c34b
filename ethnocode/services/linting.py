"""Codebooks judged by the rules, with a project or without."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ethnocode.codebook import lint, open_codebook, open_shipped, shipped_books
from ethnocode.model import Finding
from ethnocode.services.project import Project


def lint_files(paths: Sequence[Path]) -> list[Finding]:
    """Return what the rules find in codebook files.

    References to other books resolve among the files and the shipped books.

    Raises:
        CodebookError: A file is not a codebook at all.
    """
    books = [open_codebook(path) for path in paths]
    given = {book.id for book in books}
    library = [*books, *(open_shipped(name) for name in shipped_books() if name not in given)]
    return [finding for book in books for finding in lint(book, library=library)]


def lint_study(project: Project) -> list[Finding]:
    """Return what the rules find in the study's own codebook."""
    return lint_files([project.codebook_path])
