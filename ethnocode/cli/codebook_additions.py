"""``ethnocode codebook add`` and ``move``."""

from __future__ import annotations

from typing import Annotated

import typer

from ethnocode.cli.codebook_changes import write_diff
from ethnocode.cli.context import here, pairs
from ethnocode.cli.options import CoderOption, DryRunOption, ProjectOption
from ethnocode.cli.output import say
from ethnocode.report.figures import counted
from ethnocode.services.adding import Definition, add_code
from ethnocode.services.moving import Moved, Target, move_code

DefinitionOption = Annotated[
    str, typer.Option("--definition", help="What the code means, in a sentence or two.")
]
NameOption = Annotated[
    str, typer.Option("--name", help="What readers see; made from the id where not given.")
]
UnderOption = Annotated[
    str | None,
    typer.Option("--under", help="Code that it is below, of this book or an extended one."),
]
AfterOption = Annotated[
    str | None, typer.Option("--after", help="Code that it follows; else it is the last.")
]
IncludeOption = Annotated[
    list[str] | None, typer.Option("--include", help="What it covers; repeatable.")
]
ExcludeOption = Annotated[
    list[str] | None, typer.Option("--exclude", help="What it does not; repeatable.")
]
NearOption = Annotated[
    list[str] | None,
    typer.Option(
        "--near",
        help="Code it could be confused with, and what decides; written into both; repeatable.",
        metavar="CODE=SENTENCE",
    ),
]
PhraseOption = Annotated[
    list[str] | None, typer.Option("--phrase", help="Words that hint at it; repeatable.")
]
LemmaOption = Annotated[
    list[str] | None, typer.Option("--lemma", help="Word that hints at it; repeatable.")
]
PropertyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--property",
        help="What a coding may record besides, and its values; repeatable.",
        metavar="NAME=A,B",
    ),
]
SourceOption = Annotated[
    list[str] | None,
    typer.Option("--source", help="Key of the source that it comes from; repeatable."),
]


def add(  # noqa: PLR0913 (what a code says is many things, and each has its option)
    id: Annotated[str, typer.Argument(help="Id of the new code: its last part, or all of it.")],
    *,
    definition: DefinitionOption,
    name: NameOption = "",
    under: UnderOption = None,
    after: AfterOption = None,
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    near: NearOption = None,
    phrase: PhraseOption = None,
    lemma: LemmaOption = None,
    property_: PropertyOption = None,
    source: SourceOption = None,
    dry_run: DryRunOption = False,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Define a new code in the study's own codebook.

    It is written as the codes beside it are; all else in the file stays as it is,
    but that the codes it is near name it too, with the same sentence.

    \b
    Examples:
      ethnocode codebook add ritual --definition "Done for its own sake." --dry-run
      ethnocode codebook add capital.local --definition "Knows the streets."
      ethnocode codebook add queue --definition "In line." --near "limbo=a queue ends"
    """
    said = Definition(
        definition,
        name=name,
        include=include or (),
        exclude=exclude or (),
        near=pairs(near, option="--near"),
        phrases=phrase or (),
        lemmas=lemma or (),
        properties=pairs(property_, option="--property"),
        sources=source or (),
    )
    study = here(project, coder=coder)
    done = add_code(study, id, said, under=under, after=after, dry_run=dry_run)
    write_diff(done.diff, dry_run=dry_run)
    say(f"{'would add' if dry_run else 'added'} {done.id}")
    if done.near_back:
        say(f"named as near by {', '.join(done.near_back)} too, with the same sentence")
    for id_ in done.near_only:
        say(f"{id_} does not name it: what is near that is said in another codebook")


def move(
    code: Annotated[str, typer.Argument(help="Full id of the code, or an alias.")],
    *,
    under: Annotated[
        str | None, typer.Option("--under", help="Code that it shall be directly below.")
    ] = None,
    top: Annotated[bool, typer.Option("--top", help="Put it below no other code.")] = False,
    before: Annotated[
        str | None, typer.Option("--before", help="Code of yours that it shall stand before.")
    ] = None,
    after: Annotated[
        str | None, typer.Option("--after", help="Code of yours that it shall stand after.")
    ] = None,
    dry_run: DryRunOption = False,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Put a code elsewhere in the codebook, with the codes below it.

    Its id follows from where it stands: the codings change with it, and the old id
    stays as an alias. Moving back what was just moved leaves the file as it was.

    \b
    Examples:
      ethnocode codebook move waiting.silence --top --dry-run
      ethnocode codebook move silence --under waiting
      ethnocode codebook move silence --before limbo
    """
    target = Target(under, top, before, after)
    done = move_code(here(project, coder=coder), code, target, dry_run=dry_run)
    write_diff(done.diff, dry_run=dry_run)
    say(_moved(done, dry_run=dry_run))
    for contradiction in done.expectations:
        say(contradiction)


def _moved(done: Moved, *, dry_run: bool) -> str:
    verb = "would move" if dry_run else "moved"
    if done.old == done.new:
        return f"{verb} {done.old} among its siblings: no id changes"
    with_it = f" with {counted(done.below, 'code')} below it" if done.below else ""
    counts = f"{counted(done.codings, 'coding')}, {counted(done.references, 'reference')}"
    left = "stays as an alias" if done.alias else f"goes, for '{done.new}' was the id before"
    return f"{verb} {done.old} to {done.new}{with_it}: {counts}; '{done.old}' {left}"
