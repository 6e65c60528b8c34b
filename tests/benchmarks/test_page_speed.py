"""How large a page with every pair and its passages is, and how soon a browser has it."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from time import perf_counter

import pytest
from browser import chromium, opened
from playwright.sync_api import expect

from ethnocode.model import Column, Opened, Quotation, Report
from ethnocode.report import render

pytestmark = pytest.mark.benchmark

CODES, PASSAGES, WORDS = 60, 3, 80
MOST_BYTES, MOST_SECONDS, MOST_SORTING = 10_000_000, 2.0, 0.5
OPENING = "performance.getEntriesByType('navigation')[0].duration"
SORT = """() => {
  const begun = performance.now();
  document.querySelectorAll("th button")[5].click();
  document.body.getBoundingClientRect();
  return performance.now() - begun;
}"""
"""A click on a heading, up to where the browser knows where everything is."""


def page_of_all_pairs() -> str:
    """Return a page of 1,770 pairs, each with three passages of 480 characters of its own."""
    names = [f"coproduction.power_sharing.code_{number:02}" for number in range(CODES)]
    pairs = list(combinations(names, 2))
    words = "a word " + "water " * (WORDS - 2)
    rows = tuple(
        (*pair, 2000 - n, *(n / (c + 2000) for c in range(14))) for n, pair in enumerate(pairs)
    )
    cells = tuple(
        Opened(
            pair,
            tuple(
                Quotation(
                    f"{n % 40}.txt",
                    n * 999 + k,
                    n * 999 + k + 480,
                    f"{n} {k} {words}",
                    "(Win)",
                    "Win",
                    pair,
                )
                for k in range(PASSAGES)
            ),
            2000 - n - PASSAGES,
        )
        for n, pair in enumerate(pairs)
    )
    columns = tuple(Column(f"c{n}", f"Measure {n}", decimals=3) for n in range(17))
    return render(
        Report("cooccurrence", "All", (), (), columns, rows, top=40, opened=cells), "html"
    )


def test_a_page_of_1770_pairs_with_5310_passages(tmp_path: Path) -> None:
    begun = perf_counter()
    html = page_of_all_pairs()
    rendering = perf_counter() - begun
    (tmp_path / "page.html").write_text(html, encoding="utf-8")

    with chromium() as browser:
        page, heard = opened(browser, tmp_path / "page.html")
        opening = page.evaluate(OPENING) / 1000
        sorting = page.evaluate(SORT) / 1000
        assert page.locator("th").nth(5).get_attribute("aria-sort") == "descending"
        page.get_by_role("button", name="Show all 1,770").click()
        sorting_all = page.evaluate(SORT) / 1000
        expect(page.locator("tbody tr")).to_have_count(CODES * (CODES - 1) // 2)
        assert not heard.complaints

    size = len(html.encode())
    print(
        f"\npage: {size / 1e6:.1f} MB; written {rendering:.2f} s, opened {opening:.2f} s, "
        f"sorted {sorting:.2f} s, with all rows shown {sorting_all:.2f} s"
    )
    assert size < MOST_BYTES
    assert opening < MOST_SECONDS
    assert max(sorting, sorting_all) < MOST_SORTING
