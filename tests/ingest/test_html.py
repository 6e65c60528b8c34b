from __future__ import annotations

import codecs
import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ethnocode.errors import EmptySourceError, SourceError
from ethnocode.ingest.blocks import Block, BlockKind
from ethnocode.ingest.html.reader import HTML, html_blocks
from ethnocode.ingest.html.tokens import html_tokens
from ethnocode.ingest.reader import Reading, ReadOptions
from ethnocode.model import MarkKind

PAGE = (
    "<!DOCTYPE html><html><head><meta charset=utf-8><title>Site | Plan</title>"
    "<meta name='dcterms.date' content='2015-04-28T10:00:00Z'><meta name=author content='Maud Ray'>"
    "<style>p {x}</style></head><body><nav><a href=/>Home</a></nav><h1>The plan</h1>"
    "<p>Dear&nbsp;Ros, &eacute;<br>two <del datetime='2015-04-01'>old</del>words</p>"
    "<table><tr><th>Who<th>What<tr><td>Win<td>Pans</table>"
    "<ol><li>One<li>Two</ol><script>gone()</script></body></html>"
)


def read(page: str | bytes, **options: str) -> Reading:
    data = page.encode() if isinstance(page, str) else page
    return HTML.read(data, label="a.html", options=ReadOptions(**options))  # type: ignore[arg-type]


def texts(page: str) -> list[str]:
    return [block.words for block in html_blocks(page) if block.kind is not BlockKind.FURNITURE]


def furniture(page: str) -> list[str]:
    return [block.words for block in html_blocks(page) if block.kind is BlockKind.FURNITURE]


def rows(page: str) -> list[str]:
    return [block.words for block in html_blocks(page) if block.kind is BlockKind.ROW]


def test_a_page_is_read_whole() -> None:
    reading = read(PAGE)

    assert reading.content.text == (
        "The plan\n\nDear Ros, é\ntwo words\n\nWho\tWhat\nWin\tPans\n\n1. One\n2. Two"
    )
    assert (reading.title, reading.date, reading.author) == ("The plan", "2015-04-28", "Maud Ray")
    assert reading.encoding == "utf-8"
    beside = [(mark.kind, mark.words, mark.date) for mark in reading.marks]
    assert beside == [
        (MarkKind.FURNITURE, "Home", None),
        (MarkKind.FURNITURE, "Site | Plan", None),
        (MarkKind.DELETED, "old", "2015-04-01"),
    ]
    deleted = reading.marks[-1]
    assert reading.content.text[: deleted.start].endswith("two")


def test_headings_have_their_level() -> None:
    assert html_blocks("<h2>A <b>b</b></h2><h6>c") == [
        Block("A b", BlockKind.HEADING, 2),
        Block("c", BlockKind.HEADING, 6),
    ]


@pytest.mark.parametrize(
    ("page", "paragraphs"),
    [
        ("<p>a<p>b <b>c</b>d", ["a", "b cd"]),
        ("<div>a<div>b</div>c</div>", ["a", "b", "c"]),
        ("  a \n b<br> c<br/>d ", ["a b\nc\nd"]),
        ("<pre>\n  a\n    b</pre>c", ["  a\n    b", "c"]),
        ("<dl><dt>a<dd>b<dd>c</dl>", ["a", "b", "c"]),
        ("x</div></td></b>y", ["xy"]),
        ("a</p>b", ["a", "b"]),
        ("<b>a<p>b</b>c</p>d", ["a", "bc", "d"]),
        ("<q>hi</q> 漢<rp>(</rp><rt>kan</rt><rp>)</rp>", ["“hi” 漢(kan)"]),
        ("a<!-- b --><!--> c <![if !x]>1.<![endif]><?pi?>", ["a c 1."]),
        ("1 < 2 & 3 &amp 4 &#147;q&#148; &notanentity;", ["1 < 2 & 3 & 4 “q” ¬anentity;"]),
        ("<![CDATA[a <b> c]]>", ["a <b> c"]),
        ("<a title='x > y'>a</a> <a title='open>b", ["a b"]),
        ("<details><summary>a</summary>b</details>", ["a", "b"]),
        ("a <s>b</s> <ins>c</ins> <strike>d</strike>", ["a b c d"]),
        ("<xmp>a <b></xmp>", ["a <b>"]),
        ("a<script>b</script><style>c</style>d", ["ad"]),
        ("a<title>b", ["a"]),
        ("x <unknown-tag>y</unknown-tag>", ["x y"]),
    ],
)
def test_words_are_put_in_paragraphs_as_browsers_do(page: str, paragraphs: list[str]) -> None:
    assert texts(page) == paragraphs


