"""The page in a real browser: it sorts, filters and opens, and asks nobody for anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from browser import Heard, chromium, opened
from playwright.sync_api import Browser, Page, expect

from ethnocode.model import CodedWords, Column, HeatMap, Opened, Quotation, Report
from ethnocode.report import render
from ethnocode.report.safe import visible

TIN = Quotation("win.txt", 40, 70, "We kept the money in a tin.", "(Win, 2013)", "Win", ("a", "b"))
FORM = Quotation("tam.txt", 5, 30, "Nobody fills\nit in.", "(Tam, 2014)", "Tam", ("a", "c"))
ROWS = (
    ("a", "b", 1200, 0.5, "unequal"),
    ("a", "c", 30, None, ""),
    ("a", "d", 4, 0.25, ""),
    ("b", "c", 4, 0.75, ""),
    ("b", "d", 3, 0.9, ""),
    ("c", "d", 0, None, "undefined"),
    ("c", "e", 0, 0.0, ""),
    ("d", "e", 0, -0.1, "out_of_range"),
)
"""Both counts and coefficients in an order that no sorting by text would give."""

REPORT = Report(
    name="cooccurrence",
    title="Which codes meet",
    parameters=(("coder", "author"),),
    notes=("A note.",),
    columns=(
        Column("a", "Code a"),
        Column("b", "Code b"),
        Column("n_ab", "Both", "how often they meet"),
        Column("c", "c"),
        Column("flag", "Flag"),
    ),
    rows=ROWS,
    heat_map=HeatMap("Meetings", ("a", "b"), ((None, 1200.0), (1200.0, None))),
    top=5,
    opened=(Opened(("a", "b"), (TIN, FORM), 1198), Opened(("a", "c"), (FORM,), 29)),
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The report's page; it fails the test that asks for anything or complains."""
    path = written(tmp_path, REPORT)
    shown, heard = opened(browser, path)
    yield shown
    shown.context.close()
    assert heard == Heard(requests=[path.as_uri()])


def written(folder: Path, report: Report) -> Path:
    path = folder / "page.html"
    path.write_text(render(report, "html"), encoding="utf-8")
    return path


def pairs(page: Page) -> list[str]:
    """Return the rows in the order shown, by their two codes."""
    rows = page.locator("main section .table tbody tr").all()
    return ["".join(row.locator("th").all_text_contents()) for row in rows if row.is_visible()]


def sorting(page: Page) -> list[str | None]:
    return [head.get_attribute("aria-sort") for head in page.locator("thead th").all()]


# --- sorting --------------------------------------------------------------------------


def test_numbers_sort_as_numbers_down_first_then_up_and_then_as_the_report_has_them(
    page: Page,
) -> None:
    """All eight rows take part, not only the five that are shown at first."""
    assert pairs(page) == ["ab", "ac", "ad", "bc", "bd"]
    page.get_by_role("button", name="Show all 8").click()
    both = page.get_by_role("button", name="Both")

    both.click()
    assert pairs(page) == ["ab", "ac", "ad", "bc", "bd", "cd", "ce", "de"]
    assert sorting(page) == ["none", "none", "descending", "none", "none"]
    both.click()
    assert pairs(page) == ["cd", "ce", "de", "bd", "ad", "bc", "ac", "ab"]
    assert sorting(page)[2] == "ascending"
    both.click()
    assert pairs(page) == ["ab", "ac", "ad", "bc", "bd", "cd", "ce", "de"]
    assert sorting(page) == ["none"] * 5


def test_what_is_undefined_comes_last_whichever_way(page: Page) -> None:
    page.get_by_role("button", name="Show all 8").click()
    c = page.get_by_role("button", name="c", exact=True)

    c.click()
    assert pairs(page) == ["bd", "bc", "ab", "ad", "ce", "de", "ac", "cd"]
    c.click()
    assert pairs(page) == ["de", "ce", "ad", "ab", "bc", "bd", "ac", "cd"]


def test_a_row_that_was_not_shown_comes_up_when_it_is_among_the_first(page: Page) -> None:
    page.get_by_role("button", name="Flag").click()

    assert pairs(page) == ["de", "cd", "ab", "ac", "ad"]


def test_the_keyboard_sorts_as_well(page: Page) -> None:
    page.get_by_role("button", name="Code b").focus()
    page.keyboard.press("Enter")
    assert pairs(page) == ["ab", "ac", "bc", "ad", "bd"]
    page.keyboard.press("Space")
    assert sorting(page)[1] == "descending"
    assert pairs(page) == ["ce", "de", "ad", "bd", "cd"]


