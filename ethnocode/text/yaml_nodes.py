"""The values of a YAML file, each with its place."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple, cast

from ethnocode.errors import CodebookError
from ethnocode.model import Position

TEXT, LIST, MAPPING = "text", "a list", "a mapping"
"""The kinds of values."""

UNREAD = "what was refused"
"""The kind of a value that could not be read."""


@contextmanager
def many_values() -> Iterator[None]:
    """Build many values that refer to one another in no circle.

    The collector of circles would walk through them again and again, which takes longer than
    reading the file.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


PlainYaml = str | list["PlainYaml"] | dict[str, "PlainYaml"]
"""Values without places: text, lists and mappings only."""


class YamlNode(NamedTuple):
    """A value of a YAML file and its place; a tuple, for a file has a hundred thousand.

    Args:
        position: Where it is written.
        start: Offset of its first character in the text read.
        end: Offset past its last character; a block list or mapping ends where
            the next thing starts.
        value: Text, nodes of a list, or pairs of key and value.
        kind: ``text``, ``a list``, ``a mapping``, or ``what was refused``.
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
        return self.kind == TEXT

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return self.kind == LIST

    @property
    def is_mapping(self) -> bool:
        """Whether it is a mapping."""
        return self.kind == MAPPING

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written: an empty value, ``~`` or ``null``."""
        return self.value == "" and self.is_text

    @property
    def is_unread(self) -> bool:
        """Whether it stands for what was refused, in a file that is read all the same."""
        return self.kind == UNREAD

    def text(self) -> str:
        """Return the text of a scalar.

        Raises:
            CodebookError: It is a list or a mapping.
        """
        self._must_be(TEXT, "quote text that holds ': ' or starts with '[' or '{'")
        return str(self.value)

    def nodes(self) -> tuple[YamlNode, ...]:
        """Return the nodes of a list; a blank value is an empty one.

        Raises:
            CodebookError: It is text or a mapping.
        """
        if self.is_blank:
            return ()
        self._must_be(LIST, "write a list: [one, two]")
        return cast("tuple[YamlNode, ...]", self.value)

    def pairs(self) -> tuple[tuple[YamlNode, YamlNode], ...]:
        """Return keys with their values, in the order written; a blank value has none.

        Raises:
            CodebookError: It is text or a list.
        """
        if self.is_blank:
            return ()
        self._must_be(MAPPING, "write 'key: value'")
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
