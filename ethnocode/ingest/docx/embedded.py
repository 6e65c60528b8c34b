"""Documents within a Word document, which Word takes in when it next saves it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from ethnocode.errors import SourceError
from ethnocode.ingest.blocks import Block
from ethnocode.ingest.decode import decode
from ethnocode.ingest.docx.package import Package

ReadDocument = Callable[[bytes], Iterable[Block]]
"""Reads another Word document."""


class Embedded:
    """Reads what was pasted in as a whole.

    Args:
        package: The document.
        label: Names the file in messages.
        read_document: Reads another Word document.
    """

    def __init__(self, package: Package, *, label: str, read_document: ReadDocument) -> None:
        self._package = package
        self._label = label
        self._read_document = read_document
        self.warnings: list[str] = []

    def blocks(self, element: Element) -> Iterator[Block]:
        """Yield the blocks of a document that an element refers to."""
        name = self._package.referred(element)
        if not name:
            self.warnings.append("a document within the document is missing")
            return
        try:
            found = list(self._read(name, self._package.archive.read(name)))
        except SourceError as error:
            self.warnings.append(f"{name} within the document is left out: {error.message}")
            return
        yield from found

    def _read(self, name: str, data: bytes) -> Iterable[Block]:
        suffix = PurePosixPath(name).suffix.lower()
        if data.startswith(b"PK\x03\x04"):
            return self._read_document(data)
        if suffix in (".htm", ".html", ".xhtml"):
            from ethnocode.ingest.html.reader import html_blocks

            return html_blocks(decode(data, label=self._label).words)
        if suffix == ".txt":
            return [Block(line) for line in decode(data, label=self._label).words.splitlines()]
        self.warnings.append(f"{name} within the document is left out: nothing reads it there")
        return ()
