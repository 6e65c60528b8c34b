"""Strict YAML: what people write, read as words with their places.

A codebook must mean what it says. So every scalar stays the text it is written
as (``no``, ``1e3`` and ``12:30`` are words), every value knows its line and
column, and whatever could make the file mean something else than a reader sees
(duplicate keys, anchors, tags, merge keys) is refused. The tree is built from
the parser's events, not composed by the library, so that a file nested
thousands deep is refused at level 41 and costs no stack.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import yaml

from ethnocode.errors import CodebookError, EthnocodeError
from ethnocode.model import Position

MAX_LEVELS = 40
"""Levels of lists and mappings inside one another that a file may have."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TEXT, _LIST, _MAPPING = "text", "a list", "a mapping"
# Tabs, what YAML calls unprintable (lone surrogates included), line breaks that editors do not
# show as such, and marks that show a line in another order than it is read.
_REFUSED = re.compile(
    "[^\n\r -~\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_BREAK = re.compile("\r\n?|\n")
_NOT_YAML_HINT = "check the indentation, and quote text that holds ': ' or ' #'"

PlainYaml = str | list["PlainYaml"] | dict[str, "PlainYaml"]
"""Values without places: text, lists and mappings only."""


@dataclass(frozen=True, slots=True)
class YamlNode:
    """A value of a YAML file and its place.

    Args:
        position: Where it is written.
        start: Offset of its first character in the text read.
        end: Offset past its last character; a block list or mapping ends where
            the next thing starts.
        value: Text, nodes of a list, or pairs of key and value.
        kind: ``text``, ``a list`` or ``a mapping``.
    """

    position: Position
    start: int
    end: int
    value: str | tuple[YamlNode, ...] | tuple[tuple[YamlNode, YamlNode], ...]
    kind: str

    def __repr__(self) -> str:
        return f"<{self.kind} at {self.position}>"

    @property
    def is_text(self) -> bool:
        """Whether it is a scalar."""
        return self.kind == _TEXT

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return self.kind == _LIST

    @property
    def is_mapping(self) -> bool:
        """Whether it is a mapping."""
        return self.kind == _MAPPING

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written: an empty value, ``~`` or ``null``."""
        return self.value == "" and self.is_text

    def text(self) -> str:
        """Return the text of a scalar.

        Raises:
            CodebookError: It is a list or a mapping.
        """
        self._must_be(_TEXT, "quote text that holds ': ' or starts with '[' or '{'")
        return str(self.value)

    def nodes(self) -> tuple[YamlNode, ...]:
        """Return the nodes of a list; a blank value is an empty one.

        Raises:
            CodebookError: It is text or a mapping.
        """
        if self.is_blank:
            return ()
        self._must_be(_LIST, "write a list: [one, two]")
        return cast("tuple[YamlNode, ...]", self.value)

    def pairs(self) -> tuple[tuple[YamlNode, YamlNode], ...]:
        """Return keys with their values, in the order written; a blank value has none.

        Raises:
            CodebookError: It is text or a list.
        """
        if self.is_blank:
            return ()
        self._must_be(_MAPPING, "write 'key: value'")
        return cast("tuple[tuple[YamlNode, YamlNode], ...]", self.value)

    def mapping(self) -> dict[str, YamlNode]:
        """Return the values of a mapping by key; a blank value has none.

        Raises:
            CodebookError: It is text or a list.
        """
        return {str(key.value): value for key, value in self.pairs()}

    def get(self, key: str) -> YamlNode | None:
        """Return the value of a key, or ``None`` where it is not written.

        Raises:
            CodebookError: It is text or a list.
        """
        return next((value for name, value in self.pairs() if name.value == key), None)

    def plain(self) -> PlainYaml:
        """Return the value as text, lists and dictionaries."""
        if self.is_mapping:
            return {key: value.plain() for key, value in self.mapping().items()}
        if self.is_list:
            return [node.plain() for node in self.nodes()]
        return self.text()

    def _must_be(self, kind: str, hint: str) -> None:
        if self.kind != kind:
            raise CodebookError(
                f"expected {kind}, found {self.kind}", where=str(self.position), hint=hint
            )


@contextmanager
def yaml_faults_as(error: type[EthnocodeError]) -> Iterator[None]:
    """Raise what is wrong with a YAML file as an error of another kind.

    For files that are YAML and no codebook: settings, rosters, files of codings.
    """
    try:
        yield
    except CodebookError as exc:
        raise error(exc.message, where=exc.where, hint=exc.hint) from exc


def read_yaml(text: str | bytes, *, path: str, first_line: int = 1) -> YamlNode:
    """Read one YAML document, strictly.

    Args:
        text: The document; bytes must be UTF-8. A byte order mark is passed over.
        path: Name shown in messages.
        first_line: Number of the text's first line in that file.

    Returns:
        The document's top; blank where nothing is written. Text is in NFC.

    Raises:
        CodebookError: It is not YAML, or uses what the module refuses.

    Complexity:
        O(n); about 2 MB/s where libyaml is present.
    """
    words = text if isinstance(text, str) else _decoded(text, path=path)
    without_mark = words.removeprefix("\ufeff")
    builder = _Builder(path, first_line, len(words) - len(without_mark))
    _refuse_characters(without_mark, builder)
    try:
        for event in yaml.parse(without_mark, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise builder.refusal(
            f"not YAML: {error.problem or error.context}",
            error.problem_mark or error.context_mark,
            _NOT_YAML_HINT,
        ) from None
    except yaml.YAMLError:
        raise CodebookError("not YAML", where=path, hint=_NOT_YAML_HINT) from None
    return builder.top


def _decoded(raw: bytes, *, path: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        line, column = _line_and_column(before)
        raise CodebookError(
            f"not UTF-8: byte 0x{raw[error.start]:02x} at offset {error.start}",
            where=f"{path}:{line}:{column}",
            hint="save the file as UTF-8",
        ) from None


def _refuse_characters(text: str, builder: _Builder) -> None:
    found = _REFUSED.search(text)
    if found is None:
        return
    line, column = _line_and_column(text[: found.start()])
    position = Position(builder.path, builder.first_line + line - 1, column)
    if found[0] == "\t":
        message, hint = "tab character", "use spaces"
    else:
        message, hint = f"character U+{ord(found[0]):04X} is not text", "remove it"
    raise CodebookError(message, where=str(position), hint=hint)


def _line_and_column(before: str) -> tuple[int, int]:
    ends = [match.end() for match in _LINE_BREAK.finditer(before)]
    return len(ends) + 1, len(before) - (ends[-1] if ends else 0) + 1


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not been met; a mapping's children alternate."""

    start: Any
    is_mapping: bool
    children: list[YamlNode] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    @property
    def wants_key(self) -> bool:
        return self.is_mapping and len(self.children) % 2 == 0


class _Builder:
    """Builds the tree from events, refusing as it goes."""

    def __init__(self, path: str, first_line: int, offset: int) -> None:
        self.path = path
        self.first_line = first_line
        self.top = YamlNode(Position(path, first_line, 1), offset, offset, "", _TEXT)
        self._offset = offset
        self._open: list[_Open] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        """Take the next event of the parser."""
        if isinstance(event, yaml.NodeEvent):
            self._refuse_decorations(event)
        if isinstance(event, yaml.ScalarEvent):
            self._take_scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._finish(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self.refusal("a second document", event.start_mark, "keep one, without '---'")

    def refusal(self, message: str, mark: Any, hint: str) -> CodebookError:
        """Return the error of a refusal at the parser's mark."""
        return CodebookError(message, where=str(self._position(mark)), hint=hint)

    def _position(self, mark: Any) -> Position:
        if mark is None:
            return Position(self.path)
        return Position(self.path, mark.line + self.first_line, mark.column + 1)

    def _refuse_decorations(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise self.refusal(f"alias '*{event.anchor}'", event.start_mark, "write the value out")
        if event.anchor is not None:
            raise self.refusal(f"anchor '&{event.anchor}'", event.start_mark, "remove it")
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            raise self.refusal(f"tag '{tag}'", event.start_mark, "remove it")

    def _take_scalar(self, event: Any) -> None:
        value, plain = event.value, not event.style
        if event.style == '"' and _CONTROL.search(value):
            raise self.refusal("control character in text", event.start_mark, "remove the escape")
        is_key = bool(self._open) and self._open[-1].wants_key
        if plain and is_key and value == "<<":
            raise self.refusal("merge key '<<'", event.start_mark, "write the keys out")
        if plain and not is_key and value in _NULLS:
            value = ""
        self._place(self._node(event, event.end_mark, unicodedata.normalize("NFC", value), _TEXT))

    def _begin(self, event: Any) -> None:
        if self._open and self._open[-1].wants_key:
            raise self.refusal("a key that is not text", event.start_mark, "quote it")
        if len(self._open) == MAX_LEVELS:
            raise self.refusal(f"more than {MAX_LEVELS} levels deep", event.start_mark, "nest less")
        self._open.append(_Open(event, isinstance(event, yaml.MappingStartEvent)))

    def _finish(self, event: Any) -> None:
        done = self._open.pop()
        if done.is_mapping:
            pairs = tuple(zip(done.children[::2], done.children[1::2], strict=True))
            node = self._node(done.start, event.end_mark, pairs, _MAPPING)
        else:
            node = self._node(done.start, event.end_mark, tuple(done.children), _LIST)
        self._place(node)

    def _node(self, event: Any, end: Any, value: Any, kind: str) -> YamlNode:
        start = event.start_mark
        return YamlNode(
            self._position(start), start.index + self._offset, end.index + self._offset, value, kind
        )

    def _place(self, node: YamlNode) -> None:
        if not self._open:
            self.top = node
            return
        around = self._open[-1]
        if around.wants_key:
            key = node.text()
            if key in around.keys:
                raise CodebookError(
                    f"key '{key}' is written twice",
                    where=str(node.position),
                    hint="keep one of them",
                )
            around.keys.add(key)
        around.children.append(node)
