"""Modules and functions stay small and keep no state (CONVENTIONS, sections 2 and 3)."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

import pytest
from inspect_tree import Function, Module, assert_none, dotted, functions, parsed, program

MODULE_LINES = 400
FUNCTION_LINES = 60
POSITIONAL_PARAMETERS = 5
MUTABLE_CALLS = {
    "list",
    "dict",
    "set",
    "bytearray",
    "defaultdict",
    "deque",
    "Counter",
    "OrderedDict",
}
MUTABLE_DISPLAYS = (ast.List, ast.Set, ast.ListComp, ast.SetComp)
STRING_CONSTANTS = {"__version__"}


def long_modules(modules: Iterable[Module]) -> list[str]:
    """Return modules that have outgrown their limit."""
    return [
        f"{module.path}:{lines}: {lines} lines, over {MODULE_LINES}"
        for module in modules
        if (lines := len(module.text.splitlines())) > MODULE_LINES
    ]


def long_functions(modules: Iterable[Module]) -> list[str]:
    """Return functions with too many lines, from ``def`` to the last."""
    return [
        module.at(function, f"{function.name} has {lines} lines, over {FUNCTION_LINES}")
        for module in modules
        for function in functions(module)
        if (lines := (function.end_lineno or function.lineno) - function.lineno + 1)
        > FUNCTION_LINES
    ]


def crowded_functions(modules: Iterable[Module]) -> list[str]:
    """Return functions with too many parameters before ``*``."""
    limit = POSITIONAL_PARAMETERS
    return [
        module.at(function, f"{function.name} has {count} positional parameters, over {limit}")
        for module in modules
        for function in functions(module)
        if (count := _positional(function)) > limit
    ]


def module_state(modules: Iterable[Module]) -> list[str]:
    """Return mutable values at the top of a module, and every ``global``.

    A dict written out under an upper-case name is a constant by agreement.
    """
    found = []
    for module in modules:
        for statement in _top_level(module.tree.body):
            for name, value in _assigned(statement):
                if name != "__all__" and _is_mutable(name, value):
                    found.append(module.at(value, f"{name} can be changed"))
        found += [
            module.at(node, f"global {', '.join(node.names)}")
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Global)
        ]
    return found


def code_in_init(modules: Iterable[Module]) -> list[str]:
    """Return what a package's own module holds beside imports, ``__all__`` and one registry."""
    found = []
    for module in modules:
        if not module.path.endswith("/__init__.py"):
            continue
        registries = 0
        for statement in module.tree.body:
            registries += _is_registry(statement)
            if not _may_stand_in_init(statement) or registries > 1:
                found.append(module.at(statement, "code in __init__.py"))
    return found


