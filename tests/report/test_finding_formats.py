"""Findings in every format: what a service's own parser reads back is what was found."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import pytest
from jsonschema import Draft4Validator
from junitparser import JUnitXml

from ethnocode.errors import UsageError
from ethnocode.model import Finding, Position, Severity
from ethnocode.report.findings import FORMATS, Judgement, RuleNote, format_named, summary

SCHEMA = json.loads((Path(__file__).parent / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
PARENT = RuleNote(
    "CB003",
    "unknown-code-reference",
    Severity.ERROR,
    "A code names another that is not there.\n\nWhy: whoever follows it\nfinds nothing.\n\n"
    "Fails:\n    - {id: a}\nPasses:\n    - {id: b}",
)
NEAR = RuleNote("CB007", "one-way-near", Severity.WARNING, "Near one way only.\n\nWhy: unclear.")
DATED = RuleNote("SR001", "undated-source", Severity.WARNING, "No date.\n\nWhy: order is lost.")
ERROR = Finding(
    "CB003", Severity.ERROR, Position("study/codebook.yaml", 12, 5), "'a' names 'bb'", "write 'b'"
)
WARNING = Finding("CB007", Severity.WARNING, Position("codebook.yaml", 7, 3), "'a' is near 'b'")
WHOLE_FILE = Finding("SR001", Severity.WARNING, Position("notes.md"), "no date", "set one")
ALL = Judgement((ERROR, WARNING, WHOLE_FILE), (PARENT, NEAR, DATED))

HOSTILE_PATHS = (
    "two\nlines.yaml",
    "a,b:c%20;=.yaml",
    "::error file=x::y.yaml",
    "tab\there \r return.yaml",
    "x\x1b[31m\x07.yaml",
    "caf\udce9.yaml",
    "καλάθι 🧺.yaml",
    "]]>&<'\".yaml",
    "nonchar\uffff\ufffe.yaml",
)
HOSTILE_WORDS = (
    "100% \x1b[2J\x00\x9b of\r\n'::error::x' {0} [see](https://x.example) \udce9\uffff ]]>"
)


def rendered(name: str, judgement: Judgement = ALL) -> str:
    return format_named(name).render(judgement)


def hostile(path: str) -> Judgement:
    finding = Finding("CB003", Severity.ERROR, Position(path, 2, 1), HOSTILE_WORDS, HOSTILE_WORDS)
    return Judgement((finding,), (PARENT,))


def test_text_is_one_line_a_finding_and_without_a_line_the_file_alone() -> None:
    assert rendered("text").splitlines() == [
        "study/codebook.yaml:12:5: CB003 error: 'a' names 'bb' (write 'b')",
        "codebook.yaml:7:3: CB007 warning: 'a' is near 'b'",
        "notes.md: SR001 warning: no date (set one)",
    ]


def test_the_summary_counts_and_names_the_first_rule_that_fails() -> None:
    assert summary(ALL) == ("1 error, 2 warnings in 3 files; 'ethnocode explain CB003' says why")
    strict = Judgement((WHOLE_FILE, WARNING, ERROR), strict=True)
    assert summary(strict).endswith("in 3 files; 'ethnocode explain SR001' says why")
    assert summary(Judgement((WARNING, ERROR))).endswith("'ethnocode explain CB003' says why")
    assert summary(Judgement(())) == ""


def test_json_is_a_list_of_records_in_which_line_0_is_the_file() -> None:
    first, _, last = json.loads(rendered("json"))

    assert list(first.items()) == [
        ("rule", "CB003"),
        ("severity", "error"),
        ("path", "study/codebook.yaml"),
        ("line", 12),
        ("column", 5),
        ("message", "'a' names 'bb'"),
        ("hint", "write 'b'"),
    ]
    assert (last["line"], last["column"]) == (0, 0)
    assert rendered("json", Judgement(())) == "[]\n"


def test_github_gets_a_workflow_command_a_finding() -> None:
    assert rendered("github").splitlines() == [
        "::error file=study/codebook.yaml,line=12,col=5,title=CB003 unknown-code-reference"
        "::'a' names 'bb' (write 'b')",
        "::warning file=codebook.yaml,line=7,col=3,title=CB007 one-way-near::'a' is near 'b'",
        "::warning file=notes.md,title=SR001 undated-source::no date (set one)",
    ]


def read_command(line: str) -> tuple[str, dict[str, str], str]:
    """Read a workflow command as GitHub's runner does, by its own rules."""
    assert line.startswith("::")
    head, _, message = line[2:].partition("::")
    name, _, written = head.partition(" ")
    properties = {}
    for pair in written.split(","):
        key, _, value = pair.partition("=")
        for escape, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ",")):
            value = value.replace(escape, character)
        properties[key] = value.replace("%25", "%")
    for escape, character in (("%0D", "\r"), ("%0A", "\n")):
        message = message.replace(escape, character)
    return name, properties, message.replace("%25", "%")


