"""``ethnocode codebook ...``."""

from __future__ import annotations

from typing import Annotated

import typer

from ethnocode.cli.check import errors_in, lint
from ethnocode.cli.codebook_additions import add, move
from ethnocode.cli.codebook_changes import merge, rename, split
from ethnocode.cli.codebook_diff import diff
from ethnocode.cli.codebook_retire import retire
from ethnocode.cli.codebook_show import show
from ethnocode.cli.context import here
from ethnocode.cli.group import new_group
from ethnocode.cli.options import CoderOption, DryRunOption, ProjectOption
from ethnocode.cli.output import say
from ethnocode.services.codebook import import_codebook
from ethnocode.services.linting import lint_study

app = new_group("The codebook: the theory as it stands.")

app.command()(lint)
app.command()(show)
app.command()(diff)
app.command()(add)
app.command()(rename)
app.command()(merge)
app.command()(split)
app.command()(move)
app.command()(retire)


@app.command("import")
def import_(
    name: Annotated[str, typer.Argument(help="Shipped codebook, or a file.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace the study's own codes by the file's.")
    ] = False,
    dry_run: DryRunOption = False,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Bring a codebook into the study: extend a shipped one, or take a file.

    \b
    Examples:
      ethnocode codebook import coproduction
      ethnocode codebook import my-codebook.yaml
    """
    study = here(project, coder=coder)
    done = import_codebook(study, name, replace=replace, dry_run=dry_run)
    if not done.changed:
        say(f"{done.name} is part of the codebook already")
        return
    verb = "would have" if dry_run else "has"
    say(f"{done.name}: the codebook {verb} {done.codes} codes, {done.new} of them new")
    if not dry_run and (errors := errors_in(lint_study(study))):
        say(f"it has {errors} errors: 'ethnocode codebook lint' shows them")
