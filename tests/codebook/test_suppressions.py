"""Suppressions are found in comments, and only there."""

from __future__ import annotations

import pytest

from ethnocode.codebook.suppressions import suppressions_in
from ethnocode.text.strict_yaml import read_yaml


def found(text: str) -> list[tuple[str, str, str, str]]:
    """Return rules, the place meant, the reason and where the comment is."""
    return [
        (" ".join(s.rules), s.where, s.because, f"{s.position.line}:{s.position.column}")
        for s in suppressions_in(text, read_yaml(text, path="b"), path="b")
    ]


def test_at_the_end_of_a_line_it_is_for_that_line() -> None:
    assert found("a: x\nb: y  # allow CB011: both say so\nc: z\n") == [
        ("CB011", "b:2", "both say so", "2:7")
    ]


def test_alone_it_is_for_the_line_below_the_comments_it_stands_among() -> None:
    text = "# allow CB001: one\n  # allow CB002: two\n# a remark\na: x\n"

    assert [(rules, where) for rules, where, _, _ in found(text)] == [
        ("CB001", "b:4"),
        ("CB002", "b:4"),
    ]


@pytest.mark.parametrize("text", ["# allow CB001: r\n\na: x\n", "a: x\n# allow CB001: r\n"])
def test_alone_above_nothing_it_is_for_no_line_but_its_own(text: str) -> None:
    (_, where, _, at), *_ = found(text)

    assert where == f"b:{at.partition(':')[0]}"


def test_several_rules_by_id_or_name_share_a_reason_which_may_have_colons() -> None:
    assert found("a: x # allow CB010 , shared-cue :  so: says she  \n") == [
        ("CB010 shared-cue", "b:1", "so: says she", "1:6")
    ]


@pytest.mark.parametrize(
    "text",
    [
        'a: "one # allow CB001: no"\n',
        "a: 'one # allow CB001: no'\n",
        'a: "one\n  # allow CB001: no"\n',
        "a: |\n  one # allow CB001: no\n  # allow CB002: no\n",
        "a: >-\n  one\n\n  # allow CB002: no\nb: x\n",
        "a: |2\n    # allow CB001: no\n  x\n",
        "a: one# allow CB001\n",
        '"# allow CB001: no": x\n',
        "a: {b: 'x # allow CB001: no'}\n",
    ],
)
def test_in_a_value_it_is_text(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: |  # allow CB001: yes\n  one\n", 1),
        ("a: >-\n  one\n# allow CB001: yes\nb: x\n", 4),
        ("a: >-\n  one\n  # no\n # allow CB001: yes\nb: x\n", 5),
        ('a: "x # allow CB002: no" # allow CB001: yes\n', 1),
        ("a: {b: c, # allow CB001: yes\n    d: e}\n", 1),
        ("a: [b, # c\n # allow CB001: yes\n    d]\n", 3),
        ("\ufeff# allow CB001: yes\na: x\n", 2),
        ("a: x\r\n# allow CB001: yes\r\nb: x\r\n", 3),
        ("a: x # ALLOW CB001: yes\n", 1),
        ("a: x #allow CB001: yes\n", 1),
        ("a: x ## allow CB001: yes\n", 1),
        ("a: x #\tallow CB001: yes\n", 1),
        ("a:  # allow CB001: yes\n  - x\n", 1),
        ("? a # allow CB001: yes\n: x\n", 1),
    ],
)
def test_outside_values_it_is_found_however_the_file_is_written(text: str, line: int) -> None:
    assert [(rules, where, why) for rules, where, why, _ in found(text)] == [
        ("CB001", f"b:{line}", "yes")
    ]


@pytest.mark.parametrize(
    "remark", ["allow people to speak: no", "allow some slack", "allowed CB001: x", "allow", "no"]
)
def test_a_remark_is_no_suppression(remark: str) -> None:
    assert found(f"a: x # {remark}\n") == []


@pytest.mark.parametrize(
    "words",
    [
        "allow CB001",
        "allow CB001 as we agreed",
        "allow CB001:",
        "allow CB001:   ",
        "allow CB001; we agreed",
        "allow CB001. We agreed",
        "allow: CB001 we agreed",
        "allow (CB001)",
    ],
)
def test_one_without_a_reason_is_found_with_none(words: str) -> None:
    assert found(f"a: x # {words}\n") == [("CB001", "b:1", "", "1:6")]


def test_a_name_that_no_rule_has_is_kept_as_written_for_the_rules_to_judge() -> None:
    assert found("a: x # allow CB0011, sharedcue: why\n")[0][0] == "CB0011 sharedcue"
