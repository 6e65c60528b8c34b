"""``ethnocode review``."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from random import Random
from typing import TYPE_CHECKING, Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.group import say_error
from ethnocode.cli.options import CoderOption, LimitOption, ProjectOption
from ethnocode.cli.output import progress, say, write_text
from ethnocode.cli.review_keys import AGAIN, Keys, TakenBack, keys_here
from ethnocode.cli.review_screen import done_so_far, help_lines, show, show_keys
from ethnocode.cli.usage import LARGEST
from ethnocode.errors import EthnocodeError
from ethnocode.model import Code, Drawn
from ethnocode.report.figures import counted
from ethnocode.services.lookup import codes_meant
from ethnocode.services.project import Project
from ethnocode.services.suggesting.learning import learned_from
from ethnocode.services.suggesting.queues import Wish
from ethnocode.services.suggesting.reviewing import Review

if TYPE_CHECKING:
    from rich.console import Console

    from ethnocode.services.suggesting.review_page import Page

_INTERRUPTED = 130
_MOST_CODES = 9
_SEEDS = 1_000_000


class QueueName(StrEnum):
    """In what order passages come."""

    SOURCE = "source"
    CONFIRM = "confirm"
    FILL = "fill"
    RANDOM = "random"


def review(
    *,
    queue: Annotated[
        QueueName,
        typer.Option(
            "--queue",
            help="source: as they are read; confirm: the likeliest first; fill: for the codes "
            "with the fewest examples; random.",
        ),
    ] = QueueName.SOURCE,
    code: Annotated[
        list[str] | None, typer.Option("--code", help="Ask about this code only; repeatable.")
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option("--source", help="Only this source; repeatable.")
    ] = None,
    limit: LimitOption = None,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed", min=0, max=LARGEST, help="Draw what is random as before.", metavar="N"
        ),
    ] = None,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Go through what is suggested, one passage after another, a key each.

    a accepts, r rejects, c corrects, s skips, n says that nothing more is to be coded
    in the passage, + adds a code of your own, u takes the last step back, w says why,
    q quits, ? says more. Every decision is kept at once and learned from. One passage in
    ten is drawn at random, so that the record rests on some that nobody chose.

    Keys that are not typed at a terminal are read from standard input, one a line; so
    are the code and the words that c and + ask for.

    \b
    Examples:
      ethnocode review
      ethnocode review --queue confirm --limit 20
      ethnocode review --queue fill --code capital.relational
      ethnocode review --queue random --seed 7 --coder ada
    """
    seed = Random().randrange(_SEEDS) if seed is None else seed
    wish = Wish(Drawn(queue.value), tuple(code or ()), tuple(source or ()), limit)
    study = here(project, coder=coder)
    with progress("getting ready:") as tell:
        session = Review(study, wish, rng=Random(seed), progress=tell)
    say(learned_from(study, session.learned))
    interrupted = False
    try:
        _Sitting(study, session, keys_here()).go()
    except EOFError:
        pass
    except KeyboardInterrupt:
        interrupted = True
    read = counted(session.tally.read, "passage")
    say(f"{done_so_far(session.tally)}, {read} read; drawn with --seed {seed}")
    if interrupted:
        raise typer.Exit(_INTERRUPTED)


