"""Words in the drawings of a Word document: text boxes, diagrams, charts, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ethnocode.ingest.docx.names import BOX, CHART, DIAGRAM, MC, WP, A, V, chosen
from ethnocode.ingest.docx.package import Package


@dataclass(slots=True)
class Drawn:
    """What a drawing says.

    Args:
        boxes: Its text boxes.
        beside: What describes it, and the words of diagrams and charts.
    """

    boxes: list[Element] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


def drawn(drawing: Element, package: Package) -> Drawn:
    """Return what a drawing says."""
    found = Drawn()
    for element in _parts(drawing):
        if element.tag == BOX:
            found.boxes.append(element)
        elif element.tag == f"{A}p":
            found.beside.append(_words(element))
        elif element.tag == f"{DIAGRAM}relIds":
            found.beside.append(_far_words(package.referred(element, by="dm"), package))
        elif element.tag == f"{CHART}chart":
            found.beside.append(_far_words(package.referred(element), package))
        else:
            found.beside += _descriptions(element)
    return found


def _parts(drawing: Element) -> Iterator[Element]:
    """Yield the elements of a drawing in order, of alternatives only one."""
    waiting = [drawing]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{MC}AlternateContent":
            choice = chosen(element)
            waiting += [choice] if choice is not None else []
            continue
        yield element
        if element.tag not in (BOX, f"{A}p"):
            waiting += reversed(element)


def _descriptions(element: Element) -> Iterator[str]:
    """Yield how somebody described a picture, and words drawn as a shape."""
    names: tuple[str, ...] = ()
    if element.tag == f"{WP}docPr":
        names = ("title", "descr")
    elif element.tag == f"{V}textpath":
        names = ("string",)
    elif element.tag == f"{V}shape":
        names = ("alt",)
    for name in names:
        if words := element.get(name, ""):
            yield words


def _far_words(part: str, package: Package) -> str:
    """Return the words of a diagram or chart, which has a part of its own."""
    if not part:
        return ""
    top = package.part(part)
    words = [_words(paragraph) for paragraph in top.iter(f"{A}p")]
    for values in top.iter(f"{CHART}strCache"):
        words += [value.text or "" for value in values.iter(f"{CHART}v")]
    return "\n".join(filter(None, words))


def _words(paragraph: Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{A}t"))
