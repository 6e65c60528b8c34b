"""``ethnocode coding resolve``."""

from __future__ import annotations

from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.options import DryRunOption, FormatOption, ListFormat, ProjectOption
from ethnocode.cli.output import say, write_json, write_passages
from ethnocode.cli.report_options import (
    BasisOption,
    OnlyCodeOption,
    OnlyGroupOption,
    OnlyKindOption,
    OnlyPersonOption,
    OnlySourceOption,
    OnlySpeakerOption,
    OnlyWaveOption,
    PairUnitOption,
    selection_of,
)
from ethnocode.cli.resolve_ask import decided_at_terminal
from ethnocode.errors import UsageError
from ethnocode.model import Coding, is_coder_name
from ethnocode.report.figures import counted
from ethnocode.report.records import coding_record
from ethnocode.services.comparing_coders import Basis
from ethnocode.services.consensus import CONSENSUS
from ethnocode.services.resolving import Question, Resolved
from ethnocode.services.resolving import resolve as settle

_SCREENFUL = 50

_CodersOption = Annotated[
    list[str] | None,
    typer.Option("--coder", help="Whose codings; repeat it. Default: the two that there are."),
]
_AsOption = Annotated[
    str, typer.Option("--as", help="Coder whose layer the consensus is.", metavar="NAME")
]
_IdsOption = Annotated[
    str, typer.Option("--ids", help="Only disagreements of these numbers.", metavar="N,N...")
]
_AgainOption = Annotated[
    bool, typer.Option("--again", help="Also what was taken out of the layer by hand.")
]
_TakeOption = Annotated[
    str,
    typer.Option(
        "--take",
        help="Whose reading stands: a coder's, or both, or neither.",
        metavar="CODER|both|neither",
    ),
]


def resolve(  # noqa: PLR0913 (there are many filters, and each has its option)
    *,
    coder: _CodersOption = None,
    as_: _AsOption = CONSENSUS,
    take: _TakeOption = "",
    ids: _IdsOption = "",
    ask: Annotated[bool, typer.Option("--ask", help="Decide one by one at the terminal.")] = False,
    unit: PairUnitOption = None,
    on: BasisOption = Basis.UNITS,
    code: OnlyCodeOption = None,
    source: OnlySourceOption = None,
    kind: OnlyKindOption = None,
    wave: OnlyWaveOption = None,
    person: OnlyPersonOption = None,
    group: OnlyGroupOption = None,
    speaker: OnlySpeakerOption = None,
    again: _AgainOption = False,
    dry_run: DryRunOption = False,
    format_: FormatOption = ListFormat.TEXT,
    project: ProjectOption = None,
) -> None:
    """Settle where coders differ, in a layer of its own; theirs stay as they are.

    What all of them agree on is copied at once. Disagreements, numbered as in 'report
    agreement' with the same options, are decided by --take, or with --ask at the terminal,
    and else left open. Running it again adds only what is new; what you took out of the
    layer by 'coding remove' stays out, unless --again. Reports take the layer by --coder
    consensus, never with the others; it has gone over what all of them have, where nothing
    is open. 'ethnocode undo' takes a run back.

    \b
    Examples:
      ethnocode coding resolve --coder anna --coder ben --ask
      ethnocode coding resolve --coder anna --coder ben --take anna --ids 3,5
      ethnocode coding resolve --source hetty.txt --take both
      ethnocode coding resolve --take neither --as strict --dry-run
    """
    if ask and take:
        raise UsageError("--ask and --take both decide", hint="leave out one")
    study = here(project)
    if not is_coder_name(as_):
        raise UsageError(f"--as {as_[:25]!a} is no name", hint="such as --as consensus")
    selection = selection_of(
        code=code, source=source, kind=kind, wave=wave, person=person, group=group, speaker=speaker
    )
    question = Question(
        coders=tuple(coder or ()),
        name=as_.strip(),
        unit=unit,
        on=on,
        selection=selection,
        ids=_numbers(ids),
        again=again,
    )
    decided = decided_at_terminal(study, question) if ask else {}
    done = settle(study, question, take=take, decided=decided, dry_run=dry_run)
    _write(done, format_)
    _say_done(done, question, dry_run=dry_run)


def _write(done: Resolved, format_: ListFormat) -> None:
    if format_ is ListFormat.JSON:
        write_json([coding_record(coding) for coding in done.added])
    elif 0 < len(done.added) <= _SCREENFUL:
        write_passages(_passage(n, coding) for n, coding in enumerate(done.added, start=1))


def _numbers(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part.isdecimal() for part in parts):
        raise UsageError(f"--ids '{text}' are no numbers", hint="such as --ids 3,5")
    return tuple(map(int, parts))


def _passage(place: int, coding: Coding) -> tuple[int, str, tuple[str, ...]]:
    head = " · ".join((coding.code, f"{coding.source} {coding.anchor.span}", coding.coder))
    return coding.id or place, head, (coding.anchor.quote, f"[{coding.memo}]")


def _say_done(done: Resolved, question: Question, *, dry_run: bool) -> None:
    name = question.name
    verb = "would add" if dry_run else "added"
    say(
        f"{verb} {counted(len(done.added), 'coding')} of {name}: {done.agreed:,} agreed on by "
        f"{', '.join(done.coders)}, {counted(done.decided, 'disagreement')} decided"
    )
    if done.against:
        say(f"{done.against:,} of them against: a memo on the passage says so")
    if done.there:
        say(f"{counted(done.there, 'disagreement')} settled before")
    if done.removed:
        say(f"taken out of {name} by hand, and left out: {done.removed:,}; --again settles it anew")
    if done.barred:
        say(f"left out, retired or not in the codebook: {done.barred:,}")
    if done.left:
        say(f"{done.left:,} still open: decide with --ask, or by --take and --ids")
    if question.selection.codes:
        say(
            f"settled for some codes only, so no passage counts as gone over by {name}: settle "
            "the others too, without --code"
        )
