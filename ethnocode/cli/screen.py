"""What is printed where a key is waited for: lines of a page's width, and the keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ethnocode.report.measure import width_of
from ethnocode.report.safe import visible
from ethnocode.report.text import PAGE_WIDTH

if TYPE_CHECKING:
    from rich.console import Console


def page_width(console: Console) -> int:
    """Return how wide lines are: as the terminal is, and at most as a page."""
    return min(console.width, PAGE_WIDTH)


def print_words(words: str, *, style: str, console: Console) -> None:
    """Print words in lines of a page's width."""
    from rich.text import Text

    console.print(Text(words, style=style), width=page_width(console))


def print_keys(keys: Iterable[tuple[str, str]], *, console: Console) -> None:
    """Print keys, each with what it does, in as many lines as it takes."""
    from rich.text import Text

    width = page_width(console)
    line, used = Text(), 0
    for key, name in keys:
        size = width_of(f"{key} {name}")
        if used and used + 2 + size > width:
            console.print(line)
            line, used = Text(), 0
        if used:
            line.append("  ")
        line.append(key, "bold").append(f" {visible(name)}", "dim")
        used += size + (2 if used else 0)
    console.print(line)
