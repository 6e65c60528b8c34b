"""Findings as JUnit XML, which most services for continuous integration show as tests."""

from __future__ import annotations

import re
from pathlib import PurePath
from xml.etree import ElementTree

from ethnocode.model import Finding
from ethnocode.report.findings import text
from ethnocode.report.findings.judgement import Judgement, RuleNote, words_of
from ethnocode.report.safe import visible

_NO_CHARACTERS = re.compile("[\ufffe\uffff]")
"""What XML cannot hold, beside the control characters and surrogates that are never shown."""


def render(judgement: Judgement) -> str:
    """Return one test suite.

    A rule that found nothing is a test that passed. Each finding is a test of its
    own: failed if the finding fails the check, else passed with the finding as output.
    """
    found: dict[str, list[Finding]] = {rule.id: [] for rule in judgement.rules}
    for finding in judgement.findings:
        found.setdefault(finding.rule, []).append(finding)
    names = {rule.id: rule for rule in judgement.rules}
    cases = [
        case
        for id_, findings in found.items()
        for case in _cases(judgement, id_, names.get(id_), findings)
    ]
    counts = {
        "name": "ethnocode",
        "tests": str(len(cases)),
        "failures": str(sum(map(judgement.fails, judgement.findings))),
        "errors": "0",
        "skipped": "0",
    }
    # no 'skipped' on the outer element: some schemas know it only on suites
    outer = {name: value for name, value in counts.items() if name != "skipped"}
    root = ElementTree.Element("testsuites", outer)
    ElementTree.SubElement(root, "testsuite", counts).extend(cases)
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _cases(
    judgement: Judgement, id_: str, rule: RuleNote | None, findings: list[Finding]
) -> list[ElementTree.Element]:
    name = f"{id_} {rule.name}" if rule else id_
    if not findings:
        return [_case(id_, name)]
    return [_found(judgement, finding, name) for finding in findings]


def _found(judgement: Judgement, finding: Finding, name: str) -> ElementTree.Element:
    place = finding.position
    case = _case(finding.rule, f"{name} {place}")
    case.set("file", _xml_text(PurePath(place.path).as_posix()))
    if place.line:
        case.set("line", str(place.line))
    line = text.line_of(finding)
    if judgement.fails(finding):
        said = {"message": _xml_text(words_of(finding)), "type": finding.severity.value}
        ElementTree.SubElement(case, "failure", said).text = _xml_text(line)
    else:
        ElementTree.SubElement(case, "system-out").text = _xml_text(line)
    return case


def _case(id_: str, name: str) -> ElementTree.Element:
    return ElementTree.Element(
        "testcase", {"classname": f"ethnocode.{_xml_text(id_)}", "name": _xml_text(name)}
    )


def _xml_text(words: str) -> str:
    return _NO_CHARACTERS.sub(lambda match: f"\\u{ord(match[0]):04x}", visible(words))
