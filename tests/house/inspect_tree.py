"""The program as syntax trees: what the tests of the house rules look at.

A check takes modules and returns violations, a line each, as ``path:line: what``.
So every check can be shown a planted module as well as the program itself.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "ethnocode"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """One file of Python; ``path`` is relative to the repository, with slashes."""

    path: str
    text: str
    tree: ast.Module

    @property
    def layer(self) -> str:
        """Package or top-level module it belongs to; empty for the root package itself."""
        first = self.path.split("/")[1].removesuffix(".py")
        return "" if first == "__init__" else first

    def at(self, node: ast.stmt | ast.expr, what: str) -> str:
        """Return a violation at a node."""
        return f"{self.path}:{node.lineno}: {what}"


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name in full, such as ``yaml.safe_load``, and the statement it is in."""

    name: str
    node: ast.stmt | ast.expr
    level: int = 0

    def is_of(self, library: str) -> bool:
        """Whether the name is the library or something in it."""
        return f"{self.name}.".startswith(f"{library}.")


def parsed(path: str, text: str) -> Module:
    """Return a module from its text."""
    return Module(path, text, ast.parse(text))


@cache
def program() -> tuple[Module, ...]:
    """Return every module of the program, by path."""
    files = sorted((ROOT / PROGRAM).rglob("*.py"))
    return tuple(
        parsed(file.relative_to(ROOT).as_posix(), file.read_text("utf-8")) for file in files
    )


def imports(module: Module) -> Iterator[Import]:
    """Yield every import: at the top, inside functions, under TYPE_CHECKING, by importlib."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield Import(f"{node.module or ''}.{alias.name}".lstrip("."), node, node.level)
        elif isinstance(node, ast.Call) and node.args:
            argument = node.args[0]
            by_name = dotted(node.func).split(".")[-1] in {"import_module", "__import__"}
            if by_name and isinstance(argument, ast.Constant):
                yield Import(str(argument.value), node)


def aliases(module: Module) -> dict[str, str]:
    """Return what imported names stand for: ``{"connect": "sqlite3.connect"}``."""
    found: dict[str, str] = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found |= {alias.asname: alias.name for alias in node.names if alias.asname}
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module or ''}.{alias.name}"
    return found


def dotted(node: ast.expr, known: dict[str, str] | None = None) -> str:
    """Return a chain of attributes in full, as ``sqlite3.connect``; ``?`` begins other ones."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value, known)}.{node.attr}"
    if isinstance(node, ast.Name):
        return (known or {}).get(node.id, node.id)
    return "?"


def functions(module: Module) -> Iterator[Function]:
    """Yield every function and method, however deep."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def docstrings(module: Module) -> set[int]:
    """Return the ``id`` of every expression that is a string standing by itself."""
    return {id(node.value) for node in ast.walk(module.tree) if isinstance(node, ast.Expr)}


def assert_none(violations: Sequence[str]) -> None:
    """Fail with every violation on a line of its own."""
    if violations:
        pytest.fail("\n".join(violations), pytrace=False)