@pytest.mark.parametrize(
    ("page", "items"),
    [
        ("<ul><li>a<li>b</ul>", ["• a", "• b"]),
        ("<ol start=3><li>a<li value=7>b<li>c</ol>", ["3. a", "7. b", "8. c"]),
        ("<ol reversed><li>a<li>b<li>c</ol>", ["3. a", "2. b", "1. c"]),
        ("<ol type=a start=26><li>x<li>y</ol>", ["z. x", "aa. y"]),
        ("<ol type=I start=4><li>x<li>y</ol>", ["IV. x", "V. y"]),
        ("<ol><li>a<ul><li>b</ul><li>c</ol>", ["1. a", "• b", "2. c"]),
        ("<ol><li><ol type=a><li>a</ol></ol>", ["1. a. a"]),
        ("<ol><li><p>a</p><p>b</p></ol>", ["1. a", "b"]),
        ("<ol><li></li><li>b</ol>", ["2. b"]),
        ("<ol start=x type=i><li>a</ol>", ["i. a"]),
    ],
)
def test_items_have_the_numbers_that_a_browser_writes(page: str, items: list[str]) -> None:
    assert texts(page) == items


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<nav>Home<ul><li>About</ul></nav>", ["Home\nAbout"]),
        ("<header>a</header><footer>b</footer><aside>c</aside>", ["a", "b", "c"]),
        ("<div role=navigation>a</div><div role=banner>b</div>", ["a", "b"]),
        ("x <span aria-hidden=true>a <span>b</span> c</span> y", ["a b c"]),
        ("<p hidden>a</p><p style='color:red; Display : none'>b</p>", ["a", "b"]),
        ("<button>a</button><select><option>b<option>c</select>", ["a", "b\nc"]),
        ("<input value=a><input placeholder=b><input type=hidden value=c>", ["a", "b"]),
        ("<textarea>a <b></textarea><noscript>b</noscript>", ["a <b>", "b"]),
        ("<img alt='A hall'><template>b</template><iframe>c</iframe>", ["A hall", "b", "c"]),
        ("<table><tr><td>x<td hidden>a</td><td>y</table>", ["a"]),
    ],
)
def test_what_a_page_has_around_its_words_is_kept_beside_them(page: str, words: list[str]) -> None:
    assert furniture(f"{page}<p>text") == words
    assert texts(f"{page}<p>text")[-1] == "text"


@pytest.mark.parametrize(
    "page",
    [
        "<article><header>a</header></article>",
        "<main><aside>a</aside></main>",
        "<h2><button>a</button></h2>",
        "<body aria-hidden=true>a",
        "<p hidden=until-found>a",
        "<form><label>a</label></form>",
    ],
)
def test_what_belongs_to_the_words_stays_in_the_text(page: str) -> None:
    assert texts(page) == ["a"]


def test_struck_out_paragraphs_are_marked_where_they_stood() -> None:
    [block] = html_blocks("<p>x<del><p>old</p><p>words</p></del>y")

    assert block.words == "xy"
    assert [(m.kind, m.start, m.words) for m in block.marks] == [
        (MarkKind.DELETED, 1, "old\nwords")
    ]


def test_quotations_are_marked_only_where_they_mean_it() -> None:
    page = "<blockquote type=cite><p>a b</p></blockquote>c"

    quoted, own = html_blocks(page)

    assert [(m.kind, m.start, m.end) for m in quoted.marks] == [(MarkKind.QUOTED, 0, 3)]
    assert own.marks == ()
    assert read(page).marks == ()


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("<tr><td>a<td>b<tr><td>c<td>d", ["a\tb", "c\td"]),
        ("<tr><td rowspan=2>a<td>b<tr><td>c", ["a\tb", "\tc"]),
        ("<tr><td colspan=2>a<td>b<tr><td>c<td>d<td>e", ["a\t\tb", "c\td\te"]),
        ("<tr><td><p>a</p><p>b</p><td>c<br>d<tr><td>e<td>f", ["a / b\tc / d", "e\tf"]),
        ("<thead><tr><th>a<th>b</thead><tbody><tr><td><ul><li>c</ul><td>d", ["a\tb", "• c\td"]),
        ("<caption>Cap</caption><tr><td>a<td>b", ["a\tb"]),
        (
            "<tr><th>a<th>b<tr><td>c<table><tr><td>d<td>e<tr><td>f<td></table><td>g",
            ["a\tb", "c / d / e / f\tg"],
        ),
    ],
)
def test_tables_are_read_row_by_row(table: str, expected: list[str]) -> None:
    assert rows(f"x<table>{table}</table>y") == expected
    assert texts(f"x<table>{table}</table>y")[0] == "x"
    assert texts(f"x<table>{table}</table>y")[-1] == "y"


