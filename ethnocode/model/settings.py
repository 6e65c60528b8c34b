"""Settings of a study, as ``ethnocode.yaml`` gives them."""

from __future__ import annotations

from dataclasses import dataclass

from ethnocode.model.finding import Position, Severity
from ethnocode.model.source import BUILT_IN_KINDS


@dataclass(frozen=True, slots=True)
class Allowance:
    """A finding that is let be, with the reason.

    Args:
        rules: Ids or names of the rules.
        where: Name of the source or file, with or without ``:LINE``; empty for anywhere.
        because: Why; empty where none is given, which is itself a finding.
        position: Where it is written.
    """

    rules: tuple[str, ...]
    where: str
    because: str
    position: Position


@dataclass(frozen=True, slots=True)
class Checks:
    """Which rules are run, and how their findings count.

    Args:
        select: Ids, names or prefixes such as ``CB`` of rules to run; none for all.
        ignore: The same, of rules not to run.
        severities: Pairs of id or name and the severity in place of the rule's own.
        allowed: Findings that are let be.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: tuple[tuple[str, Severity], ...] = ()
    allowed: tuple[Allowance, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What a study fixes once.

    Args:
        study: Name of the study.
        author: Coder name of the researcher; codes where no other coder is named.
        day_first: Whether ``08/02/12`` is 8 February.
        kinds: Kinds of source the study has.
        groups: Sides that persons speak from.
        codebook: File name of the codebook, beside the settings.
        pipeline: Name of an installed spaCy pipeline that suggestions use, or empty.
        checks: Which rules are run, and how their findings count.
        names: Citation name of each kind, such as ``Field note journal``.
    """

    study: str
    author: str = "author"
    day_first: bool = True
    kinds: tuple[str, ...] = BUILT_IN_KINDS
    groups: tuple[str, ...] = ("resident", "council", "provider")
    codebook: str = "codebook.yaml"
    names: tuple[tuple[str, str], ...] = ()
    pipeline: str = ""
    checks: Checks = Checks()
