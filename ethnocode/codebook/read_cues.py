"""Reads the cues of a code: words, and what spaCy's matchers take.

Whether a pattern can be looked for depends on the pipeline of whoever runs it, so
here it is only made sure that it is shaped like one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ethnocode.codebook.expressions import may_never_end
from ethnocode.codebook.fields import Fields, refusal, text_of, truth_of
from ethnocode.codebook.schema import RELATIONS
from ethnocode.errors import CodebookError
from ethnocode.model import Cues
from ethnocode.text.strict_yaml import YamlNode

MAX_CUE_CHARS = 1000
"""Longest phrase, lemma or word of a pattern; a longer one is a slip, and nobody says it twice."""

_WHOLE_NUMBERS = ("LENGTH",)
_FIRST_KEYS = ("RIGHT_ID", "RIGHT_ATTRS")
_LATER_KEYS = ("LEFT_ID", "REL_OP", *_FIRST_KEYS)
_FIRST_HINT = "write {RIGHT_ID: verb, RIGHT_ATTRS: {LEMMA: decide}}"
_LATER_HINT = "write {LEFT_ID: verb, REL_OP: '>', RIGHT_ID: who, RIGHT_ATTRS: {DEP: nsubj}}"


def read_cues(fields: Fields) -> Cues:
    """Return the cues of a code; what it notes on the way belongs to the code's fields."""
    part = fields.part("cues")
    cues = Cues(
        phrases=part.each("phrases", _words),
        lemmas=part.each("lemmas", _words),
        patterns=part.each("patterns", lambda node: _pattern(fields, node)),
        dependencies=part.each("dependencies", lambda node: _dependency(fields, node)),
        entities=part.each("entities", _entity),
    )
    fields.take_places("cues", part)
    return cues


def _words(node: YamlNode) -> str:
    words = text_of(node)
    if len(words) > MAX_CUE_CHARS:
        raise _too_long(node, words)
    return words


def _too_long(node: YamlNode, words: str) -> CodebookError:
    what = f"a cue of {len(words)} characters"
    return refusal(node, what, "write the few words that people say")


def _pattern(fields: Fields, node: YamlNode) -> tuple[dict[str, Any], ...]:
    tokens = node.nodes()
    if not tokens:
        raise refusal(node, "a pattern without tokens", "write [{LOWER: word}, {LOWER: word}]")
    return tuple(_token(fields, token, "cues.patterns") for token in tokens)


def _token(fields: Fields, node: YamlNode, context: str) -> dict[str, Any]:
    fields.note_extra_keys(node, context)
    for value in node.mapping().values():
        _check_expressions(value, inside=False)
    return {name: _token_value(name, value) for name, value in node.mapping().items()}


def _check_expressions(node: YamlNode, *, inside: bool) -> None:
    """Refuse an expression that could keep the matcher busy for ever."""
    if node.is_mapping:
        for name, value in node.mapping().items():
            _check_expressions(value, inside=inside or name == "REGEX")
    elif node.is_list:
        for item in node.nodes():
            _check_expressions(item, inside=inside)
    elif len(node.text()) > MAX_CUE_CHARS:
        raise _too_long(node, node.text())
    elif inside and may_never_end(node.text()):
        raise refusal(
            node,
            f"the expression '{node.text()}' could search one word for ever",
            "repeat no group that has a repeat or a choice in it: write [ab]+ for (a|b)+",
        )


def _token_value(attribute: str, node: YamlNode) -> Any:
    """Return what the matcher wants: words, but numbers and truth where it counts on them."""
    if node.is_list:
        return [_token_value(attribute, item) for item in node.nodes()]
    if node.is_mapping:
        return {name: _token_value(attribute, value) for name, value in node.mapping().items()}
    if attribute.startswith(("IS_", "LIKE_")):
        return truth_of(node)
    if attribute in _WHOLE_NUMBERS:
        return _whole_number(node)
    return node.text()


def _whole_number(node: YamlNode) -> int:
    words = node.text()
    if not (words.isascii() and words.isdigit() and len(words) < 10):
        raise refusal(node, f"'{words}' is not a whole number", "write a number, such as 3")
    return int(words)


def _dependency(fields: Fields, node: YamlNode) -> tuple[dict[str, Any], ...]:
    """Return a pattern of a parsed sentence: its first word, and words that hang on known ones."""
    words = node.nodes()
    if not words:
        raise refusal(node, "a dependency without words", _FIRST_HINT)
    found: list[dict[str, Any]] = []
    names: list[str] = []
    for word in words:
        found.append(_dependent(fields, word, names=names))
        names.append(found[-1]["RIGHT_ID"])
    return tuple(found)


def _dependent(fields: Fields, node: YamlNode, *, names: list[str]) -> dict[str, Any]:
    """Return a word of a dependency; it may hang only on one that was named before it."""
    values = node.mapping()
    fields.note_extra_keys(node, "cues.dependencies")
    _check_keys(node, values, later=bool(names))
    read: dict[str, Any] = {"RIGHT_ID": _new_name(values["RIGHT_ID"], names=names)}
    if names:
        read["LEFT_ID"] = _known_name(values["LEFT_ID"], names=names)
        read["REL_OP"] = _relation(values["REL_OP"])
    context = "cues.dependencies.RIGHT_ATTRS"
    return {**read, "RIGHT_ATTRS": _token(fields, values["RIGHT_ATTRS"], context)}


def _check_keys(node: YamlNode, values: Mapping[str, YamlNode], *, later: bool) -> None:
    """Refuse a word of a dependency that lacks a key, and a first one that hangs on another."""
    keys, hint = (_LATER_KEYS, _LATER_HINT) if later else (_FIRST_KEYS, _FIRST_HINT)
    for key in _LATER_KEYS:
        if key in keys and key not in values:
            raise refusal(node, f"a word of a dependency without '{key}'", hint)
        if key in values and key not in keys:
            raise refusal(values[key], f"the first word of a dependency with '{key}'", hint)


def _new_name(node: YamlNode, *, names: list[str]) -> str:
    name = text_of(node)
    if not name or name in names:
        what = f"two words of a dependency are named '{name}'" if name else "a word without a name"
        raise refusal(node, what, "give each word of a dependency a name of its own")
    return name


def _known_name(node: YamlNode, *, names: list[str]) -> str:
    name = text_of(node)
    if name not in names:
        what = f"no earlier word of the dependency is named '{name}'"
        raise refusal(node, what, f"those before it are: {', '.join(names)}")
    return name


def _relation(node: YamlNode) -> str:
    relation = text_of(node)
    if relation not in RELATIONS:
        what = f"'{relation}' is not how one word hangs on another"
        hint = f"write one of these in quotation marks: {' '.join(RELATIONS)}"
        raise refusal(node, what, hint)
    return relation


def _entity(node: YamlNode) -> str:
    label = text_of(node)
    if not label:
        raise refusal(node, "an entity without a label", "write a label such as ORG")
    return label
