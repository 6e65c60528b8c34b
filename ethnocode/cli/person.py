"""``ethnocode person ...``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.group import new_group
from ethnocode.cli.options import CoderOption, FormatOption, ListFormat, ProjectOption
from ethnocode.cli.output import say, write_json, write_table
from ethnocode.model import Column
from ethnocode.report.figures import counted
from ethnocode.report.records import person_record
from ethnocode.services.people import import_persons, list_persons

app = new_group("Participants, under their pseudonyms.")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="YAML file with a list 'persons'.")],
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Add the persons of a roster, and map speakers of their names to them.

    \b
    Examples:
      ethnocode person import persons.yaml
    """
    added = import_persons(here(project, coder=coder), file)
    say(f"added {counted(added, 'person')}")


@app.command("list")
def list_(format_: FormatOption = ListFormat.TEXT, project: ProjectOption = None) -> None:
    """List the persons.

    \b
    Examples:
      ethnocode person list --format json
    """
    persons = list_persons(here(project))
    if format_ is ListFormat.JSON:
        write_json([person_record(person) for person in persons])
        return
    columns = (
        Column("pseudonym", "Person"),
        Column("group", "Group"),
        Column("composite", "People"),
        Column("role", "Role"),
    )
    rows = [(p.pseudonym, p.group + " (author)" * p.author, p.composite, p.role) for p in persons]
    write_table("", columns, rows)
