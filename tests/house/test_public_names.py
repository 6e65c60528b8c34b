"""Public names are documented, and called by the field's own words (CONVENTIONS, section 1)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

import pytest
from inspect_tree import Function, Module, assert_none, parsed, program

BANNED_WORDS = {
    "tag",
    "highlight",
    "annotation",
    "user",
    "item",
    "manager",
    "helper",
    "util",
}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b|\bto be written\b", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def undocumented(modules: Iterable[Module]) -> list[str]:
    """Return modules and public classes, functions and methods without a docstring."""
    found = []
    for module in modules:
        if not ast.get_docstring(module.tree):
            found.append(f"{module.path}:1: the module has no docstring")
        found += [
            module.at(node, f"{node.name} has no docstring")
            for node in _public(module.tree.body)
            if not ast.get_docstring(node)
        ]
    return found


def foreign_words(modules: Iterable[Module]) -> list[str]:
    """Return modules, classes and functions named by a word that is not the field's."""
    found = []
    for module in modules:
        if word := _banned_word(module.path.rpartition("/")[2].removesuffix(".py")):
            found.append(f"{module.path}:1: the module is called '{word}'")
        for node in ast.walk(module.tree):
            if isinstance(node, _Definition) and (word := _banned_word(node.name)):
                found.append(module.at(node, f"{node.name} says '{word}'"))
    return found


def unfinished(modules: Iterable[Module]) -> list[str]:
    """Return lines that promise what is not there."""
    return [
        f"{module.path}:{number}: {line.strip()}"
        for module in modules
        for number, line in enumerate(module.text.splitlines(), start=1)
        if UNFINISHED.search(line)
    ]


def _public(body: Iterable[ast.stmt]) -> Iterator[_Definition]:
    for node in body:
        if isinstance(node, _Definition) and not node.name.startswith("_"):
            if not _is_setter(node):
                yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body)
        elif isinstance(node, ast.If | ast.Try):
            yield from _public([*node.body, *node.orelse])


def _is_setter(node: ast.ClassDef | Function) -> bool:
    return any(
        isinstance(decorator, ast.Attribute) and decorator.attr in {"setter", "deleter"}
        for decorator in node.decorator_list
    )


def _banned_word(name: str) -> str | None:
    words = _HUMP.sub("_", name).lower().split("_")
    return next(
        (w for w in words if w in BANNED_WORDS or w.removesuffix("s") in BANNED_WORDS), None
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("def count(): ...", "count"),
        ("async def count(): ...", "count"),
        ("class Span: ...", "Span"),
        ('class Span:\n    """A span."""\n    def shifted(self): ...', "shifted"),
        ("class Span:\n    '''A span.'''\n    @property\n    def length(self): ...", "length"),
        ("if True:\n    def count(): ...", "count"),
    ],
)
def test_a_public_name_without_a_docstring_is_named(text: str, name: str) -> None:
    (violation,) = undocumented([parsed("ethnocode/text/planted.py", f'"""Planted."""\n{text}')])

    assert violation.startswith("ethnocode/text/planted.py:")
    assert violation.endswith(f": {name} has no docstring")


def test_a_module_without_a_docstring_is_named() -> None:
    assert undocumented([parsed("ethnocode/text/planted.py", "import re")]) == [
        "ethnocode/text/planted.py:1: the module has no docstring"
    ]


def test_private_and_inner_names_need_no_docstring() -> None:
    text = (
        '"""Planted."""\n'
        "def _count(): ...\n"
        "class _Span:\n    def shifted(self): ...\n"
        'def count():\n    """Count."""\n    def inner(): ...\n'
        'class Span:\n    """A span."""\n    def __len__(self): ...\n'
    )

    assert not undocumented([parsed("ethnocode/text/planted.py", text)])


@pytest.mark.parametrize(
    ("text", "violation"),
    [
        ("class CodeTag: ...", "CodeTag says 'tag'"),
        ("def iter_annotations(): ...", "iter_annotations says 'annotations'"),
        ("class A:\n def _next_item(self): ...", "_next_item says 'item'"),
        ("class StoreManager: ...", "StoreManager says 'manager'"),
        ("def user_named(): ...", "user_named says 'user'"),
    ],
)
def test_a_name_that_is_not_the_fields_is_named(text: str, violation: str) -> None:
    (found,) = foreign_words([parsed("ethnocode/text/planted.py", text)])

    assert found.endswith(f": {violation}")


@pytest.mark.parametrize("name", ["utils", "text_helpers", "item"])
def test_a_module_that_is_not_called_by_the_fields_words_is_named(name: str) -> None:
    word = name.rpartition("_")[2]

    assert foreign_words([parsed(f"ethnocode/text/{name}.py", "")]) == [
        f"ethnocode/text/{name}.py:1: the module is called '{word}'"
    ]


def test_a_word_inside_another_is_no_violation() -> None:
    text = "def itemise(): ...\ndef stage(): ...\nclass Advantage: ...\nitem = 1\n"

    assert not foreign_words([parsed("ethnocode/text/user_less/usage.py", text)])


@pytest.mark.parametrize("line", ["# TODO: more", '"""To be written."""', "x = 1  # FIXME"])
def test_an_unfinished_line_is_named(line: str) -> None:
    assert unfinished([parsed("ethnocode/text/planted.py", f"import re\n{line}")]) == [
        f"ethnocode/text/planted.py:2: {line}"
    ]


def test_every_public_name_is_documented() -> None:
    assert_none(undocumented(program()))


def test_names_are_the_fields_own_words() -> None:
    assert_none(foreign_words(program()))


def test_nothing_is_unfinished() -> None:
    assert_none(unfinished(program()))
