"""Where coders read the same words differently: what there is to talk about."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from ethnocode.model import Codebook, Coding, Source, Span, UnitColumns
from ethnocode.services.comparing_coders import Compared
from ethnocode.services.going_over import Stretch


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A code that some coders gave to a place and others did not, or two that stand for it.

    Args:
        number: From 1 on, in order of code and place.
        source: Its source.
        span: The unit; on characters, the words that any coder gave the first code.
        codes: The code at issue; or two, where those who did not give the one gave the
            other, to words that overlap or because the codebook calls the two near.
        given_by: Coders who gave it, for each of ``codes``.
        readings: All codes that each coder gave there, sorted, in the order of the coders.
        codings: The codings at issue, in text order.
        spans: For each of ``codes``, the unit, or the words that any coder gave it.
    """

    number: int
    source: Source
    span: Span
    codes: tuple[str, ...]
    given_by: tuple[tuple[str, ...], ...]
    readings: tuple[tuple[str, ...], ...]
    codings: tuple[Coding, ...]
    spans: tuple[Span, ...]


@dataclass(slots=True)
class Given:
    """A code in a place, and the codings that gave it, by number of the coder."""

    span: Span
    code: str
    codings: dict[int, list[Coding]] = field(default_factory=dict)

    @property
    def givers(self) -> frozenset[int]:
        """Numbers of the coders who gave it."""
        return frozenset(self.codings)

    def meets(self, other: Given) -> bool:
        """Return whether any of its codings shares a character with any of the other's."""
        return any(
            one.anchor.span.overlaps(two.anchor.span)
            for one in self.every()
            for two in other.every()
        )

    def every(self) -> list[Coding]:
        """Return its codings, in text order."""
        found = (coding for layer in self.codings.values() for coding in layer)
        return sorted(found, key=lambda c: (c.anchor.span.start, c.anchor.span.end, c.id))


@dataclass(frozen=True, slots=True)
class Place:
    """What coders gave to a place: a unit, or a run of words; by code."""

    source: Source
    given: tuple[Given, ...]

    def readings(self, coders: int) -> tuple[tuple[str, ...], ...]:
        """Return the codes that each of so many coders gave."""
        return tuple(
            tuple(sorted({one.code for one in self.given if n in one.codings}))
            for n in range(coders)
        )


def find_disagreements(compared: Compared, places: Iterable[Place]) -> list[Disagreement]:
    """Return where coders differ on the codes asked for, by code and place.

    A parent is not what is below it.

    Args:
        places: What was given where: of :func:`given_in_units`, or of :func:`given_on_words`.
    """
    order = {number: place for place, number in enumerate(compared.sources)}
    near = _near_pairs(compared.codebook)
    found = [
        (place, issue, readings)
        for place in places
        for issue, readings in _issues(place, coders=len(compared.coders), near=near)
        if any(compared.choice.shows(given.code) for given in issue)
    ]
    found.sort(
        key=lambda one: (
            _names(one[1]),
            order[int(one[0].source.id)],
            one[1][0].span.start,
            one[1][0].span.end,
        )
    )
    return [
        Disagreement(
            number=number,
            source=place.source,
            span=issue[0].span,
            codes=_names(issue),
            given_by=tuple(
                tuple(compared.coders[n] for n in sorted(given.givers)) for given in issue
            ),
            readings=readings,
            codings=tuple(coding for given in issue for coding in given.every()),
            spans=tuple(given.span for given in issue),
        )
        for number, (place, issue, readings) in enumerate(found, start=1)
    ]


def units_gone_over(compared: Compared, units: UnitColumns) -> dict[int, list[Span]]:
    """Return the units that lie wholly in what all have gone over, by source, in order.

    Where filters keep parts of sources, it is what is kept of a unit that has to.
    """
    ground = _by_source(compared.gone)
    kept = None if compared.parts is None else _by_source(compared.parts)
    found: dict[int, list[Span]] = {}
    for source, start, end in zip(units.source, units.start, units.end, strict=True):
        parts = ground.get(source)
        if parts and start < end:
            unit = Span(start, end)
            span = unit if kept is None else _reach(unit, kept.get(source, ()))
            if span and any(part.encloses(span) for part in _touched(parts, span)):
                found.setdefault(source, []).append(unit)
    return found


def gone_over_together(compared: Compared, units: UnitColumns) -> list[tuple[int, Span]]:
    """Return what of the units all have gone over and filters keep, with the source."""
    ground = _by_source(compared.stretches)
    return [
        (source, _cut(unit, part))
        for source, spans in units_gone_over(compared, units).items()
        for unit in spans
        for part in _touched(ground.get(source, ()), unit)
    ]


def _reach(unit: Span, parts: Sequence[Span]) -> Span | None:
    """Return a unit from its first to its last kept character; ``None`` if none is kept."""
    touched = _touched(parts, unit)
    return Span(_cut(unit, touched[0]).start, _cut(unit, touched[-1]).end) if touched else None


def characters_outside(compared: Compared, units: UnitColumns) -> int:
    """Return how many characters that all have gone over are in none of the units.

    Args:
        units: Units that do not overlap.
    """
    ground = _by_source(compared.stretches)
    left = sum(end - start for _, start, end in compared.stretches)
    for source, start, end in zip(units.source, units.start, units.end, strict=True):
        if start < end:
            span = Span(start, end)
            parts = _touched(ground.get(source, ()), span)
            left -= sum(len(_cut(span, part)) for part in parts)
    return left


