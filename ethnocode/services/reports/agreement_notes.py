"""What a reader of the agreement report should know."""

from __future__ import annotations

import shlex
from itertools import combinations

from ethnocode.model import Unit
from ethnocode.report.figures import counted, listed
from ethnocode.services.comparing_coders import Compared, shared_stretches
from ethnocode.services.reports.notes import UNIT_NOTES

_FEW = 20
"""Sources below which intervals from drawings of sources are too narrow: see the methods page."""

_COMPARED = (
    "Compared are words that each of them has gone over: sources in which she coded or read at "
    "least one passage; of a second coding such as anna@2 only the drawn passages that she coded "
    "on, or said she found nothing in; of a consensus only the passages that were settled."
)


def agreement_notes(
    compared: Compared, *, unit: Unit | None, given: bool, outside: int, bare: int, times: int
) -> tuple[str, ...]:
    """Return what a reader of the report should know.

    Args:
        unit: What was compared; ``None`` for characters.
        given: Whether any of them gave a code that is asked for.
        outside: How many codings are in no unit.
        bare: How many of the characters compared are in no passage.
        times: How often sources were drawn.
    """
    who = listed(compared.coders)
    notes = [*compared.choice.notes, _COMPARED]
    notes += [
        f"Not compared: {number:,} of the {counted(drawn, 'passage')} drawn for {coder}, not gone "
        f"over yet. 'ethnocode coding sample --coder {coder}' shows them."
        for coder, (number, drawn) in zip(compared.coders, compared.left, strict=True)
        if number
    ]
    if not compared.stretches:
        fit = " and that fits the filters" if compared.choice.notes else ""
        notes.insert(
            0, f"There is nothing that {who} have all gone over{fit}, so nothing to count."
        )
    elif not given:
        asked = " that is asked for" if compared.choice.selection.codes else ""
        notes.insert(
            0,
            f"No {unit.value if unit else 'character'} that {who} have all gone over has a code"
            f"{asked}, so there is nothing to agree on.",
        )
    notes += [
        *((UNIT_NOTES[unit],) if unit else _on_characters(compared, bare)),
        "The list has codes as they were given. Two codes are one disagreement where those who "
        "did not give the one gave the other, to words that overlap or because they are near.",
        "In the tables a code has what is below it. Codings of one coder and code that share "
        "words count once; undecided suggestions and engines are never coders.",
        "alpha is Krippendorff's of 2004; |u-alpha, u-alpha, cu-alpha and (k)cu-alpha are those "
        "of 2016 (Krippendorff and others; Krippendorff 2019, section 12.6), not the alpha_U "
        "of 1995. A figure that the data cannot define is n/a, and the reason stands beside it.",
        _drawn_note(times, sources=len({source for source, *_ in compared.stretches})),
        "A rare code can have high percent agreement and a low alpha: read them with the four "
        "cells and the prevalence. What to do with a disagreement is a matter of reading"
        + _advice(compared, unit),
    ]
    if len(compared.coders) > 2:
        notes.append(_by_two(compared))
    if outside:
        notes.append(f"Not compared: {counted(outside, 'coding')} outside every unit.")
    notes += [
        f"Left out: {counted(number, 'coding')} of {coder}, waiting for review; there {coder} "
        "counts as having given nothing. See to these first: 'ethnocode coding list --status "
        "needs-review'."
        for coder, number in zip(compared.coders, compared.waiting, strict=True)
        if number
    ]
    return (*_on_settled(compared), *notes)


def _advice(compared: Compared, unit: Unit | None) -> str:
    if compared.settled:
        return "."
    return f": 'ethnocode coding resolve {_same_as(compared, unit)}' settles them one by one."


def _on_settled(compared: Compared) -> tuple[str, ...]:
    """Return that one of them is no coder; nothing where all are."""
    if not compared.settled:
        return ()
    names = sorted(compared.settled)
    are = "is a consensus" if len(names) == 1 else "are consensus layers"
    said = (
        f"{listed(names)} {are}, and no coder: agreement after it was reached is none. Report "
        "what was measured between coders before they settled it."
    )
    grounds = dict(zip(compared.coders, compared.ground, strict=True))
    bare = [name for name in names if not grounds[name]]
    if not bare:
        return (said,)
    return (
        said,
        f"No passage of {listed(bare)} is noted as settled: 'ethnocode coding resolve' without "
        "--code notes those in which nothing is open.",
    )


def _on_characters(compared: Compared, bare: int) -> tuple[str, str]:
    every = sum(end - start for _, start, end in compared.stretches)
    return (
        "Compared are characters; in the list, a code that coders gave to words that overlap is "
        "no disagreement, wherever its ends are: |u-alpha measures these.",
        "The continuum is all the stored text that they have gone over, as any of it can be "
        f"marked: {bare:,} of its {counted(every, 'character')} are in no passage, such as blank "
        "lines and headings. What nobody marks is a gap of all, and gaps that agree count.",
    )


def _by_two(compared: Compared) -> str:
    """Return how much fewer than all coders have gone over together."""
    pairs = combinations(zip(compared.coders, compared.ground, strict=True), 2)
    by_two = (
        f"{one} and {other} {len({source for source, *_ in shared_stretches((mine, theirs))})}"
        for (one, mine), (other, theirs) in pairs
    )
    return (
        "Of three coders or more, only what all have gone over counts. Sources that two have "
        f"both gone over: {', '.join(by_two)}."
    )


def _drawn_note(times: int, *, sources: int) -> str:
    if not times:
        return "No intervals were asked for."
    few = ""
    if 1 < sources < _FEW:
        few = f" From as few as {sources} sources they are too narrow: 'ethnocode help methods'."
    return (
        f"Intervals are at 95 %: the middle of {times:,} drawings of whole sources, with "
        "replacement, as passages of one text are not independent (Efron and Tibshirani 1993); "
        f"drawings in which a figure is undefined are passed over.{few}"
    )


def _same_as(compared: Compared, unit: Unit | None) -> str:
    """Return what to type so that disagreements are found, and numbered, as in the report."""
    words = [word for coder in compared.coders for word in ("--coder", coder)]
    if unit is None:
        words += ["--on", "characters"]
    elif unit is not Unit.PASSAGE:
        words += ["--unit", unit.value]
    return shlex.join([*words, *compared.choice.options])
