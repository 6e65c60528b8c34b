"""Linting: what is judged, in which order, and that shipped books pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from ethnocode.codebook import lint, open_codebook, open_shipped, read_codebook, shipped_books
from ethnocode.model import Severity

GOOD = "definition: Something seen., include: [x], exclude: [y]"
EXAMPLES = "examples: [{text: t, apply: true, why: w}, {text: u, apply: false, why: w}]"


def test_findings_are_in_the_order_of_the_file() -> None:
    book = read_codebook("sources: {K: r}\ncodes:\n  - id: A\n  - id: b\n", path="p.yaml")
    found = lint(book)

    assert [(f.position.line, f.position.column, f.rule) for f in found] == [
        (1, 11, "CB009"),
        (3, 9, "CB002"),
        (3, 9, "CB004"),
        (3, 9, "CB006"),
        (3, 9, "CB013"),
        (4, 9, "CB004"),
        (4, 9, "CB006"),
        (4, 9, "CB013"),
    ]


def test_codes_of_extended_books_are_referred_to_but_not_judged(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("id: base\ncodes: [{id: Bad}, {id: ok}]\n", "utf-8")
    (tmp_path / "study.yaml").write_text(
        "id: study\nextends: base.yaml\ncodes:\n"
        f"  - {{id: own, {GOOD}, {EXAMPLES}, near: [{{code: ok, tell_apart: t}},"
        " {code: 'base:ok', tell_apart: t}]}\n"
        f"  - {{id: ok.child, {GOOD}, {EXAMPLES}}}\n",
        "utf-8",
    )

    assert lint(open_codebook(tmp_path / "study.yaml")) == ()


def test_a_reference_by_prefix_reaches_an_overridden_code(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("id: base\ncodes: [{id: ok}]\n", "utf-8")
    (tmp_path / "study.yaml").write_text(
        "id: study\nextends: base.yaml\ncodes:\n"
        f"  - {{id: ok, {GOOD}, {EXAMPLES}}}\n"
        f"  - {{id: own, {GOOD}, {EXAMPLES}, expects: {{with: ['base:ok']}}}}\n",
        "utf-8",
    )

    assert lint(open_codebook(tmp_path / "study.yaml")) == ()


def test_the_library_resolves_references_only() -> None:
    other = read_codebook("id: other\ncodes: [{id: thing}]", path="other.yaml")
    book = read_codebook(
        "id: mine\ncodes:\n"
        f"  - {{id: own, {GOOD}, {EXAMPLES}, expects: {{with: ['other:thing']}}}}\n",
        path="mine.yaml",
    )

    assert [f.rule for f in lint(book)] == ["CB003"]
    assert lint(book, library=[other]) == ()


def test_the_four_books_of_theory_are_shipped() -> None:
    assert {"bourdieu", "coproduction", "power", "professionalisation"} <= set(shipped_books())


@pytest.mark.parametrize("name", shipped_books())
def test_a_shipped_book_has_no_errors_beside_the_others(name: str) -> None:
    library = [open_shipped(other) for other in shipped_books() if other != name]
    found = lint(open_shipped(name), library=library)

    assert [f for f in found if f.severity is Severity.ERROR] == []