def _positional(function: Function) -> int:
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def _top_level(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield statements that run on import, those inside ``if``, ``for``, ``with`` too."""
    for statement in body:
        yield statement
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for field in ("body", "orelse", "finalbody"):
                yield from _top_level(getattr(statement, field, ()))


def _assigned(statement: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(statement, ast.Assign):
        for target in statement.targets:
            yield dotted(target), statement.value
    elif isinstance(statement, ast.AnnAssign | ast.AugAssign) and statement.value:
        yield dotted(statement.target), statement.value


def _is_mutable(name: str, value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return dotted(value.func).rpartition(".")[2] in MUTABLE_CALLS
    if isinstance(value, ast.Dict | ast.DictComp):
        return not name.isupper()
    return isinstance(value, MUTABLE_DISPLAYS)


def _is_registry(statement: ast.stmt) -> bool:
    return any(
        name.isupper() and isinstance(value, ast.Tuple) for name, value in _assigned(statement)
    )


def _may_stand_in_init(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return True
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    names = {name for name, _ in _assigned(statement)}
    return _is_registry(statement) or (bool(names) and names <= {"__all__", *STRING_CONSTANTS})


def test_a_module_of_401_lines_is_named_and_one_of_400_is_not() -> None:
    planted = parsed("ethnocode/text/planted.py", "pass\n" * 401)
    innocent = parsed("ethnocode/text/innocent.py", "pass\n" * 400)

    assert long_modules([planted, innocent]) == [
        "ethnocode/text/planted.py:401: 401 lines, over 400"
    ]


def test_a_function_of_61_lines_is_named_and_one_of_60_is_not() -> None:
    text = "class A:\n    async def f():\n" + "        pass\n" * 60
    planted = parsed("ethnocode/text/planted.py", text)
    innocent = parsed("ethnocode/text/innocent.py", "def f():\n" + "    pass\n" * 59)

    assert long_functions([planted, innocent]) == [
        "ethnocode/text/planted.py:2: f has 61 lines, over 60"
    ]


def test_a_sixth_positional_parameter_is_named() -> None:
    text = (
        "def f(a, b, /, c, d, e, g): ...\n"
        "class A:\n"
        "    def f(self, a, b, c, d, e): ...\n"
        "def h(a, *, b, c, d, e, f): ...\n"
    )

    assert crowded_functions([parsed("ethnocode/text/planted.py", text)]) == [
        "ethnocode/text/planted.py:1: f has 6 positional parameters, over 5"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "NAMES = ['a']",
        "NAMES: list[str] = []",
        "NAMES = {'a', 'b'}",
        "NAMES = {word for word in ()}",
        "NAMES = dict(a=1)",
        "NAMES = collections.defaultdict(int)",
        "names = {'a': 1}",
        "if True: NAMES = list()",
        "for NAME in (): NAMES = []",
    ],
)
def test_a_mutable_value_at_the_top_of_a_module_is_named(text: str) -> None:
    planted = parsed("ethnocode/text/planted.py", text)
    name = "names" if text.startswith("names") else "NAMES"

    assert module_state([planted]) == [f"ethnocode/text/planted.py:1: {name} can be changed"]


def test_a_global_is_named() -> None:
    planted = parsed("ethnocode/text/planted.py", "def f():\n    global seen, last")

    assert module_state([planted]) == ["ethnocode/text/planted.py:2: global seen, last"]


def test_a_constant_at_the_top_of_a_module_is_no_state() -> None:
    text = (
        "__all__ = ['A']\nA = ('a',)\nB = frozenset({'b'})\n_C = {'c': 1}\n"
        "_D = {d: d for d in A}\ndef f():\n    g = []\nclass H:\n    def i(self):\n        j = {}\n"
    )

    assert not module_state([parsed("ethnocode/text/planted.py", text)])


@pytest.mark.parametrize(
    "text",
    [
        "def f(): ...",
        "LIMIT = 3",
        "RULES = [1]",
        "register(1)",
        "if TYPE_CHECKING:\n    import re",
        "for rule in RULES: pass",
    ],
)
def test_code_in_an_init_is_named(text: str) -> None:
    planted = parsed("ethnocode/text/__init__.py", f"import re\n{text}\n")

    assert code_in_init([planted]) == ["ethnocode/text/__init__.py:2: code in __init__.py"]


def test_a_second_registry_in_an_init_is_named() -> None:
    text = '"""Rules."""\nfrom a import b\nRULES: tuple[int, ...] = (b,)\n__all__ = ["RULES"]\n'
    planted = parsed("ethnocode/text/__init__.py", f"{text}MORE = (b,)\n")
    elsewhere = parsed("ethnocode/text/words.py", f"{text}MORE = (b,)\n")

    assert not code_in_init([parsed("ethnocode/text/__init__.py", text), elsewhere])
    assert code_in_init([planted]) == ["ethnocode/text/__init__.py:5: code in __init__.py"]


def test_modules_stay_small() -> None:
    assert_none(long_modules(program()))


def test_functions_stay_small() -> None:
    assert_none(long_functions(program()))


def test_functions_take_few_positional_parameters() -> None:
    assert_none(crowded_functions(program()))


def test_modules_keep_no_state() -> None:
    assert_none(module_state(program()))


def test_packages_hold_no_code_in_their_init() -> None:
    assert_none(code_in_init(program()))
