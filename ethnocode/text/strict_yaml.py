"""Strict YAML: what people write, read as words with their places.

A codebook must mean what it says. So every scalar stays the text it is written
as (``no``, ``1e3`` and ``12:30`` are words), every value knows its line and
column, and whatever could make the file mean something else than a reader sees
(duplicate keys, anchors, tags, merge keys) is refused. The tree is built from
the parser's events, not composed by the library, so that a file nested
thousands deep is refused at level 41 and costs no stack.

A file is always read as far as it can be. Whoever wants it whole or not at all
gets its first fault as an error; whoever judges it gets the faults as a list, and
the tree without the values that they concern.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import yaml

from ethnocode.errors import CodebookError, EthnocodeError
from ethnocode.model import Position
from ethnocode.text.utf8 import decoded
from ethnocode.text.yaml_nodes import LIST, MAPPING, TEXT, UNREAD, PlainYaml, YamlNode, many_values

__all__ = [
    "MAX_FAULTS",
    "MAX_LEVELS",
    "PlainYaml",
    "YamlNode",
    "YamlReading",
    "read_yaml",
    "read_yaml_tolerantly",
    "yaml_faults_as",
]

MAX_LEVELS = 40
"""Levels of lists and mappings inside one another that a file may have."""

MAX_FAULTS = 100
"""Faults of one file that are told; with more, it is the first ones that help."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HOPELESS_LEVELS = 200
_MERGE = "<<"
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# What YAML calls unprintable (lone surrogates included), line breaks that editors do not show
# as such, and marks that show a line in another order than it is read.
_REFUSED = re.compile(
    "[^\t\n\r -~\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_STAND_IN = "\ue000"  # for a refused character, so that all others keep their places
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_BREAK = re.compile("\r\n?|\n")
_NOT_YAML_HINT = "check the indentation, and quote text that holds ': ' or ' #'"
_CLOSED = ("flow sequence", "flow mapping", "quoted scalar")
_CONFLICT = re.compile(r"^<{7}(?= |$)", re.MULTILINE)
_CONFLICT_HINT = "keep what is right of both sides, and take the lines of marks out"
_SCANNING_A_KEY = "while scanning a simple key"
_NOT_CLOSED_HINT = "close the bracket, brace or quotation mark"
_USUAL_TAGS = ("", "!", "!!str", "!!seq", "!!map")  # what they say is so anyway
_AS_UTF8 = "save the file as UTF-8"


@dataclass(frozen=True, slots=True)
class YamlReading:
    """A YAML file as far as it could be read.

    Args:
        top: The document's top; values that were refused are of a kind of their own, or
            left out where they have no place in the tree.
        faults: What was refused, at most :data:`MAX_FAULTS`, in the order found.
        is_whole: Whether the file could be read to its end.
        text: The file's text, decoded.
    """

    top: YamlNode
    faults: tuple[CodebookError, ...] = ()
    is_whole: bool = True
    text: str = ""


@contextmanager
def yaml_faults_as(error: type[EthnocodeError]) -> Iterator[None]:
    """Raise what is wrong with a YAML file as an error of another kind.

    For files that are YAML and no codebook: settings, rosters, files of codings.
    """
    try:
        yield
    except CodebookError as exc:
        raise error(exc.message, where=exc.where, hint=exc.hint) from exc


def read_yaml(text: str | bytes | YamlReading, *, path: str, first_line: int = 1) -> YamlNode:
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
    reading = read_yaml_tolerantly(text, path=path, first_line=first_line)
    if reading.faults:
        raise reading.faults[0]
    return reading.top


def read_yaml_tolerantly(
    text: str | bytes | YamlReading, *, path: str, first_line: int = 1
) -> YamlReading:
    """Read one YAML document as far as it can be; raises nothing.

    Args and complexity are those of :func:`read_yaml`; what was read already, under the
    same name, is not read again.
    """
    if isinstance(text, YamlReading):
        return text
    if isinstance(text, str):
        return _read(text, _Builder(path, first_line))
    found = decoded(text)
    if not found.fault:
        return _read(found.text, _Builder(path, first_line))
    builder = _Builder(path, first_line)
    line, column = line_and_column(found.text, found.at)
    position = Position(path, first_line + line - 1, column)
    hint = _AS_UTF8 if found.is_text else "name a codebook, which is text"
    builder.faults.append(CodebookError(found.fault, where=str(position), hint=hint))
    builder.is_whole &= found.is_text
    return _read(found.text, builder)


def _read(words: str, builder: _Builder) -> YamlReading:
    with many_values():
        builder.read(words)
    return YamlReading(builder.top, tuple(builder.faults), builder.is_whole, words)


def line_and_column(text: str, at: int) -> tuple[int, int]:
    """Return line and column of an offset, both counted from 1."""
    line, start = 1, 0
    for match in _LINE_BREAK.finditer(text, 0, at):
        line, start = line + 1, match.end()
    return line, at - start + 1


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not been met; a mapping's children alternate."""

    start: Any
    is_mapping: bool
    children: list[YamlNode] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    dropped: set[int] = field(default_factory=set)

    @property
    def wants_key(self) -> bool:
        return self.is_mapping and len(self.children) % 2 == 0

    def pairs(self) -> Iterator[tuple[YamlNode, YamlNode]]:
        for n in range(0, len(self.children) - 1, 2):
            if n not in self.dropped:
                yield self.children[n], self.children[n + 1]


class _HopelessError(Exception):
    """The rest of the file is not worth reading."""


class _Builder:
    """Builds the tree from events, noting what it refuses."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.top = YamlNode(Position(path, first_line, 1), 0, 0, "", TEXT)
        self.faults: list[CodebookError] = []
        self.is_whole = True
        self._text = ""
        self._offset = 0
        self._open: list[_Open] = []
        self._too_deep = 0
        self._documents = 0
        self._has_odd_characters = False

    def read(self, text: str) -> None:
        """Read a document."""
        self._text = text.removeprefix("\ufeff")
        self._offset = len(text) - len(self._text)
        self.top = YamlNode(self.top.position, self._offset, self._offset, "", TEXT)
        self._text = _REFUSED.sub(self._refuse_character, self._text)
        self._has_odd_characters = bool(self.faults)
        takers = self._takers()
        try:
            for event in yaml.parse(self._text, Loader=_LOADER):
                take = self._pass if self._too_deep else takers.get(type(event))
                if take is not None:
                    take(event)
        except yaml.MarkedYAMLError as error:
            self._refuse_syntax(error)
        except yaml.YAMLError:
            self._refuse("not YAML", None, _NOT_YAML_HINT)
            self.is_whole = False
        except _HopelessError:
            self.is_whole = False

    def _refuse(self, message: str, mark: Any, hint: str) -> None:
        self._refuse_at(self._position(mark), message, hint)

    def _refuse_at(self, position: Position, message: str, hint: str) -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(CodebookError(message, where=str(position), hint=hint))

    def _refuse_character(self, found: re.Match[str]) -> str:
        if len(self.faults) < MAX_FAULTS:
            what = f"character U+{ord(found[0]):04X} is not text"
            self._refuse_at(self._place_of(found.start()), what, "remove it")
        return _STAND_IN

    def _refuse_syntax(self, error: yaml.MarkedYAMLError) -> None:
        """Refuse what the parser could not pass, and keep what stands at the top before it."""
        self.is_whole = False
        self._keep_what_precedes()
        if self._has_odd_characters:  # the slip may be one of them
            return
        mark, start = error.problem_mark or error.context_mark, error.context_mark
        what = f"not YAML: {error.problem or error.context}"
        conflict = _CONFLICT.search(self._text)
        if conflict:
            self._refuse_at(self._place_of(conflict.start()), "a merge conflict", _CONFLICT_HINT)
        elif mark is not None and self._text[mark.index : mark.index + 1] == "\t":
            self._refuse("tab character", mark, "use spaces")
        elif mark and start and start.line < mark.line and str(error.context).endswith(_CLOSED):
            # What is not closed is noticed lines after the slip, often at the end of the file.
            line = self.first_line + mark.line
            self._refuse(f"{what} to what begins here, up to line {line}", start, _NOT_CLOSED_HINT)
        elif error.context == _SCANNING_A_KEY:
            # A key without its colon is noticed in the next line.
            self._refuse(what, start, _NOT_YAML_HINT)
        else:
            self._refuse(what, mark, _NOT_YAML_HINT)

    def _keep_what_precedes(self) -> None:
        if self._open and self._open[0].is_mapping:
            outer = self._open[0]
            self.top = self._node(outer.start, outer.start.end_mark, tuple(outer.pairs()), MAPPING)

    def _place_of(self, at: int) -> Position:
        line, column = line_and_column(self._text, at)
        return Position(self.path, self.first_line + line - 1, column)

    def _position(self, mark: Any) -> Position:
        if mark is None:
            return Position(self.path, self.first_line, 1)
        return Position(self.path, mark.line + self.first_line, mark.column + 1)

    def _takers(self) -> Mapping[type[Any], Callable[[Any], None]]:
        """Return what takes each kind of event; others say nothing."""
        return {
            yaml.ScalarEvent: self._take_scalar,
            yaml.SequenceStartEvent: self._begin,
            yaml.MappingStartEvent: self._begin,
            yaml.SequenceEndEvent: self._finish,
            yaml.MappingEndEvent: self._finish,
            yaml.AliasEvent: self._take_alias,
            yaml.DocumentStartEvent: self._take_document,
        }

    def _take_document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._refuse("a second document", event.start_mark, "keep one, without '---'")
            raise _HopelessError

    def _pass(self, event: Any) -> None:
        """Pass over what is inside of what was refused."""
        if isinstance(event, yaml.CollectionStartEvent):
            self._too_deep += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            self._too_deep -= 1
        if self._too_deep > _HOPELESS_LEVELS:
            raise _HopelessError

    def _is_undecorated(self, event: Any) -> bool:
        """Refuse anchor and tag, and return whether the value is what it is without them."""
        if event.anchor is None and event.tag is None:
            return True
        if event.anchor is not None:
            self._refuse(f"anchor '&{event.anchor}'", event.start_mark, "remove it")
        tag = (event.tag or "").replace("tag:yaml.org,2002:", "!!")
        if tag:
            self._refuse(f"tag '{tag}'", event.start_mark, "remove it")
        return tag in _USUAL_TAGS

    def _take_alias(self, event: Any) -> None:
        around = self._open[-1] if self._open else None
        merges = around is not None and not around.wants_key and around.children
        # That a mapping is merged in has been told at its key.
        if not (merges and around and around.is_mapping and around.children[-1].value == _MERGE):
            self._refuse(f"alias '*{event.anchor}'", event.start_mark, "write the value out")
        self._place_unread(event)

    def _take_scalar(self, event: Any) -> None:
        if not self._is_undecorated(event):
            self._place_unread(event)
            return
        value, plain = event.value, not event.style
        if event.style == '"' and _CONTROL.search(value):
            self._refuse("control character in text", event.start_mark, "remove the escape")
            value = _CONTROL.sub("", value)
        if "\t" in value:
            self._refuse_tab(event)
        is_key = bool(self._open) and self._open[-1].wants_key
        if plain and is_key and value == _MERGE:
            self._refuse(f"merge key '{_MERGE}'", event.start_mark, "write the keys out")
        if plain and not is_key and value in _NULLS:
            value = ""
        if _STAND_IN in value and self.faults:
            value = value.replace(_STAND_IN, "")
        if not value.isascii():
            value = unicodedata.normalize("NFC", value)
        self._place(self._node(event, event.end_mark, value, TEXT))

    def _refuse_tab(self, event: Any) -> None:
        # One that is written as an escape shows itself.
        at = self._text.find("\t", event.start_mark.index, event.end_mark.index)
        if at >= 0:
            self._refuse_at(self._place_of(at), "tab character", "use spaces")

    def _begin(self, event: Any) -> None:
        is_undecorated = self._is_undecorated(event)
        if self._open and self._open[-1].wants_key:
            self._refuse("a key that is not text", event.start_mark, "quote it")
        elif len(self._open) == MAX_LEVELS:
            self._refuse(f"more than {MAX_LEVELS} levels deep", event.start_mark, "nest less")
        elif is_undecorated:
            self._open.append(_Open(event, isinstance(event, yaml.MappingStartEvent)))
            return
        self._place_unread(event)
        self._too_deep = 1

    def _finish(self, event: Any) -> None:
        done = self._open.pop()
        if done.is_mapping:
            node = self._node(done.start, event.end_mark, tuple(done.pairs()), MAPPING)
        else:
            node = self._node(done.start, event.end_mark, tuple(done.children), LIST)
        self._place(node)

    def _node(self, event: Any, end: Any, value: Any, kind: str) -> YamlNode:
        start, offset = event.start_mark, self._offset
        position = Position(self.path, start.line + self.first_line, start.column + 1)
        return YamlNode(position, start.index + offset, end.index + offset, value, kind)

    def _place_unread(self, event: Any) -> None:
        self._place(self._node(event, event.end_mark, "", UNREAD))

    def _place(self, node: YamlNode) -> None:
        if not self._open:
            self.top = node
            return
        around = self._open[-1]
        if around.wants_key:
            self._take_key(node, around)
        around.children.append(node)

    def _take_key(self, node: YamlNode, around: _Open) -> None:
        """Note a key; a pair whose key is refused is dropped, once its value is met."""
        key = str(node.value)
        if node.is_unread or key in around.keys:
            around.dropped.add(len(around.children))
        if not node.is_unread and key in around.keys:
            self._refuse_at(node.position, f"key '{key}' is written twice", "keep one of them")
        around.keys.add(key)
