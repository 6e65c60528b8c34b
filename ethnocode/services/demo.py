"""The shipped study, built end to end."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from ethnocode.errors import ProjectError, StorageError
from ethnocode.model import Report
from ethnocode.services.coding import add_codings, codings_from_file
from ethnocode.services.demo_reports import Export, demo_exports, write_exports
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.people import import_persons
from ethnocode.services.record.early import early_record
from ethnocode.services.record.evaluate import evaluation_report
from ethnocode.services.suggesting.run import run_suggestions
from ethnocode.shipped import shipped_folder

STUDY = "netherfold"
SECOND_CODER = "colleague"
CODEBOOKS = ("bourdieu", "coproduction", "professionalisation", "power")
FIRST_CODED = 100
"""Coded passages after which the suggestions are tried."""
_SAME_HANDS = (
    "The texts, the codebooks and the codings of this study were written by the same hands, to "
    "show the program. The figures are as found, nothing was tuned on them, and they say "
    "little of another study."
)
EXPORTS = "exports"
_FOLDERS = ("journal", "interviews", "documents", "emails")


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What building the shipped study made.

    Args:
        sources: How many sources it has.
        codings: How many reference codings were loaded.
        second: How many codings of the second coder were loaded.
        suggestions: How many suggestions wait for a decision.
        early: How the suggestions do before any coding and after the first coded passages.
        pages: Each report as a page, with what it answers; the first to open first.
    """

    sources: int
    codings: int
    second: int
    suggestions: int
    early: Report
    pages: tuple[tuple[Path, str], ...]


def build_demo(
    folder: Path, *, now: datetime, progress: Callable[[str], None] = lambda _: None
) -> DemoResult:
    """Build the shipped study in a new folder and write every report.

    It is built beside the folder and moved there when it is whole, so that a
    failure or an interruption leaves nothing behind.

    Raises:
        ProjectError: The folder is there already and is not empty.
        StorageError: The folder cannot be written.
    """
    folder = folder.absolute()
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise ProjectError(
            "there is something there already", where=str(folder), hint="name a new folder"
        )
    building = folder.with_name(f".{folder.name}.building")
    try:
        done = _build(building, now=now, progress=progress)
        building.replace(folder)
    except OSError as exc:
        raise StorageError(f"cannot be made ({exc.strerror})", where=str(folder)) from exc
    finally:
        shutil.rmtree(building, ignore_errors=True)
    pages = tuple((folder / page.relative_to(building), about) for page, about in done.pages)
    return replace(done, pages=pages)


def _build(building: Path, *, now: datetime, progress: Callable[[str], None]) -> DemoResult:
    corpus = shipped_folder("corpora") / STUDY
    shutil.rmtree(building, ignore_errors=True)
    progress("starting the project")
    project = init_project(
        building, name="Netherfold", author="author", codebooks=CODEBOOKS, now=now
    )
    import_persons(project, corpus / "persons.yaml")
    progress("reading the sources")
    read = ingest_paths(
        project, [corpus / name for name in _FOLDERS], options=IngestOptions(wave=1)
    )
    if read.refused:
        raise read.refused[0]
    progress("loading the codings")
    coded = add_codings(project, codings_from_file(corpus / "reference-codings.yaml"))
    second = add_codings(
        replace(project, coder=SECOND_CODER), codings_from_file(corpus / "second-codings.yaml")
    )
    suggested = run_suggestions(project, progress=lambda name: progress(f"suggesting: {name}"))
    progress("measuring the suggestions")
    tell = partial(_measuring, progress)
    early = _as_found(early_record(project, coded=FIRST_CODED, progress=tell))
    whole = _as_found(evaluation_report(project, progress=tell))
    progress("writing the reports")
    exports = (
        *demo_exports(project),
        Export(whole.name, "how good the suggestions are", whole),
        Export(early.name, f"the same after the first {FIRST_CODED} coded passages", early),
    )
    folder = building / EXPORTS
    write_exports(folder, exports)
    return DemoResult(
        sources=len(read.files),
        codings=len(coded.added),
        second=len(second.added),
        suggestions=suggested.new,
        early=early,
        pages=tuple((folder / f"{export.name}.html", export.about) for export in exports),
    )


def _measuring(progress: Callable[[str], None], what: str) -> None:
    progress(f"measuring the suggestions: {what}")


def _as_found(report: Report) -> Report:
    """Return a report that says whose texts, codebooks and codings it measures."""
    return replace(report, notes=(_SAME_HANDS, *report.notes))
