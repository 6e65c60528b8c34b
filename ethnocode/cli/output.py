"""Writing results to stdout or a file, and narration to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from ethnocode.errors import StorageError, UsageError
from ethnocode.model import Cell, Column, Report
from ethnocode.report import render
from ethnocode.report.measure import wrap
from ethnocode.report.safe import escape_unseen, visible
from ethnocode.report.text import PAGE_WIDTH
from ethnocode.store import replace_file

_MARGIN = 8

Records = dict[str, Any] | Sequence[dict[str, Any]]


def write_text(text: str, *, output: Path | None = None) -> None:
    """Write finished text to stdout, or whole to a file."""
    if output is None:
        _print(text)
        return
    _write_file(text.encode("utf-8"), output)


def write_bytes(content: bytes, *, output: Path | None) -> None:
    """Write finished bytes whole to a file, or to stdout where that is no terminal.

    Raises:
        UsageError: They would go to a terminal.
    """
    if output is not None:
        _write_file(content, output)
        return
    if sys.stdout.isatty():
        raise UsageError("a terminal cannot show this format", hint="name a file with --output")
    typer.echo(content, nl=False)


def _write_file(content: bytes, output: Path) -> None:
    target = output.resolve() if output.is_symlink() else output
    replace_file(target, content)
    say(f"wrote {output}")


def _print(text: str) -> None:
    try:
        typer.echo(text, nl=False)
        sys.stdout.flush()
    except BrokenPipeError:  # a reader such as head has seen enough; Typer knows what to do
        raise
    except OSError as exc:
        raise StorageError(
            f"cannot be written ({exc.strerror})",
            where="standard output",
            hint="check the disk it goes to, or use --output FILE",
        ) from exc


def write_json(records: Records, *, output: Path | None = None) -> None:
    """Write records as JSON, one a line within a list."""
    if isinstance(records, dict):
        text = json.dumps(records, ensure_ascii=False, indent=1)
    else:
        lines = (json.dumps(record, ensure_ascii=False) for record in records)
        text = "[" + ",\n ".join(lines) + "]"
    write_text(escape_unseen(text) + "\n", output=output)


def write_report(report: Report, *, format_name: str, output: Path | None = None) -> None:
    """Write a report in a format; as a Rich table when it goes to a terminal."""
    if format_name == "text" and output is None and sys.stdout.isatty():
        from ethnocode.report.terminal import make_console, print_report

        print_report(report, console=make_console())
        return
    write_text(render(report, format_name), output=output)
    if format_name == "csv" and not report.rows:
        say("the table is empty; --format text says why")


def write_table(
    title: str,
    columns: Sequence[Column],
    rows: Iterable[tuple[Cell, ...]],
    *,
    notes: Sequence[str] = (),
    output: Path | None = None,
) -> None:
    """Write a list as an aligned table."""
    report = Report("list", title, (), tuple(notes), tuple(columns), tuple(rows))
    write_report(report, format_name="text", output=output)


def write_passages(
    passages: Iterable[tuple[int, str, tuple[str, ...]]],
    *,
    notes: Sequence[str] = (),
    output: Path | None = None,
) -> None:
    """Write passages as people read them: number and head in one line, the words below."""
    lines: list[str] = []
    for number, head, below in passages:
        first, *rest = wrap(visible(head), PAGE_WIDTH - _MARGIN)
        lines += [f"{number:>{_MARGIN - 2}}  {first}", *(" " * _MARGIN + more for more in rest)]
        for words in below:
            lines += wrapped(" " * _MARGIN + visible(words))
    blocks = [lines or ["Nothing here."], [line for note in notes for line in wrapped(note)]]
    write_text("\n\n".join("\n".join(block) for block in blocks if block) + "\n", output=output)


def wrapped(line: str) -> list[str]:
    """Return a line as lines of at most 80 columns, indented as it is; after ``-`` by two more."""
    body = line.lstrip(" ")
    margin = " " * (len(line) - len(body))
    hang = margin + "  " if body.startswith("- ") else margin
    first, *rest = wrap(body, PAGE_WIDTH - len(hang))
    return [margin + first, *(hang + part for part in rest)]


def say(message: str) -> None:
    """Tell the person at the terminal something; never part of the data."""
    typer.echo(visible(message), err=True)


@contextmanager
def progress(what: str) -> Iterator[Callable[[str], None]]:
    """Show on a terminal what is being worked on; silent elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.text import Text

    from ethnocode.report.terminal import make_console

    with make_console(stderr=True).status(Text(what)) as status:
        yield lambda name: status.update(Text(f"{what} {visible(name)}"))


@contextmanager
def progress_bar(what: str, *, total: int) -> Iterator[Callable[[int], None]]:
    """Show on a terminal how much is done of something that is counted; silent elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from ethnocode.report.terminal import make_console

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=make_console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)