def shown_of(browser: Browser, folder: Path, report: Report, **options: object) -> Page:
    page, heard = opened(browser, written(folder, report), **options)
    assert not heard.complaints
    return page


def table_of(*rows: tuple[str | float | None, ...], top: int | None = None) -> Report:
    columns = (Column("a", "Code"), Column("c", "c"))
    return Report("r", "R", (), (), columns, rows, top=top)


def test_figures_that_look_the_same_sort_by_what_they_are(browser: Browser, tmp_path: Path) -> None:
    """All show as 0.33, but for 0.34; a mark and what is undefined come last."""
    report = table_of(
        ("third", 1 / 3), ("dash", "–"), ("less", 0.326), ("n/a", None), ("more", 0.34),
        ("least", 0.3259), ("most", 0.3349), ("bare", 0.3335), top=7,
    )  # fmt: skip
    page = shown_of(browser, tmp_path, report)
    page.get_by_role("button", name="Show all 8").click()
    c = page.get_by_role("button", name="c", exact=True)

    c.click()
    falling = ["more", "most", "bare", "third", "less", "least"]
    assert pairs(page) == [*falling, "dash", "n/a"]
    c.click()
    assert pairs(page) == [*falling[::-1], "dash", "n/a"]
    page.get_by_label("at least").fill("0.33")
    assert set(pairs(page)) == set(falling)
    page.context.close()


def test_two_thousand_rows_come_in_the_order_asked_for_though_not_at_once(
    browser: Browser, tmp_path: Path
) -> None:
    report = table_of(*((f"code_{n * 7919 % 2000:04}", n) for n in range(2000)), top=40)
    page = shown_of(browser, tmp_path, report)

    page.get_by_role("button", name="Show all 2,000").click()
    page.get_by_role("button", name="Code").click()
    expect(page.locator("tbody tr")).to_have_count(2000)
    names = page.locator("tbody th").all_text_contents()
    assert names == [f"code_{n:04}" for n in range(2000)]
    page.context.close()


# --- filtering ------------------------------------------------------------------------


def test_words_and_a_least_figure_filter_all_rows_and_the_page_says_how_many(page: Page) -> None:
    status = page.get_by_role("status")
    words, least = page.get_by_label("Rows with"), page.get_by_label("at least")
    expect(status).to_have_text("5 of 8 rows")

    words.fill("OUT_of")
    assert pairs(page) == ["de"]
    expect(status).to_have_text("1 row found among 8 rows")
    words.fill("out_of nothing")
    assert pairs(page) == []
    expect(status).to_have_text("0 rows found among 8 rows")
    words.fill("")
    least.fill("4")
    assert pairs(page) == ["ab", "ac", "ad", "bc"]
    page.get_by_label("in which column").select_option("c")
    least.fill("0.5")
    assert pairs(page) == ["ab", "bc", "bd"]
    page.get_by_role("button", name="Code a").click()
    page.get_by_role("button", name="Code a").click()
    assert pairs(page) == ["bc", "bd", "ab"]


def test_the_remark_on_rows_left_out_goes_where_all_can_be_shown(page: Page) -> None:
    expect(page.get_by_text("3 more rows")).to_be_hidden()
    page.get_by_role("button", name="Show all 8").click()
    expect(page.get_by_role("status")).to_have_text("8 rows")
    page.get_by_role("button", name="Show 5").click()
    assert len(pairs(page)) == 5


# --- opening --------------------------------------------------------------------------


def test_a_figure_opens_to_its_passages_and_gives_the_keyboard_back(page: Page) -> None:
    figure = page.get_by_role("link", name="1,200", exact=True)
    figure.focus()
    page.keyboard.press("Enter")

    panel = page.get_by_role("dialog", name="a × b: 1,200 passages")
    expect(panel).to_be_visible()
    expect(panel).to_contain_text("We kept the money in a tin.")
    expect(panel).to_contain_text("Win · (Win, 2013) · a, b")
    expect(panel).to_contain_text("and 1,198 more passages")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(figure).to_be_focused()

    page.get_by_role("link", name="30", exact=True).click()
    expect(page.get_by_role("dialog")).not_to_contain_text("a tin")
    expect(page.get_by_role("dialog")).to_contain_text("it in.")
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_cell_of_the_heat_map_opens_too(page: Page) -> None:
    page.locator("svg a").first.click()

    expect(page.get_by_role("dialog")).to_contain_text("a × b: 1,200 passages")


