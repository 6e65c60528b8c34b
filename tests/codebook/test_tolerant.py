"""What cannot be read of a codebook: each thing told once, and all else judged."""

from __future__ import annotations

from pathlib import Path

import pytest
from defects import CLEAN

from ethnocode.codebook import open_codebook, read_codebook
from ethnocode.errors import CodebookError
from ethnocode.services.linting import lint_files
from ethnocode.text.strict_yaml import MAX_FAULTS, read_yaml_tolerantly


def found_in(folder: Path, **books: str | bytes) -> list[str]:
    """Return book, line, column and rule of what is found in books."""
    files = []
    for name, text in books.items():
        files.append(folder / f"{name}.yaml")
        files[-1].write_bytes(text if isinstance(text, bytes) else text.encode())
    return [
        f"{Path(f.position.path).stem}:{f.position.line}:{f.position.column} {f.rule}"
        for f in lint_files(files)
    ]


def test_every_value_that_cannot_be_read_is_told_and_the_rest_is_judged(tmp_path: Path) -> None:
    text = """\
ethnocode: 2
id: b
codes:
  - id: Bad
    definition: Words.
    include: one
    exclude: [two, [three]]
    near: hush
    properties: [x]
    examples: [{text: a, apply: maybe}, {text: b, apply: true}, {apply: true}]
    cues: [a]
    expects: [hush]
    sources: [none]
    children: {id: x}
  - hush
  - id:
  - {id: hush, definition: &x Silence., definition: again}
"""

    assert found_in(tmp_path, b=text) == [
        "b:1:12 CB020",
        "b:4:9 CB002",
        "b:6:14 CB020",
        "b:7:20 CB020",
        "b:8:11 CB020",
        "b:9:17 CB020",
        "b:10:33 CB020",
        "b:10:65 CB020",
        "b:11:11 CB020",
        "b:12:14 CB020",
        "b:14:15 CB020",
        "b:14:20 CB004",
        "b:14:20 CB006",
        "b:14:20 CB013",
        "b:15:5 CB020",
        "b:16:5 CB020",
        "b:17:10 CB006",
        "b:17:10 CB013",
        "b:17:28 CB019",
        "b:17:41 CB019",
    ]


def test_a_file_that_cannot_be_read_is_nothing_to_the_others(tmp_path: Path) -> None:
    refers = CLEAN.replace("code: hush", "code: 'broken:anything'").replace(
        "    near: [{code: waiting, tell_apart: here no answer was ever promised}]\n", ""
    )
    found = found_in(
        tmp_path,
        broken="id: broken\ncodes: [{id: a\n",
        binary=b"\x89PNG\r\n\0\0",
        empty="",
        allotment=refers,
        sound=CLEAN.replace("id: allotment", "id: sound").replace("[B1986]", "[none]", 1),
    )

    assert found == [
        "broken:2:9 CB019",
        "binary:1:1 CB019",
        "empty:1:1 CB020",
        "sound:5:11 CB009",
        "sound:18:15 CB008",
    ]


def test_a_missing_base_does_not_make_its_codes_unknown(tmp_path: Path) -> None:
    text = CLEAN.replace("sources:", "extends: [./base.yaml, bourdeiu]\nsources:", 1).replace(
        "    cues: {phrases: [back was sore]}",
        "    near: [{code: planting, tell_apart: one digs}, {code: 'base:x', tell_apart: one}]\n"
        "    expects: {with: [sowing]}\n    sources: [S1]\n",
    )
    text += "  - {id: sowing.early, exclude: []}\n"

    assert found_in(tmp_path, b=text) == ["b:5:11 CB021", "b:5:24 CB021"]


@pytest.mark.parametrize(
    ("base", "message"),
    [
        ("id: base\ncodes: [{id: a, id: b}]", "base.yaml:2:17: key 'id' is written twice"),
        ("id: base\nextends: study.yaml\ncodes: []", "leads back to itself"),
        ("id: study\ncodes: []", "extends a codebook of the same id"),
        ("id: base\nextends: ./none.yaml\ncodes: []", "there is no codebook file"),
    ],
)
def test_what_is_wrong_with_a_base_is_told_at_its_entry(
    base: str, message: str, tmp_path: Path
) -> None:
    (tmp_path / "base.yaml").write_text(base, "utf-8")
    study = tmp_path / "study.yaml"
    study.write_text("id: study\nextends:\n  - ./base.yaml\ncodes: []\n", "utf-8")
    (finding,) = lint_files([study])

    assert (finding.position.line, finding.position.column, finding.rule) == (3, 5, "CB021")
    assert message in finding.message
    with pytest.raises(CodebookError):
        open_codebook(study)


