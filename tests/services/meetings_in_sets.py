"""Co-occurrence by its definition: sets of kept characters, and nothing of arrays.

What filters keep of a source is numbered from 0, as though the rest were not there. It shares
no line with what it is held against.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from projects_by_definition import GROUPS, Study

from ethnocode.model import CodingStatus, Count, Distance, Relation, Selection, Step, Unit
from ethnocode.services.sources import SourceText

HEADS = {"Nell": 1, "Maud": 1, "Ros": 2, "Graham": 1}
"""Ros stands for two."""
LABELS = {"Maud": "Maud", "Rosalind": "Ros", "Woman": None}
AUTHORS = {"diary.md": "Nell", "walk.md": "Nell", "mail.eml": "Graham"}
DAYS = {
    "talk.md": ("2012-02-01", "2012-02-29"),
    "walk.md": ("2012-03-01", "2012-03-01"),
    "mail.eml": ("2012-03-08", "2012-03-08"),
}

NOT_SPOKEN = ("quoted", "attribution", "observer-comment", "time")

Place = tuple[str, int]
"""A source and a kept character of it, these numbered from 0."""
Places = frozenset[Place]
DISTANT = (Relation.NEAR, Relation.BEFORE)


@dataclass(frozen=True)
class Held:
    """A unit: its kept characters, and whose it is."""

    places: Places
    person: str | None


def voice(study: Study, name: str, at: int) -> tuple[str | None, str | None, bool]:
    """Return person and label of one character, and whether it is a word and no label.

    Blanks between two voices are nobody's.
    """
    shown = study.texts[name]
    if is_between(shown, at):
        return None, None, False
    marks = {mark.kind.value for mark in shown.marks if mark.start <= at < mark.end}
    if marks & {"quoted", "attribution"}:
        return None, None, True
    for part in shown.segments:
        if part.kind == "turn" and part.span.start <= at < part.span.end:
            if marks & {"observer-comment", "time"}:
                break
            return LABELS[part.speaker or ""], part.speaker, at >= part.words_from
    return AUTHORS.get(name), None, True


def is_between(shown: SourceText, at: int) -> bool:
    """Whether nothing but blanks stands around a character, up to where voices change."""
    turns = [part for part in shown.segments if part.kind == "turn"]
    marks = [mark for mark in shown.marks if mark.kind.value in NOT_SPOKEN]
    places = [n for part in turns for n in (part.span.start, part.words_from, part.span.end)]
    places += [n for mark in marks for n in (mark.start, mark.end)]
    before = max([0, *(n for n in places if n <= at)])
    after = min([len(shown.text), *(n for n in places if n > at)])
    return bool(places) and shown.text[before:after].isspace()


def days(study: Study, name: str, at: int) -> tuple[str, str] | None:
    for part in study.texts[name].segments:
        if part.kind == "entry" and part.span.start <= at < part.span.end and part.date:
            return part.date, part.date
    if name == "diary.md":
        first, _, last = (study.sources[name].date or "").partition("/")
        return first, last or first
    return DAYS.get(name)


def is_kept(study: Study, chosen: Selection, name: str, at: int) -> bool:
    source, (person, label, _) = study.sources[name], voice(study, name, at)
    tests = [
        not chosen.sources or name in chosen.sources,
        not chosen.kinds or source.kind in chosen.kinds,
        not chosen.waves or source.wave in chosen.waves,
        not chosen.persons or person in chosen.persons,
        not chosen.groups or GROUPS.get(person or "") in chosen.groups,
        not chosen.speakers or label in chosen.speakers,
    ]
    if chosen.since or chosen.until:
        dated = days(study, name, at)
        tests.append(
            dated is not None
            and (chosen.since or "0") <= dated[0]
            and dated[1] <= (chosen.until or "9")
        )
    return all(tests)


def is_under(code: str, top: str) -> bool:
    return code == top or code.startswith(f"{top}.")


def is_pair(a: str, b: str) -> bool:
    return not is_under(a, b) and not is_under(b, a)


class Definition:
    """What one coder's codes have, and how they meet.

    Args:
        renamed: Present id by former id.
    """

    def __init__(
        self,
        study: Study,
        chosen: Selection,
        *,
        level: int | None,
        unit: Unit,
        distance: Distance | None,
        renamed: dict[str, str],
    ) -> None:
        self.study, self.distance, self.unit = study, distance, unit
        self.tops = [renamed.get(top, top) for top in chosen.codes]
        self.kept = {
            name: [n for n in range(len(shown.text)) if is_kept(study, chosen, name, n)]
            for name, shown in study.texts.items()
        }
        self.numbers = {
            name: {at: n for n, at in enumerate(places)} for name, places in self.kept.items()
        }
        self.ground = {(name, n) for name, at in self.kept.items() for n in range(len(at))}
        self.codings = []
        for coding in study.codings:
            code = renamed.get(coding.code, coding.code)
            span = coding.anchor.span
            on = self.cut(coding.source, span.start, span.end)
            recorded = dict(coding.properties)
            wanted = {key for key, _ in chosen.properties}
            if (
                coding.coder == "Nell"
                and coding.status is CodingStatus.ANCHORED
                and (not self.tops or any(is_under(code, top) for top in self.tops))
                and all((key, recorded.get(key)) in chosen.properties for key in wanted)
                and on
            ):
                self.codings.append((".".join(code.split(".")[:level]), on))
        parts = [code.split(".") for code, _ in self.codings]
        self.codes = sorted({".".join(p[:n]) for p in parts for n in range(1, len(p) + 1)})
        self.segments = {code: self._segments(code) for code in self.codes}
        self.places = {code: frozenset().union(*of) for code, of in self.segments.items()}
        self.units = self._units()
        self.owner = {place: unit for unit in self.units for place in unit.places}
        self.steps = {} if distance is None else self._steps(distance.step)
        self.related = cache(self._related)

    def cut(self, name: str, start: int, end: int) -> Places:
        """Return the kept characters of a span."""
        numbers = self.numbers[name]
        return frozenset((name, numbers[at]) for at in range(start, end) if at in numbers)

    def _segments(self, code: str) -> list[Places]:
        found: list[Places] = []
        for on in (on for other, on in self.codings if is_under(other, code)):
            apart = [other for other in found if not other & on]
            found = [*apart, on.union(*(other for other in found if other & on))]
        return found

    def _spans(self, kinds: Iterable[str]) -> list[tuple[str, int, int, str | None]]:
        return [
            (name, part.span.start, part.span.end, part.speaker)
            for name, shown in self.study.texts.items()
            for part in shown.segments
            if part.kind.value in kinds
        ]

    def _units(self) -> list[Held]:
        if self.unit is Unit.SOURCE:
            texts = self.study.texts.items()
            spans = [(name, 0, len(shown.text), None) for name, shown in texts]
        elif self.unit in (Unit.PASSAGE, Unit.PERSON):
            spans = turns = self._spans(["turn"])
            for name, start, end, who in self._spans(["paragraph", "row"]):
                if not any(t[0] == name and t[1] <= start and end <= t[2] for t in turns):
                    spans = [*spans, (name, start, end, who)]
        else:
            spans = self._spans([self.unit.value])
        cut = [Held(self.cut(*span[:3]), self._person(*span)) for span in spans]
        units = [unit for unit in cut if unit.places]
        if self.unit is Unit.PERSON:
            known = {unit.person for unit in units if unit.person}
            units = [
                Held(frozenset().union(*(u.places for u in units if u.person == who)), who)
                for who in known
            ]
        return units

    def _person(self, name: str, start: int, end: int, label: str | None) -> str | None:
        """Return who speaks or writes a unit: somebody with words of her own in it."""
        text, author = self.study.texts[name].text, AUTHORS.get(name)
        heard = [voice(self.study, name, n) for n in range(start, end) if not text[n].isspace()]
        here = {person for person, _, is_word in heard if is_word}
        speaker = LABELS[label] if label else None
        return next((who for who in (speaker or author, author) if who in here), None)

    def _steps(self, step: Step) -> dict[str, list[Places]]:
        spans: dict[str, list[tuple[int, int]]] = {}
        for name, shown in self.study.texts.items():
            spans[name] = [match.span() for match in re.finditer(r"\S+", shown.text)]
        if step is not Step.WORDS:
            kind = step.value.removesuffix("s")
            spans = {
                name: sorted(s[1:3] for s in self._spans([kind]) if s[0] == name) for name in spans
            }
        cut = {name: [self.cut(name, *span) for span in of] for name, of in spans.items()}
        return {name: [step for step in of if step] for name, of in cut.items()}

    # --- relations ---------------------------------------------------------------------

    def _touched(self, segment: Places) -> set[Held]:
        return {self.owner[place] for place in segment if place in self.owner}

    def _follows(self, one: Places, two: Places) -> bool:
        """Whether the second begins after the first has ended, and not too far away."""
        assert self.distance is not None
        (name, last), (other, first) = max(one), min(two)
        if name != other or first <= last:
            return False
        most, step = self.distance.number, self.distance.step
        if step is Step.CHARS:
            return first - last - 1 <= most
        steps = self.steps[name]
        if step is Step.WORDS:
            between = [s for s in steps if last < min(s)[1] and max(s)[1] < first]
            return len(between) <= most
        mine = [n for n, s in enumerate(steps) if s & one]
        others = [n for n, s in enumerate(steps) if s & two]
        return any(n - m <= most for m, n in product(mine, others))

    def holds(self, relation: Relation, one: Places, two: Places) -> bool:
        tests: dict[Relation, Callable[[], bool]] = {
            Relation.UNIT: lambda: bool(self._touched(one) & self._touched(two)),
            Relation.OVERLAP: lambda: bool(one & two),
            Relation.EQUAL: lambda: one == two,
            Relation.WITHIN: lambda: one <= two,
            Relation.ENCLOSES: lambda: two <= one,
            Relation.BEFORE: lambda: self._follows(one, two),
            Relation.NEAR: lambda: (
                bool(one & two) or self._follows(one, two) or self._follows(two, one)
            ),
        }
        return tests[relation]()

    def _related(self, relation: Relation, a: str, b: str) -> list[tuple[Places, Places]]:
        pairs = product(self.segments[a], self.segments[b])
        return [pair for pair in pairs if self.holds(relation, *pair)]

    # --- counts ------------------------------------------------------------------------

    def meet(self, relation: Relation, count: Count, a: str, b: str) -> tuple[int, int]:
        """Return the count from either side."""
        pairs = self.related(relation, a, b)
        if relation in DISTANT:
            from_b = self.related(relation, b, a)
            return self._leading(count, pairs), self._leading(count, from_b)
        if count is Count.SEGMENTS:
            return len({one for one, _ in pairs}), len({two for _, two in pairs})
        if count is Count.EVENTS:
            both = len(pairs)
        elif relation is Relation.UNIT:
            both = self.together(count, a, b)
        else:
            both = self._worth(count, frozenset().union(*(one & two for one, two in pairs)))
        return both, both

    def _leading(self, count: Count, pairs: list[tuple[Places, Places]]) -> int:
        ones = {one for one, _ in pairs}
        if count in (Count.EVENTS, Count.SEGMENTS):
            return len(pairs if count is Count.EVENTS else ones)
        return self._worth(count, frozenset().union(*ones))

    def _worth(self, count: Count, places: Places) -> int:
        units = self._touched(places)
        return {
            Count.CHARS: len(places),
            Count.SOURCES: len({name for name, _ in places}),
            Count.UNITS: len(units),
            Count.PERSONS: self.heads(unit.person for unit in units),
        }[count]

    @staticmethod
    def heads(persons: Iterable[str | None]) -> int:
        return sum(HEADS[person] for person in set(persons) if person)

    def together(self, count: Count, *codes: str) -> int:
        """Return how much bears all of some codes in one unit."""
        units = [u for u in self.units if all(u.places & self.places[c] for c in codes)]
        sources = {
            name
            for unit, name in product(units, self.kept)
            if all(any(n == name for n, _ in unit.places & self.places[c]) for c in codes)
        }
        return {
            Count.UNITS: len(units),
            Count.CHARS: sum(len(unit.places) for unit in units),
            Count.SOURCES: len(sources),
            Count.PERSONS: self.heads(unit.person for unit in units),
        }[count]

    def alone(self, relation: Relation, count: Count, code: str) -> int:
        if count in (Count.EVENTS, Count.SEGMENTS):
            return len(self.segments[code])
        if relation is Relation.UNIT:
            return self.together(count, code)
        return self._worth(count, self.places[code])

    def total(self, relation: Relation, count: Count) -> int:
        ground = set(self.owner) if relation is Relation.UNIT else self.ground
        return {
            Count.UNITS: len(self.units),
            Count.CHARS: len(ground),
            Count.SOURCES: len({name for name, _ in ground}),
            Count.PERSONS: self.heads(unit.person for unit in self.units),
        }[count]

    def behind(self, relation: Relation, a: str, b: str) -> tuple[int, int, int]:
        """Return real people, groups and kinds of source behind a pair."""
        pairs = self.related(relation, a, b)
        if relation is Relation.UNIT:
            units = {
                u for u in self.units if u.places & self.places[a] and u.places & self.places[b]
            }
            places = frozenset().union(*(u.places for u in units))
            if self.unit is Unit.PERSON:
                places &= self.places[a] | self.places[b]
        else:
            if relation is Relation.BEFORE:
                ones = [one for one, _ in [*pairs, *self.related(relation, b, a)]]
            elif relation is Relation.NEAR:
                ones = [one | two for one, two in pairs]
            else:
                ones = [one & two for one, two in pairs]
            places = frozenset().union(*ones)
            units = self._touched(places)
        persons = {unit.person for unit in units if unit.person}
        kinds = {self.study.sources[name].kind for name, _ in places}
        return self.heads(persons), len({GROUPS[person] for person in persons}), len(kinds)

    def of_set(
        self, relation: Relation, count: Count, codes: Sequence[str]
    ) -> tuple[int, int, int, int]:
        """Return how often all codes of a set meet, and people, groups and kinds behind it."""
        if relation is Relation.UNIT:
            units = {u for u in self.units if all(u.places & self.places[c] for c in codes)}
            places = frozenset().union(*(u.places for u in units))
            if self.unit is Unit.PERSON:
                places &= frozenset().union(*(self.places[code] for code in codes))
            worth = self.together(count, *codes)
        else:
            places = frozenset.intersection(*(self.places[code] for code in codes))
            units = self._touched(places)
            worth = self._worth(count, places)
        persons = {unit.person for unit in units if unit.person}
        kinds = {self.study.sources[name].kind for name, _ in places}
        return worth, self.heads(persons), len({GROUPS[p] for p in persons}), len(kinds)
