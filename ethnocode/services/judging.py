"""What the settings of a study and the command line make of what the rules find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ethnocode.codebook import Rule
from ethnocode.codebook.judging import ALL_RULES, path_meant, wanted_rules, with_options
from ethnocode.model import Allowance, Checks
from ethnocode.services.project import Project


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rules somebody wants for once.

    Args:
        select: Ids, names or beginnings of ids of the rules to run; none for what is usual.
        ignore: The same, of rules not to run.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


USUAL = Choice()
"""The rules that the settings select."""


def checks_with(checks: Checks, choice: Choice, *, among: Sequence[Rule[Any]]) -> Checks:
    """Return settings of checks with what somebody wants for once.

    Raises:
        UsageError: There is no such rule, or none is left to run.
    """
    return with_options(checks, select=choice.select, ignore=choice.ignore, among=among)


def checks_of(project: Project, choice: Choice, *, among: Sequence[Rule[Any]]) -> Checks:
    """Return a study's settings of checks, the codebook named as findings name it.

    Raises:
        UsageError: There is no such rule, or none is left to run.
    """
    codebook = project.settings.codebook
    shown = str(project.codebook_path)

    def placed(allowance: Allowance) -> Allowance:
        if path_meant(allowance) != codebook:
            return allowance
        return replace(allowance, where=shown + allowance.where.removeprefix(codebook))

    checks = project.settings.checks
    checks = replace(checks, allowed=tuple(map(placed, checks.allowed)))
    return checks_with(checks, choice, among=among)


def rules_run(project: Project | None, choice: Choice) -> frozenset[str]:
    """Return the ids of the rules that are wanted: of a study by its settings, if there is one."""
    checks = Checks() if project is None else project.settings.checks
    return wanted_rules(checks_with(checks, choice, among=ALL_RULES))