def test_two_bases_that_define_one_code_are_told_at_the_second(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(f"id: {name}\ncodes: [{{id: a}}]", "utf-8")

    assert found_in(tmp_path, b="id: b\nextends: [one.yaml, two.yaml]\ncodes: []\n") == [
        "b:2:21 CB021"
    ]


def test_codes_of_another_version_are_at_hand(tmp_path: Path) -> None:
    text = CLEAN.replace("sources:", "extends: [power@0.0.1]\nsources:", 1).replace(
        "    cues: {phrases: [back was sore]}",
        "    expects: {with: ['power:agency', 'power:agencie']}",
    )

    assert found_in(tmp_path, b=text) == ["b:5:11 CB021", "b:46:38 CB003"]


def test_a_misspelt_key_is_not_told_again_as_what_is_missing(tmp_path: Path) -> None:
    text = CLEAN.replace("tell_apart: here", "tel_apart: here").replace("codes:", "codez:", 1)

    assert found_in(tmp_path, b=text) == ["b:6:1 CB020"]
    assert found_in(tmp_path, b=text.replace("codez:", "codes:")) == ["b:33:28 CB014"]
    assert found_in(tmp_path, b=CLEAN.replace("definition: Letters", "defnition: Letters")) == [
        "b:30:5 CB014"
    ]


def test_no_more_faults_are_told_than_help() -> None:
    text = "codes: [" + "*x, " * 5_000 + "]"

    assert len(read_yaml_tolerantly(text, path="p").faults) == MAX_FAULTS


@pytest.mark.parametrize(
    ("codec", "what"),
    [
        ("utf-16", "saved as UTF-16"),
        ("utf-16-le", "saved as UTF-16"),
        ("utf-16-be", "saved as UTF-16"),
        ("utf-32", "saved as UTF-32"),
        ("utf-32-be", "saved as UTF-32"),
    ],
)
def test_another_encoding_is_named_and_read_all_the_same(
    codec: str, what: str, tmp_path: Path
) -> None:
    file = tmp_path / "b.yaml"
    file.write_bytes(CLEAN.replace("id: digging", "id: Digging").encode(codec))
    first, second = lint_files([file])

    assert (first.rule, first.position.line, first.position.column) == ("CB019", 1, 1)
    assert what in first.message
    assert "UTF-8" in first.hint
    assert second.rule == "CB002"


def test_a_letter_of_windows_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "b.yaml"
    file.write_bytes(CLEAN.replace("Nobody", "Personne n'a répondu:").encode("cp1252"))
    (finding,) = lint_files([file])

    assert finding.message.endswith("which is 'é' in Windows-1252")


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("ids: {v\u0430lue: [a]}", "U+0430 CYRILLIC SMALL LETTER A"),
        ("ids: {\u03bfne: [a]}", "U+03BF GREEK SMALL LETTER OMICRON"),
        ("ids: {\uff49d: [a]}", "U+FF49 FULLWIDTH LATIN SMALL LETTER I"),
        ("ids: {on\u200be: [a]}", "U+200B ZERO WIDTH SPACE"),
        ("ids: {on\u00ade: [a]}", "U+00AD SOFT HYPHEN"),
    ],
)
def test_a_name_that_is_not_what_it_looks_like_is_refused(name: str, letter: str) -> None:
    text = f"codes:\n  - id: a\n    {name.replace('ids', 'properties')}\n"
    with pytest.raises(CodebookError) as caught:
        read_codebook(text, path="b.yaml")

    assert caught.value.where == "b.yaml:3:18"
    assert letter in caught.value.message


def test_words_in_one_alphabet_are_names() -> None:
    text = "codes: [{id: a, properties: {café: [x], возраст: [y], 年齢: [z], β2: [w]}}]"

    assert len(read_codebook(text, path="p").codes[0].properties) == 4
