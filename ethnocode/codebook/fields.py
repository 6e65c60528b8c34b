"""The fields of a mapping in a codebook, with where each of them is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from ethnocode.codebook.faults import EVERYTHING, FaultKind, Faults, fault_of
from ethnocode.codebook.schema import KEYS
from ethnocode.errors import CodebookError
from ethnocode.model import Position
from ethnocode.text.odd_letters import named, odd_letter
from ethnocode.text.strict_yaml import YamlNode

MAX_NAME_CHARS = 200
"""Longest id, name or title; a longer one is a slip, and unusable in a table."""

REFUSED = "refused"
"""Stands, among the places of fields, for an entry of a list that could not be read."""

Value = TypeVar("Value")
"""What is read."""

_MERGE = "<<"
_TRUE_OR_FALSE: Mapping[str, bool] = {"true": True, "false": False}


@dataclass(slots=True)
class Fields:
    """A mapping being read: notes where each field is, which keys are unknown, and faults.

    Args:
        node: The mapping.
        values: Its values by key.
        faults: Where to note what cannot be read.
        code: Full id of the code it belongs to; empty for the book itself.
        within: The field that it is the value of; empty for a code or a book.
        places: Where each field is.
        extra_keys: Keys that such a mapping does not have.
        odd_keys: Why keys of it are not what they look like.
    """

    node: YamlNode
    values: dict[str, YamlNode]
    faults: Faults
    code: str = ""
    within: str = ""
    places: list[tuple[str, Position]] = field(default_factory=list)
    extra_keys: list[tuple[str, Position]] = field(default_factory=list)
    odd_keys: list[CodebookError] = field(default_factory=list)

    @classmethod
    def of(cls, node: YamlNode, context: str, *, faults: Faults) -> Fields:
        """Return the fields of a mapping of one kind.

        Raises:
            CodebookError: It is text or a list.
        """
        fields = cls(node, node.mapping(), faults)
        fields.note_extra_keys(node, context)
        fields.places.extend((name, value.position) for name, value in fields.values.items())
        return fields

    def belong_to(self, code: str) -> None:
        """Note that these are the fields of a code, once its id is known."""
        self.code = code
        for error in self.odd_keys:
            self.refuse(error, EVERYTHING if code else "codes")
        for path, _ in self.extra_keys if code else ():
            meant = nearest_keys(path, "code")
            self.faults.gaps.update((code, field) for field in meant if field not in self.values)
        if _MERGE in self.values:
            self.faults.gaps.add((code, EVERYTHING if code else "codes"))

    def refuse(self, error: CodebookError, field: str) -> None:
        """Note that a field cannot be read, or not wholly."""
        fault = fault_of(error, FaultKind.SHAPE)
        self.faults.add(fault, code=self.code, field=self.within or field)

    def attempt(self, field: str, read: Callable[[], Value], *, otherwise: Value) -> Value:
        """Return what is read of a field, else note why not and return something instead."""
        try:
            return read()
        except CodebookError as error:
            self.refuse(error, field)
            return otherwise

    def note_extra_keys(self, node: YamlNode, context: str) -> None:
        """Remember the keys that a mapping of that kind does not have."""
        is_part = context not in ("codebook", "code")
        for key, _ in node.pairs():
            name = str(key.value)
            if name in KEYS[context] or name == _MERGE:
                continue
            odd = _oddity(key, "key")
            if odd is None:
                if is_part:
                    meant = nearest_keys(name, context)
                    self.faults.gaps.update((self.code, field) for field in meant)
                self.extra_keys.append((f"{context}.{name}" if is_part else name, key.position))
            elif is_part:
                self.refuse(odd, context.partition(".")[0])
            else:
                self.odd_keys.append(odd)

    def text(self, key: str) -> str:
        """Return the text of a key, or ""."""
        node = self.values.get(key)
        return "" if node is None else self.attempt(key, lambda: text_of(node), otherwise="")

    def name(self, key: str) -> str:
        """Return the text of a key that names something, or ""."""
        words = self.text(key)
        if len(words) <= MAX_NAME_CHARS:
            return words
        what = f"'{key}' has {len(words)} characters"
        self.refuse(refusal(self.values[key], what, f"use at most {MAX_NAME_CHARS}"), key)
        return ""

    def nodes(self, key: str) -> tuple[YamlNode, ...]:
        """Return the nodes of a list; a single value that should be in one is noted, and taken."""
        node = self.values.get(key)
        if node is None:
            return ()
        alone = () if node.is_unread else (node,)
        return self.attempt(key, node.nodes, otherwise=alone)

    def each(
        self, key: str, read: Callable[[YamlNode], Value], *, parts: Sequence[str] = ()
    ) -> tuple[Value, ...]:
        """Return what is read of each entry of a list, noting where it is.

        Args:
            parts: Keys of an entry that is a mapping; where their values are is noted too.
        """
        found: list[Value] = []
        for node in self.nodes(key):
            try:
                value = read(node)
            except CodebookError as error:
                self.refuse(error, key)
                self.places.append((f"{key}.{REFUSED}", node.position))
                continue
            self.places.append((f"{key}.{len(found)}", node.position))
            if parts:
                self.places.extend(
                    (f"{key}.{len(found)}.{name.value}", part.position)
                    for name, part in node.pairs()
                    if name.value in parts
                )
            found.append(value)
        return tuple(found)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of a list."""
        return self.each(key, text_of)

    def ids(self, key: str) -> tuple[str, ...]:
        """Return the texts of a list of ids."""
        return self.each(key, id_of)

    def pairs(self, key: str) -> tuple[tuple[YamlNode, YamlNode], ...]:
        """Return the pairs of a mapping, noting where each key is."""
        node = self.values.get(key)
        pairs: tuple[tuple[YamlNode, YamlNode], ...] = ()
        if node is not None:
            pairs = self.attempt(key, node.pairs, otherwise=pairs)
        for name, _ in pairs:
            odd = _oddity(name, "name")
            if odd is not None:
                self.refuse(odd, key)
            self.places.append((f"{key}.{name.value}", name.position))
        return pairs

    def part(self, key: str) -> Fields:
        """Return the fields of a mapping below a key; its notes belong here too."""
        node = self.values.get(key)
        nothing: dict[str, YamlNode] = {}
        values = nothing if node is None else self.attempt(key, node.mapping, otherwise=nothing)
        if node is not None and values:
            self.note_extra_keys(node, key)
        return Fields(node or self.node, values, self.faults, self.code, within=key)

    def take_places(self, key: str, part: Fields) -> None:
        """Take over the places that a part has noted."""
        self.places.extend((f"{key}.{name}", place) for name, place in part.places)


