"""Findings as SARIF 2.1.0, the format in which services and editors exchange them."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from ethnocode import __version__
from ethnocode.model import Finding, Position
from ethnocode.report.findings.judgement import Judgement, RuleNote, words_of
from ethnocode.report.safe import escape_unseen, visible

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_WHY = re.compile(r"^Why:(.*?)(?:\n\n|\Z)", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")
_PLACEHOLDER = re.compile(r"\{(\d+)\}")
_NUMBER = re.compile(r"(?<![\w.])\d+(?![\w.])")

Record = dict[str, Any]


def render(judgement: Judgement) -> str:
    """Return one run of the program, with every rule that was asked.

    Source:
        OASIS, Static Analysis Results Interchange Format (SARIF) 2.1.0.
    """
    driver = {
        "name": "ethnocode",
        "version": __version__,
        "rules": [_rule(rule) for rule in judgement.rules],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True}],
        "columnKind": "unicodeCodePoints",
        "results": _results(judgement),
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    # In one line: json.dumps leaves its fast encoder as soon as it indents.
    return escape_unseen(json.dumps(log, ensure_ascii=False)) + "\n"


def _rule(rule: RuleNote) -> Record:
    why = _WHY.search(rule.page)
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": " ".join(why[1].split()) if why else rule.summary},
        "help": {"text": rule.page},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _results(judgement: Judgement) -> list[Record]:
    numbers = {rule.id: number for number, rule in enumerate(judgement.rules)}
    seen: Counter[str] = Counter()
    results = []
    for finding in judgement.findings:
        identity = _identity(finding)
        seen[identity] += 1
        digest = hashlib.sha256(f"{identity}\0{seen[identity]}".encode("utf-8", "replace"))
        result: Record = {"ruleId": finding.rule}
        if finding.rule in numbers:
            result["ruleIndex"] = numbers[finding.rule]
        result |= {
            "level": finding.severity.value,
            "message": {"text": _message(finding)},
            "locations": [{"physicalLocation": _place(finding.position)}],
            "partialFingerprints": {"ethnocodeFinding/v1": digest.hexdigest()[:32]},
        }
        results.append(result)
    return results


def _identity(finding: Finding) -> str:
    """Return what makes it the same finding when lines move and counts change."""
    words = _NUMBER.sub("#", finding.message)
    return "\0".join((finding.rule, finding.position.path, words))


def _message(finding: Finding) -> str:
    """Return what it says, so that no viewer makes a link or a placeholder of the user's words."""
    words = _LINK.sub(r"\[", visible(words_of(finding)))
    return _PLACEHOLDER.sub(r"{{\1}}", words)


def _place(position: Position) -> Record:
    place: Record = {"artifactLocation": _artifact(position.path)}
    if position.line:
        place["region"] = {"startLine": position.line}
        if position.column:
            place["region"]["startColumn"] = position.column
    return place


def _artifact(path: str) -> Record:
    pure = PurePath(path)
    name = quote(pure.as_posix().encode("utf-8", "surrogateescape"), safe="/")
    if pure.is_absolute():
        return {"uri": f"file://{'' if name.startswith('/') else '/'}{name}"}
    return {"uri": name, "uriBaseId": "%SRCROOT%"}
