"""The section ``checks`` of the settings: which rules are run, and how findings count."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ethnocode.codebook.judging import (
    ALWAYS,
    rule_named,
    rules_named,
    unknown_rule,
    what_may_not_be_allowed,
)
from ethnocode.errors import ProjectError
from ethnocode.model import Allowance, Checks, Severity
from ethnocode.text.strict_yaml import YamlNode

_KEYS = ("select", "ignore", "severity", "allow")
_ALLOW_KEYS = ("rule", "where", "because")
_EXAMPLE = "write checks: {ignore: [CB013], severity: {CB011: error}}"
_ALLOW_EXAMPLE = "write - {rule: CD005, where: notes.md, because: why}"


def checks_from(node: YamlNode) -> Checks:
    """Return what the section says.

    Raises:
        ProjectError: It is shaped otherwise, or names a rule or severity that is not there.
    """
    fields = _fields(node, "checks", _KEYS, hint=_EXAMPLE)
    ignored = tuple(_rules(fields.get("ignore"), "checks.ignore"))
    for name in ignored:
        _not_always(name, fields["ignore"])
    return Checks(
        select=tuple(_rules(fields.get("select"), "checks.select")),
        ignore=ignored,
        severities=tuple(_severities(fields.get("severity"))),
        allowed=tuple(_allowances(fields.get("allow"))),
    )


def _fields(node: YamlNode, name: str, keys: tuple[str, ...], *, hint: str) -> dict[str, YamlNode]:
    if not node.is_mapping and not node.is_blank:
        raise _refusal(node, f"'{name}': expected a mapping, found {node.kind}", hint)
    for key, _ in node.pairs():
        if key.text() not in keys:
            near = get_close_matches(key.text(), keys, n=1)
            known = f"did you mean '{near[0]}'?" if near else f"{name} has: {', '.join(keys)}"
            raise _refusal(key, f"unknown setting '{name}.{key.text()}'", known)
    return node.mapping()


def _rules(node: YamlNode | None, name: str) -> Iterator[str]:
    """Yield the rules of a list, each known."""
    if node is None or node.is_blank:
        return
    if not node.is_list:
        raise _refusal(node, f"'{name}': expected a list, found {node.kind}", "write [CB, CD001]")
    for entry in node.nodes():
        yield _known(entry)


def _known(node: YamlNode) -> str:
    if not node.is_text:
        raise _refusal(node, f"expected a rule, found {node.kind}", "such as CB013")
    name = node.text().strip()
    if not rules_named(name):
        raise _refusal(node, *unknown_rule(name))
    return name


def _severities(node: YamlNode | None) -> Iterator[tuple[str, Severity]]:
    if node is None or node.is_blank:
        return
    if not node.is_mapping:
        what = f"'checks.severity': expected a mapping, found {node.kind}"
        raise _refusal(node, what, "write severity: {CB011: error}")
    known = tuple(severity.value for severity in Severity)
    seen: dict[str, str] = {}
    for key, value in node.pairs():
        name = _known(key)
        _not_always(name, key)
        if not value.is_text or value.text() not in known:
            found = f"'{value.text()}'" if value.is_text else value.kind
            raise _refusal(value, f"{found} is no severity", "write " + " or ".join(known))
        rule = rule_named(name)
        if rule is not None and seen.setdefault(rule.id, name) != name:
            raise _refusal(key, f"'{name}' is the same rule as '{seen[rule.id]}'", "keep one")
        yield name, Severity(value.text())


def _allowances(node: YamlNode | None) -> Iterator[Allowance]:
    if node is None or node.is_blank:
        return
    if not node.is_list:
        what = f"'checks.allow': expected a list, found {node.kind}"
        raise _refusal(node, what, _ALLOW_EXAMPLE)
    for entry in node.nodes():
        fields = _fields(entry, "checks.allow", _ALLOW_KEYS, hint=_ALLOW_EXAMPLE)
        if "rule" not in fields:
            raise _refusal(entry, "nothing says which 'rule' is allowed", _ALLOW_EXAMPLE)
        named = fields["rule"]
        rules = tuple(_allowable(one) for one in (named.nodes() if named.is_list else (named,)))
        if not rules:
            raise _refusal(named, "nothing says which 'rule' is allowed", _ALLOW_EXAMPLE)
        where, because = _text(fields, "where"), _text(fields, "because")
        yield Allowance(rules, where, because, entry.position)


def _allowable(node: YamlNode) -> str:
    name = _known(node)
    fault = what_may_not_be_allowed(name)
    if fault is not None:
        raise _refusal(node, *fault)
    return name


def _text(fields: dict[str, YamlNode], key: str) -> str:
    node = fields.get(key)
    if node is not None and not node.is_text:
        raise _refusal(node, f"'{key}': expected text, found {node.kind}", _ALLOW_EXAMPLE)
    return "" if node is None else " ".join(node.text().split())


def _not_always(name: str, node: YamlNode) -> None:
    rule = rule_named(name)
    if rule is not None and rule.id == ALWAYS:
        raise _refusal(
            node,
            f"{rule.id} {rule.name} is always an error",
            "nothing else is known of what cannot be read; leave the rule out here",
        )


def _refusal(node: YamlNode, message: str, hint: str) -> ProjectError:
    return ProjectError(message, where=str(node.position), hint=hint)
