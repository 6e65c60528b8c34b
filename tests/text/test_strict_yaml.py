"""Strict YAML: words stay words, places are right, the rest is refused."""

from __future__ import annotations

import pytest

from ethnocode.errors import CodebookError
from ethnocode.model import Position
from ethnocode.text import strict_yaml
from ethnocode.text.strict_yaml import MAX_LEVELS, YamlNode, read_yaml


def refused(text: str | bytes, *, first_line: int = 1) -> CodebookError:
    with pytest.raises(CodebookError) as caught:
        read_yaml(text, path="book.yaml", first_line=first_line)
    assert caught.value.hint
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    "word", ["no", "on", "1e3", "12:30", "12:30:45", "0x1F", "2012-02-08", "true", "1_000", ".inf"]
)
def test_a_scalar_is_the_word_that_is_written(word: str) -> None:
    assert read_yaml(f"key: {word}", path="p").plain() == {"key": word}


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL"])
def test_nothing_written_is_empty_text(nothing: str) -> None:
    assert read_yaml(f"key: {nothing}", path="p").plain() == {"key": ""}


def test_quotes_and_keys_keep_the_words_that_mean_nothing() -> None:
    assert read_yaml("a: '~'\nnull: x\nyes: y\n", path="p").plain() == {
        "a": "~",
        "null": "x",
        "yes": "y",
    }


def test_every_value_knows_its_line_and_column() -> None:
    node = read_yaml("id: x\ncodes:\n  - {id: habitus}\n", path="b.yaml")
    codes = node.mapping()["codes"]
    habitus = codes.nodes()[0].mapping()["id"]

    assert codes.nodes()[0].position == Position("b.yaml", 3, 5)
    assert habitus.position == Position("b.yaml", 3, 10)
    assert node.pairs()[1][0].position == Position("b.yaml", 2, 1)


def test_columns_count_characters_not_bytes() -> None:
    node = read_yaml("{é😀: x, b: y}", path="p")

    assert node.mapping()["b"].position.column == 12


def test_offsets_cut_the_value_out_of_the_text_even_after_a_byte_order_mark() -> None:
    text = "\ufeffa: [eins, zwei]\nb: drei # four\n"
    values = read_yaml(text, path="p").mapping()

    assert text[values["a"].start : values["a"].end] == "[eins, zwei]"
    assert text[values["b"].start : values["b"].end] == "drei"


def test_front_matter_lines_count_from_where_it_stands() -> None:
    assert read_yaml("a: b", path="p", first_line=7).position.line == 7
    assert refused("a: b\n\tc: d", first_line=7).where == "book.yaml:8:1"
    unclosed = refused("a: b\nc: [d", first_line=7)
    assert unclosed.where == "book.yaml:8:4"
    assert "up to line 9" in unclosed.message


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "\ufeff", b"", "---\n"])
def test_nothing_is_a_blank_value(text: str | bytes) -> None:
    node = read_yaml(text, path="p")

    assert node.is_blank
    assert node.plain() == ""
    assert node.nodes() == node.pairs() == ()


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_any_line_ending_will_do(ends: str) -> None:
    node = read_yaml(ends.join(["a: x", "b:", "  - y", ""]), path="p")

    assert node.plain() == {"a": "x", "b": ["y"]}
    assert node.mapping()["b"].nodes()[0].position.line == 3


def test_letters_are_composed() -> None:
    assert read_yaml("cafe\u0301: cafe\u0301", path="p").plain() == {"caf\u00e9": "caf\u00e9"}
    assert "written twice" in refused("cafe\u0301: 1\ncaf\u00e9: 2").message