def test_the_list_of_cells_shows_the_words_in_place_and_leads_to_where_they_stand(
    page: Page,
) -> None:
    page.get_by_text("a × c: 30 passages").click()
    shown = page.locator("details[open]")

    expect(shown.locator("blockquote")).to_have_count(1)
    expect(shown.locator("blockquote")).to_contain_text("it in.")
    shown.get_by_role("link").click()
    expect(page.locator("#p1")).to_be_in_viewport()
    assert page.locator("#p1 p").text_content() == "Nobody fills it in."


def test_the_words_of_each_code_are_marked_and_named_where_a_figure_opens(
    browser: Browser, tmp_path: Path
) -> None:
    """A character beyond the 16 bits of a script's characters comes before both."""
    words = "\U0001f600 <b>kept</b>\nthe money in a tin."
    kept, tin = words.index("kept"), words.index("a tin")
    coded = (CodedWords("a", kept, tin + 1), CodedWords("b", tin, len(words)))
    report = replace(
        REPORT, opened=(Opened(("a", "b"), (replace(TIN, words=words, coded=coded),)),)
    )
    page = shown_of(browser, tmp_path, report)
    marks = "(of) => of.map((mark) => [mark.textContent, mark.className, mark.title])"

    page.get_by_role("link", name="1,200", exact=True).click()
    panel = page.get_by_role("dialog")
    expect(panel.locator(".key")).to_have_text("a b both")
    assert panel.locator("blockquote mark").evaluate_all(marks) == [
        ["kept</b> the money in ", "code-1", "a"],
        ["a", "code-1 code-2", "a and b"],
        [" tin.", "code-2", "b"],
    ]
    assert panel.locator("blockquote p").text_content() == words.replace("\n", " ")
    looks = panel.locator(".key mark").evaluate_all(
        "(of) => of.map((mark) => getComputedStyle(mark).textDecorationStyle)"
    )
    assert looks == ["solid", "dotted", "double"]
    page.keyboard.press("Escape")
    page.locator("summary", has_text="a × b").click()
    expect(page.locator("details[open] .key")).to_be_visible()
    expect(page.locator("details[open] blockquote mark")).to_have_count(3)
    page.context.close()


# --- without script, on paper, in the dark ---------------------------------------------


def test_without_script_the_same_links_lead_to_the_same_passages(
    browser: Browser, tmp_path: Path
) -> None:
    page, heard = opened(browser, written(tmp_path, REPORT), java_script_enabled=False)

    assert pairs(page) == ["ab", "ac", "ad", "bc", "bd"]
    expect(page.get_by_text("3 more rows")).to_be_visible()
    expect(page.get_by_text("[2] Win", exact=False).first).to_be_hidden()
    page.get_by_role("link", name="1,200", exact=True).click()
    page.get_by_role("link", name="[2] Win · (Win, 2013) · a, b").click()
    expect(page.get_by_text("We kept the money in a tin.")).to_be_in_viewport()
    assert not heard.complaints
    page.context.close()


def test_paper_has_the_passages_and_none_of_the_tools(page: Page) -> None:
    page.get_by_text("a × c: 30 passages").click()
    page.emulate_media(media="print")

    expect(page.get_by_label("Rows with")).to_be_hidden()
    expect(page.locator("#p2")).to_be_visible()
    expect(page.locator("details .quoted")).to_be_hidden()
    assert page.locator(".cell-passages").first.is_visible()


