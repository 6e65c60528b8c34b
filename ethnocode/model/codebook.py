"""Codebooks: a tree of codes with the definitions that coders work from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ethnocode.model.finding import Position
from ethnocode.model.settings import Allowance

Places = tuple[tuple[str, Position], ...]
"""Pairs of a dotted path below a code or codebook, such as ``near.0``, and where it is written."""


MAX_PARTS = 100
"""Steps, from a former id to that of a code above it, up to which it is looked up."""


@dataclass(frozen=True, slots=True)
class Near:
    """A code that could be confused with another, and what decides between them.

    Args:
        code: Full id, or ``book:full.id`` for a code of another book.
        tell_apart: The deciding sentence.
    """

    code: str
    tell_apart: str
    position: Position


@dataclass(frozen=True, slots=True)
class Example:
    """Words a code does or does not apply to.

    Args:
        text: The words, invented or quoted.
        apply: Whether the code applies.
        why: The reason.
        source: Name of the source that they are said to be from; empty if invented.
    """

    text: str
    apply: bool
    why: str
    source: str = ""


PIPELINE_ATTRIBUTES = (
    *("POS", "TAG", "MORPH", "DEP", "LEMMA"),
    *("ENT_TYPE", "ENT_IOB", "ENT_ID", "ENT_KB_ID"),
)
"""What only a trained pipeline knows of a token."""


@dataclass(frozen=True, slots=True)
class Cues:
    """Participants' words that hint at a code.

    Args:
        phrases: Runs of words, matched in any inflection and across white space.
        lemmas: Single words, matched in any inflection.
        patterns: spaCy ``Matcher`` token patterns: one mapping a token.
        dependencies: spaCy ``DependencyMatcher`` patterns: one mapping a word, each but the
            first with the word that it hangs on. They need a trained pipeline.
        entities: Labels of entities, such as ``ORG``, as a trained pipeline gives them.
    """

    phrases: tuple[str, ...] = ()
    lemmas: tuple[str, ...] = ()
    patterns: tuple[tuple[Mapping[str, Any], ...], ...] = ()
    dependencies: tuple[tuple[Mapping[str, Any], ...], ...] = ()
    entities: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.without_pipeline or self.with_pipeline

    @property
    def without_pipeline(self) -> bool:
        """Whether any of them can be found without a trained pipeline."""
        plain = (pattern for pattern in self.patterns if not needs_pipeline(pattern))
        return bool(self.phrases or self.lemmas) or any(plain)

    @property
    def with_pipeline(self) -> bool:
        """Whether any of them needs a trained pipeline."""
        return bool(self.dependencies or self.entities) or any(map(needs_pipeline, self.patterns))


def needs_pipeline(pattern: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether a token pattern asks for what only a trained pipeline knows."""
    return any(name.upper() in PIPELINE_ATTRIBUTES for token in pattern for name in token)