class _Sitting:
    """A person before a review: what she presses is done, and what comes of it is shown."""

    def __init__(self, study: Project, session: Review, keys: Keys) -> None:
        from ethnocode.report.terminal import make_console

        self._study, self._session, self._keys = study, session, keys
        self._console: Console = make_console()
        self._does = {
            "a": self._accept,
            "r": self._reject,
            "c": self._correct,
            "s": self._skip,
            "n": self._leave,
            "+": self._add,
            "u": self._undo,
            "w": self._why,
            "t": self._learn,
            "?": self._help,
            AGAIN: self._show_again,
        }
        self._shown: Page | None = None

    def go(self) -> None:
        """Go through the queue to its end, or until it is left."""
        while True:
            for line in self._session.look_around():
                say(line)
            page = self._session.page()
            if page is None:
                say(_at_the_end(self._session))
                return
            if page != self._shown:
                show(
                    page,
                    tally=self._session.tally,
                    left=self._session.left,
                    console=self._console,
                )
                self._shown = page
            show_keys(page, console=self._console)
            pressed = self._keys.key().lower()
            if pressed == "q":
                return
            self._do(pressed, page)

    def _do(self, pressed: str, page: Page) -> None:
        act = self._does.get(pressed)
        if act is None:
            say("one key at a time; ? says what they do")
            return
        if page.suggestion is None and pressed in "arcw":
            say("nothing is suggested here: + adds a code, n goes on")
            return
        try:
            act(page)
            if self._session.due:
                self._learn(page)
        except TakenBack:
            say("nothing is done")
        except EthnocodeError as exc:
            say_error(exc, as_json=False)

    def _accept(self, page: Page) -> None:
        self._session.accept(now=_now())

    def _reject(self, page: Page) -> None:
        self._session.reject(now=_now())

    def _correct(self, page: Page) -> None:
        typed = self._keys.line("Code, or a part of its name (Enter keeps it)")
        code = self._code(typed) if typed else None
        if typed and code is None:
            return
        words = self._keys.line("Words of the passage (Enter keeps those marked)")
        if code is None and not words:
            say("nothing is changed; a accepts it as it is")
            return
        self._session.correct(now=_now(), code=code.id if code else "", words=words)
        if code:
            say(f"coded {code.id}")

    def _add(self, page: Page) -> None:
        typed = self._keys.line("Your code, or a part of its name")
        code = self._code(typed) if typed else None
        if code is None:
            return
        kept = "those marked" if page.suggestion else "the whole passage"
        words = self._keys.line(f"Words of the passage (Enter takes {kept})")
        if self._session.add(now=_now(), code=code.id, words=words):
            say(f"coded {code.id}")
        else:
            say(f"coded {code.id} already")

    def _skip(self, page: Page) -> None:
        self._session.skip()

    def _leave(self, page: Page) -> None:
        self._session.leave(now=_now())

    def _undo(self, page: Page) -> None:
        self._session.undo(now=_now())
        say("taken back")

    def _why(self, page: Page) -> None:
        write_text("\n".join(_reasons(self._session)) + "\n")

    def _learn(self, page: Page) -> None:
        with progress("learning"):
            self._session.learn()
        say(learned_from(self._study, self._session.learned))

    def _show_again(self, page: Page) -> None:
        self._shown = None

    def _help(self, page: Page) -> None:
        write_text("\n".join(help_lines()) + "\n")

    def _code(self, typed: str) -> Code | None:
        """Return the code that a piece of a name means; asks where it may be one of several."""
        found = codes_meant(self._session.codebook, typed)
        if len(found) > 1:
            for number, code in enumerate(found[:_MOST_CODES], start=1):
                say(f"  {number} {code.id} {code.name}")
            if len(found) > _MOST_CODES:
                say(f"  and {len(found) - _MOST_CODES} more: type more of the name")
            answer = self._keys.line("Number (Enter: none of them)")
            at = int(answer) if answer.isascii() and answer.isdigit() else 0
            return found[at - 1] if 1 <= at <= min(len(found), _MOST_CODES) else None
        if not found:
            say(f"no code is called like '{typed}'")
            return None
        return found[0]


def _at_the_end(session: Review) -> str:
    if session.tally.shown:
        return "nothing is left in this queue"
    return (
        "nothing is in this queue: --queue source goes through every passage you have not read; "
        "'ethnocode ingest FILE' adds texts, 'ethnocode help codebook' has what cues are"
    )


def _reasons(session: Review) -> list[str]:
    from ethnocode.cli.suggestion_reasons import page

    return page(session.why())


def _now() -> datetime:
    return datetime.now(UTC)
