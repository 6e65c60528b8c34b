"""Reads a codebook file into a :class:`Codebook`, without judging it.

What cannot be understood (text where a list belongs, a code without an id) is
a fault with its place, and the rest is read all the same; whoever needs the whole
book gets the first fault as an error. What can be understood but should not be so (an unknown
key, a missing definition) is kept for the rules.
"""

from __future__ import annotations

from functools import partial
from pathlib import PurePath

from ethnocode.codebook.faults import (
    EVERYTHING,
    CodebookReading,
    FaultKind,
    Faults,
    fault_of,
)
from ethnocode.codebook.fields import (
    MAX_NAME_CHARS,
    Fields,
    id_of,
    nearest_keys,
    refusal,
    text_of,
    truth_of,
)
from ethnocode.codebook.read_cues import read_cues
from ethnocode.codebook.schema import FORMAT
from ethnocode.codebook.suppressions import suppressions_in
from ethnocode.errors import CodebookError
from ethnocode.model import Code, Codebook, Example, Near, Retired
from ethnocode.text.strict_yaml import YamlNode, YamlReading, read_yaml_tolerantly
from ethnocode.text.yaml_nodes import many_values


def read_codebook(text: str | bytes | YamlReading, *, path: str) -> Codebook:
    """Read a codebook's own codes; what it extends is left to the catalogue.

    Args:
        text: The file's content, read already or not; bytes must be UTF-8.
        path: Name shown in messages. Its stem is the id of a book that states none.

    Returns:
        The codebook with nested codes flattened to full ids, parents first.

    Raises:
        CodebookError: It is not strict YAML, or not shaped like a codebook.
    """
    reading = read_codebook_tolerantly(text, path=path)
    if reading.faults:
        raise reading.faults[0].as_error()
    return reading.codebook


def read_codebook_tolerantly(text: str | bytes | YamlReading, *, path: str) -> CodebookReading:
    """Read a codebook's own codes as far as they can be read; raises nothing.

    A value that cannot be read is left out, a code that cannot is left out with those below
    it, and so is the whole book after a slip that leaves the rest of the file unclear.
    """
    with many_values():
        return _read(read_yaml_tolerantly(text, path=path), path=path)


def _read(yaml: YamlReading, *, path: str) -> CodebookReading:
    faults = Faults()
    for error in yaml.faults:
        faults.add(fault_of(error, FaultKind.YAML), field="")
    top = yaml.top
    if not top.is_mapping:
        if not yaml.faults:
            found = "nothing" if top.is_blank else top.kind
            message = f"expected a codebook, found {found}"
            error = refusal(top, message, "start with 'ethnocode: 1'")
            faults.add(fault_of(error, FaultKind.SHAPE), field=EVERYTHING)
        return _unread(top, PurePath(path).stem, path=path, faults=faults)
    fields = Fields.of(top, "codebook", faults=faults)
    id_ = fields.name("id") or PurePath(path).stem
    if "id" in fields.values:
        fields.attempt("id", lambda: id_of(fields.values["id"]), otherwise="")
    if not yaml.is_whole:
        return _unread(top, id_, path=path, faults=faults)
    fields.belong_to("")
    fields.attempt("ethnocode", lambda: _check_format(fields), otherwise=None)
    version = fields.text("version")
    book = Codebook(
        id=id_,
        title=fields.name("title") or id_,
        version=version,
        path=path,
        codes=_codes(fields, id_),
        sources=_sources(fields),
        extends=_extends(fields),
        books=((id_, version),),
        places=tuple(fields.places),
        extra_keys=tuple(fields.extra_keys),
        allowed=suppressions_in(yaml.text, top, path=path),
    )
    incomplete = (id_,) if faults.gaps & {("", "codes"), ("", EVERYTHING)} else ()
    return CodebookReading(book, tuple(faults.found), faults.as_gaps(*incomplete))


def _unread(top: YamlNode, id_: str, *, path: str, faults: Faults) -> CodebookReading:
    """Return the reading of a book of which nothing but its id is known."""
    faults.gaps.add(("", EVERYTHING))
    book = Codebook(id_, id_, "", path, (), books=((id_, ""),), places=(("id", top.position),))
    return CodebookReading(book, tuple(faults.found), faults.as_gaps(id_))


def _check_format(fields: Fields) -> None:
    stated = fields.text("ethnocode")
    if stated not in ("", FORMAT):
        raise refusal(
            fields.values["ethnocode"],
            f"codebook format {stated!r} is not known",
            f"this ethnocode reads 'ethnocode: {FORMAT}'",
        )


def _sources(fields: Fields) -> tuple[tuple[str, str], ...]:
    return tuple(
        (str(key.value), fields.attempt("sources", partial(text_of, value), otherwise=""))
        for key, value in fields.pairs("sources")
    )


def _extends(fields: Fields) -> tuple[str, ...]:
    node = fields.values.get("extends")
    if node is not None and node.is_text and not node.is_blank:
        fields.places.append(("extends.0", node.position))
        return (text_of(node),)
    return fields.texts("extends")


