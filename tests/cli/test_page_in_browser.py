"""A report's page, from the command line to a reader's browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from browser import Heard, chromium, opened
from playwright.sync_api import expect
from typer.testing import Result

Cli = Callable[..., Result]


def test_pages_of_a_study_open_in_a_browser_and_show_its_words(cli: Cli, toy: Path) -> None:
    """Worked by hand: both paragraphs bear a and b, and b has three segments."""
    for name in ("cooccurrence", "frequency"):
        cli("report", name, "--format", "html", "--output", f"{name}.html")

    with chromium() as browser:
        page, heard = opened(browser, toy / "cooccurrence.html")
        page.locator("tbody a").first.click()
        panel = page.get_by_role("dialog", name="a × b: 2 passages")
        expect(panel.locator("blockquote")).to_have_count(2)
        expect(panel).to_contain_text("abcdefghij klmnopqrst uvwxyz")
        assert heard == Heard(requests=[(toy / "cooccurrence.html").as_uri()])

        page, heard = opened(browser, toy / "frequency.html")
        row = page.locator("tbody tr", has_text="Second")
        row.get_by_role("link", name="3").click()
        expect(page.get_by_role("dialog", name="b: 3 passages")).to_contain_text("klmnopqrst")
        assert heard == Heard(requests=[(toy / "frequency.html").as_uri()])


@pytest.mark.parametrize("name", ["cooccurrence", "frequency"])
def test_a_page_is_the_same_twice(cli: Cli, toy: Path, name: str) -> None:
    first = cli("report", name, "--format", "html").stdout

    assert cli("report", name, "--format", "html").stdout == first
