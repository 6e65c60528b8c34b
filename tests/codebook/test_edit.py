"""Editing a codebook's text: one entry more, and nothing else."""

from __future__ import annotations

import pytest

from ethnocode.codebook import lint, new_codebook, read_codebook, with_extension
from ethnocode.errors import CodebookError


def added(text: str, name: str = "power") -> str:
    return with_extension(text, name, path="book.yaml")


EDITS = [
    pytest.param(
        "extends: [bourdieu] # the base\ncodes: []\n",
        "extends: [bourdieu, power] # the base\ncodes: []\n",
        id="list in brackets",
    ),
    pytest.param("extends: []\ncodes: []\n", "extends: [power]\ncodes: []\n", id="empty list"),
    pytest.param(
        "extends: [\n  a, # one\n  b, # two\n]\ncodes: []\n",
        "extends: [\n  a, # one\n  b, power, # two\n]\ncodes: []\n",
        id="brackets over several lines",
    ),
    pytest.param(
        "extends:\n  # why\n  - a   # one\n  - b   # two\n\n# codes\ncodes: []\n",
        "extends:\n  # why\n  - a   # one\n  - b   # two\n  - power\n\n# codes\ncodes: []\n",
        id="list in lines",
    ),
    pytest.param(
        "extends:\n- a\ncodes: []\n",
        "extends:\n- a\n- power\ncodes: []\n",
        id="list in lines not indented",
    ),
    pytest.param(
        "codes: []\nextends:\n  - a", "codes: []\nextends:\n  - a\n  - power", id="last line open"
    ),
    pytest.param(
        "extends: bourdieu # base\ncodes: []\n",
        "extends: [bourdieu, power] # base\ncodes: []\n",
        id="one name",
    ),
    pytest.param(
        'extends: "a b.yaml"\ncodes: []\n',
        'extends: ["a b.yaml", power]\ncodes: []\n',
        id="one quoted name",
    ),
    pytest.param(
        "extends: # none\ncodes: []\n", "extends: [power] # none\ncodes: []\n", id="nothing written"
    ),
    pytest.param("extends: ~\ncodes: []\n", "extends: [power]\ncodes: []\n", id="null"),
    pytest.param(
        "# mine\nid: study\ntitle: T # t\n\n# codes\ncodes: []\n",
        "# mine\nid: study\ntitle: T # t\nextends: [power]\n\n# codes\ncodes: []\n",
        id="key missing",
    ),
    pytest.param(
        "# mine\ncodes: []\n", "# mine\nextends: [power]\ncodes: []\n", id="only codes written"
    ),
    pytest.param("{codes: []}\n", "{extends: [power], codes: []}\n", id="book in braces"),
    pytest.param(
        "id: a\r\nextends:\r\n  - b\r\ncodes: []\r\n",
        "id: a\r\nextends:\r\n  - b\r\n  - power\r\ncodes: []\r\n",
        id="windows line endings",
    ),
    pytest.param(
        "\ufeffid: a\r\ncodes: []\r\n",
        "\ufeffid: a\r\nextends: [power]\r\ncodes: []\r\n",
        id="byte order mark",
    ),
    pytest.param(
        "title: >-\n  a long\n  title\n\ncodes: []\n",
        "extends: [power]\ntitle: >-\n  a long\n  title\n\ncodes: []\n",
        id="folded title",
    ),
]


@pytest.mark.parametrize(("before", "after"), EDITS)
def test_an_entry_is_added_and_nothing_else_changes(before: str, after: str) -> None:
    assert added(before) == after
    assert read_codebook(after, path="p").extends[-1] == "power"


@pytest.mark.parametrize("text", ["extends: [a, power]\ncodes: []", "extends: power\ncodes: []"])
def test_an_entry_that_is_there_is_not_added_again(text: str) -> None:
    assert added(text) == text


def test_another_version_of_an_extended_book_is_refused() -> None:
    with pytest.raises(CodebookError, match=r"already extends 'power@1\.0\.0'"):
        added("extends: [power@1.0.0]\ncodes: []\n", "power@2.0.0")


@pytest.mark.parametrize("name", ["a b.yaml", "x: y.yaml", "[odd].yaml", "null", "#.yaml", 'a"b'])
def test_an_odd_name_is_quoted(name: str) -> None:
    assert read_codebook(added("codes: []\n", name), path="p").extends == (name,)


def test_what_is_no_mapping_is_refused() -> None:
    with pytest.raises(CodebookError, match="expected a mapping, found a list"):
        added("- a\n- b\n")


def test_a_place_that_cannot_be_added_to_is_refused_not_broken() -> None:
    with pytest.raises(CodebookError, match="cannot be changed here"):
        added("extends: >-\n  bourdieu\ncodes: []\n")


@pytest.mark.parametrize("extends", [(), ("bourdieu",), ("bourdieu", "my books/own.yaml")])
def test_a_new_codebook_reads_back_and_has_nothing_to_find(extends: tuple[str, ...]) -> None:
    text = new_codebook("estate", 'The "estate": a study', extends=extends)
    book = read_codebook(text, path="codebook.yaml")

    assert (book.id, book.title) == ("estate", 'The "estate": a study')
    assert book.extends == extends
    assert book.codes == ()
    assert lint(book) == ()


def test_the_sample_code_in_a_new_codebook_can_be_uncommented() -> None:
    """Without its '# ' the sample is a code that no rule faults."""
    text = new_codebook("estate", "The estate", extends=())
    start = text.index("#   - id: waiting")
    sample = text[start : text.index("# A code with the id")]
    lines = [line.removeprefix("# ") for line in sample.splitlines() if line != "#"]
    book = read_codebook("id: estate\ncodes:\n" + "\n".join(lines), path="p")

    assert [code.id for code in book] == ["waiting"]
    assert lint(book) == ()