def test_marks_in_a_cell_of_several_lines_stay_at_their_place() -> None:
    [row, _] = html_blocks("<table><tr><td>a<br>b <del>old</del>c<td>d<tr><td>e<td>f</table>")

    assert row.words == "a / b c\td"
    assert [(mark.start, mark.words) for mark in row.marks] == [(5, "old")]


@pytest.mark.parametrize(
    ("page", "paragraphs"),
    [
        ("<table role=presentation><tr><td>a<td>b</table>", ["a", "b"]),
        ("<table><tr><td><h2>a</h2>b<td>c</table>", ["a", "b", "c"]),
        ("<table><tr><td>a<tr><td>b</table>", ["a", "b"]),
        ("<table><tr><td>a<td><table><tr><td>b<td>c</table></table>", ["a", "b\tc"]),
    ],
)
def test_tables_that_only_place_words_are_paragraphs(page: str, paragraphs: list[str]) -> None:
    assert texts(page) == paragraphs


def test_a_table_of_talk_has_speakers_and_times() -> None:
    said = [("0:01", "Ros", "Are you ready?"), ("0:05", "Win", "Yes."), ("0:09", "Ros", "So.")]
    cells = "".join(f"<tr><td>{a}<td>{b}<td>{c}" for a, b, c in said)

    blocks = html_blocks(f"<table>{cells}</table>")

    assert [(b.marks[0].words, b.speaker, b.words) for b in blocks] == said


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("<title>Site</title><h1>One</h1>", "One"),
        ("<title> Site\n| </title><h1>One</h1><h1>Two</h1>", "Site"),
        ("<title>Created by a converter 3</title>a", ""),
        ("<title>Microsoft Word - minutes.doc</title>a", "minutes.doc"),
        ("a", ""),
    ],
)
def test_the_title_is_the_only_first_heading_or_that_of_the_page(page: str, title: str) -> None:
    assert read(page).title == title


@pytest.mark.parametrize(
    ("head", "date"),
    [
        (
            "<meta property='article:published_time' content='2015-04-28T10:00:00+01:00'>",
            "2015-04-28",
        ),
        ("<meta name=date content='28/4/2015'>", "2015-04-28"),
        ("<meta name=date content='31/2/2015'>", None),
        ("<meta name='last-modified' content='2015-04-28'>", None),
    ],
)
def test_a_declared_date_is_taken_if_it_is_certain(head: str, date: str | None) -> None:
    reading = read(f"<html><head>{head}</head>a")

    assert (reading.date, reading.dated) == (date, date is not None)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("<meta charset=iso-8859-1>café “x”".encode("cp1252"), "cp1252"),
        ("<meta content='text/html; charset=windows-1252'>café “x”".encode("cp1252"), "cp1252"),
        ("<?xml version='1.0' encoding='cp1252'?><html>café “x”".encode("cp1252"), "cp1252"),
        ("<meta charset=utf-16>café “x”".encode(), "utf-8"),
        ("<meta charset=no-such>café “x”".encode(), "utf-8"),
        (codecs.BOM_UTF8 + "<meta charset=cp1252>café “x”".encode(), "utf-8"),
        ("<html>café “x”".encode("utf-16"), "utf-16-le"),
    ],
)  # fmt: skip
def test_the_encoding_is_what_the_page_declares(data: bytes, encoding: str) -> None:
    reading = read(data)

    assert reading.content.text == "café “x”"
    assert reading.encoding.replace("-sig", "") == encoding
    assert reading.warnings == ()


def test_a_wrongly_declared_encoding_is_said() -> None:
    reading = read(b"<meta charset=utf-8>caf\xe9 at the Hut, with Win and \x93pans\x94")

    assert reading.content.text == "café at the Hut, with Win and “pans”"
    assert "not utf-8, as it says" in reading.warnings[-1]


def test_pages_of_a_converted_document_are_labelled() -> None:
    page = "<div id=page_1><p>a</p></div><div id=page_2><p>b</p></div>"

    assert [(m.words, m.of("a\n\nb").strip()) for m in read(page).marks] == [("1", "a"), ("2", "b")]
    assert read("<div id=page_1>a</div>").marks == ()


def test_a_page_that_is_hidden_whole_is_text_all_the_same() -> None:
    assert read("<div aria-hidden=true><p>a b</p></div>").content.text == "a b"


def test_a_page_of_frames_is_refused() -> None:
    with pytest.raises(EmptySourceError, match="frames"):
        read("<html><frameset><frame src=a.html><frame src=b.html></frameset></html>")


