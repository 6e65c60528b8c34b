"""What a rule sees: a codebook, and the books its references may point into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ethnocode.codebook.faults import NO_GAPS, Fault, Gaps
from ethnocode.codebook.rules.words import words_of
from ethnocode.model import Code, Codebook, Position
from ethnocode.text.stem import singular, stem


@dataclass(frozen=True, slots=True)
class Reference:
    """A code's mention of another code.

    Args:
        source: The code that mentions.
        name: What it wrote: a full id, or ``book:full.id``.
        position: Where.
        field: ``near`` or ``expects``.
    """

    source: Code
    name: str
    position: Position
    field: str


class Scope:
    """A codebook with every code that its references resolve to.

    Only the book's own codes are judged; those it extends, and those of the
    library, are there to be referred to.

    Args:
        codebook: The book to judge.
        library: Other books that ``book:code`` may name.
        faults: What of the book could not be read.
        gaps: What therefore is not known, of the book and of the library.
    """

    def __init__(
        self,
        codebook: Codebook,
        *,
        library: Sequence[Codebook] = (),
        faults: Sequence[Fault] = (),
        gaps: Gaps = NO_GAPS,
    ) -> None:
        self.codebook = codebook
        self.faults = tuple(faults)
        self.gaps = gaps
        # The rules look at the same words again and again.
        self.words_of = cache(words_of)
        self.stem = cache(stem)
        self.singular = cache(singular)
        self._near: dict[int, frozenset[tuple[str, str]]] = {}
        self._with_a_slip_in_near: set[int] = set()
        self._knows: dict[tuple[str, str], bool] = {}
        self.own = codebook.own_codes
        self.books = frozenset(id_ for book in (codebook, *library) for id_, _ in book.books)
        self._loaded = frozenset(id_ for id_, _ in codebook.books)
        self._by_id: dict[str, Code] = {}
        self._by_book: dict[tuple[str, str], Code] = {}
        # A book of the library with the id of one that is loaded is another version of it.
        beside = (code for book in library for code in book.codes if code.book not in self._loaded)
        for code in (*codebook.codes, *beside):
            for id_ in (code.id, *code.aliases):
                self._by_book.setdefault((code.book, id_), code)
                if code.base:  # it stands in for the extended book's
                    self._by_book.setdefault((code.base, id_), code)
        for code in codebook.codes:
            for id_ in (code.id, *code.aliases):
                self._by_id.setdefault(id_, code)

    @property
    def inherited(self) -> frozenset[Position]:
        """Places of what own codes have from those they override, in the extended book's file."""
        return frozenset(
            place
            for code in self.own
            if code.base
            for place in (*(at for _, at in code.places), *(near.position for near in code.near))
            if place.path != code.position.path
        )

    def code_named(self, name: str, *, home: str) -> Code | None:
        """Return the code of a reference as written in a book, or ``None``.

        Args:
            name: A full id or alias, with ``book:`` before it for another book.
            home: Id of the book in which the reference is written.
        """
        book, _, id_ = name.rpartition(":")
        found = self._by_book.get((book or home, id_))
        if found is None and (book or home) in self._loaded:
            # A bare id may be an extended book's, a prefixed one an overridden code.
            found = self._by_id.get(id_)
        return found

    def names(self) -> Iterator[str]:
        """Yield every name that a reference of the book may use."""
        yield from self._by_id
        for book, id_ in self._by_book:
            if book != self.codebook.id:
                yield f"{book}:{id_}"

    def references(self) -> Iterator[Reference]:
        """Yield the references of the book's own codes, in the order written.

        Those are left out that may lead to a code which could not be read.
        """
        for code in self.own:
            for reference in _references_of(code):
                if not self._may_lead_to_a_gap(reference.name, home=code.book):
                    yield reference

    def codes_near(self, code: Code) -> frozenset[tuple[str, str]]:
        """Return book and id of the codes that a code declares near."""
        known = self._near.get(id(code))
        if known is None:
            found = [self.code_named(near.code, home=code.book) for near in code.near]
            known = frozenset((other.book, other.id) for other in found if other is not None)
            self._near[id(code)] = known
            if any(other is None or other is code for other in found) and self._slips(code):
                self._with_a_slip_in_near.add(id(code))
        return known

    def may_be_near_more(self, code: Code) -> bool:
        """Whether an own code may be near to more codes than :meth:`codes_near` tells.

        So it is where an entry cannot be read, names a code that its book does not have, or
        the code itself: it may be any that was meant.
        """
        self.codes_near(code)
        return self.is_unknown(code, "near") or id(code) in self._with_a_slip_in_near

    def is_unknown(self, code: Code, field: str) -> bool:
        """Whether a field of an own code could not be read, or not wholly."""
        return code.book == self.codebook.id and self.gaps.has(field, of=code.id)

    def _slips(self, code: Code) -> bool:
        """Whether an own code is near to none other, by an entry whose book is at hand."""
        return code.book == self.codebook.id and any(
            self.code_named(near.code, home=code.book) in (None, code)
            and (near.code.rpartition(":")[0] or code.book) in self.books
            for near in code.near
        )

    def _may_lead_to_a_gap(self, name: str, *, home: str) -> bool:
        book, partial = name.rpartition(":")[0] or home, self.gaps.books
        if not partial or self.code_named(name, home=home) is not None:
            return False
        # Of what a partial book extends, not even the id may be known.
        return book in partial or (book not in self.books and self.codebook.id in partial)

    def knows(self, book: str, *, of: str) -> bool:
        """Whether any code of a book refers to a code of another by its prefix."""
        known = self._knows.get((book, of))
        if known is None:
            known = self._knows[book, of] = any(
                near.code.startswith(f"{of}:")
                for (home, _), code in self._by_book.items()
                if home == book
                for near in code.near
            )
        return known


def _references_of(code: Code) -> Iterator[Reference]:
    for near in code.near:
        yield Reference(code, near.code, near.position, "near")
    places = dict(code.places) if code.expects_with or code.expects_never_with else {}
    for key, names in (("with", code.expects_with), ("never_with", code.expects_never_with)):
        for n, name in enumerate(names):
            place = places.get(f"expects.{key}.{n}", code.position)
            yield Reference(code, name, place, "expects")
