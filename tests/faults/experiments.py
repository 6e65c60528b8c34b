"""Kinds of fault: each runs one command once and returns what was wrong afterwards."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from . import power_cut, shim
from .child import Done, run_cli
from .lab import NOTHING_TO_DO, Lab, Prepared
from .scenarios import Scenario
from .shim import Fault
from .verifier import all_files

ENDS = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
REFUSED = (4, 5, 6)
"""Statuses of an error of storage: in conflict or damaged, busy, storage."""

ROUNDS = 8
"""How many disks are looked at for each storage call that could be the last."""

WRITES_ANEW = ("backup", "restore", "undo restore")
"""Scenarios that write a new file, and may where the old one is read-only."""

UNREAD = 3
"""Status where a file that people write, such as the codebook, cannot be read."""


def kill(
    lab: Lab,
    scenario: Scenario,
    *,
    at: int,
    tear: bool = False,
    follow: bool = True,
    bug: str = "",
) -> list[str]:
    """Kill the command before its k-th call, or half way through its k-th write; 0: not at all.

    Args:
        follow: Whether the next commands are run too.
    """
    prepared = lab.prepared(scenario)
    case = lab.copy(prepared.template)
    fault = Fault("tear", at, mask=shim.WRITE) if tear else Fault("kill", at)
    done = lab.run(case, scenario.command, fault=fault if at else Fault("nothing"), bug=bug)
    found = _judged(lab, prepared, case, done, follow=follow, bug=bug)
    if done.status not in (0, -signal.SIGKILL):
        found.append(f"E: ends {done.status}: {done.complained[-300:]}")
    shutil.rmtree(case)
    return found


def kill_twice(lab: Lab, scenario: Scenario, *, at: int, then: int) -> list[str]:
    """Kill a command, and then the reader and the writer that take it back or finish it."""
    prepared = lab.prepared(scenario)
    case = lab.copy(prepared.template)
    done = lab.run(case, scenario.command, fault=Fault("kill", at))
    for command in (("source", "list"), NOTHING_TO_DO):
        lab.run(case, command, fault=Fault("kill", then))
    found = _judged(lab, prepared, case, done)
    shutil.rmtree(case)
    return found


def kill_and_rename(lab: Lab, scenario: Scenario, *, at: int) -> list[str]:
    """Kill a codebook's import, then rename a code: neither change may be lost."""
    prepared = lab.prepared(scenario)
    case = lab.copy(prepared.template)
    lab.run(case, scenario.command, fault=Fault("kill", at))
    flaws, state = lab.at_once(prepared, case, acknowledged=False)
    done = lab.run(case, ("codebook", "rename", "b.c", "b.gamma"))
    book = (case / "p" / "codebook.yaml").read_text("utf-8")
    happened = state is not None and state.rows == prepared.after.rows
    if done.status:
        flaws.append(f"R: the next one ends {done.status}: {done.complained}")
    if ("id: d," in book) != happened:
        flaws.append("Y: what was imported is in the log, and not in the codebook")
    if "gamma" not in book:
        flaws.append("Y: the new name is not in the codebook")
    shutil.rmtree(case)
    return flaws


def kill_and_snapshot(lab: Lab, scenario: Scenario, *, at: int) -> list[str]:
    """Kill a command, wait an hour, take a snapshot: no part of an earlier one is left."""
    case = lab.copy(lab.prepared(scenario).template)
    lab.run(case, scenario.command, fault=Fault("kill", at))
    for path in (case / "p" / ".ethnocode" / "snapshots").glob(".*"):
        os.utime(path, (0, 0))
    done = lab.run(case, ("backup",))
    left = sorted(name for name in all_files(case) if "snapshots/." in name)
    shutil.rmtree(case)
    return [f"L: left behind: {left}, status {done.status}"] if left or done.status else []


