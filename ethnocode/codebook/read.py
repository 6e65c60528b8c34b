"""Reads a codebook file into a :class:`Codebook`, without judging it.

What cannot be understood (text where a list belongs, a code without an id) is
an error with its place. What can be understood but should not be so (an unknown
key, a missing definition) is kept for the rules.
"""

from __future__ import annotations

from pathlib import PurePath

from ethnocode.codebook.fields import Fields, refusal, truth_of, words_of
from ethnocode.codebook.read_cues import read_cues
from ethnocode.codebook.schema import FORMAT
from ethnocode.model import Code, Codebook, Example, Near, Retired
from ethnocode.text.strict_yaml import YamlNode, read_yaml


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
        raise refusal(top, f"expected a codebook, found {found}", "start with 'ethnocode: 1'")
    fields = Fields.of(top, "codebook")
    _check_format(fields)
    id_ = fields.name("id") or PurePath(path).stem
    version = fields.text("version")
    return Codebook(
        id=id_,
        title=fields.name("title") or id_,
        version=version,
        path=path,
        codes=_codes(fields, id_),
        sources=tuple((str(key.value), words_of(value)) for key, value in fields.pairs("sources")),
        extends=_extends(fields),
        books=((id_, version),),
        places=tuple(fields.places),
        extra_keys=tuple(fields.extra_keys),
    )


def _check_format(fields: Fields) -> None:
    stated = fields.text("ethnocode")
    if stated not in ("", FORMAT):
        raise refusal(
            fields.values["ethnocode"],
            f"codebook format {stated!r} is not known",
            f"this ethnocode reads 'ethnocode: {FORMAT}'",
        )


def _extends(fields: Fields) -> tuple[str, ...]:
    node = fields.values.get("extends")
    if node is not None and node.is_text and not node.is_blank:
        fields.places.append(("extends.0", node.position))
        return (words_of(node),)
    return fields.texts("extends")


def _codes(fields: Fields, book: str) -> tuple[Code, ...]:
    if "codes" not in fields.values:
        raise refusal(fields.node, "no 'codes' in this codebook", "write 'codes: []' or a list")
    codes: list[Code] = []
    for node in fields.nodes("codes"):
        _add_code(codes, node, book=book, parent="")
    return tuple(codes)


def _add_code(codes: list[Code], node: YamlNode, *, book: str, parent: str) -> None:
    """Add a code and, below it, its children; as deep as strict YAML nests, no deeper."""
    fields = Fields.of(node, "code")
    id_node = fields.values.get("id")
    if id_node is None or id_node.is_blank:
        raise refusal(node, "a code without an 'id'", "give it one, such as 'id: gatekeeping'")
    fields.name("id")
    # The id as written, spaces and all: the rules tell what is wrong with it.
    local = id_node.text()
    full_id = f"{parent}.{local}" if parent else local
    children = fields.nodes("children")
    codes.append(_code(fields, id_=full_id, local=local, book=book))
    for child in children:
        _add_code(codes, child, book=book, parent=full_id)


def _code(fields: Fields, *, id_: str, local: str, book: str) -> Code:
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
        cues=read_cues(fields),
        expects_with=with_codes,
        expects_never_with=never_with,
        sources=fields.texts("sources"),
        aliases=fields.texts("aliases"),
        retired=_retired(fields),
        places=tuple(fields.places),
        extra_keys=tuple(fields.extra_keys),
    )


def _near(fields: Fields, node: YamlNode) -> Near:
    values = node.mapping()
    fields.note_extra_keys(node, "near")
    if "code" not in values:
        raise refusal(node, "'near' without a 'code'", "write {code: id, tell_apart: ...}")
    tell_apart = values.get("tell_apart")
    return Near(
        code=words_of(values["code"]),
        tell_apart="" if tell_apart is None else words_of(tell_apart),
        position=values["code"].position,
    )


def _example(fields: Fields, node: YamlNode) -> Example:
    values = node.mapping()
    fields.note_extra_keys(node, "examples")
    for key in ("text", "apply"):
        if key not in values:
            raise refusal(node, f"an example without '{key}'", "write {text: ..., apply: true}")
    why, source = values.get("why"), values.get("source")
    return Example(
        text=words_of(values["text"]),
        apply=truth_of(values["apply"]),
        why="" if why is None else words_of(why),
        source="" if source is None else words_of(source),
    )


def _retired(fields: Fields) -> Retired | None:
    """Return why a code is retired: ``retired: reason``, or with the codes to use instead."""
    node = fields.values.get("retired")
    if node is None or node.is_text:
        return None if node is None else Retired(words_of(node))
    part = fields.part("retired")
    retired = Retired(part.text("because"), part.texts("use"))
    fields.take_places("retired", part)
    return retired


def _properties(fields: Fields) -> tuple[tuple[str, tuple[str, ...]], ...]:
    properties = []
    for key, values in fields.pairs("properties"):
        name = str(key.value).strip()
        nodes = values.nodes()
        fields.places.extend(
            (f"properties.{key.value}.{n}", item.position) for n, item in enumerate(nodes)
        )
        properties.append((name, tuple(words_of(node) for node in nodes)))
    return tuple(properties)