def given_in_units(
    compared: Compared, units: Mapping[int, Sequence[Span]]
) -> tuple[list[Place], int]:
    """Return the units with a coding, and how many codings asked for touch no unit.

    Args:
        units: By number of the source, as :func:`units_gone_over` has them.
    """
    places: dict[tuple[int, Span], dict[str, Given]] = {}
    outside = 0
    for coder, number, span, coding in _inside(compared):
        touched = _touched(units.get(number, ()), span)
        outside += not touched and compared.choice.shows(coding.code)
        for unit in touched:
            here = places.setdefault((number, unit), {})
            given = here.setdefault(coding.code, Given(unit, coding.code))
            mine = given.codings.setdefault(coder, [])
            if not mine or mine[-1] is not coding:  # it may be on two kept parts of the unit
                mine.append(coding)
    found = [
        Place(compared.sources[number], tuple(here[code] for code in sorted(here)))
        for (number, _), here in places.items()
    ]
    return found, outside


def _names(issue: Sequence[Given]) -> tuple[str, ...]:
    return tuple(given.code for given in issue)


def _issues(
    place: Place, *, coders: int, near: frozenset[frozenset[str]]
) -> Iterator[tuple[tuple[Given, ...], tuple[tuple[str, ...], ...]]]:
    """Yield what is at issue in a place, with what each coder gave there."""
    open_ = [given for given in place.given if len(given.givers) < coders]
    pairs = [
        (frozenset((one.code, other.code)) not in near, n, k)
        for (n, one), (k, other) in combinations(enumerate(open_), 2)
        if not one.givers & other.givers
        and len(one.givers | other.givers) == coders
        and (frozenset((one.code, other.code)) in near or one.meets(other))
    ]
    settled: set[int] = set()
    readings = place.readings(coders)
    for _, n, k in sorted(pairs):
        if not settled & {n, k}:
            settled |= {n, k}
            yield (open_[n], open_[k]), readings
    yield from (((given,), readings) for n, given in enumerate(open_) if n not in settled)


def _inside(compared: Compared) -> Iterator[tuple[int, int, Span, Coding]]:
    """Yield coder, number of source, span and coding, cut to what all have gone over."""
    ground = _by_source(compared.stretches)
    numbers = {source.name: number for number, source in compared.sources.items()}
    for coder, codings in enumerate(compared.codings):
        for coding in codings:
            number, span = numbers[coding.source], coding.anchor.span
            for part in _touched(ground.get(number, ()), span):
                yield coder, number, _cut(span, part), coding


def given_on_words(compared: Compared) -> Iterator[Place]:
    """Yield runs of words that are coded, each without a coding that reaches out of it.

    In a run, what coders gave one code is one where their words overlap.
    """
    by_source: dict[int, dict[str, list[tuple[Span, int, Coding]]]] = {}
    for coder, number, span, coding in _inside(compared):
        by_source.setdefault(number, {}).setdefault(coding.code, []).append((span, coder, coding))
    for number, codes in by_source.items():
        given = [one for code, rows in codes.items() for one in _clusters(code, rows)]
        given.sort(key=lambda one: (one.span.start, one.span.end, one.code))
        run: list[Given] = []
        reach = 0
        for one in given:
            if run and one.span.start >= reach:
                yield Place(compared.sources[number], tuple(run))
                run = []
            run.append(one)
            reach = max(reach, one.span.end)
        yield Place(compared.sources[number], tuple(run))


def _clusters(code: str, rows: list[tuple[Span, int, Coding]]) -> list[Given]:
    """Return the runs of one code: codings, of whatever coder, that share characters."""
    found: list[Given] = []
    for span, coder, coding in sorted(rows, key=lambda row: (row[0].start, row[0].end, row[1])):
        if found and span.start < found[-1].span.end:
            last = found[-1]
            last.span = Span(last.span.start, max(last.span.end, span.end))
        else:
            found.append(Given(span, code))
        found[-1].codings.setdefault(coder, []).append(coding)
    return found


def _by_source(stretches: Iterable[Stretch]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    for source, start, end in stretches:
        found.setdefault(source, []).append(Span(start, end))
    return found


def _touched(spans: Sequence[Span], span: Span) -> Sequence[Span]:
    """Return, of sorted spans without overlaps, those that share a character with a span."""
    first = bisect_right(spans, span.start, key=lambda one: one.end)
    return spans[first : bisect_left(spans, span.end, key=lambda one: one.start)]


def _cut(span: Span, part: Span) -> Span:
    return Span(max(span.start, part.start), min(span.end, part.end))


def _near_pairs(codebook: Codebook) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in told_apart(codebook))


def told_apart(codebook: Codebook) -> Mapping[tuple[str, str], str]:
    """Return the telling-apart sentence of each pair of near codes, first id first."""
    found: dict[tuple[str, str], str] = {}
    for code in codebook:
        for near in code.near:
            other = codebook.code_named(near.code)
            if other is not None and near.tell_apart:
                low, high = sorted((code.id, other.id))
                said = found.get((low, high), "")
                more = near.tell_apart
                found[low, high] = said if more in said else f"{said} {more}".strip()
    return found
