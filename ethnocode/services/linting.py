"""Codebooks judged by the rules, with a project or without."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from ethnocode.codebook import RULES, lint, open_codebook_tolerantly, open_shipped, shipped_books
from ethnocode.codebook.faults import CodebookReading
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
        given = {reading.codebook.id for reading in readings}
        shipped = [
            CodebookReading(open_shipped(name)) for name in shipped_books() if name not in given
        ]
        return [
            finding for reading in readings for finding in _found(reading, (*readings, *shipped))
        ]


def _found(reading: CodebookReading, others: Iterable[CodebookReading]) -> tuple[Finding, ...]:
    """Return what is found in a book; what others of its id lack, it need not lack."""
    loaded = {id_ for id_, _ in reading.codebook.books}
    beside = [other for other in others if other.codebook.id not in loaded]
    partial = reading.gaps.books.union(*(other.gaps.books for other in beside))
    return lint(
        reading.codebook,
        library=[other.codebook for other in beside],
        faults=reading.faults,
        gaps=replace(reading.gaps, books=partial),
    )