@dataclass(frozen=True, slots=True)
class Retired:
    """That a code takes no new codings; those it has stay, and are counted.

    Args:
        because: Why.
        use: Full ids of the codes to use instead.
    """

    because: str
    use: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a codebook.

    Args:
        id: Full id: the dotted path from the top, such as ``capital.social``.
        book: Id of the codebook that defines it.
        name: What readers see.
        definition: What the code means.
        include: What it covers.
        exclude: What it does not.
        near: Codes it could be confused with.
        properties: Declared properties, each with its values; no values means any.
        examples: Words it applies to, or not.
        cues: Participants' words that hint at it.
        expects_with: Codes that theory expects on the same passage.
        expects_never_with: Codes that theory expects never there.
        sources: Keys of the book's ``sources``.
        aliases: Former ids that still resolve.
        retired: Set where the code takes no new codings.
        base: Id of the extended book whose code of this id it changes; empty for its own.
        overrides: Fields that it says otherwise than that book, as they are written.
        position: Where the code is written: its id.
        places: Where each of its fields is written.
        extra_keys: Keys that the codebook format does not have.
    """

    id: str
    book: str
    name: str
    definition: str
    position: Position
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    near: tuple[Near, ...] = ()
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()
    examples: tuple[Example, ...] = ()
    cues: Cues = Cues()
    expects_with: tuple[str, ...] = ()
    expects_never_with: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    retired: Retired | None = None
    base: str = ""
    overrides: tuple[str, ...] = ()
    places: Places = field(default=(), compare=False, repr=False)
    extra_keys: Places = field(default=(), compare=False, repr=False)

    def place_of(self, path: str) -> Position:
        """Return where a field is written, such as ``cues.phrases.0``, else where the code is."""
        return next((place for name, place in self.places if name == path), self.position)

    @property
    def parent(self) -> str | None:
        """Full id of the broader code, or ``None`` at the top."""
        return self.id.rpartition(".")[0] or None

    @property
    def ancestors(self) -> tuple[str, ...]:
        """Full ids of all broader codes, nearest first."""
        parts = self.id.split(".")
        return tuple(".".join(parts[:n]) for n in range(len(parts) - 1, 0, -1))


@dataclass(frozen=True, slots=True)
class Codebook:
    """A codebook as written, with what it extends; judging it is the linter's business.

    Args:
        id: Such as ``bourdieu``.
        title: For readers.
        version: As written, such as ``1.0.0``.
        path: File it was read from, as shown in messages.
        codes: Every code, parents before children, in the order written;
            codes of extended books come first.
        sources: Pairs of key and reference.
        extends: Shipped books or files it builds on, as written.
        books: Pairs of id and version of every book in ``codes``.
        places: Where each of its own fields is written.
        extra_keys: Its own keys that the codebook format does not have.
        allowed: Findings that comments of the file let be.
    """

    id: str
    title: str
    version: str
    path: str
    codes: tuple[Code, ...]
    sources: tuple[tuple[str, str], ...] = ()
    extends: tuple[str, ...] = ()
    books: tuple[tuple[str, str], ...] = ()
    places: Places = field(default=(), compare=False, repr=False)
    extra_keys: Places = field(default=(), compare=False, repr=False)
    allowed: tuple[Allowance, ...] = field(default=(), compare=False, repr=False)
    _indexes: dict[str, _Index] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def own_codes(self) -> tuple[Code, ...]:
        """The codes that the book itself defines, without those it extends."""
        return tuple(code for code in self.codes if code.book == self.id)

    def place_of(self, path: str) -> Position:
        """Return where a field is written, such as ``sources.B1986``, else the file."""
        return next((place for name, place in self.places if name == path), Position(self.path))

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def code_named(self, name: str) -> Code | None:
        """Return the code of a full id or former id, with or without ``book:``.

        Below a former id of a code, the codes that are or were below that code are found
        too.
        """
        book, _, id_ = name.rpartition(":")
        index = self._indexes.get(book)
        if index is None:
            index = self._indexes[book] = _Index(
                tuple(code for code in self.codes if code.book == book) if book else self.codes
            )
        return index.code_named(id_)


class _Index:
    """Codes by id and former id, for the many look-ups of a study with many codings."""

    def __init__(self, codes: Sequence[Code]) -> None:
        self._by_id: dict[str, Code] = {}
        self._by_alias: dict[str, Code] = {}
        # By the last part of a former id: what stood before that, and whose it is.
        self._moved: dict[str, list[tuple[str, Code]]] = {}
        self._below: dict[str, Code | None] = {}
        for code in codes:
            self._by_id.setdefault(code.id, code)
            for alias in code.aliases:
                self._by_alias.setdefault(alias, code)
                place, _, own = alias.rpartition(".")
                if place:
                    self._moved.setdefault(own, []).append((place, code))

    def code_named(self, id_: str) -> Code | None:
        """Return the code of an id, else of a former id, else below a former id of another."""
        return self._found(id_, depth=0)

    def _found(self, id_: str, *, depth: int) -> Code | None:
        found = self._by_id.get(id_) or self._by_alias.get(id_)
        above, _, last = id_.rpartition(".")
        if found is not None or not above or depth > MAX_PARTS:
            return found
        if id_ not in self._below:
            # Where former ids lead in a circle, what is asked for again is not there.
            self._below[id_] = None
            self._below[id_] = self._found_below(above, last, depth=depth + 1)
        return self._below[id_]

    def _found_below(self, above: str, last: str, *, depth: int) -> Code | None:
        parent = self._found(above, depth=depth)
        if parent is None:
            return None
        there = f"{parent.id}.{last}"
        if there in self._by_id or there in self._by_alias:
            return self._by_id.get(there) or self._by_alias[there]
        for place, code in self._moved.get(last, ()):
            once_above = self._found(place, depth=depth)
            if once_above is not None and once_above.id == parent.id:
                return code
        return None
