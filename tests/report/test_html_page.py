"""The page a supervisor opens: well formed, self-contained, and no word of a study is live."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from ethnocode.model import HeatMap, Report
from ethnocode.report import render
from ethnocode.report.heat_map import heat_map
from ethnocode.report.page_script import page_script

VOID = {"meta", "wbr"}
ALLOWED = {
    "html", "head", "title", "style", "body", "main", "header", "section", "footer", "figure",
    "figcaption", "h1", "h2", "p", "ul", "li", "dl", "dt", "dd", "div", "span", "code",
    "table", "thead", "tbody", "tr", "th", "td", "svg", "g", "rect", "text", "script",
    "nav", "a", "caption",
}  # fmt: skip
CLOSED_BY = {"td": {"td", "th", "tr"}, "th": {"td", "th", "tr"}}
"""Elements whose end tag may be left out, and the tags, of a start or an end, that end them."""


class Page(HTMLParser):
    """Checks that tags are balanced and keeps elements, attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_what_it_ends(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)
            self.tags.add(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def _end_what_it_ends(self, tag: str) -> None:
        while self.open and tag in CLOSED_BY.get(self.open[-1], ()):
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1] != tag:
            self._end_what_it_ends(tag)
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts.append((self.open[-1], data))

    def of(self, tag: str) -> list[str]:
        return [text for parent, text in self.texts if parent == tag]


HOSTILE = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '"><a href="https://example.org" onclick=\'x()\' style="x">',
    "</style></title></svg></table>--><!-- &lt;b&gt; &#60;",
    "javascript:alert(1) {color:red} @import url(http://example.org)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(text: str, filled_with: Callable[[str], Report]) -> None:
    page = Page(render(filled_with(text), "html"))

    assert page.tags <= ALLOWED
    assert page.of("script") == [page_script()]
    assert not any(name.startswith("on") for name, _ in page.attributes)
    assert not {"src", "action"} & {name for name, _ in page.attributes}
    assert all(re.fullmatch(r"#s\d", value) for name, value in page.attributes if name == "href")
    assert {value for name, value in page.attributes if name == "title"} == {text}
    assert page.of("h1") == page.of("code") == page.of("dd")[:1] == [text]
    assert page.of("td")[-1] == text


def test_the_page_fetches_nothing(small_report: Report) -> None:
    html = render(small_report, "html")
    page = Page(html)

    (policy,) = [value for name, value in page.attributes if value.startswith("default-src")]
    (script,) = page.of("script")
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert policy.split("; ") == [
        "default-src 'none'",
        f"script-src 'sha256-{digest}'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert ("lang", "en-GB") in page.attributes
    assert not re.search(r"https?:|url\(|@import|<link|fetch|XMLHttp|WebSocket|Beacon", html)


def test_the_script_reads_no_word_as_markup_or_as_script() -> None:
    script = page_script()

    assert "\r" not in script
    assert not re.search(
        r"</|<!--|innerHTML|outerHTML|insertAdjacentHTML|\beval\b|new Function|document\.write"
        r"|\bon[a-z]+ *=|setTimeout|import\(|location",
        script,
    )


def test_the_page_names_study_parameters_notes_and_how_to_reproduce(small_report: Report) -> None:
    page = Page(render(small_report, "html"))

    assert page.of("title")[0] == "Which codes meet in a passage · Netherfold"
    assert page.of("dt")[:3] == ["relation", "seed", "coder"]
    assert page.of("dd")[:3] == ["overlap", "20261122", "n/a"]
    assert any(text.startswith("Two codings overlap") for text in page.of("li"))
    assert page.of("code") == ["ethnocode report cooccurrence --top 3"]
    assert "Made with ethnocode 0.1.0." in page.of("p")


def test_the_heat_map_bears_its_figures_and_a_name_for_each_cell() -> None:
    heat = HeatMap("Both", ("a.long.code", "b"), ((None, 1234), (0, 0.126)))

    page = Page(heat_map(heat))

    assert page.of("title") == [
        "a.long.code",
        "b",
        "a.long.code",
        "a.long.code × a.long.code: no pair",
        "a.long.code × b: 1,234",
        "b",
        "b × a.long.code: 0",
        "b × b: 0.13",
    ]
    assert page.of("text") == ["a.long.code", "b", "a.long.code", "1,234", "b", "·", "0.13"]


def test_the_shades_are_steps_of_the_square_root_and_the_legend_says_what_they_hold() -> None:
    """Of 100, the steps end at 4, 16, 36, 64 and 100: the squares of fifths."""
    heat = HeatMap("Both", ("a", "b", "c"), ((4, 5, 16), (17, 36, 37), (64, 65, 100)))

    html = heat_map(heat)

    shades = re.findall(r'class="cell s(\d)"', html)

    assert shades == ["1", "2", "2", "3", "3", "4", "4", "5", "5"]
    assert re.findall(r"</span>([^<]+)</li>", html) == [
        "4", "5 to 16", "17 to 36", "37 to 64", "65 to 100",
    ]  # fmt: skip


def test_the_legend_names_what_occurs_zeros_and_signs_among_it() -> None:
    signs = (("?", "not coded yet"), ("–", "no source"))
    cells = ((0, None), ("?", 2))
    html = heat_map(HeatMap("Both", ("a", "b"), cells, zero="read, not found", signs=signs))

    found = re.findall(r"</span>([^<]+)</li>", html)
    assert found == ["no pair", "not coded yet", "read, not found", "2"]


def test_a_heat_map_that_is_not_square_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        heat_map(HeatMap("Both", ("a", "b"), ((1, 2), (3,))))


def test_thirty_codes_with_long_names_fit_a_screen() -> None:
    """A page is 72 rem of 16 px less margins, 1,072 px; a map may shrink to four fifths."""
    labels = tuple(f"coproduction.power_sharing.budget_{index}" for index in range(30))
    svg = heat_map(HeatMap("Both", labels, ((99,) * 30,) * 30))

    (width,) = map(int, re.findall(r'<svg width="(\d+)"', svg))

    assert width * 0.8 <= 1072