@pytest.mark.parametrize("path", HOSTILE_PATHS[:4])
def test_github_reads_back_any_path_and_any_words_from_one_line(path: str) -> None:
    (line,) = rendered("github", hostile(path)).split("\n")[:-1]

    name, properties, message = read_command(line)

    assert name == "error"
    assert properties["file"] == path
    assert properties["line"] == "2"
    assert message.startswith("100% \\x1b[2J\\x00\\x9b of\r\n'::error::x' {0} ")


@pytest.mark.parametrize("path", HOSTILE_PATHS)
@pytest.mark.parametrize("name", [format_.name for format_ in FORMATS])
def test_no_format_lets_a_character_through_that_acts_or_cannot_be_written(
    name: str, path: str
) -> None:
    written = rendered(name, hostile(path))

    assert written.encode("utf-8")
    assert not set(written) & {
        chr(point) for point in (*range(9), *range(11, 32), *range(127, 160))
    }
    if name in ("text", "github"):
        assert written.count("\n") == 1


@pytest.mark.parametrize("path", HOSTILE_PATHS)
def test_json_reads_back_any_path_and_words(path: str) -> None:
    (record,) = json.loads(rendered("json", hostile(path)))

    assert (record["path"], record["message"]) == (path, HOSTILE_WORDS)


def cases_of(judgement: Judgement) -> list[Any]:
    (suite,) = JUnitXml.fromstring(rendered("junit", judgement).encode())
    return list(suite)


def test_junit_has_a_test_a_finding_and_one_for_each_rule_that_found_nothing() -> None:
    """Of four rules one found nothing: three findings, four tests, one of them failed."""
    quiet = replace(PARENT, id="CB001", name="duplicate-id")
    judgement = Judgement(ALL.findings, (quiet, *ALL.rules))
    suites = JUnitXml.fromstring(rendered("junit", judgement).encode())

    assert (suites.tests, suites.failures, suites.errors) == (4, 1, 0)
    passed, failed, *_ = cases_of(judgement)
    assert (passed.name, passed.result) == ("CB001 duplicate-id", [])
    assert failed.name == "CB003 unknown-code-reference study/codebook.yaml:12:5"
    assert failed.result[0].message == "'a' names 'bb' (write 'b')"
    assert failed.result[0].text == rendered("text").splitlines()[0]


def test_junit_fails_warnings_where_the_check_does_and_else_shows_them() -> None:
    lenient = cases_of(ALL)
    strict = cases_of(replace(ALL, strict=True))

    assert [bool(case.result) for case in lenient] == [True, False, False]
    assert "SR001 warning: no date" in lenient[2].system_out
    assert [bool(case.result) for case in strict] == [True, True, True]


@pytest.mark.parametrize("path", HOSTILE_PATHS)
def test_junit_is_xml_whatever_paths_and_words_hold(path: str) -> None:
    root = ElementTree.fromstring(rendered("junit", hostile(path)).encode())

    (failure,) = root.iter("failure")
    assert "100% \\x1b[2J" in failure.attrib["message"]
    assert "]]>" in str(failure.text)


def sarif_of(judgement: Judgement) -> Any:
    log = json.loads(rendered("sarif", judgement))
    assert [error.message for error in Draft4Validator(SCHEMA).iter_errors(log)] == []
    return log["runs"][0]


