"""One fault at a time: copy the template, break a command, judge, run it again."""

from __future__ import annotations

import fcntl
import gc
import json
import os
import pickle
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from . import shim
from .child import Done, in_child, run_cli
from .scenarios import BASE, Command, Scenario, write_inputs
from .seeded_bugs import plant
from .shim import Fault
from .verifier import Picture, all_files, answer, flaws, picture, side_files

WARMERS: tuple[Command, ...] = (
    ("source", "list"),
    ("update", "{in}/edited"),
    ("undo",),
    ("codebook", "import", "{in}/longer.yaml", "--replace"),
    ("person", "import", "{in}/persons.yaml"),
    ("verify",),
)
NOTHING_TO_DO: Command = ("coding", "add", "charis.txt", "a", "--quote", "I knew them all")
"""A writer that finds everything done; it clears up what an interruption left."""

SWEPT = re.compile(r"p/\.ethnocode/snapshots/\.(#-[a-z-]+\.db|kept)\.part(-journal)?")
"""What a killed snapshot leaves; the next snapshot, an hour later or more, removes it."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A template project, what it holds before and after the command, and the calls made.

    Args:
        scenario: What is run.
        template: Folder to copy for each fault.
        between: Pictures that are whole too: a schema brought up to date, nothing done yet.
        files: Names of all files before and after.
        calls: How many storage calls the command makes.
    """

    scenario: Scenario
    template: Path
    before: Picture
    after: Picture
    between: tuple[Picture, ...]
    files: frozenset[str]
    calls: int