def nearest_keys(name: str, context: str) -> list[str]:
    """Return the key of a kind of mapping that a misspelt one was probably meant to be."""
    return get_close_matches(name, KEYS[context], n=1)


def truth_of(node: YamlNode) -> bool:
    """Return the truth that a node states in words."""
    words = node.text()
    truth = _TRUE_OR_FALSE.get(words.lower())
    if truth is None:
        raise refusal(node, f"'{words}' is neither true nor false", "write true or false")
    return truth


def text_of(node: YamlNode) -> str:
    """Return the words of a node without space around them."""
    return node.text().strip()


def id_of(node: YamlNode) -> str:
    """Return the words of a node that names a code.

    Raises:
        CodebookError: It is no text, or has a character that is not what it looks like.
    """
    odd = _oddity(node, "id")
    if odd is not None:
        raise odd
    return text_of(node)


def _oddity(node: YamlNode, what: str) -> CodebookError | None:
    """Return why a name cannot be trusted to the eye, or ``None``."""
    letter = odd_letter(str(node.value)) if node.is_text else ""
    if not letter:
        return None
    # Escaped, so that a letter which only looks right shows itself.
    message = f"the {what} {node.value!a} has the character {named(letter)}"
    return refusal(node, message, "type it anew, in letters of one alphabet")


def refusal(node: YamlNode, message: str, hint: str) -> CodebookError:
    """Return the error of what cannot be understood, with its place."""
    return CodebookError(message, where=str(node.position), hint=hint)