def _codes(fields: Fields, book: str) -> tuple[Code, ...]:
    if "codes" not in fields.values and ("", "codes") not in fields.faults.gaps:
        fields.refuse(_without_codes(fields), "codes")
    codes: list[Code] = []
    for node in fields.each("codes", lambda node: node):
        _add_code(codes, node, book=book, parent="", faults=fields.faults)
    return tuple(codes)


def _without_codes(fields: Fields) -> CodebookError:
    """Return the error of a book without codes, placed at the key that should be it."""
    what = "no 'codes' in this codebook"
    for n, (key, position) in enumerate(fields.extra_keys):
        if "codes" in nearest_keys(key, "codebook"):
            del fields.extra_keys[n]
            return CodebookError(what, where=str(position), hint=f"write 'codes' for '{key}'")
    return refusal(fields.node, what, "write 'codes: []' or a list")


def _add_code(codes: list[Code], node: YamlNode, *, book: str, parent: str, faults: Faults) -> None:
    """Add a code and, below it, its children; as deep as strict YAML nests, no deeper."""
    try:
        fields = Fields.of(node, "code", faults=faults)
        local = _local_id(fields)
    except CodebookError as error:
        faults.add(fault_of(error, FaultKind.SHAPE), field="codes")
        return
    full_id = f"{parent}.{local}" if parent else local
    fields.belong_to(full_id)
    children = fields.each("children", lambda child: child)
    if fields.faults.gaps & {(full_id, "children"), (full_id, EVERYTHING)}:
        faults.gaps.add(("", "codes"))
    codes.append(_code(fields, id_=full_id, local=local, book=book))
    for child in children:
        _add_code(codes, child, book=book, parent=full_id, faults=faults)


def _local_id(fields: Fields) -> str:
    """Return a code's own part of its id as written: the rules tell what is wrong with it."""
    node = fields.values.get("id")
    if node is None and fields.odd_keys:
        raise fields.odd_keys[0]
    if node is None or node.is_blank:
        hint = "give it one, such as 'id: gatekeeping'"
        raise refusal(fields.node, "a code without an 'id'", hint)
    local = node.text()
    try:
        id_of(node)
    except CodebookError as error:
        # Whoever names the code types what it looks like.
        fields.refuse(error, "codes")
    if len(local) > MAX_NAME_CHARS:
        what = f"'id' has {len(local)} characters"
        raise refusal(node, what, f"use at most {MAX_NAME_CHARS}")
    return local


def _code(fields: Fields, *, id_: str, local: str, book: str) -> Code:
    expects = fields.part("expects")
    with_codes, never_with = expects.ids("with"), expects.ids("never_with")
    fields.take_places("expects", expects)
    return Code(
        id=id_,
        book=book,
        name=fields.name("name") or local,
        definition=fields.text("definition"),
        position=fields.values["id"].position,
        include=fields.texts("include"),
        exclude=fields.texts("exclude"),
        near=fields.each("near", lambda node: _near(fields, node), parts=("tell_apart",)),
        properties=_properties(fields),
        examples=fields.each(
            "examples", lambda node: _example(fields, node), parts=("text", "why")
        ),
        cues=read_cues(fields),
        expects_with=with_codes,
        expects_never_with=never_with,
        sources=fields.texts("sources"),
        aliases=fields.ids("aliases"),
        retired=_retired(fields),
        places=tuple(fields.places),
        extra_keys=tuple(fields.extra_keys),
    )


def _near(fields: Fields, node: YamlNode) -> Near:
    values = node.mapping()
    if "code" not in values:
        raise refusal(node, "'near' without a 'code'", "write {code: id, tell_apart: ...}")
    fields.note_extra_keys(node, "near")
    tell_apart = values.get("tell_apart")
    return Near(
        code=id_of(values["code"]),
        tell_apart="" if tell_apart is None else text_of(tell_apart),
        position=values["code"].position,
    )


def _example(fields: Fields, node: YamlNode) -> Example:
    values = node.mapping()
    for key in ("text", "apply"):
        if key not in values:
            raise refusal(node, f"an example without '{key}'", "write {text: ..., apply: true}")
    fields.note_extra_keys(node, "examples")
    why, source = values.get("why"), values.get("source")
    return Example(
        text=text_of(values["text"]),
        apply=truth_of(values["apply"]),
        why="" if why is None else text_of(why),
        source="" if source is None else text_of(source),
    )


def _retired(fields: Fields) -> Retired | None:
    """Return why a code is retired: ``retired: reason``, or with the codes to use instead."""
    node = fields.values.get("retired")
    if node is None or node.is_text or node.is_unread:
        return None if node is None else Retired(fields.text("retired"))
    part = fields.part("retired")
    retired = Retired(part.text("because"), part.ids("use"))
    part.places.extend((key, part.values[key].position) for key in part.values)
    fields.take_places("retired", part)
    return retired


def _properties(fields: Fields) -> tuple[tuple[str, tuple[str, ...]], ...]:
    properties = []
    for key, node in fields.pairs("properties"):
        part = Fields(node, {str(key.value): node}, fields.faults, fields.code, "properties")
        properties.append((str(key.value).strip(), part.texts(str(key.value))))
        fields.take_places("properties", part)
    return tuple(properties)
