"""Deciding while somebody else decides, or while suggestions are being made."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from proposals import keep, project_with, proposal

from ethnocode.errors import BusyError
from ethnocode.model import Suggestion, SuggestionStatus
from ethnocode.services.coding import list_codings
from ethnocode.services.project import Project
from ethnocode.services.suggesting.deciding import accept_suggestions, reject_suggestions
from ethnocode.services.suggesting.run import list_suggestions, run_suggestions
from ethnocode.services.verify import verify

CODEBOOK = """\
ethnocode: 1
id: h
version: 1.0.0
codes:
  - {id: a, definition: Money in a tin., cues: {lemmas: [tin]}}
  - {id: b, definition: A form to fill in., cues: {lemmas: [form]}}
"""
TEXT = "\n\n".join(f"Charis: The tin was full, number {n}. A form came." for n in range(12)) + "\n"
QUOTES = [f"The tin was full, number {n}." for n in range(12)]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_with(tmp_path, codebook=CODEBOOK, text=TEXT)


def by_status(project: Project) -> dict[SuggestionStatus, list[Suggestion]]:
    found = list_suggestions(project, status=None)
    return {status: [s for s in found if s.status is status] for status in SuggestionStatus}


def test_of_two_who_decide_at_once_one_decides_all_and_the_other_is_told(project: Project) -> None:
    numbers = keep(project, *(proposal(project, "charis.txt", "a", quote) for quote in QUOTES))
    command = [sys.executable, "-m", "ethnocode", "suggest"]
    order = {"accept": numbers, "reject": numbers[::-1]}
    running = {
        verb: subprocess.Popen(
            [*command, verb, *map(str, some), "-p", str(project.folder), "--coder", verb],
            stderr=subprocess.PIPE,
            text=True,
        )
        for verb, some in order.items()
    }
    told = {verb: process.communicate()[1] for verb, process in running.items()}

    won, lost = sorted(running, key=lambda verb: running[verb].returncode)
    assert [running[verb].returncode for verb in (won, lost)] == [0, 2]
    assert f"was {won}ed by {won}" in told[lost]
    decided = by_status(project)
    expected = SuggestionStatus.ACCEPTED if won == "accept" else SuggestionStatus.REJECTED
    assert {status: len(found) for status, found in decided.items() if found} == {expected: 12}
    assert {one.decided_by for one in decided[expected]} == {won}
    assert len(list_codings(project).codings) == (12 if won == "accept" else 0)
    assert verify(project) == []


@pytest.mark.parametrize("decide", [accept_suggestions, reject_suggestions])
def test_what_is_decided_while_suggestions_are_made_is_kept(
    project: Project, decide: Callable[[Project, list[int]], object]
) -> None:
    """The run that knew nothing of it is refused and says what to do, which then works."""
    run_suggestions(project)
    waiting = by_status(project)[SuggestionStatus.UNDECIDED]
    first, second = waiting[0], waiting[-1]
    reject_suggestions(project, [second.id])
    undecided = {one.id for one in by_status(project)[SuggestionStatus.UNDECIDED]}

    def meanwhile(what: str) -> None:
        if what == "learning":
            decide(replace(project, coder="ben"), [first.id])

    with pytest.raises(BusyError, match="changed while suggestions were made") as refused:
        run_suggestions(project, progress=meanwhile)

    assert refused.value.hint == "run the command again"
    now = by_status(project)
    assert {one.id for one in now[SuggestionStatus.UNDECIDED]} == undecided - {first.id}
    run_suggestions(project)
    later = by_status(project)
    for status in (SuggestionStatus.ACCEPTED, SuggestionStatus.REJECTED):
        assert later[status] == now[status]
    for one in later[SuggestionStatus.UNDECIDED]:
        for decided in (first, second):
            assert (one.code, one.anchor.span) != (decided.code, decided.anchor.span)
    assert verify(project) == []


def test_what_was_read_by_a_refused_run_is_not_read_again(project: Project) -> None:
    number = keep(project, proposal(project, "charis.txt", "b", QUOTES[0]))

    def meanwhile(what: str) -> None:
        if what == "learning":
            reject_suggestions(project, number)

    with pytest.raises(BusyError):
        run_suggestions(project, progress=meanwhile)

    assert run_suggestions(project).reading == 0
