"""How a review shows a passage, what is suggested for it, and the keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ethnocode.cli.output import wrapped
from ethnocode.cli.screen import page_width, print_keys
from ethnocode.model import Band, Code, Drawn, Span, Suggestion
from ethnocode.report.figures import counted
from ethnocode.report.measure import ELLIPSIS
from ethnocode.report.safe import spelt_out, visible
from ethnocode.services.suggesting.review_page import Page, Tally
from ethnocode.suggest.reasons.wording import badge_words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

KEYS = (
    ("a", "accept", "code these words so"),
    ("r", "reject", "not so; it is not offered again"),
    ("c", "correct", "another code, or other words of the passage"),
    ("s", "skip", "leave it for another time"),
    (
        "n",
        "next",
        "nothing more is to be coded here: the passage counts as read, and what is still "
        "suggested for it as rejected",
    ),
    ("+", "own code", "code the passage by a code that was not suggested"),
    ("u", "undo", "go back to before the last thing done in this review; press it again for more"),
    ("w", "why", "all that speaks for and against it"),
    ("t", "learn", "learn now from what was decided; else after every 20 decisions"),
    ("q", "quit", "all that was decided is kept"),
    ("?", "help", "say what the keys do"),
)
"""Each key with its name and what it does."""

_ON_SUGGESTIONS = "arcw"
_ROOM_BELOW = 15
_LEAST_CHARS = 600
_BESIDE_CHARS = 160
_BESIDE_LONG_CHARS = 80
_LONG_CHARS = 400
_LOW_LINES = 30
_LONGEST_LEAD = 40
_MARGIN = 2
_BANDS = {Band.STRONG: "bold green", Band.PLAUSIBLE: "green", Band.WEAK: "yellow"}
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")


def show(page: Page, *, tally: Tally, left: int | None, console: Console) -> None:
    """Print a passage in its surroundings, and what is suggested for it."""
    from rich.padding import Padding
    from rich.text import Text

    width = page_width(console)
    shown = _shown(page, console, width)
    lead = _lead(page)
    begin = page.span.start - len(lead)
    low = console.height <= _LOW_LINES and len(shown) > _LONG_CHARS
    room = _BESIDE_LONG_CHARS if low else _BESIDE_CHARS
    before = words_before(page.text, begin, room) if shown.start == page.span.start else ELLIPSIS
    after = words_after(page.text, page.span.end, room) if shown.end == page.span.end else ELLIPSIS
    console.print()
    console.print(_head(page, tally, left), width=width)
    console.print(_where(page), width=width)
    for block, margin in (
        (Text(before.strip(), "dim"), 0),
        (Text(spelt_out(lead), "dim").append(_passage(page, shown, console)), _MARGIN),
        (Text(after.strip(), "dim"), 0),
    ):
        if block.plain.strip():
            console.print(Padding(block, (0, 0, 0, margin)), width=width)
    console.print()
    first, *below = _asked(page)
    console.print(first, width=width)
    for line in below:
        console.print(Padding(line, (0, 0, 0, _MARGIN)), width=width)


def show_keys(page: Page, *, console: Console) -> None:
    """Print the keys that make sense now, in as many lines as it takes."""
    without = _ON_SUGGESTIONS if page.suggestion is None else ""
    print_keys(((key, name) for key, name, _ in KEYS if key not in without), console=console)


def help_lines() -> list[str]:
    """Return what the keys do, a line each or more."""
    return [part for key, name, what in KEYS for part in wrapped(f"- {key} {name}: {what}")]


def done_so_far(tally: Tally) -> str:
    """Return what was done in a review, such as ``accepted 7, rejected 3``."""
    parts = [f"accepted {tally.accepted}", f"rejected {tally.rejected}"]
    parts += [f"corrected {tally.corrected}"] if tally.corrected else []
    parts += [f"{counted(tally.added, 'code')} of your own"] if tally.added else []
    return ", ".join(parts)


def around(text: str, span: Span, *, within: Span, room: int) -> Span:
    """Return the part of a passage that is shown: all, or what is about some words.

    Args:
        text: Of the source.
        span: The words, in the passage.
        within: The passage.
        room: Characters that can be shown.
    """
    if len(within) <= room:
        return within
    beside = max(room - len(span), room // 2) // 2
    start = max(within.start, min(span.start - beside, within.end - room))
    end = min(within.end, max(start + room, min(span.end, start + 2 * room)))
    if start > within.start:
        start = _after_space(text, start, before=span.start)
    if end < within.end:
        end = max(text.rfind(" ", start, end), start + 1)
    return Span(start, end)


def _head(page: Page, tally: Tally, left: int | None) -> Text:
    from rich.text import Text

    of = f" of ~{tally.shown + left}" if left is not None else ""
    line = Text(f"{tally.shown}{of} · {done_so_far(tally)}", style="dim")
    if page.drawn is Drawn.RANDOM:
        line.append(" · drawn at random, for the record", "bold not dim")
    return line


def _where(page: Page) -> Text:
    from rich.text import Text

    line = Text(visible(page.source.name), style="bold")
    return line.append(f" {visible(page.citation)}", "not bold")


def _shown(page: Page, console: Console, width: int) -> Span:
    """Return what is shown of the passage: all of it, where all of it is judged."""
    if page.suggestion is None or page.whole:
        return page.span
    room = max(_LEAST_CHARS, (console.height - _ROOM_BELOW) * (width - _MARGIN))
    return around(page.text, page.suggestion.anchor.span, within=page.span, room=room)


def _lead(page: Page) -> str:
    """Return what stands before a passage on its line, such as who speaks."""
    start = page.text.rfind("\n", 0, page.span.start) + 1
    lead = page.text[start : page.span.start]
    return lead if lead.strip() and len(lead) <= _LONGEST_LEAD else ""


def _passage(page: Page, shown: Span, console: Console) -> Text:
    from rich.text import Text

    if page.suggestion is None:
        return Text(spelt_out(shown.of(page.text)))
    marked = page.suggestion.anchor.span
    start = min(max(marked.start, shown.start), shown.end)
    end = max(min(marked.end, shown.end), start)
    words = spelt_out(page.text[start:end])
    plain = not console.is_terminal or console.is_dumb_terminal
    line = Text(spelt_out(page.text[shown.start : start]))
    line.append(f"[{words}]" if plain else words, "bold underline")
    return line.append(spelt_out(page.text[end : shown.end]))


def _asked(page: Page) -> list[Text]:
    from rich.text import Text

    suggestion = page.suggestion
    if suggestion is None:
        return [Text("Nothing (more) is suggested here.", style="italic")]
    head = Text().append(visible(suggestion.code), "bold cyan")
    if page.code is not None and page.code.name:
        head.append(f" {visible(page.code.name)}")
    head.append(" · ").append(str(suggestion.band), _BANDS[suggestion.band])
    if page.further:
        more = ", ".join(map(visible, page.further))
        head.append(f" · {len(page.further)} more on this passage: {more}", "dim")
    if not page.whole and page.drawn is Drawn.FILL:
        head.append(f" · {counted(page.examples, 'passage')} of yours so far", "dim")
    lines = [head]
    if page.code is not None:
        lines.append(Text(visible(_first_sentence(page.code))))
    if suggestion.explanation:
        lines.append(Text().append("why: ", "dim").append(visible(suggestion.explanation)))
    return lines + _to_mind(suggestion)


def _to_mind(suggestion: Suggestion) -> list[Text]:
    """Return what could speak against it: badges, the near code, the exclusion."""
    from rich.text import Text

    evidence = suggestion.evidence
    if evidence is None:
        return []
    lines = [Text(f"mind: {badge_words(badge)}", "magenta") for badge in evidence.badges]
    if evidence.rival and not (
        evidence.difference and evidence.difference in suggestion.explanation
    ):
        told = f": {visible(evidence.difference)}" if evidence.difference else ""
        lines.append(Text().append("or is it ", "dim").append(f"{visible(evidence.rival)}{told}"))
    if evidence.exclusion:
        lines.append(Text().append("it is not: ", "dim").append(visible(evidence.exclusion)))
    return lines


def _first_sentence(code: Code) -> str:
    return _SENTENCE_END.split(" ".join(code.definition.split()), maxsplit=1)[0]


def words_before(text: str, at: int, room: int) -> str:
    """Return the words before a place that fit into so many characters."""
    start = max(0, at - room)
    if start:
        start = _after_space(text, start, before=at)
    return (ELLIPSIS if start else "") + spelt_out(text[start:at])


def words_after(text: str, at: int, room: int) -> str:
    """Return the words after a place that fit into so many characters."""
    end = min(len(text), at + room)
    if end < len(text):
        end = max(text.rfind(" ", at, end), at)
    return spelt_out(text[at:end]) + (ELLIPSIS if end < len(text) else "")


def _after_space(text: str, start: int, *, before: int) -> int:
    space = text.find(" ", start, before)
    return space + 1 if space >= 0 else start
