"""Manual pages: topics, rules and errors."""

from __future__ import annotations

import inspect
from importlib.resources import files

from ethnocode.codebook import RULES
from ethnocode.codebook.judging import ALL_RULES, names_near, rule_named
from ethnocode.errors import EthnocodeError, UsageError
from ethnocode.report.findings import RuleNote

_PAGES = "ethnocode.help"


def topics() -> tuple[str, ...]:
    """Return the names of the help topics, sorted."""
    names = (page.name for page in files(_PAGES).iterdir())
    return tuple(sorted(name.removesuffix(".md") for name in names if name.endswith(".md")))


def topic_page(name: str) -> str:
    """Return a help page.

    Raises:
        UsageError: There is no such topic.
    """
    if name not in topics():
        raise UsageError(f"no help on '{name}'", hint="topics: " + ", ".join(topics()))
    return files(_PAGES).joinpath(f"{name}.md").read_text(encoding="utf-8")


def all_errors() -> tuple[type[EthnocodeError], ...]:
    """Return every class of error, by code."""
    found: list[type[EthnocodeError]] = []
    queue: list[type[EthnocodeError]] = [EthnocodeError]
    while queue:
        error = queue.pop()
        found.append(error)
        queue += error.__subclasses__()
    return tuple(sorted(found, key=lambda error: error.code))


def rule_notes(*, study: bool = True) -> tuple[RuleNote, ...]:
    """Return what reports of findings say of the rules.

    Args:
        study: Whether those for a study are among them, beside those for codebooks.
    """
    rules = ALL_RULES if study else RULES
    return tuple(RuleNote(rule.id, rule.name, rule.severity, rule.manual) for rule in rules)


def explanation(name: str) -> str:
    """Return the page of a rule, by id or name, or of an error, by code.

    Raises:
        UsageError: Nothing is called that.
    """
    wanted = name.upper()
    rule = rule_named(name)
    if rule is not None:
        return f"{rule.id} {rule.name} ({rule.severity})\n\n{rule.manual}\n"
    sections = _error_sections()
    for error in all_errors():
        if wanted == error.code:
            head = f"{error.code} {error.__name__} (exit status {error.exit_status})"
            return f"{head}\n\n{inspect.cleandoc(error.__doc__ or '')}\n{sections[error.code]}"
    near = names_near(name, others=[error.code for error in all_errors()])
    raise UsageError(
        f"nothing is called '{name}'",
        hint=f"did you mean {' or '.join(near)}?"
        if near
        else "'ethnocode explain' lists the rules",
    )


def _error_sections() -> dict[str, str]:
    """Return what the page of errors says of each, by code."""
    sections = {}
    for part in topic_page("errors").split("\n## ")[1:]:
        head, _, body = part.partition("\n")
        sections[head.split()[0]] = body
    return sections
