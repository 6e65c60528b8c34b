"""How far coders agree, and first of all where they do not."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from ethnocode.model import (
    WHOLE_STUDY,
    Cell,
    Codebook,
    Report,
    Selection,
    Span,
    Table,
    Unit,
)
from ethnocode.services.citations import Citer
from ethnocode.services.comparing_coders import Basis, Compared, compare_coders, unit_compared
from ethnocode.services.disagreements import (
    Disagreement,
    characters_outside,
    find_disagreements,
    given_in_units,
    given_on_words,
    told_apart,
    units_gone_over,
)
from ethnocode.services.going_over import Stretch
from ethnocode.services.lookup import is_below
from ethnocode.services.project import Project
from ethnocode.services.reports.agreement_columns import DEFINITION_COLUMNS, list_columns
from ethnocode.services.reports.agreement_notes import agreement_notes
from ethnocode.services.reports.agreement_tables import Material, agreement_tables
from ethnocode.services.reports.layer import edition, units_of
from ethnocode.services.reports.signing import signed
from ethnocode.store import Store, open_store

TIMES, SEED = 1000, 1
"""How often sources are drawn for intervals, and of what, unless said otherwise."""

_SHOWN = 50
_LONG_UNITS = (Unit.ENTRY, Unit.SOURCE)
_NOTHING = "nothing"


def agreement_report(
    project: Project,
    *,
    coders: Sequence[str] = (),
    unit: Unit | None = None,
    on: Basis = Basis.UNITS,
    selection: Selection = WHOLE_STUDY,
    times: int = TIMES,
    seed: int = SEED,
) -> Report:
    """List where coders disagree, and measure how far they agree on each code.

    Args:
        coders: Names of two or more; by default the two that there are. One coder at two
            times has two names, such as ``anna`` and ``anna@2``.
        unit: What codings are held against; passages by default, and none on characters.
        on: Whether units or characters are compared.
        selection: Which codes are asked for, with what is below them, and which sources.
        times: How often sources are drawn for intervals; 0 for none.
        seed: Of what is drawn.

    Raises:
        UsageError: A coder or a value of a filter is unknown, or it is not clear whom to
            compare; persons are no unit for this; characters have no unit.
        UndefinedStatisticError: Only one coder, or nobody, has coded.
    """
    unit = unit_compared(unit, on)
    with open_store(project.folder, as_of=project.as_of) as store:
        compared = compare_coders(project, store, coders=coders, selection=selection)
        units = None if unit is None else units_of(store, unit, authors={})
        kept = units_gone_over(compared, units) if units else {}
        by_word = None if units else list(given_on_words(compared))
        places, outside = given_in_units(compared, kept) if by_word is None else (by_word, 0)
        bare = 0 if units else _outside_passages(store, compared)
        given = any(compared.choice.shows(one.code) for place in places for one in place.given)
        found = find_disagreements(compared, places)
        rows = _rows(project, store, compared, found, long=unit in _LONG_UNITS)
        parameters = (
            *_parameters(compared, unit=unit, kept=kept, times=times, seed=seed),
            ("codebook", edition(compared.codebook)),
            ("revision", store.events.revision()),
            *((("as of", project.as_of),) if project.as_of else ()),
        )
    material = Material(compared, units, kept, places, times, seed)
    tables = agreement_tables(material) if compared.stretches else ()
    report = Report(
        name="agreement",
        title="Where coders differ, and how far they agree",
        parameters=parameters,
        notes=agreement_notes(
            compared, unit=unit, given=given, outside=outside, bare=bare, times=times
        ),
        columns=list_columns(compared.coders),
        rows=rows,
        top=_SHOWN,
        heading=_heading(compared, found, given=given),
        tables=(_definitions(compared.codebook, found), *tables),
    )
    return signed(report, project, command=_command(project, compared, unit, times, seed))


def _outside_passages(store: Store, compared: Compared) -> int:
    """Return how many of the characters compared are in no passage."""
    return characters_outside(compared, units_of(store, Unit.PASSAGE, authors={}))


def _parameters(
    compared: Compared,
    *,
    unit: Unit | None,
    kept: Mapping[int, Sequence[Span]],
    times: int,
    seed: int,
) -> tuple[tuple[str, Cell], ...]:
    gone = zip(compared.coders, compared.ground, strict=True)
    return (
        ("coders", ", ".join(compared.coders)),
        *compared.choice.parameters,
        ("on", Basis.CHARACTERS.value if unit is None else Basis.UNITS.value),
        *((("unit", unit.value), ("units", sum(map(len, kept.values())))) if unit else ()),
        ("characters", sum(end - start for _, start, end in compared.stretches)),
        ("sources", _sources(compared.stretches)),
        ("gone over", ", ".join(f"{coder} {_sources(parts)}" for coder, parts in gone)),
        ("drawings", times),
        ("seed", seed),
    )


def _sources(stretches: Iterable[Stretch]) -> int:
    return len({source for source, *_ in stretches})


def _rows(
    project: Project,
    store: Store,
    compared: Compared,
    found: Sequence[Disagreement],
    *,
    long: bool,
) -> tuple[tuple[Cell, ...], ...]:
    citer = Citer(store, project.settings)
    defined = {code.id: f"{code.name}: {code.definition}" for code in compared.codebook}
    apart = told_apart(compared.codebook)
    needed = sorted({int(one.source.id) for one in found})
    texts = {number: store.sources.text(compared.sources[number]) for number in needed}
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        text = texts[int(one.source.id)]
        codes = (*one.codes, "")[:2]
        whole = Span(min(s.start for s in one.spans), max(s.end for s in one.spans))
        rows.append(
            (
                one.number,
                *codes,
                *(", ".join(reading) or _NOTHING for reading in one.readings),
                citer.cite(one.source, whole.start),
                _coded_words(one, text) if long else whole.of(text),
                "\n".join(defined.get(code, f"{code}: not in the codebook") for code in one.codes),
                "\n".join(_decisive(one, apart)),
                one.source.name,
                whole.start,
                whole.end,
                " ".join(str(coding.id) for coding in one.codings),
            )
        )
    return tuple(rows)


def _coded_words(one: Disagreement, text: str) -> str:
    spans = sorted({coding.anchor.span for coding in one.codings})
    return " […] ".join(span.of(text) for span in spans)


def _decisive(one: Disagreement, apart: Mapping[tuple[str, str], str]) -> list[str]:
    """Return what tells the codes at issue from each other and from others given there."""
    others = sorted({code for reading in one.readings for code in reading})
    pairs = sorted({(min(p), max(p)) for p in product(one.codes, others) if p[0] != p[1]})
    said = [apart[pair] for pair in pairs if pair in apart]
    kinds = [f"{low} holds {high}." for low, high in pairs if is_below(high, low)]
    return list(dict.fromkeys([*said, *kinds]))


def _definitions(codebook: Codebook, found: Sequence[Disagreement]) -> Table:
    """Return the codes at issue as the codebook has them, the most disputed first."""
    times: dict[str, int] = {}
    for disagreement in found:
        for code in disagreement.codes:
            times[code] = times.get(code, 0) + 1
    apart = told_apart(codebook)
    rows: list[tuple[Cell, ...]] = []
    for id_ in sorted(times, key=lambda id_: (-times[id_], id_)):
        known = codebook.code_named(id_)
        near = [
            f"{one if other == id_ else other}: {said}"
            for (one, other), said in apart.items()
            if id_ in (one, other)
        ]
        rows.append(
            (
                id_,
                times[id_],
                known.definition if known else None,
                "; ".join(known.include) if known else None,
                "; ".join(known.exclude) if known else None,
                "\n".join(sorted(near)),
            )
        )
    return Table("definitions", "The codes at issue", DEFINITION_COLUMNS, tuple(rows))


def _heading(compared: Compared, found: Sequence[Disagreement], *, given: bool) -> str:
    if not compared.stretches:
        return "Nothing to compare"
    if not given:
        return "Nothing is coded there, so they differ nowhere"
    return f"Where they differ: {len(found)}" if found else "They differ nowhere"


def _command(project: Project, compared: Compared, unit: Unit | None, times: int, seed: int) -> str:
    words = ["ethnocode", "report", "agreement"]
    words += [word for coder in compared.coders for word in ("--coder", coder)]
    words += ["--unit", unit.value] if unit else ["--on", Basis.CHARACTERS.value]
    words += compared.choice.options
    words += ["--bootstrap", str(times), "--seed", str(seed)]
    words += ["--as-of", project.as_of] if project.as_of else []
    return shlex.join(words)
