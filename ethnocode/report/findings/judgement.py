"""What a check came to: its findings, and the rules that were asked."""

from __future__ import annotations

from dataclasses import dataclass

from ethnocode.model import Finding, Severity


@dataclass(frozen=True, slots=True)
class RuleNote:
    """What a report of findings says of a rule.

    Args:
        id: Such as ``CB003``.
        name: Such as ``unknown-code-reference``.
        severity: Its default severity.
        page: Its manual page; the first line sums it up.
    """

    id: str
    name: str
    severity: Severity
    page: str

    @property
    def summary(self) -> str:
        """The first line of its page."""
        return self.page.partition("\n")[0]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a check came to.

    Args:
        findings: What the rules found, in order.
        rules: The rules that were asked, in order of their ids.
        strict: Whether warnings fail the check too.
    """

    findings: tuple[Finding, ...]
    rules: tuple[RuleNote, ...] = ()
    strict: bool = False

    @property
    def failed(self) -> bool:
        """Whether any finding fails the check."""
        return any(map(self.fails, self.findings))

    def fails(self, finding: Finding) -> bool:
        """Whether a finding fails the check, rather than only reports."""
        return self.strict or finding.severity is Severity.ERROR

    def rule_of(self, finding: Finding) -> RuleNote | None:
        """Return the rule that found it, if it is one of those asked."""
        return next((rule for rule in self.rules if rule.id == finding.rule), None)


def words_of(finding: Finding) -> str:
    """Return what a finding says, with the hint after it: ``message (hint)``."""
    return f"{finding.message} ({finding.hint})" if finding.hint else finding.message