def test_a_dark_screen_gets_a_dark_page_and_a_narrow_one_no_scrolling_aside(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert paper == "rgb(23, 25, 27)"

    page.set_viewport_size({"width": 320, "height": 600})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scripts", [True, False])
def test_paper_has_every_row(scripts: bool, browser: Browser, tmp_path: Path) -> None:
    report = table_of(*((f"code_{n}", n) for n in range(30)), top=3)
    page = shown_of(browser, tmp_path, report, java_script_enabled=scripts)

    assert len(pairs(page)) == 3
    if scripts:
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert len(pairs(page)) == 30
    expect(page.get_by_text("more rows")).to_be_hidden()
    page.emulate_media(media="screen")
    if scripts:
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert len(pairs(page)) == 3
    page.context.close()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_table_wider_than_the_page_scrolls_in_a_box_and_keeps_its_names_in_sight(
    width: int, scripts: bool, browser: Browser, tmp_path: Path
) -> None:
    columns = (Column("a", "Code"), *(Column(f"w{n}", f"W{n}", prose=True) for n in range(5)))
    long = "power_over.agenda_control." + "x" * 200
    rows = tuple((long if n else "b", *("She said a good deal of it. " * 9,) * 5) for n in range(9))
    report = Report("r", "R", (), (), columns, rows)
    size = {"width": width, "height": 700}
    page = shown_of(browser, tmp_path, report, viewport=size, java_script_enabled=scripts)
    box = page.get_by_role("region", name="The table")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert box.get_attribute("tabindex") == "0"
    box.evaluate("(element) => element.scrollTo(900, 400)")
    expect(page.get_by_role("columnheader", name="Code")).to_be_in_viewport()
    assert box.evaluate("(element) => element.scrollLeft") > 0
    page.context.close()


def test_a_table_that_fits_is_no_stop_for_the_keyboard(page: Page) -> None:
    assert page.locator("div.table").first.get_attribute("tabindex") is None
    page.set_viewport_size({"width": 200, "height": 600})
    expect(page.locator("div.table").first).to_have_attribute("tabindex", "0")


def test_a_table_fades_where_it_is_cut_off_on_the_right(browser: Browser, tmp_path: Path) -> None:
    columns = tuple(Column(f"c{n}", f"A column {n}") for n in range(30))
    report = Report("r", "R", (), (), columns, (tuple(range(30)),))
    page = shown_of(browser, tmp_path, report, viewport={"width": 700, "height": 600})
    box = page.locator("div.table")

    expect(box).to_have_css("mask-image", re.compile("gradient"))
    box.evaluate("(element) => element.scrollTo(element.scrollWidth, 0)")
    expect(box).to_have_css("mask-image", "none")
    page.context.close()


def test_a_table_has_a_caption_and_its_rows_and_columns_have_heads(page: Page) -> None:
    expect(page.get_by_role("table", name="The table")).to_have_count(1)
    expect(page.get_by_role("columnheader")).to_have_count(5)
    expect(page.get_by_role("rowheader")).to_have_count(10)
    assert page.locator("table caption").count() == page.locator("table").count()


# --- what somebody might slip in ---------------------------------------------------------

HOSTILE = (
    "</script><script>window.hit = 1</script>",
    "\"><img src=x onerror='window.hit = 1'>",
    "' onmouseover=window.hit=1 x='",
    "line\u2028break \u202egnp.exe \u2066x",
    "javascript:window.hit=1",
    "${window.hit = 1} {{7*7}} <!--",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_is_only_ever_a_name(
    text: str, browser: Browser, tmp_path: Path, with_further: Callable[[str], Report]
) -> None:
    quotation = Quotation(text, 0, 9, text, text, text, (text,))
    report = replace(
        with_further(text),
        columns=(Column("a", text, text), Column("n", text)),
        rows=tuple((text + "!" * n, n) for n in range(8)),
        opened=(Opened((text,), (quotation,), 3),),
    )
    path = written(tmp_path, report)
    page, heard = opened(browser, path)

    page.locator("th button").first.click()
    page.locator("th button").nth(1).click()
    page.locator("input[type=search]").fill(visible(text))
    page.locator("td a").first.click()
    expect(page.locator("dialog h2")).to_contain_text(visible(text))
    for element in page.locator("tbody th, h1, blockquote").all()[:4]:
        element.dispatch_event("mouseover")
    assert page.evaluate("window.hit") is None
    assert page.locator("script").count() == 1
    assert page.locator("main img, main [onerror], main [onmouseover]").count() == 0
    assert page.locator("h1").text_content() == visible(text)
    assert page.locator("dialog blockquote p").text_content() == visible(text)
    assert heard == Heard(requests=[path.as_uri()])
    page.context.close()


def test_the_policy_stops_what_a_page_was_never_given(browser: Browser, tmp_path: Path) -> None:
    """Were markup to slip through one day, it would neither run nor fetch."""
    page, heard = opened(browser, written(tmp_path, REPORT))
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.hit = 1";
          const image = document.createElement("img");
          image.src = "http://127.0.0.1:9/x.png";
          document.body.append(script, image);
          document.body.setAttribute("onclick", "window.hit = 2");
          document.body.click();
        }"""
    )

    assert page.evaluate("window.hit") is None
    assert len(heard.complaints) >= 3
    assert all("Content Security Policy" in complaint for complaint in heard.complaints)
    assert heard.requests[1:] == ["http://127.0.0.1:9/x.png"]
    assert heard.refused == ["csp"]
    page.context.close()
