"""Each library and each risk has one home (CONVENTIONS, section 2; DESIGN, section 6)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

import pytest
from inspect_tree import Module, aliases, assert_none, docstrings, dotted, imports, parsed, program

STORE = "ethnocode/store/"
HOMES: dict[str, tuple[str, ...]] = {
    "typer": ("ethnocode/cli/",),
    "sqlite3": (STORE,),
    "sqlite_utils": (STORE,),
    "spacy": ("ethnocode/suggest/",),
    "numpy": ("ethnocode/analysis/", "ethnocode/suggest/"),
    "scipy": ("ethnocode/suggest/",),
    "sklearn": (),
    "textual": ("ethnocode/tui/",),
    "rich": ("ethnocode/report/terminal.py", "ethnocode/cli/", "ethnocode/tui/"),
    "pypdfium2": ("ethnocode/ingest/pdf/",),
    "striprtf": ("ethnocode/ingest/rtf/",),
    "oxmsg": ("ethnocode/ingest/mail/",),
    "olefile": ("ethnocode/ingest/mail/",),
    "resvg_py": ("ethnocode/report/png.py",),
    "networkx": (),
    "zipfile": ("ethnocode/ingest/office/archive.py", "ethnocode/ingest/odt/reader.py"),
    "click": (),
    "subprocess": ("ethnocode/cli/editor.py", "ethnocode/services/revisions.py"),
}
NOWHERE = (
    "pty",
    "socket",
    "ssl",
    "urllib.request",
    "http.client",
    "ftplib",
    "smtplib",
    "requests",
    "httpx",
    "pickle",
    "marshal",
    "shelve",
    "yaml.load",
    "yaml.safe_load",
    "yaml.load_all",
    "yaml.safe_load_all",
    "os.system",
    "os.popen",
)
BUILT_INS_NOWHERE = ("print", "eval", "exec")
CONNECTING = ("sqlite3.connect", "sqlite_utils.Database", "sqlite_utils.db.Database")
STORE_TRAPS = ("replace", "alter")
SQL = re.compile(
    r"""\s*(
        select\s.+\sfrom\s
      | insert\s+(or\s+\w+\s+)?into\s
      | update\s+\S+\s+set\s
      | delete\s+from\s
      | create\s+((unique|virtual|temp|temporary)\s+)?(table|index|trigger|view)\s
      | (drop|alter)\s+table\s
      | with\s+(recursive\s+)?\w+\s*(\([^)]*\)\s*)?as\s*\(
      | pragma\s+\w
    )""",
    re.VERBOSE | re.DOTALL,
)


def homeless_imports(modules: Iterable[Module]) -> list[str]:
    """Return imports of a library outside its home, and of what has none."""
    found = []
    for module in modules:
        for imported in imports(module):
            strayed = any(
                imported.is_of(library) and not module.path.startswith(homes)
                for library, homes in HOMES.items()
            )
            if strayed or any(imported.is_of(name) for name in NOWHERE):
                found.append(module.at(imported.node, f"import of {imported.name}"))
    return found


def forbidden_calls(modules: Iterable[Module]) -> list[str]:
    """Return uses of what prints, runs code, starts a shell or unpacks unseen."""
    found = []
    for module in modules:
        known = aliases(module)
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Name) and node.id in BUILT_INS_NOWHERE:
                found.append(module.at(node, node.id))
            elif isinstance(node, ast.Attribute) and (
                node.attr == "extractall" or dotted(node, known) in NOWHERE
            ):
                found.append(module.at(node, dotted(node, known)))
            elif isinstance(node, ast.Call) and _is_on(node, "shell"):
                found.append(module.at(node, "shell=True"))
    return found


def sql_outside_the_store(modules: Iterable[Module]) -> list[str]:
    """Return strings that look like SQL in modules that may know none."""
    return [
        module.at(node, f"SQL: {text.strip()[:30]}")
        for module in modules
        if not module.path.startswith(STORE)
        for node, text in _strings(module)
        if SQL.match(text) or SQL.match(text.lower() if text.isupper() else "")
    ]


def connecting_modules(modules: Iterable[Module]) -> list[str]:
    """Return the paths of modules that connect to SQLite, each once."""
    found = []
    for module in modules:
        known = aliases(module)
        calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
        if any(dotted(call.func, known) in CONNECTING for call in calls):
            found.append(module.path)
    return found


def store_traps(modules: Iterable[Module]) -> list[str]:
    """Return what loses writes or rows in sqlite-utils, outside the module that connects."""
    modules = tuple(modules)
    connecting = connecting_modules(modules)
    found = []
    for module in modules:
        if not module.path.startswith(STORE) or module.path in connecting:
            continue
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call):
                continue
            name = dotted(node.func)
            if name.endswith((".conn.execute", ".atomic")):
                found.append(module.at(node, f"{name}("))
            found += [module.at(node, f"{key}=True") for key in STORE_TRAPS if _is_on(node, key)]
    return found


def _is_on(call: ast.Call, keyword: str) -> bool:
    return any(
        given.arg == keyword and isinstance(given.value, ast.Constant) and given.value.value is True
        for given in call.keywords
    )


def _strings(module: Module) -> Iterator[tuple[ast.expr, str]]:
    """Yield strings that are not docstrings, with ``x`` for what is filled in."""
    passed = docstrings(module)
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.expr) or id(node) in passed:
            continue
        text = _text(node)
        if text is not None:
            passed |= {id(part) for part in ast.walk(node)}
            yield node, text


def _text(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "x" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = (_text(node.left), _text(node.right))
        return None if parts == (None, None) else "".join(part or "x" for part in parts)
    return None


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        ("ethnocode/services/planted.py", "import typer", "typer"),
        ("ethnocode/services/planted.py", "import sqlite3", "sqlite3"),
        ("ethnocode/cli/planted.py", "from sqlite_utils import Database", "sqlite_utils.Database"),
        ("ethnocode/analysis/planted.py", "def f():\n    import spacy", "spacy"),
        ("ethnocode/store/planted.py", "import numpy as np", "numpy"),
        ("ethnocode/analysis/planted.py", "from scipy import sparse", "scipy.sparse"),
        ("ethnocode/suggest/planted.py", "import sklearn.linear_model", "sklearn.linear_model"),
        ("ethnocode/cli/planted.py", "import textual.app", "textual.app"),
        ("ethnocode/report/text.py", "from rich.table import Table", "rich.table.Table"),
        ("ethnocode/cli/planted.py", "import click", "click"),
        ("ethnocode/cli/planted.py", "import subprocess", "subprocess"),
        ("ethnocode/ingest/planted.py", "from urllib import request", "urllib.request"),
        ("ethnocode/ingest/planted.py", "from http.client import HTTP", "http.client.HTTP"),
        ("ethnocode/ingest/planted.py", "import socket", "socket"),
        ("ethnocode/store/planted.py", "import pickle", "pickle"),
        ("ethnocode/text/planted.py", "from yaml import safe_load", "yaml.safe_load"),
        ("ethnocode/text/planted.py", "from os import system", "os.system"),
    ],
)
def test_a_library_away_from_home_is_named(path: str, text: str, name: str) -> None:
    line = len(text.splitlines())

    assert homeless_imports([parsed(path, text)]) == [f"{path}:{line}: import of {name}"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("ethnocode/cli/planted.py", "import typer\nfrom rich.console import Console"),
        ("ethnocode/report/terminal.py", "from rich.console import Console"),
        ("ethnocode/suggest/planted.py", "import spacy, numpy, scipy.sparse"),
        ("ethnocode/report/planted.py", "import richness\nfrom urllib.parse import quote"),
    ],
)
def test_a_library_at_home_is_no_violation(path: str, text: str) -> None:
    assert not homeless_imports([parsed(path, text)])


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("print('here')", "print"),
        ("list(map(print, names))", "print"),
        ("eval('1')", "eval"),
        ("exec('pass')", "exec"),
        ("start('ls', shell=True)", "shell=True"),
        ("archive.extractall(folder)", "archive.extractall"),
        ("import yaml; yaml.load(text)", "yaml.load"),
        ("import yaml as y; y.safe_load(text)", "yaml.safe_load"),
        ("import os; os.system('ls')", "os.system"),
        ("import urllib; urllib.request.urlopen(x)", "urllib.request"),
    ],
)
def test_a_forbidden_call_is_named(text: str, what: str) -> None:
    planted = parsed("ethnocode/services/planted.py", text)

    assert forbidden_calls([planted]) == [f"ethnocode/services/planted.py:1: {what}"]


def test_a_console_prints_and_a_harmless_call_is_let_be() -> None:
    text = "console.print(table)\nstart('ls', shell=False)\nyaml.compose(text)\nmodel.eval()\n"

    assert not forbidden_calls([parsed("ethnocode/cli/planted.py", text)])


@pytest.mark.parametrize(
    "text",
    [
        '"select id from codings where id = 1"',
        '"SELECT ID FROM CODINGS WHERE ID = 1"',
        'f"select {columns} from {table} "',
        '"select " + columns + " from codings"',
        '"""\n    insert into codings values (1)\n"""[0]',
        '"insert or ignore into codings values (1)"',
        "f'update {table} set code = 1'",
        '"delete from codings"',
        '"create virtual table words using fts5"',
        '"with live as (select 1)"',
        '"pragma foreign_keys = off"',
    ],
)
def test_sql_outside_the_store_is_named(text: str) -> None:
    path = "ethnocode/services/planted.py"
    (violation,) = sql_outside_the_store([parsed(path, f"QUERY = ({text})")])

    assert violation.startswith(f"{path}:1: SQL: ")
    assert not sql_outside_the_store([parsed("ethnocode/store/planted.py", f"QUERY = ({text})")])


def test_prose_about_choosing_and_changing_is_not_sql() -> None:
    text = (
        '"""select codings from a source."""\n'
        'HELP = "Select sources from a folder."\n'
        'HINT = "update the file, then delete the old one"\n'
    )

    assert not sql_outside_the_store([parsed("ethnocode/services/planted.py", text)])


@pytest.mark.parametrize(
    "text",
    [
        "import sqlite3\nsqlite3.connect('a')",
        "import sqlite3 as s\ns.connect('a')",
        "from sqlite3 import connect\nconnect('a')",
        "from sqlite_utils import Database\nDatabase('a')",
        "import sqlite_utils\nsqlite_utils.Database('a')",
    ],
)
def test_a_second_module_that_connects_is_named(text: str) -> None:
    opening = parsed("ethnocode/store/opening.py", "import sqlite3\nsqlite3.connect('a')")
    planted = parsed("ethnocode/store/planted.py", text)
    innocent = parsed("ethnocode/store/innocent.py", "def f(db: Database): db.connect()")

    found = connecting_modules([opening, planted, innocent])

    assert found == ["ethnocode/store/opening.py", "ethnocode/store/planted.py"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("self._db.conn.execute(sql)", "self._db.conn.execute("),
        ("table.insert(row, replace=True)", "replace=True"),
        ("table.insert_all(rows, alter=True)", "alter=True"),
        ("with db.atomic():\n    pass", "db.atomic("),
    ],
)
def test_a_trap_of_sqlite_utils_is_named(text: str, what: str) -> None:
    planted = parsed("ethnocode/store/planted.py", text)
    opening = parsed("ethnocode/store/opening.py", f"import sqlite3\nsqlite3.connect('a')\n{text}")

    assert store_traps([planted, opening]) == [f"ethnocode/store/planted.py:1: {what}"]


def test_libraries_stay_at_home() -> None:
    assert_none(homeless_imports(program()))


def test_nothing_prints_runs_code_or_starts_a_shell() -> None:
    assert_none(forbidden_calls(program()))


def test_only_the_store_knows_sql() -> None:
    assert_none(sql_outside_the_store(program()))


def test_one_module_of_the_store_connects() -> None:
    (path,) = connecting_modules(program())

    assert path.startswith(STORE)


def test_the_store_keeps_clear_of_the_traps_of_sqlite_utils() -> None:
    assert_none(store_traps(program()))
