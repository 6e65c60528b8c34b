"""Habits that keep results the same on every run and errors honest (CONVENTIONS, 4 and 5)."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

import pytest
from inspect_tree import Module, aliases, assert_none, dotted, functions, parsed, program

CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
}
MUTABLE = (ast.List, ast.Dict, ast.Set)


def unsafe_statements(modules: Iterable[Module]) -> list[str]:
    """Return ``assert`` and ``except`` without a class."""
    found = []
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Assert):
                found.append(module.at(node, "assert"))
            elif isinstance(node, ast.ExceptHandler) and node.type is None:
                found.append(f"{module.path}:{node.lineno}: bare except")
    return found


def unclear_parameters(modules: Iterable[Module]) -> list[str]:
    """Return functions with ``**`` parameters or a default that can be changed."""
    found = []
    for module in modules:
        for function in functions(module):
            if function.args.kwarg:
                found.append(module.at(function, f"{function.name} takes **"))
            defaults = [*function.args.defaults, *function.args.kw_defaults]
            if any(isinstance(default, MUTABLE) for default in defaults):
                found.append(module.at(function, f"{function.name} has a mutable default"))
    return found


def hidden_inputs(modules: Iterable[Module]) -> list[str]:
    """Return uses of the clock outside ``cli``, and of the random numbers all code shares."""
    return [
        module.at(node, name)
        for module in modules
        for node, name in _references(module)
        if (name in CLOCKS and module.layer != "cli")
        or (name.startswith("random.") and name != "random.Random")
    ]


def _references(module: Module) -> Iterator[tuple[ast.expr, str]]:
    known = aliases(module)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute | ast.Name):
            yield node, dotted(node, known)


@pytest.mark.parametrize(
    ("text", "what"),
    [("assert text", "assert"), ("try: f()\nexcept: pass", "bare except")],
)
def test_an_unsafe_statement_is_named(text: str, what: str) -> None:
    line = len(text.splitlines())

    assert unsafe_statements([parsed("ethnocode/text/planted.py", text)]) == [
        f"ethnocode/text/planted.py:{line}: {what}"
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("def f(**more): ...", "f takes **"),
        ("def f(names=[]): ...", "f has a mutable default"),
        ("def f(*, names={}): ...", "f has a mutable default"),
    ],
)
def test_an_unclear_parameter_is_named(text: str, what: str) -> None:
    assert unclear_parameters([parsed("ethnocode/text/planted.py", text)]) == [
        f"ethnocode/text/planted.py:1: {what}"
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("from datetime import UTC, datetime; datetime.now(UTC)", "datetime.datetime.now"),
        ("import datetime as d; d.date.today()", "datetime.date.today"),
        ("import random; random.shuffle(rows)", "random.shuffle"),
        ("from random import choice; choice(rows)", "random.choice"),
    ],
)
def test_a_hidden_input_is_named(text: str, what: str) -> None:
    planted = parsed("ethnocode/services/planted.py", text)

    assert hidden_inputs([planted]) == [f"ethnocode/services/planted.py:1: {what}"]


def test_good_habits_are_no_violation() -> None:
    text = (
        "import random\nfrom datetime import datetime, timezone\n"
        "def f(rng: random.Random, *, now: datetime, names=()):\n"
        "    try:\n        rng.shuffle(names)\n    except ValueError:\n        raise\n"
    )
    clock = "from datetime import UTC, datetime\ndatetime.now(UTC)\n"
    planted = [parsed("ethnocode/text/planted.py", text), parsed("ethnocode/cli/planted.py", clock)]

    assert not unsafe_statements(planted)
    assert not unclear_parameters(planted)
    assert not hidden_inputs(planted)


def test_nothing_asserts_or_catches_everything() -> None:
    assert_none(unsafe_statements(program()))


def test_parameters_are_spelled_out() -> None:
    assert_none(unclear_parameters(program()))


def test_time_and_chance_are_passed_in() -> None:
    assert_none(hidden_inputs(program()))
