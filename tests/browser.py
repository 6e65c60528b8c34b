"""A real browser for tests of pages: finds one or fetches one, and listens to all that it does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FETCH = (sys.executable, "-m", "playwright", "install", "--only-shell", "chromium")
FETCH_SECONDS = 180
PACKAGE = (("apt-get", "update"), ("apt-get", "install", "--yes", "chromium"))
PATIENCE_MILLISECONDS = 5000
NONE_FOUND = (
    "no Chromium on the path and none could be fetched: install the package 'chromium', "
    "or run 'python -m playwright install --only-shell chromium' where there is a network"
)


@dataclass
class Heard:
    """What a page asked for and complained of, and why requests were not let out."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_executable(playwright))
        yield browser
        browser.close()


def _executable(playwright: Playwright) -> str:
    """Return a browser: one that is there, else Debian's package, else Playwright's own."""
    found = _on_path()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        for step in PACKAGE:
            _fetch(step)
        found = _on_path()
    if found:
        return found
    own = playwright.chromium.executable_path
    if not Path(own).exists():
        _fetch(FETCH)
    shells = sorted(Path(own).parents[2].glob("chromium_headless_shell-*/*/*headless*shell*"))
    for path in (Path(own), *shells):
        if path.is_file():
            return str(path)
    raise AssertionError(NONE_FOUND)


def _on_path() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def _fetch(command: Sequence[str]) -> None:
    """Run what fetches a browser; whether one is there then is seen afterwards."""
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(command, check=False, capture_output=True, timeout=FETCH_SECONDS)


def opened(browser: Browser, path: Path, **options: Any) -> tuple[Page, Heard]:
    """Open a file as somebody would who clicks on it, with the network listened to."""
    heard = Heard()
    page = browser.new_context(**options).new_page()
    page.on("console", lambda message: heard.complaints.append(message.text))
    page.on("pageerror", lambda error: heard.complaints.append(str(error)))
    network = page.context.new_cdp_session(page)
    network.on("Network.requestWillBeSent", lambda e: heard.requests.append(e["request"]["url"]))
    network.on("Network.loadingFailed", lambda e: heard.refused.append(e.get("blockedReason", "")))
    network.send("Network.enable")
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    page.goto(path.as_uri())
    return page, heard
