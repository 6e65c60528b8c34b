"""``ethnocode codebook show``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.options import FormatOption, ListFormat, OutputOption, ProjectOption
from ethnocode.cli.output import wrapped, write_json, write_table, write_text
from ethnocode.errors import UnknownCodeError
from ethnocode.model import Column, Cues
from ethnocode.report.records import code_record
from ethnocode.report.safe import visible
from ethnocode.services.codebook import CodeUse, code_uses
from ethnocode.services.lookup import near_codes


def show(
    code: Annotated[str | None, typer.Argument(help="One code, in full.")] = None,
    tree: Annotated[bool, typer.Option("--tree", help="The tree; so without a code.")] = False,
    format_: FormatOption = ListFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Print the study's codes with their use, or one code in full.

    \b
    Examples:
      ethnocode codebook show
      ethnocode codebook show capital.social
    """
    study = here(project)
    uses = code_uses(study)
    if code is not None and not tree:
        found = study.codebook().code_named(code)
        if found is None:
            hint = near_codes(study.codebook(), code)
            raise UnknownCodeError(f"the codebook has no code '{code}'", hint=hint)
        uses = [use for use in uses if use.code.id == found.id]
    if format_ is ListFormat.JSON:
        records = [code_record(u.code, codings=u.codings, below=u.below) for u in uses]
        write_json(records, output=output)
    elif code is not None and not tree:
        lines = [part for line in _page(uses[0]) for part in wrapped(visible(line))]
        write_text("\n".join(lines) + "\n", output=output)
    else:
        columns = (
            Column("code", "Code"),
            Column("name", "Name"),
            Column("codings", "Codings"),
            Column("below", "With those below"),
        )
        rows = [(_indented(u.code.id), u.code.name, u.codings, u.below) for u in uses]
        write_table("", columns, rows, notes=(f"{len(uses)} codes.",), output=output)


def _indented(id_: str) -> str:
    *above, last = id_.split(".")
    return "  " * len(above) + last


def _page(use: CodeUse) -> list[str]:
    code = use.code
    lines = [f"{code.id} · {code.name} · {code.book}", "", code.definition, ""]
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
        f"Used: {use.codings} codings, {use.below} with the codes below it",
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
