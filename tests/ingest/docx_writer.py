"""A small writer of Word documents, for tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_OFFICE = "http://schemas.openxmlformats.org"
NAMESPACES = (
    f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}/officeDocument/2006/relationships" '
    f'xmlns:m="{_OFFICE}/officeDocument/2006/math" '
    f'xmlns:mc="{_OFFICE}/markup-compatibility/2006" '
    f'xmlns:a="{_OFFICE}/drawingml/2006/main" '
    f'xmlns:wp="{_OFFICE}/drawingml/2006/wordprocessingDrawing" '
    f'xmlns:dgm="{_OFFICE}/drawingml/2006/diagram" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_CONTENT_TYPES = (
    f'<Types xmlns="{_OFFICE}/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/{main}" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONSHIPS = f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">'
MAIN = "word/document.xml"


def part(root: str, inside: str) -> str:
    """Return a part whose root has a name of WordprocessingML."""
    return f"<w:{root} {NAMESPACES}>{inside}</w:{root}>"


def relations(*pairs: tuple[str, str], first: int = 1) -> str:
    """Return the part that relates to targets of kinds, as rId1, rId2 ..."""
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/officeDocument/2006/relationships/'
        f'{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, first)
    )
    return f"{_RELATIONSHIPS}{inside}</Relationships>"


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """Return an archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def docx(body: str, *, others: Mapping[str, str | bytes] | None = None, **parts: str) -> bytes:
    """Return a Word document.

    Args:
        body: What stands in the body.
        others: Members as they are; targets of relations rId101, rId102 ... by the
            order they have, each of the kind that its name begins with.
        parts: What stands in the root of parts: ``styles``, ``numbering``,
            ``footnotes``, ``comments``, ``header`` ...
    """
    roots = {"header": "hdr", "footer": "ftr"}
    related = [(kind, f"{kind}.xml") for kind in parts]
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _CONTENT_TYPES.format(main=MAIN),
        "_rels/.rels": relations(("officeDocument", MAIN)),
        MAIN: part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relations(*related).replace(
            "</Relationships>",
            relations(*(("other", name) for name in others or ()), first=101).removeprefix(
                _RELATIONSHIPS
            ),
        ),
    }
    for kind, inside in parts.items():
        members[f"word/{kind}.xml"] = part(roots.get(kind, kind), inside)
    for name, content in (others or {}).items():
        members[f"word/{name}"] = content
    return packed(members)


def run(words: str, properties: str = "") -> str:
    """Return a run of words."""
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{words}</w:t></w:r>'


def para(*inside: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph; what is no markup is a run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = "".join(each if each.startswith("<") else run(each) for each in inside)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def table(*rows: list[str]) -> str:
    """Return a table; a cell that is no markup is a paragraph."""
    found = ""
    for row in rows:
        cells = (each if each.startswith("<") else para(each) for each in row)
        found += f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"
    return f"<w:tbl>{found}</w:tbl>"


def listed(id: int, level: int = 0) -> str:
    """Return the properties of a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{id}"/></w:numPr>'


COMMENTS = (
    '<w:comment w:id="0" w:author="Jane" w:date="2015-03-01T10:00:00Z">'
    + para("Really?")
    + para("Ask her.")
    + '</w:comment><w:comment w:id="1" w:author="">'
    + para("Odd.")
    + "</w:comment>"
)
START, END = '<w:commentRangeStart w:id="{}"/>', '<w:commentRangeEnd w:id="{}"/>'
REFERENCE = '<w:r><w:commentReference w:id="{}"/></w:r>'
"""Two comments, and what refers to one by its number."""
