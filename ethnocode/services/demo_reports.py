"""Every report of the shipped study, in every format that it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ethnocode.interchange.graphs import GRAPH_FORMATS
from ethnocode.model import Network, Report
from ethnocode.report import RENDERERS
from ethnocode.report.chart import charts_svg
from ethnocode.report.pictures import picture_svg
from ethnocode.services.project import Project
from ethnocode.services.reports.agreement import agreement_report
from ethnocode.services.reports.cooccurrence import cooccurrence_report
from ethnocode.services.reports.frequency import frequency_report
from ethnocode.services.reports.matrix import matrix_report
from ethnocode.services.reports.matrix_tables import Form
from ethnocode.services.reports.network import network_report
from ethnocode.services.reports.passages import NOTHING_OPENED, PAGE
from ethnocode.services.reports.strip import strip_report
from ethnocode.store import replace_file

STRIP_OF = "charlie-4-12-14.txt"
"""The interview that is drawn as a strip."""
SECOND_READING = (
    "Both codings were written for this invented study and by the same hands, to show the program: "
    "the second from the definitions, without sight of the first, and neither changed afterwards. "
    "No two people were asked, so these figures say nothing of the codebooks."
)
_SCREEN_DPI = 96
_Files = Iterator[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Export:
    """A report as it lies in the folder of exports.

    Args:
        name: What its files are called, before their endings.
        about: What it answers, in a few words.
        report: The report.
        versions: By format, the report where that format has it otherwise.
        network: What other programs can draw, where it is of a network.
    """

    name: str
    about: str
    report: Report
    versions: Mapping[str, Report] = field(default_factory=dict)
    network: Network | None = None


def demo_exports(project: Project) -> tuple[Export, ...]:
    """Return the reports of the codings as their commands make them, the first to open first."""
    network, drawn = network_report(project)
    agreement = agreement_report(project)
    return (
        Export(
            "cooccurrence",
            "which codes meet, and in which passages",
            cooccurrence_report(project),
            {"html": cooccurrence_report(project, wanted=PAGE)},
        ),
        Export(
            "frequency",
            "how often each code is used",
            frequency_report(project),
            {"html": frequency_report(project, wanted=PAGE)},
        ),
        _matrix(project, "group", "codes by the group that speaks"),
        _matrix(project, "kind", "codes by kind of source"),
        Export("network", "how codes are linked, drawn", network, network=drawn),
        Export(
            "strip-charlie",
            "one interview, passage by passage, drawn",
            strip_report(project, STRIP_OF),
        ),
        Export(
            "agreement",
            "where two coders differ, and how far they agree",
            replace(agreement, notes=(SECOND_READING, *agreement.notes)),
        ),
    )


def _matrix(project: Project, by: str, about: str) -> Export:
    made = partial(matrix_report, project, by=by)
    versions = {
        renderer.name: made(
            form=Form.of(renderer.name),
            wanted=PAGE if renderer.name == "html" else NOTHING_OPENED,
        )
        for renderer in RENDERERS
    }
    return Export(f"matrix-{by}", about, versions["json"], versions)


def write_exports(folder: Path, exports: tuple[Export, ...]) -> tuple[Path, ...]:
    """Write every file of every report into a new folder, and return them in that order.

    Raises:
        OSError: The folder is there, or cannot be written.
    """
    folder.mkdir()
    written = []
    for export in exports:
        for ending, content in (*_texts(export), *_pictures(export), *_graphs(export)):
            path = folder / f"{export.name}{ending}"
            replace_file(path, content)
            written.append(path)
    return tuple(written)


def _texts(export: Export) -> _Files:
    for renderer in RENDERERS:
        report = export.versions.get(renderer.name, export.report)
        yield renderer.suffix, renderer.render(report).encode("utf-8")


def _pictures(export: Export) -> _Files:
    """Yield the picture of a report; charts are many, and have no resolution of their own."""
    report = export.report
    if report.charts:
        yield ".svg", charts_svg(report).encode("utf-8")
    elif report.picture is not None or report.heat_map is not None:
        from ethnocode.report.png import png_bytes

        svg = picture_svg(report)
        yield ".svg", svg.encode("utf-8")
        yield ".png", png_bytes(svg, dpi=_SCREEN_DPI)


def _graphs(export: Export) -> _Files:
    """Yield a network for other programs; its edges apart from the table of the report."""
    if export.network is not None:
        for graph in GRAPH_FORMATS:
            ending = "-edges.csv" if graph.suffix == ".csv" else graph.suffix
            yield ending, graph.write(export.network).encode("utf-8")
