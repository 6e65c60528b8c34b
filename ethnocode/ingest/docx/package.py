"""The parts of a Word document and how they refer to each other."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from ethnocode.ingest.docx.names import CONTENT_TYPE, RELATIONSHIP, R, usual
from ethnocode.ingest.office.archive import Archive

CONTENT_TYPES = "[Content_Types].xml"
_USUAL_MAIN = "word/document.xml"
_MAIN_TYPES = (
    "wordprocessingml.document.main+xml",
    "wordprocessingml.template.main+xml",
    "document.macroEnabled.main+xml",
    "template.macroEnabledTemplate.main+xml",
)


@dataclass(frozen=True, slots=True)
class Relation:
    """One part referring to another.

    Args:
        id: What the part calls it.
        kind: Last word of its type: ``footnotes``, ``header``.
        target: Name of the other part, in the archive.
    """

    id: str
    kind: str
    target: str


class Package:
    """A Word document as parts that refer to each other.

    Args:
        archive: What holds the parts.

    Raises:
        DamagedSourceError: No part is the document itself.
    """

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._spelling = {name.lower(): name for name in sorted(archive.names)}
        self.main = self._main_part()
        self._relations = {self.main: self._read_relations(self.main)}

    def body(self) -> Iterator[Element]:
        """Yield what stands in the body, one after the other."""
        return map(usual, self.archive.children(self.main, inside="body"))

    def part(self, name: str) -> Element:
        """Return a part as XML."""
        return usual(self.archive.xml(name))

    def related(self, kind: str) -> tuple[str, ...]:
        """Return the names of the parts of one kind, as the document itself refers to them."""
        relations = self._relations[self.main]
        return tuple(dict.fromkeys(each.target for each in relations if each.kind == kind))

    def one(self, kind: str) -> Element | None:
        """Return the part of a kind that occurs once, or ``None`` where there is none."""
        names = self.related(kind)
        return self.part(names[0]) if names else None

    def referred(self, element: Element, *, by: str = "id", part: str = "") -> str:
        """Return the name of the part that an element refers to, or nothing."""
        name = part or self.main
        if name not in self._relations:
            self._relations[name] = self._read_relations(name)
        wanted = element.get(f"{R}{by}")
        return next((each.target for each in self._relations[name] if each.id == wanted), "")

    def properties(self, kind: str) -> Element | None:
        """Return what the document says about itself: ``core`` or ``extended`` properties."""
        for relation in self._read_relations(""):
            if relation.kind == f"{kind}-properties":
                return self.part(relation.target)
        return None

    def _main_part(self) -> str:
        for relation in self._read_relations(""):
            if relation.kind == "officeDocument":
                return relation.target
        for name in self._typed_as_main():
            return name
        if _USUAL_MAIN not in self._spelling:
            raise self.archive.damaged("there is no document in the archive")
        return self._spelling[_USUAL_MAIN]

    def _typed_as_main(self) -> Iterator[str]:
        if CONTENT_TYPES in self.archive.names:
            for override in self.archive.xml(CONTENT_TYPES).iter(CONTENT_TYPE):
                name = self._spelled(override.get("PartName", ""), base="")
                if name and override.get("ContentType", "").endswith(_MAIN_TYPES):
                    yield name

    def _read_relations(self, part: str) -> tuple[Relation, ...]:
        """Return how a part refers to others that are there; ``""`` is the package."""
        folder, name = posixpath.split(part)
        listed = self._spelled(f"{folder}/_rels/{name}.rels", base="")
        if not listed:
            return ()
        return tuple(
            Relation(each.get("Id", ""), each.get("Type", "").rpartition("/")[2], target)
            for each in self.archive.xml(listed).iter(RELATIONSHIP)
            if each.get("TargetMode") != "External"
            and (target := self._spelled(each.get("Target", ""), base=folder))
        )

    def _spelled(self, target: str, *, base: str) -> str:
        """Return the name that a part has in the archive, or nothing if it is not there."""
        path = posixpath.normpath(posixpath.join("/", base, target.replace("\\", "/")))
        name = path.lstrip("/").lower()
        return self._spelling.get(name) or self._spelling.get(unquote(name), "")
