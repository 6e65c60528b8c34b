"""What a Word document says about itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ethnocode.ingest.docx.names import as_number

_NO_TITLE = re.compile(
    r"(?:microsoft )?(?:word|powerpoint|excel)\b.*"
    r"|(?:untitled|unbenannt|sans titre|document|dokument) ?\d*"
    r"|.*\.(?:docx?|dotx?|rtf|odt|pdf|tmp)|\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Properties:
    """What a document says about itself.

    Args:
        title: Its title, or empty where it has none that means anything.
        creator: Whose program made it, which may be nobody's name.
        created: When, as written.
        pages: How many pages it had when it was last laid out; 0 where it says nothing.
    """

    title: str = ""
    creator: str = ""
    created: str = ""
    pages: int = 0


def properties_of(core: Element | None, extended: Element | None) -> Properties:
    """Return what the parts of properties say."""
    found = {}
    for element in (*_children(core), *_children(extended)):
        words = " ".join((element.text or "").split())
        found[element.tag.rpartition("}")[2]] = words
    title = found.get("title", "")
    return Properties(
        "" if _NO_TITLE.fullmatch(title) else title,
        found.get("creator", ""),
        found.get("created", ""),
        as_number(found.get("Pages", ""), 0),
    )


def _children(part: Element | None) -> tuple[Element, ...]:
    return () if part is None else tuple(part)
