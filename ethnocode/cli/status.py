"""``ethnocode status``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from ethnocode.cli.context import here
from ethnocode.cli.options import FormatOption, ListFormat, ProjectOption
from ethnocode.cli.output import write_json
from ethnocode.report.safe import visible
from ethnocode.services.status import KindCount, Status, study_status

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

_WIDTH = 80
_BAR_CELLS = 10


def status(format_: FormatOption = ListFormat.TEXT, project: ProjectOption = None) -> None:
    """Show where the study stands, and what to do next.

    \b
    Examples:
      ethnocode status
      ethnocode status --format json
    """
    found = study_status(here(project))
    if format_ is ListFormat.JSON:
        write_json(_record(found))
        return
    from ethnocode.report.terminal import make_console

    console = make_console()
    for block in _blocks(found):
        console.print(block, width=min(console.width, _WIDTH))
        console.print()


def _record(found: Status) -> dict[str, object]:
    record = asdict(found)
    record["coders"] = dict(found.coders)
    record["suggestions"] = dict(found.suggestions)
    record["next"] = [{"command": command, "why": why} for command, why in found.next]
    return record


def _blocks(found: Status) -> Iterator[Text | Table]:
    from rich.text import Text

    head = Text(visible(found.study), style="bold")
    head.append(f"\n{visible(found.folder)}", style="dim")
    yield head
    if found.kinds:
        yield _sources(found)
    yield _facts(found)
    if found.next:
        yield _next(found)


def _sources(found: Status) -> Table:
    table = _table("Sources", "Number", "Words", "From", "To", "Coded")
    for kind in found.kinds:
        table.add_row(
            visible(kind.kind),
            f"{kind.sources:,}",
            f"{kind.words:,}",
            kind.first or "",
            kind.last or "",
            _share(kind),
        )
    if len(found.kinds) > 1:
        table.add_section()
        sources = sum(kind.sources for kind in found.kinds)
        words = sum(kind.words for kind in found.kinds)
        table.add_row("all", f"{sources:,}", f"{words:,}", "", "", "", style="bold")
    return table


def _share(kind: KindCount) -> str:
    filled = round(_BAR_CELLS * kind.coded / kind.sources)
    bar = "━" * filled + "·" * (_BAR_CELLS - filled)
    return f"{bar} {kind.coded:>3} of {kind.sources}"


def _facts(found: Status) -> Table:
    from rich.table import Table

    table = Table.grid(padding=(0, 3))
    table.add_column(style="bold")
    table.add_column()
    codes = "cannot be read" if found.codes is None else f"{found.codes:,} codes"
    table.add_row("Codebook", f"{codes}, {found.codes_used:,} in use")
    coders = ", ".join(f"{count:,} by {visible(name)}" for name, count in found.coders)
    table.add_row("Codings", coders or "none yet")
    suggestions = ", ".join(f"{count:,} {status}" for status, count in found.suggestions if count)
    table.add_row("Suggestions", suggestions or "none yet")
    if found.memos:
        table.add_row("Memos", f"{found.memos:,}")
    table.add_row("Persons", f"{found.persons:,} on the roster" if found.persons else "none yet")
    table.add_row("History", f"{found.steps:,} steps in the log")
    return table


def _next(found: Status) -> Table:
    from rich.table import Table

    table = Table.grid(padding=(0, 3))
    table.add_column()
    table.add_column(style="dim")
    table.add_row("Next", "", style="bold")
    for command, why in found.next:
        table.add_row(f"  {command}", why)
    return table


def _table(first: str, *others: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    table.add_column(first, no_wrap=True, overflow="ellipsis")
    for name in others:
        table.add_column(name, justify="right" if name in ("Number", "Words") else "left")
    return table
