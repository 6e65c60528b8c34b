"""``ethnocode report network``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.options import AsOfOption, OutputOption, ProjectOption, remember_json
from ethnocode.cli.output import write_text
from ethnocode.cli.pictures import DpiOption, refuse_idle_dpi, write_picture_report
from ethnocode.cli.report_options import (
    CountOption,
    DistanceOption,
    HavingOption,
    LayerOption,
    LevelOption,
    OnlyCodeOption,
    OnlyGroupOption,
    OnlyKindOption,
    OnlyPersonOption,
    OnlySourceOption,
    OnlySpeakerOption,
    OnlyWaveOption,
    PairUnitOption,
    RelationOption,
    SinceOption,
    UntilOption,
    selection_of,
)
from ethnocode.cli.usage import LARGEST
from ethnocode.interchange.graphs import GRAPH_FORMATS
from ethnocode.model import Count
from ethnocode.services.reports.network import PLAIN, network_report
from ethnocode.services.reports.network_picture import LineWidth, Look

_MOST_PLACES = 200


class NetworkFormat(StrEnum):
    """How the network is written: as a report, as a picture, or for other programs."""

    TEXT = "text"
    MD = "md"
    CSV = "csv"
    JSON = "json"
    HTML = "html"
    SVG = "svg"
    PNG = "png"
    GRAPHML = "graphml"
    GEXF = "gexf"
    DOT = "dot"
    EDGES = "edges"


WidthOption = Annotated[LineWidth, typer.Option("--width", help="What makes a line wide.")]
MostOption = Annotated[
    int,
    typer.Option(
        "--most", min=2, max=_MOST_PLACES, help="Draw at most so many codes.", metavar="N"
    ),
]
PlacesSeedOption = Annotated[
    int, typer.Option("--seed", min=0, max=LARGEST, help="Of the places.", metavar="N")
]
NetworkFormatOption = Annotated[
    NetworkFormat,
    typer.Option(
        "--format",
        "-f",
        help="A report, a picture (svg, png), or for other programs: graphml, gexf, dot, "
        "edges (a csv for Gephi).",
        callback=remember_json,
        is_eager=True,
    ),
]


def network(  # noqa: PLR0913 (there are many filters, and each has its option)
    *,
    relation: RelationOption = None,
    count: CountOption = Count.UNITS,
    unit: PairUnitOption = None,
    distance: DistanceOption = None,
    coder: LayerOption = None,
    code: OnlyCodeOption = None,
    source: OnlySourceOption = None,
    kind: OnlyKindOption = None,
    wave: OnlyWaveOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    person: OnlyPersonOption = None,
    group: OnlyGroupOption = None,
    speaker: OnlySpeakerOption = None,
    set_: HavingOption = None,
    level: LevelOption = None,
    width: WidthOption = LineWidth.COUNT,
    most: MostOption = PLAIN.most,
    seed: PlacesSeedOption = PLAIN.seed,
    dpi: DpiOption = None,
    as_of: AsOfOption = None,
    format_: NetworkFormatOption = NetworkFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Draw which codes meet as a network, or write it for other programs.

    Lines are meetings; nearness is a rougher guide, and pairs that only seem near are
    marked and listed.

    \b
    Examples:
      ethnocode report network --format html --output network.html
      ethnocode report network --level 1 --format png --dpi 300 --output network.png
      ethnocode report network --relation overlap --count events --format gexf -o codes.gexf
    """
    refuse_idle_dpi(dpi, format_)
    chosen = selection_of(
        code=code, source=source, kind=kind, wave=wave, since=since, until=until,
        person=person, group=group, speaker=speaker, set_=set_,
    )  # fmt: skip
    report, drawn = network_report(
        here(project, as_of=as_of),
        relation=relation, count=count, unit=unit, distance=distance, coder=coder,
        selection=chosen, level=level, look=Look(width, most, seed),
    )  # fmt: skip
    for graph in GRAPH_FORMATS:
        if graph.name == format_:
            write_text(graph.write(drawn), output=output)
            return
    write_picture_report(report, format_name=format_.value, dpi=dpi, output=output)
