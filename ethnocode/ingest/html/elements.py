"""Which tags of a web page do what."""

from __future__ import annotations

BLOCKS = frozenset(
    [
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd",
        "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
        "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
        "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol",
        "optgroup", "option", "p", "plaintext", "pre", "search", "section", "summary",
        "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul", "xmp",
    ]
)  # fmt: skip
"""Tags that begin and end a paragraph."""

ALONE = frozenset(
    [
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img",
        "input", "keygen", "link", "meta", "param", "source", "track", "wbr",
    ]
)  # fmt: skip
"""Tags that hold nothing."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
"""Headings, the first level first."""

PARAGRAPH = frozenset(["p"])
"""What ends where a block begins."""

LISTS = frozenset(["ul", "ol", "menu", "dir"])
"""Lists of items."""

VERBATIM = frozenset(["pre", "listing", "plaintext", "xmp"])
"""What keeps its spaces and lines."""

NOT_IN_PARAGRAPHS = BLOCKS - {"option", "optgroup"}
"""What ends a paragraph that is still open."""

CLOSED_BY_NEXT = (frozenset(["li"]), frozenset(["dt", "dd"]), frozenset(["option"]))
"""What ends where the next of its like begins."""

GROUPS = frozenset([*LISTS, "dl", "select", "datalist"])
"""What holds those, so that nothing beyond it ends."""

IN_TABLES = frozenset(["caption", "colgroup", "tbody", "thead", "tfoot", "tr", "td", "th"])
"""What makes a table."""

CELLS = frozenset(["td", "th", "caption"])
"""What holds the words of a table."""

HELD = frozenset([*LISTS, *HEADINGS, "dl", "pre"])
"""What a cell of data does not hold."""