class Lab:
    """Cases below a folder of this process alone, of templates that several labs use."""

    def __init__(self, root: Path, *, templates: Path) -> None:
        self.root = root.resolve()
        self.templates = templates.resolve()
        for folder in (self.root, self.templates):
            folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        self.inputs = self.root / "in"
        write_inputs(self.inputs)
        self._prepared: dict[str, Prepared] = {}
        self._case = 0
        self._warm_up()

    def _warm_up(self) -> None:
        """Run commands in this very process, so that every child finds the modules loaded.

        The tree of commands is built once too: it takes as long as a small command does.
        Not ``suggest``: with spaCy in it a process takes five times as long to fork.
        """
        from ethnocode.cli import group
        from ethnocode.cli.main import COMMANDS

        group.load = cache(group.load)
        for entry in COMMANDS:
            group.load(entry)
        case = self.root / "warm"
        (case / "p").mkdir(parents=True)
        came_from, arguments = Path.cwd(), sys.argv
        os.chdir(case / "p")
        with (case / "said").open("w") as said, redirect_stdout(said), redirect_stderr(said):
            for command in (*BASE[:-1], *WARMERS):
                _must_be(run_cli(self.filled(command, case)), 0, " ".join(command))
        os.chdir(came_from)
        sys.argv = arguments
        shutil.rmtree(case)
        gc.collect()
        gc.freeze()

    # ---- templates ----

    def prepared(self, scenario: Scenario) -> Prepared:
        """Return a scenario's template and pictures, made once.

        Raises:
            ValueError: The command without a fault does not do what was worked out by hand.
        """
        if scenario.name not in self._prepared:
            made = self.templates / f"{scenario.name.replace(' ', '-')}.pickle"
            with _locked(self.templates / "lock"):
                if not made.exists():
                    made.write_bytes(pickle.dumps(self._prepare(scenario)))
            self._prepared[scenario.name] = pickle.loads(made.read_bytes())
        return self._prepared[scenario.name]

    def _prepare(self, scenario: Scenario) -> Prepared:
        template = self.templates / scenario.name.replace(" ", "-")
        if scenario.schema:
            self._make_old(template, schema=scenario.schema)
        else:
            shutil.copytree(self._base(), template)
        self._must(template, scenario.setup)
        before = picture(template)
        _must_be(answer(template, scenario.question), scenario.before, scenario.name)
        between = (self._upgraded(template),) if scenario.schema else ()
        case = self.copy(template)
        done, calls = self.counted(case, scenario.command)
        _must_be((done.status, done.complained * bool(done.status)), (0, ""), scenario.name)
        after = picture(case)
        _must_be(answer(case, scenario.question), scenario.after, scenario.name)
        if before.rows == after.rows:
            raise ValueError(f"{scenario.name} changes nothing")
        files = frozenset(all_files(template) | all_files(case))
        shutil.rmtree(case)
        return Prepared(scenario, template, before, after, between, files, calls)

    def _base(self) -> Path:
        base = self.templates / "base"
        if not base.exists():
            (base / "p").mkdir(parents=True)
            (base / "out").mkdir()
            self._must(base, BASE)
        return base

    def _make_old(self, template: Path, *, schema: int) -> None:
        """Make a project as an earlier version of the program left it."""
        (template / "p").mkdir(parents=True)
        (template / "out").mkdir()

        def make() -> int:
            from ethnocode.store import opening

            current = opening.migrate
            opening.migrate = lambda db, *, to: current(db, to=schema)  # type: ignore[attr-defined]
            opening.SCHEMA_VERSION = schema  # type: ignore[attr-defined]
            for command in BASE[:3]:
                if status := run_cli(self.filled(command, template)):
                    return status
            return 0

        done = self.fork(template, make)
        _must_be((done.status, done.complained * bool(done.status)), (0, ""), "an old project")

    def _upgraded(self, template: Path) -> Picture:
        case = self.copy(template)

        def upgrade() -> int:
            from ethnocode.store import open_store

            with open_store(case / "p", write=True):
                return 0

        done = self.fork(case, upgrade)
        _must_be(done.status, 0, f"bringing up to date: {done.complained}")
        found = picture(case)
        shutil.rmtree(case)
        return found

    def _must(self, case: Path, commands: Sequence[Command]) -> None:
        for command in commands:
            done = self.run(case, command)
            _must_be((done.status, done.complained * bool(done.status)), (0, ""), " ".join(command))

    # ---- cases ----

    def copy(self, template: Path) -> Path:
        self._case += 1
        case = self.root / f"case-{self._case}"
        shutil.copytree(template, case)
        return case

    def run(
        self, case: Path, command: Command, *, fault: Fault | None = None, bug: str = ""
    ) -> Done:
        """Run a command in a child, broken as asked."""

        def work() -> int:
            if bug:
                plant(bug)
            words = self.filled(command, case)
            if fault is not None:
                shim.watch(case)
                shim.arm(fault)
            status = run_cli(words)
            shim.disarm()
            return status

        return self.fork(case, work)

    def run_each(
        self, case: Path, commands: Sequence[Command], *, bug: str = ""
    ) -> tuple[list[int], Done]:
        """Run commands one after the other in one child; return each one's status."""
        tally = self.root / "statuses"

        def work() -> int:
            if bug:
                plant(bug)
            statuses = [run_cli(self.filled(command, case)) for command in commands]
            tally.write_text(json.dumps(statuses))
            return 0

        done = self.fork(case, work)
        return [done.status] if done.status else json.loads(tally.read_text()), done

    def counted(
        self, case: Path, command: Command, *, mask: int = shim.CHANGES, bug: str = ""
    ) -> tuple[Done, int]:
        """Run a command without a fault and count its storage calls."""
        tally = self.root / "count"

        def work() -> int:
            if bug:
                plant(bug)
            shim.watch(case)
            shim.arm(Fault("nothing", mask=mask))
            status = run_cli(self.filled(command, case))
            calls = shim.count()
            shim.disarm()
            tally.write_text(str(calls))
            return status

        done = self.fork(case, work)
        return done, int(tally.read_text())

    def recorded(self, case: Path, command: Command, *, bug: str = "") -> tuple[Done, Path]:
        """Run a command and write every storage call down, with its bytes."""
        record = self.root / "record"

        def work() -> int:
            if bug:
                plant(bug)
            shim.watch(case)
            shim.record(record)
            return run_cli(self.filled(command, case))

        return self.fork(case, work), record

    def filled(self, command: Command, case: Path) -> list[str]:
        """Return a command's arguments, with the places of its files."""
        places = {"{in}": str(self.inputs), "{out}": str(case / "out")}
        filled = []
        for word in command:
            for name, place in places.items():
                word = word.replace(name, place)
            filled.append(word)
        return filled

    def fork(self, case: Path, work: Callable[[], int]) -> Done:
        """Do something in a child whose working folder is the project; wait for its end."""
        return in_child(work, folder=case / "p", out=self.root / "stdout", err=self.root / "stderr")

    # ---- judging ----

    def at_once(
        self, prepared: Prepared, case: Path, *, acknowledged: bool
    ) -> tuple[list[str], Picture | None]:
        """Judge a copy, so that the next command meets what the fault left."""
        copy = self.copy(case)
        found = list(flaws(copy))
        state = None
        if not any(flaw.startswith("I: ") for flaw in found):
            state = picture(copy)
            if acknowledged and state.rows != prepared.after.rows:
                found.append("A: what was acknowledged is not there")
            whole = (prepared.before, prepared.after, *prepared.between)
            if state.rows not in [each.rows for each in whole]:
                found.append("A: neither as before nor as after")
        for name, left in side_files(case / "p").items():
            if left not in (prepared.before.files[name], prepared.after.files[name]):
                found.append(f"Y: {name} is not whole")
        shutil.rmtree(copy)
        return found, state

    def afterwards(
        self, prepared: Prepared, case: Path, *, state: Picture | None, bug: str = ""
    ) -> list[str]:
        """Run the next commands and judge what they leave."""
        found = self._run_again(prepared, case, state=state, bug=bug)
        found += [f"{flaw} (after the next command)" for flaw in flaws(case)]
        if found:
            return found
        now = picture(case)
        if now.rows != prepared.after.rows:
            found.append("R: run again it does not end as it should")
        for name, content in now.files.items():
            if content != prepared.after.files[name]:
                found.append(f"Y: {name} is not as it should be after the next command")
            if name in now.log and (content or b"").decode() != (now.log[name] or ""):
                found.append(f"Y: {name} is not as the log says")
        left = (name for name in all_files(case) - prepared.files if not SWEPT.fullmatch(name))
        if more := sorted(left):
            found.append(f"L: left behind: {', '.join(more)}")
        return found

    def _run_again(
        self, prepared: Prepared, case: Path, *, state: Picture | None, bug: str
    ) -> list[str]:
        scenario = prepared.scenario
        happened = state is not None and state.rows == prepared.after.rows
        again = () if happened and scenario.again == "more" else (scenario.command,)
        # an older project is brought up to date by a writer; a reader refuses it
        reader = () if scenario.schema else (("source", "list"),)
        commands = [*reader, *again, NOTHING_TO_DO, ("verify",)]
        statuses, done = self.run_each(case, commands, bug=bug)
        if done.status:
            return [f"R: the next commands end {done.status}: {done.complained[-300:]}"]
        refused = again and happened and scenario.again == "refused"
        if refused and not statuses.pop(len(reader)):
            return ["R: run again it does not say that it is done"]
        if "Traceback" in done.complained or any(statuses[:-1]):
            return [f"R: run again it ends {statuses}: {done.complained[-300:]}"]
        return [f"V: verify: {done.said[-200:]}{done.complained[-200:]}"] if statuses[-1] else []


def _must_be(found: object, expected: object, what: str) -> None:
    if found != expected:
        raise ValueError(f"{what}: {found!r}, not {expected!r}")


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Let one lab at a time make a template."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
