"""The fields of a mapping in a codebook, with where each of them is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ethnocode.codebook.schema import KEYS
from ethnocode.errors import CodebookError
from ethnocode.model import Position
from ethnocode.text.strict_yaml import YamlNode

MAX_NAME_CHARS = 200
"""Longest id, name or title; a longer one is a slip, and unusable in a table."""

_TRUE_OR_FALSE: Mapping[str, bool] = {"true": True, "false": False}


@dataclass(slots=True)
class Fields:
    """A mapping being read: notes where each field is, and which keys are unknown."""

    node: YamlNode
    values: dict[str, YamlNode]
    places: list[tuple[str, Position]] = field(default_factory=list)
    extra_keys: list[tuple[str, Position]] = field(default_factory=list)

    @classmethod
    def of(cls, node: YamlNode, context: str) -> Fields:
        """Return the fields of a mapping of one kind."""
        fields = cls(node, node.mapping())
        fields.note_extra_keys(node, context)
        fields.places.extend((name, value.position) for name, value in fields.values.items())
        return fields

    def note_extra_keys(self, node: YamlNode, context: str) -> None:
        """Remember the keys that a mapping of that kind does not have."""
        prefix = "" if context in ("codebook", "code") else f"{context}."
        self.extra_keys.extend(
            (f"{prefix}{key.value}", key.position)
            for key, _ in node.pairs()
            if key.value not in KEYS[context]
        )

    def text(self, key: str) -> str:
        """Return the text of a key, or ""."""
        node = self.values.get(key)
        return "" if node is None else words_of(node)

    def name(self, key: str) -> str:
        """Return the text of a key that names something, or ""."""
        words = self.text(key)
        if len(words) > MAX_NAME_CHARS:
            raise refusal(
                self.values[key],
                f"'{key}' has {len(words)} characters",
                f"use at most {MAX_NAME_CHARS}",
            )
        return words

    def nodes(self, key: str) -> tuple[YamlNode, ...]:
        """Return the nodes of a list, noting where each is."""
        node = self.values.get(key)
        nodes = () if node is None else node.nodes()
        self.places.extend((f"{key}.{n}", item.position) for n, item in enumerate(nodes))
        return nodes

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of a list."""
        return tuple(words_of(item) for item in self.nodes(key))

    def pairs(self, key: str) -> tuple[tuple[YamlNode, YamlNode], ...]:
        """Return the pairs of a mapping, noting where each key is."""
        node = self.values.get(key)
        pairs = () if node is None else node.pairs()
        self.places.extend((f"{key}.{name.value}", name.position) for name, _ in pairs)
        return pairs

    def part(self, key: str) -> Fields:
        """Return the fields of a mapping below a key; its notes belong here too."""
        node = self.values.get(key)
        if node is None:
            return Fields(self.node, {})
        self.note_extra_keys(node, key)
        return Fields(node, node.mapping())

    def take_places(self, key: str, part: Fields) -> None:
        """Take over the places that a part has noted."""
        self.places.extend((f"{key}.{name}", place) for name, place in part.places)


def truth_of(node: YamlNode) -> bool:
    """Return the truth that a node states in words."""
    words = node.text()
    truth = _TRUE_OR_FALSE.get(words.lower())
    if truth is None:
        raise refusal(node, f"'{words}' is neither true nor false", "write true or false")
    return truth


def words_of(node: YamlNode) -> str:
    """Return the words of a node without space around them."""
    return node.text().strip()


def refusal(node: YamlNode, message: str, hint: str) -> CodebookError:
    """Return the error of what cannot be understood, with its place."""
    return CodebookError(message, where=str(node.position), hint=hint)
