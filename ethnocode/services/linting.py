"""Codebooks judged by the rules, with a project or without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ethnocode.codebook import RULES, lint, open_codebook_tolerantly, open_shipped, shipped_books
from ethnocode.codebook.judging import judged
from ethnocode.model import Checks, Finding
from ethnocode.services.judging import USUAL, Choice, checks_of, checks_with
from ethnocode.services.project import Project
from ethnocode.text.yaml_nodes import many_values


def lint_files(paths: Sequence[Path], *, choice: Choice = USUAL) -> list[Finding]:
    """Return what the rules somebody wants find in codebook files.

    Raises:
        CodebookError: There is no such file, or the system does not let it be read.
        UsageError: There is no such rule, or none is left to run.
    """
    checks = checks_with(Checks(), choice, among=RULES)
    return judged(found_in(paths), checks, among=RULES)


def lint_study(project: Project, *, choice: Choice = USUAL) -> list[Finding]:
    """Return what the rules find in the study's own codebook, as its settings have them count.

    Raises:
        UsageError: There is no such rule, or none is left to run.
    """
    checks = checks_of(project, choice, among=RULES)
    return judged(found_in([project.codebook_path]), checks, among=RULES)


def found_in(paths: Sequence[Path]) -> list[Finding]:
    """Return what all rules find in codebook files.

    References to other books resolve among the files and the shipped books. What cannot be
    read of a file is a finding; all else of it, and the other files, are judged.

    Raises:
        CodebookError: There is no such file, or the system does not let it be read.
    """
    with many_values():
        readings = [open_codebook_tolerantly(path) for path in paths]
        books = [reading.codebook for reading in readings]
        given = {book.id for book in books}
        library = [*books, *(open_shipped(name) for name in shipped_books() if name not in given)]
        partial = frozenset(id_ for reading in readings for id_ in reading.gaps.books)
        return [
            finding
            for reading in readings
            for finding in lint(
                reading.codebook,
                library=library,
                faults=reading.faults,
                gaps=replace(reading.gaps, books=partial),
            )
        ]