def test_the_schema_would_notice_what_is_wrong() -> None:
    log = json.loads(rendered("sarif"))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0

    assert not Draft4Validator(SCHEMA).is_valid(log)


def test_sarif_says_who_found_what_where() -> None:
    run = sarif_of(ALL)
    rules = run["tool"]["driver"]["rules"]
    error, _, whole = run["results"]

    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["id"] for rule in rules] == ["CB003", "CB007", "SR001"]
    assert rules[0]["shortDescription"]["text"] == "A code names another that is not there."
    assert rules[0]["fullDescription"]["text"] == "whoever follows it finds nothing."
    assert rules[1]["defaultConfiguration"]["level"] == "warning"
    assert [result["level"] for result in run["results"]] == ["error", "warning", "warning"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]
    assert error["message"]["text"] == "'a' names 'bb' (write 'b')"
    assert error["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "study/codebook.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 12, "startColumn": 5},
    }
    assert "region" not in whole["locations"][0]["physicalLocation"]


def test_sarif_names_a_rule_that_was_not_listed_by_its_id_alone() -> None:
    (result,) = sarif_of(Judgement((ERROR,)))["results"]

    assert result["ruleId"] == "CB003"
    assert "ruleIndex" not in result


@pytest.mark.parametrize("path", HOSTILE_PATHS)
def test_sarif_has_each_path_as_an_address_that_decodes_to_its_bytes(path: str) -> None:
    place = sarif_of(hostile(path))["results"][0]["locations"][0]["physicalLocation"]
    uri = place["artifactLocation"]["uri"]

    assert uri.isascii()
    assert not set(uri) & set(' :,;"<>[]{}|\\^`')
    assert unquote_to_bytes(uri) == path.encode("utf-8", "surrogateescape")


def test_sarif_has_an_absolute_path_as_a_file_address() -> None:
    finding = replace(ERROR, position=Position("/srv/my study/codebook.yaml", 1, 1))
    place = sarif_of(Judgement((finding,)))["results"][0]["locations"][0]["physicalLocation"]

    assert place["artifactLocation"] == {"uri": "file:///srv/my%20study/codebook.yaml"}


def test_sarif_keeps_users_words_from_becoming_links_and_placeholders() -> None:
    words = sarif_of(hostile("x.yaml"))["results"][0]["message"]["text"]

    assert "{{0}} \\[see](https://x.example)" in words


def fingerprints(*findings: Finding) -> list[str]:
    results = sarif_of(Judgement(findings))["results"]
    return [result["partialFingerprints"]["ethnocodeFinding/v1"] for result in results]


def test_a_fingerprint_stays_when_lines_and_counts_change_and_tells_findings_apart() -> None:
    moved = replace(ERROR, position=Position(ERROR.position.path, 99, 9))
    three = replace(ERROR, message="3 codings use 'a2', first in line 7")
    four = replace(three, message="4 codings use 'a2', first in line 12")
    other = replace(three, message="3 codings use 'a3', first in line 7")

    assert fingerprints(ERROR) == fingerprints(moved)
    assert fingerprints(three) == fingerprints(four) != fingerprints(other)
    assert fingerprints(ERROR) != fingerprints(replace(ERROR, rule="CB007"))
    assert fingerprints(ERROR) != fingerprints(replace(ERROR, position=WARNING.position))
    assert len(set(fingerprints(ERROR, moved, WARNING))) == 3


@pytest.mark.parametrize("name", [format_.name for format_ in FORMATS])
def test_ten_thousand_findings_are_all_there_and_the_same_each_time(name: str) -> None:
    findings = tuple(
        replace(ERROR, position=Position("codebook.yaml", n, 1)) for n in range(1, 10_001)
    )
    written = rendered(name, Judgement(findings, (PARENT,)))

    assert written == rendered(name, Judgement(findings, (PARENT,)))
    marks = {"junit": "<failure", "sarif": '"ruleId"', "json": '"rule"'}
    assert written.count(marks.get(name, "'a' names 'bb'")) == 10_000


def test_a_format_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="no format of findings 'xml'"):
        format_named("xml")
