"""Judging findings: which rules are wanted, how much they count, and what is let be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from ethnocode.codebook.rules import RULES, Rule
from ethnocode.codebook.rules.suppression_without_reason import RULE as WITHOUT_REASON
from ethnocode.codebook.rules.unused_suppression import RULE as UNUSED
from ethnocode.codebook.study_rules import STUDY_RULES, Study
from ethnocode.errors import UsageError
from ethnocode.model import Allowance, Checks, Codebook, Finding, Severity

Rules = tuple[Rule[Any], ...]

ALL_RULES: Rules = (*RULES, *STUDY_RULES)
"""Every rule, in the order of the manual."""

ALWAYS = "CB019"
"""What cannot be read is judged by nothing else, so no choice of rules hides that."""

_NEVER_ALLOWED = (ALWAYS, UNUSED.id, WITHOUT_REASON.id)


def rule_named(name: str) -> Rule[Any] | None:
    """Return the rule of an id, in capitals or not, or of a name."""
    return next((r for r in ALL_RULES if name.upper() == r.id or name == r.name), None)


def rules_named(name: str) -> Rules:
    """Return the rules of an id, a name, or the first letters of ids such as ``CB``."""
    exact = rule_named(name)
    if exact is not None:
        return (exact,)
    letters = name[:2].isalpha() and len(name) > 1
    return tuple(r for r in ALL_RULES if letters and r.id.startswith(name.upper()))


def unknown_rule(name: str) -> tuple[str, str]:
    """Return message and hint on a name that no rule has."""
    near = names_near(name)
    hint = f"did you mean {' or '.join(near)}?" if near else "'ethnocode explain' lists the rules"
    return f"no rule is called '{name}'", hint


def names_near(name: str, *, others: Iterable[str] = ()) -> list[str]:
    """Return the ids and names of rules, and those of others, that somebody may have meant."""
    known = [*(word for rule in ALL_RULES for word in (rule.id, rule.name)), *others]
    wanted = name.upper() if any(map(str.isdigit, name)) else name.lower()
    return get_close_matches(wanted, known, n=3)


def what_may_not_be_allowed(name: str) -> tuple[str, str] | None:
    """Return message and hint where findings of a rule cannot be let be, or there is no such."""
    rule = rule_named(name)
    if rule is None and rules_named(name):
        return f"'{name}' is more than one rule", "name each that is allowed, by id or name"
    if rule is None:
        return unknown_rule(name)
    if rule.id in _NEVER_ALLOWED:
        return f"{rule.id} {rule.name} cannot be allowed", "mend what it finds"
    return None


def let_be(findings: Iterable[Finding], allowed: Sequence[Allowance]) -> list[Finding]:
    """Return the findings that no allowance with a reason covers."""
    covered = {(rule.id, allowance.where) for allowance in allowed for rule in _rules_of(allowance)}
    if not covered:
        return list(findings)
    return [f for f in findings if not any((f.rule, place) in covered for place in _places(f))]


def idle(
    allowed: Sequence[Allowance], findings: Iterable[Finding], *, among: Sequence[Rule[Any]]
) -> Iterator[Finding]:
    """Yield a finding for each rule of an allowance that lets nothing of it be.

    Args:
        allowed: What is let be.
        findings: All that the rules found, what is let be included.
        among: The rules that were run; of others nobody knows.
    """
    lines: dict[tuple[str, str], int] = {}
    for finding in findings:
        for place in _places(finding):
            lines.setdefault((finding.rule, place), finding.position.line)
    run = frozenset(rule.id for rule in among)
    for allowance in allowed:
        for rule in _rules_of(allowance):
            if rule.id in run and (rule.id, allowance.where) not in lines:
                yield UNUSED.at(
                    allowance.position,
                    f"{rule.id} {rule.name} finds nothing {_in_words(allowance)}",
                    hint=_where_else(allowance, lines.get((rule.id, path_meant(allowance)))),
                )


def with_comments(
    findings: Sequence[Finding], codebook: Codebook, *, among: Sequence[Rule[Any]] = STUDY_RULES
) -> list[Finding]:
    """Return what the rules for a study found but for what the codebook's comments allow.

    Comments that name such a rule and let nothing of it be are findings themselves.

    Args:
        findings: What the rules found.
        codebook: The study's.
        among: The rules that were run.
    """
    unused = idle(codebook.allowed, findings, among=among)
    return [*let_be(findings, codebook.allowed), *unused]


def without_reason(allowed: Iterable[Allowance], *, written: str) -> Iterator[Finding]:
    """Yield a finding for each allowance that gives no reason, or allows what it cannot.

    Args:
        allowed: What is to be let be.
        written: How a reason is written there, with ``{rules}`` where they are named.
    """
    for allowance in allowed:
        if not allowance.because and not any(map(_might_be_meant, allowance.rules)):
            continue  # a remark in words with hyphens, such as "allow two-way talk"
        for name in allowance.rules:
            fault = what_may_not_be_allowed(name)
            if fault is not None:
                yield WITHOUT_REASON.at(allowance.position, fault[0], hint=fault[1])
        if not allowance.because:
            names = ", ".join(allowance.rules)
            yield WITHOUT_REASON.at(
                allowance.position,
                f"{names} is to be allowed for no reason, so it is not",
                hint=f"write '{written.format(rules=names)}', or mend what it finds",
            )


def with_options(
    checks: Checks, *, select: Sequence[str], ignore: Sequence[str], among: Sequence[Rule[Any]]
) -> Checks:
    """Return settings with what was said on the command line.

    Where rules are selected there, the settings neither select nor ignore; what is ignored
    there is ignored besides.

    Args:
        checks: What the settings say.
        select: Ids, names or beginnings of ids of the rules to run.
        ignore: The same, of rules not to run.
        among: The rules that the command can run.

    Raises:
        UsageError: There is no such rule, or none is left to run.
    """
    for option, names in (("--select", select), ("--ignore", ignore)):
        for name in names:
            _check_choice(option, name)
    chosen = replace(
        checks,
        select=tuple(select) or checks.select,
        ignore=(*(() if select else checks.ignore), *ignore),
    )
    run = {rule.id for rule in among}
    # Alone it is run by nobody's wish, unless it was asked for.
    beside = set() if ALWAYS in _ids(select) else {ALWAYS}
    if (select or ignore) and not (wanted_rules(chosen) - beside) & run:
        raise UsageError(
            "no rule is left to run",
            hint="'ethnocode explain' lists the rules; those of a study need 'ethnocode check'",
        )
    return chosen


def judged(
    findings: Sequence[Finding], checks: Checks, *, among: Sequence[Rule[Any]]
) -> list[Finding]:
    """Return the findings that are wanted, as grave as the settings have them.

    Args:
        findings: All that the rules found.
        checks: Which rules are wanted, how they count, and what is let be.
        among: The rules that were run.

    Returns:
        Those of one file together, by line, column and rule; files as they came.
    """
    wanted = wanted_rules(checks)
    severities = _severities(checks)
    own = (
        *without_reason(checks.allowed, written="because: why"),
        *idle(checks.allowed, findings, among=among),
    )
    kept = [
        replace(finding, severity=severities.get(finding.rule, finding.severity))
        for finding in (*let_be(findings, checks.allowed), *own)
        if finding.rule in wanted
    ]
    files = {path: n for n, path in enumerate(dict.fromkeys(f.position.path for f in kept))}
    return sorted(kept, key=lambda f: (files[f.position.path], *f.position, f.rule, f.message))


def in_short(findings: Sequence[Finding], study: Study) -> list[Finding]:
    """Return findings on a study, with one in place of many where their rule says so.

    Only what is left to report is counted: one that is let be speaks for no others.
    """
    left = list(findings)
    for rule in STUDY_RULES:
        if rule.in_short is None:
            continue
        its_own = [finding for finding in left if finding.rule == rule.id]
        one = rule.in_short(study, its_own)
        if one is not None:
            at = left.index(its_own[0])
            left[at:] = [one, *(f for f in left[at:] if f.rule != rule.id)]
    return left


def _check_choice(option: str, name: str) -> None:
    if not rules_named(name):
        message, hint = unknown_rule(name)
        raise UsageError(f"{option}: {message}", hint=hint)
    if option == "--ignore" and (rule := rule_named(name)) and rule.id == ALWAYS:
        raise UsageError(
            f"{ALWAYS} {rule.name} cannot be ignored",
            hint="nothing else is known of what cannot be read: mend it, or leave the file out",
        )


def wanted_rules(checks: Checks) -> frozenset[str]:
    """Return the ids of the rules that are wanted."""
    selected = _ids(checks.select) if checks.select else {rule.id for rule in ALL_RULES}
    return frozenset(selected - _ids(checks.ignore) | {ALWAYS})


def _ids(names: Iterable[str]) -> set[str]:
    return {rule.id for name in names for rule in rules_named(name)}


def _severities(checks: Checks) -> dict[str, Severity]:
    """Return severities by id of rule; what names fewer rules goes before what names more."""
    pairs = [(rules_named(name), severity) for name, severity in checks.severities]
    pairs.sort(key=lambda pair: len(pair[0]), reverse=True)
    return {rule.id: sev for rules, sev in pairs for rule in rules if rule.id != ALWAYS}


def _might_be_meant(name: str) -> bool:
    return bool(rules_named(name) or names_near(name))


def _rules_of(allowance: Allowance) -> Iterator[Rule[Any]]:
    """Yield the rules that an allowance lets be: none where it gives no reason."""
    for name in allowance.rules if allowance.because else ():
        rule = rule_named(name)
        if rule is not None and rule.id not in _NEVER_ALLOWED:
            yield rule


def _places(finding: Finding) -> tuple[str, str, str]:
    """Return the places under which an allowance may name that of a finding."""
    path, line, _ = finding.position
    return ("", path, f"{path}:{line}")


def path_meant(allowance: Allowance) -> str:
    """Return the source or file that an allowance is for, without a line; empty for any."""
    path, colon, line = allowance.where.rpartition(":")
    return path if colon and line.isdigit() else allowance.where


def _in_words(allowance: Allowance) -> str:
    if not allowance.where:
        return "anywhere"
    path = path_meant(allowance)
    is_own_line = path == allowance.position.path and path != allowance.where
    return "in that line" if is_own_line else f"in '{allowance.where}'"


def _where_else(allowance: Allowance, line: int | None) -> str:
    if line is None:
        return "take it away"
    return f"take it away, or put it to line {line}, where that rule does find something"
