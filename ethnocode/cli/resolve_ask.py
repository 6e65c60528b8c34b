"""Disagreements shown one by one, to be decided by a key."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from itertools import combinations
from string import ascii_lowercase
from typing import TYPE_CHECKING

import typer

from ethnocode.cli.output import say, wrapped
from ethnocode.cli.review_keys import AGAIN, Keys, TakenBack, TerminalKeys
from ethnocode.cli.review_screen import words_after, words_before
from ethnocode.cli.screen import page_width, print_keys, print_words
from ethnocode.errors import UsageError
from ethnocode.report.safe import spelt_out, visible
from ethnocode.services.comparing_coders import Compared
from ethnocode.services.disagreements import told_apart
from ethnocode.services.project import Project
from ethnocode.services.resolving import (
    BOTH,
    NEITHER,
    Asked,
    Decision,
    Key,
    Question,
    key_of,
    open_disagreements,
)

if TYPE_CHECKING:
    from rich.console import Console

_BESIDE_CHARS = 200
_MOST_CODERS = 8
_NOTHING = "nothing"
_INTERRUPTED = 130


def decided_at_terminal(project: Project, question: Question) -> dict[Key, Decision]:
    """Return what somebody at the terminal decides; nothing is stored.

    Raises:
        UsageError: Nobody is at a terminal; or there are more coders than keys.
        EthnocodeError: As :func:`~ethnocode.services.resolving.open_disagreements`.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "--ask needs a terminal, and nobody is there to ask",
            hint="decide by --take, for some by --ids",
        )
    compared, asked = open_disagreements(project, question)
    if len(compared.coders) > _MOST_CODERS:
        raise UsageError(f"--ask has keys for {_MOST_CODERS} coders", hint="settle fewer at a time")
    try:
        return Deciding(compared, asked, TerminalKeys()).go()
    except (EOFError, KeyboardInterrupt):
        say("nothing is changed")
        raise typer.Exit(_INTERRUPTED) from None


class Deciding:
    """A person before disagreements; nothing is stored.

    Args:
        compared: The coders, and the codebook in force.
        asked: The disagreements.
        keys: What she presses.
    """

    def __init__(self, compared: Compared, asked: Sequence[Asked], keys: Keys) -> None:
        from ethnocode.report.terminal import make_console

        self._book, self._asked, self._keys = compared.codebook, asked, keys
        self._coders = dict(zip(ascii_lowercase, compared.coders, strict=False))
        self._apart = told_apart(compared.codebook)
        self._console: Console = make_console()
        self._made: list[Decision | None] = []
        self._memo = ""

    def go(self) -> dict[Key, Decision]:
        """Return what is decided, once all is or she quits.

        Raises:
            EOFError: The terminal is gone.
        """
        shown = -1
        while len(self._made) < len(self._asked):
            at = len(self._made)
            if at != shown:
                self._show(at)
                shown = at
            print_keys(self._possible(), console=self._console)
            pressed = self._keys.key().lower()
            if pressed == "q":
                break
            if pressed == AGAIN:
                shown = -1
            elif not self._does(pressed):
                say(f"the keys are {', '.join(key for key, _ in self._possible())}")
        made = zip(self._asked, self._made, strict=False)
        return {key_of(asked.disagreement): one for asked, one in made if one}

    def _does(self, pressed: str) -> bool:
        """Do what a key stands for, if it stands for anything."""
        taken = {**self._coders, "x": BOTH, "n": NEITHER}
        if pressed in taken:
            self._made.append(Decision(taken[pressed], self._memo))
            self._memo = ""
        elif pressed == "s":
            self._made.append(None)
            self._memo = ""
        elif pressed == "u" and self._made:
            self._made.pop()
            self._memo = ""
        elif pressed == "m":
            self._ask_why()
        else:
            return False
        return True

    def _ask_why(self) -> None:
        try:
            self._memo = self._keys.line("why")
        except TakenBack:
            return

    def _possible(self) -> list[tuple[str, str]]:
        keys = [(key, f"{coder} is right") for key, coder in self._coders.items()]
        keys += [("x", "both"), ("n", "neither"), ("m", "why, before you decide"), ("s", "later")]
        if self._made:
            keys.append(("u", "back"))
        return [*keys, ("q", "quit, the rest stays open")]

    def _show(self, at: int) -> None:
        from rich.padding import Padding
        from rich.text import Text

        asked = self._asked[at]
        one, text = asked.disagreement, asked.text
        width = page_width(self._console)
        self._console.print()
        head = f"{at + 1} of {len(self._asked)} · No. {one.number} · {' or '.join(one.codes)}"
        print_words(visible(head), style="dim", console=self._console)
        where = Text(visible(one.source.name), style="bold")
        where.append(f" {visible(asked.citation)}", "not bold")
        self._console.print(where, width=width)
        passage = Text(words_before(text, one.span.start, _BESIDE_CHARS), "dim")
        passage.append(spelt_out(one.span.of(text)), "not dim bold")
        passage.append(words_after(text, one.span.end, _BESIDE_CHARS), "dim")
        self._console.print(Padding(passage, (0, 0, 0, 2)), width=width)
        for line in (*self._readings(asked), *self._definitions(asked)):
            for part in wrapped(visible(line)):
                print_words(part, style="", console=self._console)
        self._console.print()

    def _readings(self, asked: Asked) -> list[str]:
        """Return what each coder gave, to which words, and why."""
        one = asked.disagreement
        lines = []
        for (key, coder), reading in zip(self._coders.items(), one.readings, strict=True):
            lines.append(f"{key} {coder}: {', '.join(reading) or _NOTHING}")
            for coding in one.codings:
                if coding.coder == coder:
                    why = f" [{coding.memo}]" if coding.memo else ""
                    lines.append(f"    {coding.code}: {coding.anchor.quote}{why}")
        return lines

    def _definitions(self, asked: Asked) -> list[str]:
        one = asked.disagreement
        known: Mapping[str, str] = {code.id: code.definition for code in self._book}
        lines = [f"- {code}: {known[code]}" for code in one.codes if code in known]
        given = sorted({*one.codes, *(code for reading in one.readings for code in reading)})
        pairs = [p for p in combinations(given, 2) if set(p) & set(one.codes) and p in self._apart]
        return lines + [f"- {' or '.join(pair)}: {self._apart[pair]}" for pair in pairs]