REFUSALS = [
    ("a duplicate key", "a: 1\nb: 2\na: 3\n", "3:1", "'a' is written twice"),
    ("a duplicate key in braces", "x: {a: 1, a: 2}", "1:11", "'a' is written twice"),
    ("an anchor", "codes: &x\n  - a", "1:8", "anchor '&x'"),
    ("an alias to itself", "codes: &x\n  - *x", "1:8", "anchor"),
    ("an alias to nothing", "a: *b", "1:4", "'*b'"),
    ("a tag", "a: !!str b", "1:4", "tag '!!str'"),
    ("a bare tag", "a: ! b", "1:4", "tag"),
    ("a merge key", "<<: {a: b}", "1:1", "merge key"),
    ("a tab that indents", "codes:\n\t- a", "2:1", "tab"),
    ("a tab between words", "a: b\tc", "1:5", "tab"),
    ("a second document", "a: b\n---\nc: d", "2:1", "second document"),
    ("a key that is a list", "? [a, b]\n: c", "1:3", "a key that is not text"),
    ("a NUL", "a: \x00", "1:4", "U+0000"),
    ("an escape character", "a: \x1b[31m", "1:4", "U+001B"),
    ("an escaped escape character", 'a: "\\x1b"', "1:4", "control character"),
    ("a lone surrogate", "a: \ud800", "1:4", "U+D800"),
    ("a hidden line break", "a: b\u2028c: d", "1:5", "U+2028"),
    ("text shown backwards", "a: b\u202ec", "1:5", "U+202E"),
    ("an unclosed list", "a: [b", "2:1", "not YAML"),
    ("two colons", "a: b: c", "1:5", "not YAML"),
]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [pytest.param(*case[1:], id=case[0]) for case in REFUSALS],
)
def test_what_could_mislead_is_refused_with_its_place(text: str, place: str, message: str) -> None:
    error = refused(text)

    assert message in error.message
    if "not YAML" not in message:  # the parser decides where it lost its way
        assert error.where == f"book.yaml:{place}"


def test_bytes_that_are_not_utf8_are_refused_at_the_byte() -> None:
    error = refused("codes:\n  - {name: café}\n".encode("latin-1"))

    assert error.where == "book.yaml:2:15"
    assert "0xe9" in error.message
    assert "offset 21" in error.message


def nested(levels: int) -> str:
    return "[" * levels + "]" * levels


def test_forty_levels_are_read_and_one_more_is_refused() -> None:
    assert read_yaml(nested(MAX_LEVELS), path="p").is_list
    assert "40 levels" in refused(nested(MAX_LEVELS + 1)).message


INDENTED = "".join(" " * n + "a:\n" for n in range(1500))


@pytest.mark.parametrize(
    "text",
    ["[" * 200_000, "- " * 200_000, "{a: " * 100_000, INDENTED],
    ids=["brackets", "dashes", "braces", "indented"],
)
def test_deep_nesting_is_refused_at_the_limit(text: str) -> None:
    assert "levels" in refused(text).message


def test_the_plain_python_parser_reads_and_refuses_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import yaml

    monkeypatch.setattr(strict_yaml, "_LOADER", yaml.SafeLoader)

    assert read_yaml("a: [no, 12:30]\nb: ~\n", path="p").plain() == {"a": ["no", "12:30"], "b": ""}
    for name, text, place, message in REFUSALS:
        error = refused(text)
        assert message in error.message, name
        assert "not YAML" in message or error.where == f"book.yaml:{place}", name


def test_a_value_of_the_wrong_kind_is_refused_where_it_stands() -> None:
    node = read_yaml("a: text\nb: [x]\nc: {d: e}\n", path="p.yaml")
    wrong = [
        (node.mapping()["a"], YamlNode.nodes, "p.yaml:1:4: expected a list, found text"),
        (node.mapping()["b"], YamlNode.text, "p.yaml:2:4: expected text, found a list"),
        (node.mapping()["c"], YamlNode.nodes, "p.yaml:3:4: expected a list, found a mapping"),
        (node.mapping()["a"], YamlNode.mapping, "p.yaml:1:4: expected a mapping, found text"),
    ]

    for value, ask, message in wrong:
        with pytest.raises(CodebookError) as caught:
            ask(value)
        assert str(caught.value) == message


def test_get_finds_a_value_or_none() -> None:
    node = read_yaml("a: x", path="p")
    found = node.get("a")

    assert found is not None
    assert found.text() == "x"
    assert node.get("b") is None


def test_a_key_without_its_colon_is_placed_where_it_is_written() -> None:
    text = "codes:\n  - id: a\n    definition\n    name: A\n"

    with pytest.raises(CodebookError, match="could not find expected ':'") as error:
        read_yaml(text, path="book.yaml")

    assert error.value.where == "book.yaml:3:5"


def test_a_merge_conflict_is_named_and_placed_at_its_first_mark() -> None:
    text = "codes:\n  - id: a\n<<<<<<< HEAD\n    name: A\n=======\n    name: B\n>>>>>>> other\n"

    with pytest.raises(CodebookError, match="a merge conflict") as error:
        read_yaml(text, path="book.yaml")

    assert error.value.where == "book.yaml:3:1"
