"""A package imports only from those below it (CONVENTIONS, section 2)."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import pytest
from inspect_tree import PROGRAM, Module, assert_none, imports, parsed, program

LAYERS = (
    ("errors", "shipped"),
    ("model",),
    ("text",),
    (
        "ingest",
        "codebook",
        "suggest",
        "analysis",
        "report",
        "interchange",
        "privacy",
        "store",
    ),
    ("services",),
    ("cli", "tui"),
    ("__main__",),
)
RANK = {package: rank for rank, line in enumerate(LAYERS) for package in line}
STANDARD_LIBRARY_ONLY = ("errors", "model")
FOR_ALL = ("", "__version__")


def layer_violations(modules: Iterable[Module]) -> list[str]:
    """Return imports of the program's own packages that do not point down."""
    found = []
    for module in modules:
        for imported in imports(module):
            if imported.level:
                found.append(module.at(imported.node, f"relative import of {imported.name}"))
                continue
            top, _, rest = imported.name.partition(".")
            there = rest.partition(".")[0]
            if top != PROGRAM or there in FOR_ALL or there == module.layer:
                continue
            if module.layer not in RANK or RANK.get(there, len(LAYERS)) >= RANK[module.layer]:
                what = f"{module.layer or PROGRAM} may not import {imported.name}"
                found.append(module.at(imported.node, what))
    return found


def unplaced_packages(modules: Iterable[Module]) -> list[str]:
    """Return modules of packages that have no layer, and code among the help pages."""
    return [
        f"{module.path}:1: {module.layer} is in no layer"
        for module in modules
        if module.layer not in RANK
        and module.layer
        and not (module.path == f"{PROGRAM}/help/__init__.py" and len(module.tree.body) <= 1)
    ]


def foreign_imports(modules: Iterable[Module]) -> list[str]:
    """Return imports from outside the standard library in layers that may have none."""
    return [
        module.at(imported.node, f"{module.layer} may not import {imported.name}")
        for module in modules
        if module.layer in STANDARD_LIBRARY_ONLY
        for imported in imports(module)
        if imported.name.partition(".")[0] not in {*sys.stdlib_module_names, PROGRAM}
    ]


@pytest.mark.parametrize(
    ("path", "text", "violation"),
    [
        (
            "ethnocode/store/planted.py",
            "from ethnocode.analysis.layer import merged",
            "store may not import ethnocode.analysis.layer.merged",
        ),
        (
            "ethnocode/model/planted.py",
            "def f():\n    import ethnocode.services.coding",
            "model may not import ethnocode.services.coding",
        ),
        (
            "ethnocode/text/planted.py",
            "if TYPE_CHECKING:\n    from ethnocode import cli",
            "text may not import ethnocode.cli",
        ),
        (
            "ethnocode/errors.py",
            "from ethnocode import shipped",
            "errors may not import ethnocode.shipped",
        ),
        (
            "ethnocode/report/planted.py",
            "import importlib\nimportlib.import_module('ethnocode.store')",
            "report may not import ethnocode.store",
        ),
        (
            "ethnocode/services/planted.py",
            "import ethnocode.help",
            "services may not import ethnocode.help",
        ),
        (
            "ethnocode/__init__.py",
            "from ethnocode.store import Store",
            "ethnocode may not import ethnocode.store.Store",
        ),
        ("ethnocode/text/planted.py", "from . import words", "relative import of words"),
        ("ethnocode/text/planted.py", "from ..model import Span", "relative import of model.Span"),
    ],
)
def test_an_import_that_does_not_point_down_is_named(path: str, text: str, violation: str) -> None:
    line = len(text.splitlines())

    assert layer_violations([parsed(path, text)]) == [f"{path}:{line}: {violation}"]


def test_an_import_that_points_down_is_no_violation() -> None:
    text = "import re\nfrom ethnocode import __version__\nfrom ethnocode.text.dates import parse\n"

    assert not layer_violations([parsed("ethnocode/store/planted.py", text)])


def test_a_package_without_a_layer_and_code_in_help_are_named() -> None:
    planted = [
        parsed("ethnocode/extras/planted.py", ""),
        parsed("ethnocode/help/__init__.py", '"""Pages."""\nPAGES = ()\n'),
        parsed("ethnocode/help/planted.py", '"""Pages."""\n'),
        parsed("ethnocode/text/planted.py", ""),
        parsed("ethnocode/help/__init__.py", '"""Pages."""\n'),
    ]

    assert unplaced_packages(planted) == [
        "ethnocode/extras/planted.py:1: extras is in no layer",
        "ethnocode/help/__init__.py:1: help is in no layer",
        "ethnocode/help/planted.py:1: help is in no layer",
    ]


def test_a_library_in_the_model_is_named() -> None:
    planted = parsed("ethnocode/model/planted.py", "import enum\nfrom yaml import Mark\n")

    assert foreign_imports([planted]) == [
        "ethnocode/model/planted.py:2: model may not import yaml.Mark"
    ]


def test_imports_point_down() -> None:
    assert_none(layer_violations(program()))


def test_every_package_has_a_layer() -> None:
    assert_none(unplaced_packages(program()))


def test_the_model_needs_only_the_standard_library() -> None:
    assert_none(foreign_imports(program()))