def fail(
    lab: Lab,
    scenario: Scenario,
    *,
    at: int,
    value: int,
    mask: int,
    lasts: bool = False,
    follow: bool = True,
    bug: str = "",
) -> list[str]:
    """Answer the k-th call, or all from it on, with an errno."""
    prepared = lab.prepared(scenario)
    case = lab.copy(prepared.template)
    fault = Fault("fail", at, value=value, lasts=lasts, mask=mask)
    done = lab.run(case, scenario.command, fault=fault, bug=bug)
    found = _judged(lab, prepared, case, done, follow=follow, bug=bug) + list(_rude(done))
    shutil.rmtree(case)
    return found


def interrupt(lab: Lab, scenario: Scenario, *, at: int, number: int) -> list[str]:
    """Raise a signal at the k-th storage call, reading ones counted."""
    prepared = lab.prepared(scenario)
    case = lab.copy(prepared.template)
    fault = Fault("signal", at, value=number, mask=shim.CHANGES | shim.READ)
    done = lab.run(case, scenario.command, fault=fault)
    found = _judged(lab, prepared, case, done)
    if done.status not in (0, ENDS[signal.Signals(number)]):
        found.append(f"E: {signal.Signals(number).name} ends it {done.status}")
    if "Traceback" in done.complained:
        found.append(f"E: a traceback: {done.complained[-300:]}")
    shutil.rmtree(case)
    return found


