"""Tags and words of a web page, one after the other.

Not ``html.parser``: what that makes of broken markup differs between the releases of
Python, so that the same bytes would not always give the same text, and some broken pages
take it quadratic time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
# Quotes count after "=" only. One that closes nowhere would take the words of the page up
# to the next one: that then stands before no space and no end of a tag.
_ATTRIBUTES = re.compile(
    r"""(?:[^>=]++|=\s*+(?:"(?:[^">]*+"|[^"]*+"(?=[\s/>]))"""
    r"""|'(?:[^'>]*+'|[^']*+'(?=[\s/>]))|[^\s"'>]?))*+>"""
)
_ATTRIBUTE = re.compile(
    r"""([^\s"'>/=][^\s>/=]*+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>]*+))?""",
)
_RAW = ("script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp")
_DROPPED = ("script", "style")


@dataclass(frozen=True, slots=True)
class Token:
    """A start tag, an end tag or words.

    Args:
        name: Lower-case name of the tag; empty for words.
        words: The words, their entities replaced; empty for a tag.
        ends: Whether it is an end tag.
        attributes: Lower-case names of a start tag's attributes, and their values.
    """

    name: str = ""
    words: str = ""
    ends: bool = False
    attributes: dict[str, str] = field(default_factory=dict)


def html_tokens(page: str) -> Iterator[Token]:
    """Yield the tags and words of a page; comments, scripts and styles are left out.

    Never fails: what is no markup is words.

    Complexity:
        O(n) for n characters.
    """
    return _Scanner(page).tokens()


@dataclass(slots=True)
class _Scanner:
    """A page and how far it is read.

    What is looked for once in vain is never looked for again, which keeps it linear.
    """

    page: str
    position: int = 0
    never: set[str] = field(default_factory=set)

    def tokens(self) -> Iterator[Token]:
        """Yield what the page holds, in order."""
        page = self.page
        while self.position < len(page):
            start = page.find("<", self.position)
            if start < 0:
                start = len(page)
            if start > self.position:
                yield Token(words=unescape(page[self.position : start]))
            self.position = start
            if start < len(page):
                yield from self._markup()

    def _markup(self) -> Iterator[Token]:
        """Read what begins with ``<``."""
        name = _NAME.match(self.page, self.position)
        if name:
            yield from self._element(name)
        elif self.page.startswith("<![CDATA[", self.position) and self._find("]]>"):
            end = self.page.index("]]>", self.position)
            yield Token(words=self.page[self.position + len("<![CDATA[") : end])
            self.position = end + len("]]>")
        elif self.page.startswith("<!--", self.position):
            self._skip_comment()
        elif self.page.startswith(("<!", "<?", "</"), self.position) and self._find(">"):
            self.position = self.page.index(">", self.position) + 1
        else:
            yield self._less_than()

    def _find(self, what: str) -> bool:
        """Whether something follows."""
        if what not in self.never and self.page.find(what, self.position) < 0:
            self.never.add(what)
        return what not in self.never

    def _less_than(self) -> Token:
        self.position += 1
        return Token(words="<")

    def _skip_comment(self) -> None:
        """Go behind a comment; one that does not end is only its first tag."""
        after = self.position + len("<!--")
        if self.page.startswith((">", "->"), after):
            self.position = self.page.index(">", after) + 1
        elif self._find("-->"):
            self.position = self.page.index("-->", after) + len("-->")
        elif self._find(">"):
            self.position = self.page.index(">", self.position) + 1
        else:
            self.position = after

    def _element(self, name: re.Match[str]) -> Iterator[Token]:
        end = self._closing(name.end())
        if end is None:
            yield self._less_than()
            return
        tag = name[1].lower()
        ends = name.group().startswith("</")
        attributes = {} if ends else _attributes(self.page, name.end(), end - 1)
        closed = not ends and self.page.startswith("/>", end - 2)
        self.position = end
        yield Token(tag, ends=ends, attributes=attributes)
        if tag in _RAW and not ends and not closed:
            yield from self._raw(tag)

    def _closing(self, position: int) -> int | None:
        """Return where a tag ends: behind the first ``>`` that is in no quotes."""
        if not self._find(">"):
            return None
        if "quotes" not in self.never:
            match = _ATTRIBUTES.match(self.page, position)
            if match:
                return match.end()
            self.never.add("quotes")
        return self.page.index(">", position) + 1

    def _raw(self, tag: str) -> Iterator[Token]:
        """Read what holds no tags; where its end is missing, it holds nothing."""
        if f"</{tag}" in self.never:
            return
        end = re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE).search(self.page, self.position)
        if end is None:
            self.never.add(f"</{tag}")
            return
        if tag not in _DROPPED:
            yield Token(words=unescape(self.page[self.position : end.start()]))
        self.position = end.start()


def _attributes(page: str, start: int, end: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(page, start, end):
        value = match[2] or ""
        if value[:1] in ("'", '"') and value[-1:] == value[:1]:
            value = value[1:-1]
        found.setdefault(match[1].lower(), unescape(value))
    return found
