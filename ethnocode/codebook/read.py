"""Reads a codebook file into a :class:`Codebook`, without judging it.

What cannot be understood (text where a list belongs, a code without an id) is
an error with its place. What can be understood but should not be so (an unknown
key, a missing definition) is kept for the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from ethnocode.codebook.schema import FORMAT, KEYS
from ethnocode.errors import CodebookError
from ethnocode.model import Code, Codebook, Cues, Example, Near, Position
from ethnocode.text.strict_yaml import YamlNode, read_yaml

MAX_NAME_CHARS = 200
"""Longest id, name or title; a longer one is a slip, and unusable in a table."""

_WHOLE_NUMBERS = ("LENGTH",)
_TRUE_OR_FALSE: Mapping[str, bool] = {"true": True, "false": False}


def read_codebook(text: str | bytes, *, path: str) -> Codebook:
    """Read a codebook's own codes; what it extends is left to the catalogue.

    Args:
        text: The file's content; bytes must be UTF-8.
        path: Name shown in messages. Its stem is the id of a book that states none.

    Returns:
        The codebook with nested codes flattened to full ids, parents first.

    Raises:
        CodebookError: It is not strict YAML, or not shaped like a codebook.
    """
    top = read_yaml(text, path=path)
    if not top.is_mapping:
        found = "nothing" if top.is_blank else top.kind
        raise _error(top, f"expected a codebook, found {found}", "start with 'ethnocode: 1'")
    fields = _Fields.of(top, "codebook")
    _check_format(fields)
    id_ = fields.name("id") or PurePath(path).stem
    version = fields.text("version")
    return Codebook(
        id=id_,
        title=fields.name("title") or id_,
        version=version,
        path=path,
        codes=_codes(fields, id_),
        sources=tuple((str(key.value), _words(value)) for key, value in fields.pairs("sources")),
        extends=_extends(fields),
        books=((id_, version),),
        places=tuple(fields.places),
        extra_keys=tuple(fields.extra_keys),
    )


@dataclass(slots=True)
class _Fields:
    """A mapping being read: notes where each field is, and which keys are unknown."""

    node: YamlNode
    values: dict[str, YamlNode]
    places: list[tuple[str, Position]] = field(default_factory=list)
    extra_keys: list[tuple[str, Position]] = field(default_factory=list)

    @classmethod
    def of(cls, node: YamlNode, context: str) -> _Fields:
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
        return "" if node is None else _words(node)

    def name(self, key: str) -> str:
        """Return the text of a key that names something, or ""."""
        words = self.text(key)
        if len(words) > MAX_NAME_CHARS:
            raise _error(
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
        return tuple(_words(item) for item in self.nodes(key))

    def pairs(self, key: str) -> tuple[tuple[YamlNode, YamlNode], ...]:
        """Return the pairs of a mapping, noting where each key is."""
        node = self.values.get(key)
        pairs = () if node is None else node.pairs()
        self.places.extend((f"{key}.{name.value}", name.position) for name, _ in pairs)
        return pairs

    def part(self, key: str) -> _Fields:
        """Return the fields of a mapping below a key; its notes belong here too."""
        node = self.values.get(key)
        if node is None:
            return _Fields(self.node, {})
        self.note_extra_keys(node, key)
        return _Fields(node, node.mapping())

    def take_places(self, key: str, part: _Fields) -> None:
        """Take over the places that a part has noted."""
        self.places.extend((f"{key}.{name}", place) for name, place in part.places)


def _check_format(fields: _Fields) -> None:
    stated = fields.text("ethnocode")
    if stated not in ("", FORMAT):
        raise _error(
            fields.values["ethnocode"],
            f"codebook format {stated!r} is not known",
            f"this ethnocode reads 'ethnocode: {FORMAT}'",
        )


def _extends(fields: _Fields) -> tuple[str, ...]:
    node = fields.values.get("extends")
    if node is not None and node.is_text and not node.is_blank:
        fields.places.append(("extends.0", node.position))
        return (_words(node),)
    return fields.texts("extends")


def _codes(fields: _Fields, book: str) -> tuple[Code, ...]:
    if "codes" not in fields.values:
        raise _error(fields.node, "no 'codes' in this codebook", "write 'codes: []' or a list")
    codes: list[Code] = []
    for node in fields.nodes("codes"):
        _add_code(codes, node, book=book, parent="")
    return tuple(codes)


def _add_code(codes: list[Code], node: YamlNode, *, book: str, parent: str) -> None:
    """Add a code and, below it, its children; as deep as strict YAML nests, no deeper."""
    fields = _Fields.of(node, "code")
    id_node = fields.values.get("id")
    if id_node is None or id_node.is_blank:
        raise _error(node, "a code without an 'id'", "give it one, such as 'id: gatekeeping'")
    fields.name("id")
    # The id as written, spaces and all: the rules tell what is wrong with it.
    local = id_node.text()
    full_id = f"{parent}.{local}" if parent else local
    children = fields.nodes("children")
    codes.append(_code(fields, id_=full_id, local=local, book=book))
    for child in children:
        _add_code(codes, child, book=book, parent=full_id)


def _code(fields: _Fields, *, id_: str, local: str, book: str) -> Code:
    expects = fields.part("expects")
    with_codes, never_with = expects.texts("with"), expects.texts("never_with")
    fields.take_places("expects", expects)
    return Code(
        id=id_,
        book=book,
        name=fields.name("name") or local,
        definition=fields.text("definition"),
        position=fields.values["id"].position,
        include=fields.texts("include"),
        exclude=fields.texts("exclude"),
        near=tuple(_near(fields, node) for node in fields.nodes("near")),
        properties=_properties(fields),
        examples=tuple(_example(fields, node) for node in fields.nodes("examples")),
        cues=_cues(fields),
        expects_with=with_codes,
        expects_never_with=never_with,
        sources=fields.texts("sources"),
        aliases=fields.texts("aliases"),
        places=tuple(fields.places),
        extra_keys=tuple(fields.extra_keys),
    )


def _near(fields: _Fields, node: YamlNode) -> Near:
    values = node.mapping()
    fields.note_extra_keys(node, "near")
    if "code" not in values:
        raise _error(node, "'near' without a 'code'", "write {code: id, tell_apart: ...}")
    tell_apart = values.get("tell_apart")
    return Near(
        code=_words(values["code"]),
        tell_apart="" if tell_apart is None else _words(tell_apart),
        position=values["code"].position,
    )


def _example(fields: _Fields, node: YamlNode) -> Example:
    values = node.mapping()
    fields.note_extra_keys(node, "examples")
    for key in ("text", "apply"):
        if key not in values:
            raise _error(node, f"an example without '{key}'", "write {text: ..., apply: true}")
    why = values.get("why")
    return Example(
        text=_words(values["text"]),
        apply=_truth(values["apply"]),
        why="" if why is None else _words(why),
    )


def _properties(fields: _Fields) -> tuple[tuple[str, tuple[str, ...]], ...]:
    properties = []
    for key, values in fields.pairs("properties"):
        name = str(key.value).strip()
        nodes = values.nodes()
        fields.places.extend(
            (f"properties.{key.value}.{n}", item.position) for n, item in enumerate(nodes)
        )
        properties.append((name, tuple(_words(node) for node in nodes)))
    return tuple(properties)


def _cues(fields: _Fields) -> Cues:
    part = fields.part("cues")
    cues = Cues(
        phrases=part.texts("phrases"),
        lemmas=part.texts("lemmas"),
        patterns=tuple(_pattern(fields, node) for node in part.nodes("patterns")),
    )
    fields.take_places("cues", part)
    return cues


def _pattern(fields: _Fields, node: YamlNode) -> tuple[dict[str, Any], ...]:
    tokens = node.nodes()
    if not tokens:
        raise _error(node, "a pattern without tokens", "write [{LOWER: word}, {LOWER: word}]")
    for token in tokens:
        fields.note_extra_keys(token, "cues.patterns")
    return tuple(
        {name: _token_value(name, value) for name, value in token.mapping().items()}
        for token in tokens
    )


def _token_value(attribute: str, node: YamlNode) -> Any:
    """Return what the matcher wants: words, but numbers and truth where it counts on them."""
    if node.is_list:
        return [_token_value(attribute, item) for item in node.nodes()]
    if node.is_mapping:
        return {name: _token_value(attribute, value) for name, value in node.mapping().items()}
    if attribute.startswith(("IS_", "LIKE_")):
        return _truth(node)
    if attribute in _WHOLE_NUMBERS:
        return _whole_number(node)
    return node.text()


def _whole_number(node: YamlNode) -> int:
    words = node.text()
    if not (words.isascii() and words.isdigit() and len(words) < 10):
        raise _error(node, f"'{words}' is not a whole number", "write a number, such as 3")
    return int(words)


def _truth(node: YamlNode) -> bool:
    words = node.text()
    truth = _TRUE_OR_FALSE.get(words.lower())
    if truth is None:
        raise _error(node, f"'{words}' is neither true nor false", "write true or false")
    return truth


def _words(node: YamlNode) -> str:
    return node.text().strip()


def _error(node: YamlNode, message: str, hint: str) -> CodebookError:
    return CodebookError(message, where=str(node.position), hint=hint)
