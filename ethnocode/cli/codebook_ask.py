"""The codings of a code shown one by one, to be given to a new code or left."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from ethnocode.cli.output import say
from ethnocode.cli.review_keys import AGAIN, Keys, TerminalKeys
from ethnocode.cli.review_screen import words_after, words_before
from ethnocode.cli.screen import page_width, print_keys, print_words
from ethnocode.errors import UsageError
from ethnocode.report.safe import spelt_out, visible
from ethnocode.services.project import Project
from ethnocode.services.splitting import Asked, Picking, codings_to_ask

if TYPE_CHECKING:
    from rich.console import Console

_BESIDE_CHARS = 300
_MARGIN = 2
_DECLINED = 1


def asked_for(
    project: Project, code: str, new: str, *, picking: Picking, definition: str, below: bool
) -> Picking:
    """Return the codings that somebody at the terminal gives to the new code.

    Raises:
        UsageError: Nobody is at a terminal; or the code cannot be split so.
        EthnocodeError: As :func:`~ethnocode.services.splitting.codings_to_ask`.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "--ask needs a terminal, and nobody is there to ask",
            hint="pick the codings with --ids, --where, --kind or --speaker",
        )
    id_, new_id, asked = codings_to_ask(
        project, code, new, picking=picking, definition=definition, below=below
    )
    try:
        ids = Asking(id_, new_id, asked, TerminalKeys()).go()
    except EOFError:
        ids = None
    if ids is None:
        say("nothing is changed")
        raise typer.Exit(_DECLINED)
    if not ids:
        raise UsageError(f"no coding goes to '{new_id}'", hint="nothing is changed")
    # Should it fail now, what was decided is not lost.
    say(f"--ids {','.join(map(str, sorted(ids)))}")
    return Picking(ids=ids)


class Asking:
    """A person before the codings of a code; nothing is stored.

    Args:
        code: Full id of the code that they have.
        new: Full id of the one that some of them are to have.
        asked: The codings.
        keys: What she presses.
    """

    def __init__(self, code: str, new: str, asked: Sequence[Asked], keys: Keys) -> None:
        from ethnocode.report.terminal import make_console

        self._code, self._new, self._asked, self._keys = code, new, asked, keys
        self._console: Console = make_console()
        self._goes: list[bool] = []

    def go(self) -> tuple[int, ...] | None:
        """Return the numbers of the codings that go to the new code; ``None`` for a change of mind.

        Raises:
            EOFError: The terminal is gone.
        """
        shown = -1
        while True:
            at = len(self._goes)
            if at != shown:
                self._show(at)
                shown = at
            print_keys(self._possible(at), console=self._console)
            pressed = self._keys.key().lower()
            if pressed == "q":
                return None
            if pressed == "w":
                return tuple(
                    asked.coding.id
                    for asked, goes in zip(self._asked, self._goes, strict=False)
                    if goes
                )
            if pressed == AGAIN:
                shown = -1
            elif pressed == "b" and at:
                self._goes.pop()
            elif pressed in ("n", "s") and at < len(self._asked):
                self._goes.append(pressed == "n")
            else:
                say(f"the keys are {', '.join(key for key, _ in self._possible(at))}")

    def _possible(self, at: int) -> list[tuple[str, str]]:
        keys = [("n", f"to {self._new}"), ("s", f"stays {self._code}")]
        keys = keys if at < len(self._asked) else []
        if at:
            keys.append(("b", "back"))
        rest = "" if at == len(self._asked) else ", the rest stays"
        return [*keys, ("w", f"write{rest}"), ("q", "quit, nothing happens")]

    def _show(self, at: int) -> None:
        goes = sum(self._goes)
        counts = f"{goes} to {visible(self._new)}, {at - goes} stay"
        self._console.print()
        if at == len(self._asked):
            print_words(f"All {at} decided: {counts}.", style="bold", console=self._console)
            return
        head = f"{at + 1} of {len(self._asked)} · {counts}"
        print_words(head, style="dim", console=self._console)
        self._show_coding(self._asked[at])

    def _show_coding(self, asked: Asked) -> None:
        from rich.padding import Padding
        from rich.text import Text

        width = page_width(self._console)
        coding, text, span = asked.coding, asked.text, asked.coding.anchor.span
        where = Text(visible(coding.source), style="bold")
        where.append(f" {visible(coding.citation)} · {visible(coding.coder)}", "not bold")
        self._console.print(where, width=width)
        words = spelt_out(text[span.start : span.end])
        plain = not self._console.is_terminal or self._console.is_dumb_terminal
        passage = Text(words_before(text, span.start, _BESIDE_CHARS), "dim")
        passage.append(f"[{words}]" if plain else words, "not dim bold underline")
        passage.append(words_after(text, span.end, _BESIDE_CHARS), "dim")
        self._console.print(Padding(passage, (0, 0, 0, _MARGIN)), width=width)
        said = [f"{name}={value}" for name, value in coding.properties]
        said += [f"memo: {coding.memo}"] if coding.memo else []
        if said:
            print_words(visible(" · ".join(said)), style="italic", console=self._console)
        self._console.print()