def outgrow(lab: Lab, scenario: Scenario, *, size: int) -> list[str]:
    """Let no file grow past a size."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return _limited(lab, scenario, limit)


def refuse(lab: Lab, scenario: Scenario, *, what: str) -> list[str]:
    """Make the ``file``, the ``folder`` or ``both`` read-only, for somebody unprivileged."""
    prepared = lab.prepared(scenario)
    case = lab.copy(prepared.template)
    with _read_only(case, what):
        before = _bytes(case / "p")
        done = lab.fork(case, _as_nobody(lab, scenario, case))
        after = _bytes(case / "p")
        reads = lab.fork(case, _as_nobody(lab, scenario, case, command=("source", "list")))
    found = _judged(lab, prepared, case, done) + list(_rude(done))
    may = what == "file" and scenario.name in WRITES_ANEW
    if not done.status and not may:
        found.append("E: it says that it wrote to what is read-only")
    if what != "file" and before != after:
        found.append("E: something read-only was changed")
    # an older project is only read once a writer has brought it up to date
    if reads.status and not scenario.schema:
        found.append(f"E: it cannot be read: {reads.complained}")
    shutil.rmtree(case)
    return found


def fill(lab: Lab, scenario: Scenario, *, kilobytes: int) -> list[str]:
    """Run on a disk of so many kilobytes beside what is there already."""
    prepared = lab.prepared(scenario)
    case = lab.root / "small"
    case.mkdir()
    with _mounted(case, prepared.template, kilobytes):
        done = lab.run(case, scenario.command)
        away = lab.copy(case)
    case.rmdir()
    found = _judged(lab, prepared, away, done) + list(_rude(done))
    shutil.rmtree(away)
    return found


def cut_power(
    lab: Lab,
    scenario: Scenario,
    *,
    model: str,
    most: int,
    follow: int = 1,
    seed: int = 1,
    bug: str = "",
) -> tuple[int, list[str]]:
    """Judge distinct disks that a power failure could leave.

    Args:
        model: When changes of names are safe: ``strict`` or ``ordered``.
        most: How many disks at most, spread over the command.
        follow: Every how many disks the next commands are run too.
        seed: Of what is lost and what is torn.
        bug: Mistake to plant.

    Returns:
        How many disks, and what was wrong.
    """
    prepared = lab.prepared(scenario)
    tried, found = 0, []
    for case, acknowledged in _after_cuts(lab, prepared, model, most=most, seed=seed, bug=bug):
        tried += 1
        flaws, state = lab.at_once(prepared, case, acknowledged=acknowledged)
        if not tried % follow and not flaws:
            flaws = lab.afterwards(prepared, case, state=state)
        found += flaws
    return tried, found


def _after_cuts(
    lab: Lab, prepared: Prepared, model: str, *, most: int, seed: int, bug: str
) -> Iterator[tuple[Path, bool]]:
    case = lab.copy(prepared.template)
    start, inodes = power_cut.start_of(case)
    done, record = lab.recorded(case, prepared.scenario.command, bug=bug)
    if done.status:
        raise ValueError(f"{prepared.scenario.name} ends {done.status}: {done.complained}")
    calls = power_cut.read_calls(record, inodes=inodes)
    said = next((n for n, call in enumerate(calls) if call.op == shim.SAID), len(calls) - 1)
    rng = random.Random(seed)
    cuts = list(range(1, len(calls) + 1))
    rng.shuffle(cuts)
    cuts.insert(0, len(calls))  # everything is done and acknowledged, and nothing flushed since
    endless = {
        cut: power_cut.disks(start, calls, cut=cut, model=model, rng=rng) for cut in set(cuts)
    }
    seen: set[str] = set()
    for cut in cuts * ROUNDS:
        acknowledged = cut > said
        disk = next(endless[cut])
        digest = power_cut.digest_of(disk, acknowledged=acknowledged)
        if digest in seen:
            continue
        if len(seen) == most:
            break
        seen.add(digest)
        power_cut.lay_out(disk, start.folders, case)
        yield case, acknowledged
    shutil.rmtree(case)


def _judged(
    lab: Lab, prepared: Prepared, case: Path, done: Done, *, follow: bool = True, bug: str = ""
) -> list[str]:
    acknowledged = not done.status or bool(done.said)
    found, state = lab.at_once(prepared, case, acknowledged=acknowledged)
    return found + lab.afterwards(prepared, case, state=state, bug=bug) if follow else found


def _rude(done: Done) -> Iterator[str]:
    """Yield what is wrong with the way an error of storage is said."""
    if not done.status:
        return
    lines = done.complained.splitlines()
    errors = [line for line in lines if line.startswith("ethnocode: error[")]
    unread = done.status == UNREAD and "cannot be read" in done.complained
    if done.status not in REFUSED and not unread:
        yield f"E: ends {done.status}: {done.complained[-400:]}"
    elif len(errors) != 1 or errors[0] not in lines[-2:]:  # its hint may follow
        yield f"E: not one line and a hint: {done.complained[-400:]}"


def _limited(lab: Lab, scenario: Scenario, limit: Callable[[], None]) -> list[str]:
    prepared = lab.prepared(scenario)
    case = lab.copy(prepared.template)

    def work() -> int:
        limit()
        return run_cli(lab.filled(scenario.command, case))

    done = lab.fork(case, work)
    found = _judged(lab, prepared, case, done) + list(_rude(done))
    shutil.rmtree(case)
    return found


def _as_nobody(
    lab: Lab, scenario: Scenario, case: Path, *, command: Sequence[str] = ()
) -> Callable[[], int]:
    words = lab.filled(tuple(command) or scenario.command, case)

    def work() -> int:
        if scenario.name == "suggest":
            import spacy  # noqa: F401  # nobody may be kept from reading the Python of root
        if not os.geteuid():
            os.setgroups([])
            os.setresgid(65534, 65534, 65534)
            os.setresuid(65534, 65534, 65534)
        return run_cli(words)

    return work


@contextmanager
def _read_only(case: Path, what: str) -> Iterator[None]:
    """Give a case to nobody, and take away the right to write to its file or folder."""
    modes = {}
    for path in [case, *sorted(case.rglob("*"))]:
        if not os.geteuid():
            os.chown(path, 65534, 65534)
        closed = path.is_dir() if what == "folder" else not path.is_dir()
        if path != case and (what == "both" or closed):
            modes[path] = path.stat().st_mode
            path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


@contextmanager
def _mounted(case: Path, template: Path, kilobytes: int) -> Iterator[None]:
    taken = sum(path.stat().st_size // 4096 + 2 for path in template.rglob("*")) * 4
    size = f"size={taken + kilobytes}k"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(case)], check=True)
    try:
        shutil.copytree(template, case, dirs_exist_ok=True)
        yield
    finally:
        subprocess.run(["umount", str(case)], check=True)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
