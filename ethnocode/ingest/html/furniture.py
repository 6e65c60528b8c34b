"""What a web page shows around its words, or does not show."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ethnocode.ingest.html.tokens import Token

_ALWAYS = frozenset(
    [
        "nav", "button", "select", "textarea", "datalist", "noscript", "noframes", "iframe",
        "noembed", "template", "dialog", "svg", "object", "video", "audio", "canvas",
        "applet", "annotation", "annotation-xml",
    ]
)  # fmt: skip
_AROUND_THE_PAGE = frozenset(["header", "footer", "aside"])
_ROLES = frozenset(["navigation", "search", "menu", "menubar", "dialog", "alertdialog"])
_ROLES_AROUND_THE_PAGE = frozenset(["banner", "contentinfo", "complementary"])
_NAMED = re.compile(
    r"(?:mw-)?(?:site-?|main-?|top-?|global-?|primary-?)?nav(?:igation|bar)?|(?:main|top|site)-?menu"
    r"|breadcrumbs?|skip-?(?:links?|nav|to-content)|mw-editsection|mw-jump-link"
    r"|cookies?-?(?:banner|bar|consent|message|notice)",
    re.IGNORECASE,
)
"""What pages without elements for it call their menus; longer names may mean anything."""

_WHOLE_PAGE = frozenset(["html", "body", "main", "article"])
_UNSEEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_TYPES_WITHOUT_WORDS = frozenset(
    ["hidden", "password", "checkbox", "radio", "file", "image", "range", "color"]
)


def is_furniture(token: Token, *, inside: bool, in_heading: bool) -> bool:
    """Whether what a start tag begins is no part of what the page says.

    Args:
        token: The start tag.
        inside: Whether it stands inside an article or the main part of the page, whose
            own header, footer and asides belong to it.
        in_heading: Whether it stands in a heading, which may be a button that unfolds.
    """
    name, given = token.name, token.attributes
    if name in _WHOLE_PAGE:
        return False
    if name in _ALWAYS:
        return not (name == "button" and in_heading)
    roles = given.get("role", "").lower().split()
    if not inside and (name in _AROUND_THE_PAGE or not _ROLES_AROUND_THE_PAGE.isdisjoint(roles)):
        return True
    named = (given.get("id", ""), *given.get("class", "").split())
    if any(map(_NAMED.fullmatch, named)):
        return True
    return (
        not _ROLES.isdisjoint(roles)
        or ("hidden" in given and given["hidden"].lower() != "until-found")
        or given.get("aria-hidden", "").lower() == "true"
        or bool(_UNSEEN.search(given.get("style", "")))
    )


def titled_header(tokens: Sequence[Token]) -> int | None:
    """Return where the first header begins, if it holds the title of the page as its heading.

    It heads the words, as what pandoc writes does; others show whose page it is.
    """
    title, header = _first(tokens, "title"), _first(tokens, "header")
    heading = _first(tokens, "h1", after=header)
    if title == len(tokens) or heading >= _end_of(tokens, header):
        return None
    return header if _words_in(tokens, heading) == _words_in(tokens, title) else None


def _first(tokens: Sequence[Token], name: str, after: int = 0) -> int:
    """Return where the first element of a name begins; the end of the page for none."""
    later = range(after, len(tokens))
    return next((n for n in later if tokens[n].name == name and not tokens[n].ends), len(tokens))


def _end_of(tokens: Sequence[Token], at: int) -> int:
    """Return where an element ends that begins at a place."""
    later = range(at + 1, len(tokens))
    name = tokens[at].name if at < len(tokens) else ""
    return next((n for n in later if tokens[n].name == name and tokens[n].ends), len(tokens))


def _words_in(tokens: Sequence[Token], at: int) -> str:
    words = "".join(token.words for token in tokens[at : _end_of(tokens, at)])
    return " ".join(words.split()).casefold()


def words_of_control(token: Token) -> str:
    """Return what stands in a field of a form, or on a picture; may be empty."""
    given = token.attributes
    if token.name == "img":
        return given.get("alt", "")
    if token.name != "input" or given.get("type", "").lower() in _TYPES_WITHOUT_WORDS:
        return ""
    return given.get("value") or given.get("placeholder", "")