@pytest.mark.parametrize(
    ("data", "sure"),
    [
        (b"<!DOCTYPE html><p>a", True),
        (codecs.BOM_UTF8 + b"\n <!-- x -->\n<HTML>", True),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'>", True),
        (b"<head><title>a", True),
        ("<html>".encode("utf-16"), True),
        (b"<?xml version='1.0'?><TEI>", False),
        (b"# Title\n\n<html>", False),
        (b"<header> notes", False),
        (b"<b>Win:</b> hello", False),
        (b"From: a@example.org\n\n<html><body>", False),
        (b"<!--" + b" " * 5000, False),
    ],
)
def test_only_what_begins_as_a_page_is_known_for_one(data: bytes, sure: bool) -> None:
    assert HTML.sniff(data) is sure


@pytest.mark.parametrize(
    "piece",
    [
        "<div>", "<b>", "<table><td>x", "<ul><li>", "<ol reversed><li>", "<span hidden>", "</div>x",
        "<", "<a ", '<a b="', "<!--", "</", "&", "<script>", "<title>", "<del>x",
        "<tr><td rowspan=60000 colspan=1000>x", '<a x=">" y=\'<a x=">"\' ',
    ],
)  # fmt: skip
def test_no_markup_is_too_deep_or_too_broken(piece: str) -> None:
    """Were it to recurse, this would fail; were it to take the square of the time, minutes."""
    blocks = html_blocks(piece * 20_000 + "<p>end")

    said = [*(block.words for block in blocks), *(m.words for b in blocks for m in b.marks)]
    assert any("end" in words for words in said)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(SourceError):
        read(data)


@given(st.lists(st.sampled_from([
    "<p>", "</p>", "<table>", "</table>", "<tr>", "<td>", "</td>", "<ul>", "<li>", "</ul>", "word ",
    "<nav>", "</nav>", "<del>", "</del>", "<h1>", "</h1>", "<pre>", "</pre>", "<br>", "<b hidden>",
    "</b>", "<caption>", "<blockquote>", "</blockquote>", "<main>", "<select>", "<option>",
]), max_size=40))  # fmt: skip
@settings(max_examples=300)
def test_however_tags_are_nested_no_word_is_lost_or_made_up(pieces: list[str]) -> None:
    blocks = html_blocks("".join(pieces))
    said = " ".join(
        [*(block.words for block in blocks), *(mark.words for b in blocks for mark in b.marks)]
    )

    assert said.count("word") == pieces.count("word ")


@given(st.data())
@settings(max_examples=150)
def test_a_damaged_page_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(PAGE.encode())
    cut = whole[: data.draw(st.integers(1, len(whole)))]
    for place in data.draw(st.lists(st.integers(0, len(cut) - 1), max_size=5)):
        cut[place] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(SourceError):
        read(bytes(cut))


def test_attributes_are_read_with_and_without_quotes() -> None:
    [token] = html_tokens("<A Href='x>y' b=\"c\" d=e f B=2>")

    assert token.name == "a"
    assert token.attributes == {"href": "x>y", "b": "c", "d": "e", "f": ""}


@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_quote_that_closes_nowhere_takes_no_words_of_the_page(quote: str) -> None:
    broken = f"<p>a <a href={quote}x>b</a> c <a href={quote}y{quote}>d</a>"

    assert texts(broken) == ["a b c d"]
    assert texts(f"<p title={quote}a > b{quote} class=x>c") == ["c"]


def test_letters_that_are_utf8_are_read_so_whatever_the_page_says() -> None:
    page = "<html><meta charset=iso-8859-1><p>café ‘so’"

    reading = read(page.encode())

    assert reading.content.text == "café ‘so’"
    assert reading.warnings == ("the page is not iso-8859-1, as it says: read as utf-8",)
    assert read(page.encode("cp1252")).content.text == "café ‘so’"


def test_a_header_that_holds_the_title_of_the_page_heads_its_words() -> None:
    head = "<html><head><title>Diary of  Ann</title></head><body>"
    page = head + "<header><h1>{}</h1><p>by Ann</p></header><p>a</p>"

    assert texts(page.format("Diary\nof Ann")) == ["Diary of Ann", "by Ann", "a"]
    assert texts(page.format("The Site")) == ["a"]


@pytest.mark.parametrize(
    "page",
    [
        "<div class='x breadcrumb'>f</div><p>a</p>",
        "<div id=cookie-banner><p>f</p></div><p>a</p>",
        "<a class=skip-link href=#m>f</a><p>a</p>",
        "<div id=main-nav><ul><li>f</ul></div><p>a</p>",
        "<p>a <math><mi></mi><annotation>f</annotation></math></p>",
    ],
)
def test_menus_that_only_their_name_tells_are_beside_the_text(page: str) -> None:
    assert [block.words for block in html_blocks(page) if block.kind is BlockKind.FURNITURE] == [
        "f"
    ]
    assert texts(page) == ["a"]
