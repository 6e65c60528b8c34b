"""Co-occurrence by its definition: sets of characters and units, no arrays, no shortcuts."""

from __future__ import annotations

import math
import random
from array import array
from dataclasses import dataclass, field
from itertools import combinations, product

from ethnocode.model import NOBODY, CodingColumns, Count, Distance, Relation, Step, UnitColumns

KINDS = {1: "field-note", 2: "interview", 3: "document", 4: "email", 5: "email"}
LENGTHS = dict.fromkeys(KINDS, 100)
WITH_UNITS = (1, 2, 3)
"""Source 4 is coded and has no units; source 5 has neither."""
PEOPLE = {7: 1, 8: 2, 9: 1}
"""Person 8 is a composite of two real people."""
SIDES = {7: "resident", 8: "council", 9: "resident"}

Segment = tuple[int, int, int]
"""Source, start and end."""


@dataclass
class Study:
    """A random study: rows of codings (source, start, end, code), units and steps."""

    codings: list[tuple[int, int, int, str]]
    units: list[tuple[int, int, int, int]]
    steps: list[Segment] = field(default_factory=list)

    def columns(self) -> CodingColumns:
        codes = tuple(sorted({code for *_, code in self.codings}))
        rows = [
            (source, start, end, codes.index(code)) for source, start, end, code in self.codings
        ]
        return CodingColumns(*_columns(rows, 4), codes)

    def unit_columns(self) -> UnitColumns:
        return UnitColumns(*_columns(self.units, 4))

    def step_columns(self) -> list[UnitColumns]:
        """Return the steps of one source, and those of all others at once."""
        parts = [
            [(*step, NOBODY) for step in self.steps if (step[0] == 1) is first]
            for first in (True, False)
        ]
        return [UnitColumns(*_columns(rows, 4)) for rows in parts]


def _columns(rows, width):
    return [array("q", [row[n] for row in rows]) for n in range(width)]


def random_study(rng: random.Random) -> Study:
    codes = ["a", "b", "b.x", "b.y", "b.y.z", "c"]
    unit_rows = []
    for source in WITH_UNITS:
        at = 0
        while at < 60:
            start, end = at + rng.choice([0, 0, 2]), at + rng.randint(3, 25)
            unit_rows.append((source, start, end, rng.choice([NOBODY, 7, 8, 9])))
            at = end
    codings = []
    for _ in range(rng.randint(0, 25)):
        start = rng.randrange(0, 60, rng.choice([1, 5]))
        codings.append(
            (rng.choice([1, 2, 2, 4]), start, start + rng.randint(1, 30), rng.choice(codes))
        )
    steps = []
    for source in (1, 2, 4):
        at = 0
        while at < 84:
            start = at + rng.choice([0, 1, 1, 7])
            end = start + rng.randint(1, 8)
            steps.append((source, start, end))
            at = end
    return Study(codings, unit_rows, steps)


def random_distance(rng: random.Random) -> Distance:
    return Distance(rng.choice([0, 1, 2, 5, 20]), rng.choice(list(Step)))


def is_pair(a: str, b: str) -> bool:
    return not (f"{a}.".startswith(f"{b}.") or f"{b}.".startswith(f"{a}."))


def merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that share a character, until none does."""
    spans = sorted(set(spans))
    while True:
        for one, two in combinations(spans, 2):
            if one[0] < two[1] and two[0] < one[1]:
                joined = (min(one[0], two[0]), max(one[1], two[1]))
                spans = sorted({*(s for s in spans if s not in (one, two)), joined})
                break
        else:
            return spans


class Definition:
    """What a study's codes have, and how they meet."""

    def __init__(self, study: Study, *, distance: Distance | None = None, by_person: bool = False):
        self.study, self.distance, self.by_person = study, distance, by_person
        self._related: dict[tuple[Relation, str, str], list[tuple[Segment, Segment]]] = {}
        self.codes = sorted(
            {
                ".".join(code.split(".")[:n])
                for *_, code in study.codings
                for n in range(1, code.count(".") + 2)
            }
        )
        self.segments = {
            code: [
                (source, *span)
                for source in KINDS
                for span in merged(
                    [
                        (start, end)
                        for s, start, end, other in study.codings
                        if s == source and f"{other}.".startswith(f"{code}.")
                    ]
                )
            ]
            for code in self.codes
        }
        # a unit is a name and its characters; each character has one speaker or none
        self.units: dict[object, set[tuple[int, int]]] = {}
        self.speaker: dict[tuple[int, int], int] = {}
        for row in study.units:
            source, start, end, person = row
            if by_person and person == NOBODY:
                continue
            characters = {(source, offset) for offset in range(start, end)}
            self.units.setdefault(person if by_person else row, set()).update(characters)
            self.speaker |= dict.fromkeys(characters, person)
        self.owner = {place: unit for unit, held in self.units.items() for place in held}
        self._of = {
            segment: {(segment[0], offset) for offset in range(segment[1], segment[2])}
            for segments in self.segments.values()
            for segment in segments
        }
        self._touched = {
            segment: frozenset(self.owner[place] for place in places if place in self.owner)
            for segment, places in self._of.items()
        }

    def chars(self, segment: Segment) -> set[tuple[int, int]]:
        return self._of[segment]

    def touched(self, segment: Segment):
        return self._touched[segment]

    def persons(self, places) -> set[int]:
        """Return who speaks or writes any of these characters."""
        return {self.speaker[place] for place in places if place in self.speaker} - {NOBODY}

    # --- relations ---------------------------------------------------------------------

    def holds(self, relation: Relation, one: Segment, two: Segment) -> bool:
        if relation is Relation.UNIT:
            return bool(self.touched(one) & self.touched(two))
        a, b = self.chars(one), self.chars(two)
        return {
            Relation.OVERLAP: lambda: bool(a & b),
            Relation.EQUAL: lambda: a == b,
            Relation.WITHIN: lambda: a <= b,
            Relation.ENCLOSES: lambda: b <= a,
            Relation.NEAR: lambda: bool(a & b) or self.follows(one, two) or self.follows(two, one),
            Relation.BEFORE: lambda: self.follows(one, two),
        }[relation]()

    def follows(self, one: Segment, two: Segment) -> bool:
        """Whether the second begins after the first has ended, and not too far away."""
        assert self.distance is not None
        number, step = self.distance.number, self.distance.step
        if one[0] != two[0] or one[2] > two[1]:
            return False
        if step is Step.CHARS:
            return len(range(one[2], two[1])) <= number
        steps = [s for s in self.study.steps if s[0] == one[0]]
        if step is Step.WORDS:
            return sum(one[2] <= s[1] and s[2] <= two[1] for s in steps) <= number
        mine = [n for n, s in enumerate(steps) if s[1] < one[2] and one[1] < s[2]]
        other = [n for n, s in enumerate(steps) if s[1] < two[2] and two[1] < s[2]]
        return any(n - m <= number for m in mine for n in other)

    def related(self, relation: Relation, a: str, b: str) -> list[tuple[Segment, Segment]]:
        if (relation, a, b) not in self._related:
            self._related[relation, a, b] = [
                (one, two)
                for one, two in product(self.segments[a], self.segments[b])
                if self.holds(relation, one, two)
            ]
        return self._related[relation, a, b]

    # --- counts ------------------------------------------------------------------------

    def meet(self, relation: Relation, count: Count, a: str, b: str) -> tuple[int, int]:
        """Return the count from either side."""
        pairs = self.related(relation, a, b)
        if relation in (Relation.NEAR, Relation.BEFORE):
            other = self.related(relation, b, a)
            if count is Count.EVENTS:
                return len(pairs), len(other)
            return (
                self.of_segments(count, {one for one, _ in pairs}),
                self.of_segments(count, {one for one, _ in other}),
            )
        if count is Count.SEGMENTS:
            return len({one for one, _ in pairs}), len({two for _, two in pairs})
        if count is Count.EVENTS:
            return len(pairs), len(pairs)
        found = (
            self.together(count, a, b)
            if relation is Relation.UNIT
            else self.of_places(
                count, {x for one, two in pairs for x in self.chars(one) & self.chars(two)}
            )
        )
        return found, found

    def of_segments(self, count: Count, segments: set[Segment]) -> int:
        if count is Count.SEGMENTS:
            return len(segments)
        return self.of_places(count, {x for one in segments for x in self.chars(one)}, segments)

    def of_places(self, count: Count, places, segments=()) -> int:
        if count is Count.CHARS:
            # a code's own segments never overlap, so no character is there twice
            return len(places)
        if count is Count.SOURCES:
            return len({source for source, _ in places})
        if count is Count.PERSONS:
            return self.heads(self.persons(places))
        return len({self.owner[place] for place in places if place in self.owner})

    @staticmethod
    def heads(persons: set[int]) -> int:
        return sum(PEOPLE[person] for person in persons)

    def together(self, count: Count, *codes: str) -> int:
        """Count what bears all codes in one unit."""
        inside = {code: self.places(code) for code in codes}
        units = [unit for unit, held in self.units.items() if all(held & inside[c] for c in codes)]
        if count is Count.UNITS:
            return len(units)
        if count is Count.CHARS:
            return sum(len(self.units[unit]) for unit in units)
        if count is Count.SOURCES:
            return len(
                {
                    source
                    for unit in units
                    for source in KINDS
                    if all(any(s == source for s, _ in self.units[unit] & inside[c]) for c in codes)
                }
            )
        return self.heads(
            {
                person
                for unit in units
                for person in PEOPLE
                if all(person in self.persons(self.units[unit] & inside[c]) for c in codes)
            }
        )

    def places(self, code: str) -> set[tuple[int, int]]:
        return {place for segment in self.segments[code] for place in self.chars(segment)}

    def alone(self, relation: Relation, count: Count, code: str) -> int:
        if count in (Count.EVENTS, Count.SEGMENTS):
            return len(self.segments[code])
        if relation is Relation.UNIT:
            return self.together(count, code)
        return self.of_places(count, self.places(code))

    def total(self, relation: Relation, count: Count) -> int | None:
        in_units = relation is Relation.UNIT
        return {
            Count.EVENTS: None,
            Count.SEGMENTS: None,
            Count.UNITS: len(self.units),
            Count.CHARS: len(self.speaker) if in_units else sum(LENGTHS.values()),
            Count.SOURCES: len({s for s, _ in self.speaker}) if in_units else len(LENGTHS),
            Count.PERSONS: self.heads(self.persons(self.speaker)),
        }[count]

    # --- who and what is behind a pair -------------------------------------------------

    def behind(self, relation: Relation, a: str, b: str) -> tuple[int, int, int]:
        """Return real people, groups and kinds of source."""
        if relation is Relation.UNIT:
            either = self.places(a) | self.places(b)
            shared = [
                held
                for held in self.units.values()
                if held & self.places(a) and held & self.places(b)
            ]
            if self.by_person:
                places = {place for held in shared for place in held & either}
                # a whole turn of hers counts as bearing a code that a part of it bears
            else:
                places = {place for held in shared for place in held}
        else:
            pairs = self.related(relation, a, b)
            if relation is Relation.BEFORE:
                pairs = [*pairs, *self.related(relation, b, a)]
            distant = relation in (Relation.NEAR, Relation.BEFORE)
            if relation is Relation.BEFORE:
                leaders = {one for one, _ in pairs}
                places = {x for one in leaders for x in self.chars(one)}
            else:
                places = {
                    x
                    for one, two in pairs
                    for x in (
                        self.chars(one) | self.chars(two)
                        if distant
                        else self.chars(one) & self.chars(two)
                    )
                }
        persons = self.persons(places)
        kinds = {KINDS[source] for source, _ in places}
        return self.heads(persons), len({SIDES[p] for p in persons}), len(kinds)

    # --- measures ----------------------------------------------------------------------

    def measures(self, relation: Relation, count: Count, a: str, b: str):
        """Return c, Jaccard, both shares, NPMI, lift and G2, by their formulas."""
        both, from_b = self.meet(relation, count, a, b)
        n_a, n_b = self.alone(relation, count, a), self.alone(relation, count, b)
        total = self.total(relation, count)
        sided = (
            count is Count.SEGMENTS
            or relation is Relation.BEFORE
            or (relation is Relation.NEAR and count not in (Count.EVENTS, Count.SOURCES))
        )
        either = n_a + n_b - both
        ratio = both / either if either and not sided else None
        shares = (both / n_a if n_a else None, from_b / n_b if n_b else None)
        if count is Count.EVENTS:
            return (ratio, None, None, None, None, None, None)
        if sided:
            return (None, None, *shares, None, None, None)
        lift = both * total / (n_a * n_b) if n_a and n_b else None
        return (
            ratio,
            ratio,
            *shares,
            npmi(both, n_a, n_b, total),
            lift,
            self.g2(relation, count, a, b),
        )

    def g2(self, relation: Relation, count: Count, a: str, b: str):
        """Return the log-likelihood of the table of what bears both, one, other, neither."""
        if relation is Relation.UNIT and count in (Count.UNITS, Count.CHARS):
            grounds = [(unit, len(held)) for unit, held in self.units.items()]
            in_a, in_b = (
                {unit for unit, held in self.units.items() if held & self.places(code)}
                for code in (a, b)
            )
        elif relation is Relation.OVERLAP and count is Count.CHARS:
            grounds = [((s, n), 1) for s in LENGTHS for n in range(LENGTHS[s])]
            in_a, in_b = self.places(a), self.places(b)
        elif relation is Relation.UNIT and count is Count.PERSONS and self.by_person:
            grounds = [(unit, PEOPLE[unit]) for unit in self.units]
            in_a, in_b = (
                {unit for unit, held in self.units.items() if held & self.places(code)}
                for code in (a, b)
            )
        else:
            return None
        table = dict.fromkeys(product((True, False), repeat=2), 0)
        for ground, size in grounds:
            table[ground in in_a, ground in in_b] += size if count is not Count.UNITS else 1
        rows = {x: table[x, True] + table[x, False] for x in (True, False)}
        columns = {y: table[True, y] + table[False, y] for y in (True, False)}
        if not all((*rows.values(), *columns.values())):
            return None
        total = sum(table.values())
        size = 2 * sum(
            n * math.log(n / (rows[x] * columns[y] / total)) for (x, y), n in table.items() if n
        )
        return -size if table[True, True] < rows[True] * columns[True] / total else size


def npmi(both, n_a, n_b, total):
    if not n_a or not n_b or both == total:
        return None
    if not both:
        return -1.0
    p_ab, p_a, p_b = both / total, n_a / total, n_b / total
    return (math.log(p_ab) - math.log(p_a) - math.log(p_b)) / -math.log(p_ab)
