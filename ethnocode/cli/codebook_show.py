"""``ethnocode codebook show``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from ethnocode.cli.codebook_tree import changed_here, retirement, tree_lines
from ethnocode.cli.context import here
from ethnocode.cli.options import AsOfOption, FormatOption, ListFormat, OutputOption, ProjectOption
from ethnocode.cli.output import wrapped, write_json, write_text
from ethnocode.cli.usage import LARGEST
from ethnocode.errors import UsageError
from ethnocode.model import Code, Codebook, Cues
from ethnocode.report.records import code_record, definition_record
from ethnocode.report.safe import visible
from ethnocode.services.codebook import CodeUse, code_uses
from ethnocode.services.definitions import codebook_then
from ethnocode.services.former_definitions import CodeThen, code_then
from ethnocode.services.lookup import code_named, is_below

_MINUTES = len("2026-01-01T00:00")


def show(
    code: Annotated[str | None, typer.Argument(help="One code, in full.")] = None,
    *,
    tree: Annotated[
        bool, typer.Option("--tree", help="The tree from there down; without a code, all of it.")
    ] = False,
    as_of: AsOfOption = None,
    coding: Annotated[
        int | None,
        typer.Option(
            "--coding",
            min=1,
            max=LARGEST,
            help="The code of this coding, as it was when that was made.",
            metavar="N",
        ),
    ] = None,
    format_: FormatOption = ListFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Print the study's codes with their use, or one code in full.

    The tree counts the codings of a code, and those of it and all codes below it. It
    names the book of codes that are not the study's own, and what the study changed.

    \b
    Examples:
      ethnocode codebook show
      ethnocode codebook show capital.social
      ethnocode codebook show capital --tree
      ethnocode codebook show capital.social --as-of 2026-03-01
      ethnocode codebook show --coding 12
    """
    study = here(project, as_of=as_of)
    if coding is not None:
        if code is not None or tree or as_of is not None:
            raise UsageError("--coding says which code, and of when", hint="give it alone")
        _show_then(code_then(study, coding), format_=format_, output=output)
        return
    codebook = codebook_then(study)
    uses = code_uses(study)
    if code is not None:
        id_ = code_named(codebook, code).id
        uses = [use for use in uses if (is_below(use.code.id, id_) if tree else use.code.id == id_)]
    if format_ is ListFormat.JSON:
        records = [code_record(u.code, codings=u.codings, below=u.below) for u in uses]
        write_json(records, output=output)
    elif code is not None and not tree:
        lines = [part for line in _page(uses[0], codebook) for part in wrapped(visible(line))]
        write_text("\n".join(lines) + "\n", output=output)
    else:
        write_text("\n".join(tree_lines(codebook, uses)) + "\n", output=output)


def _show_then(then: CodeThen, *, format_: ListFormat, output: Path | None) -> None:
    """Write a code as it was when a coding was made, and what became of it."""
    if format_ is ListFormat.JSON:
        record = {
            **definition_record(then.code),
            "coding": then.coding.id,
            "made": then.coding.created,
            "version": then.codebook.version,
            "now": then.now.id if then.now else None,
            "changed": [change.field for change in then.changes],
        }
        write_json(record, output=output)
        return
    lines = [*_definition(then.code, then.codebook), *_since(then)]
    parts = [part for line in lines for part in wrapped(visible(line))]
    write_text("\n".join(parts) + "\n", output=output)


def _since(then: CodeThen) -> Iterator[str]:
    """Yield under what a coding was made, and what the code says otherwise now."""
    made = then.coding.created[:_MINUTES].replace("T", " ")
    version = f", version {then.codebook.version}" if then.codebook.version else ""
    yield f"In force when coding {then.coding.id} was made: {made} UTC{version}"
    if then.now is None:
        yield "The codebook has the code no longer."
        return
    if then.now.id != then.code.id:
        yield f"It is {then.now.id} now."
    fields = ", ".join(change.field for change in then.changes)
    yield f"Changed since: {fields or 'nothing'}"


def _page(use: CodeUse, codebook: Codebook) -> list[str]:
    used = f"Used: {use.codings} codings, {use.below} with the codes below it"
    return [*_definition(use.code, codebook), used]


def _definition(code: Code, codebook: Codebook) -> list[str]:
    lines = [f"{code.id} · {code.name} · {code.base or code.book}", ""]
    notes = [retirement(code.retired)] if code.retired else []
    if changed := changed_here(code, codebook):
        notes.append(f"changed here: {changed}")
    if code.aliases:
        notes.append(f"formerly {', '.join(code.aliases)}")
    lines += [*notes, ""] if notes else []
    lines += [code.definition, ""]
    for title, entries in (("Include", code.include), ("Exclude", code.exclude)):
        lines += [f"{title}:", *(f"  - {entry}" for entry in entries)]
    lines += ["Near:", *(f"  - {near.code}: {near.tell_apart}" for near in code.near)]
    lines += [
        "Properties:",
        *(f"  - {name}: {', '.join(values)}" for name, values in code.properties),
        "Examples:",
    ]
    for example in code.examples:
        verdict = "apply" if example.apply else "do not apply"
        lines.append(f'  - {verdict}: "{example.text}" ({example.why})')
    lines += [
        *_cue_lines(code.cues),
        f"Sources: {', '.join(code.sources)}",
    ]
    return lines


def _cue_lines(cues: Cues) -> Iterator[str]:
    from ethnocode.suggest.cues.patterns import readable
    from ethnocode.suggest.cues.structures import readable_dependency

    words = (*cues.phrases, *cues.lemmas)
    yield f"Cues: {', '.join(words) or ('none' if not cues else 'no words')}"
    yield from (f"  - pattern: {readable(pattern)}" for pattern in cues.patterns)
    yield from (f"  - dependency: {readable_dependency(one)}" for one in cues.dependencies)
    if cues.entities:
        yield f"  - entities: {', '.join(cues.entities)}"
