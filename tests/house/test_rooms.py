"""The rooms of ``ethnocode.suggest``: few enough modules in each, and no way back up."""

from __future__ import annotations

import pytest
from inspect_tree import Module, assert_none, imports, parsed, program

ROOMS = ("words", "cues", "reading", "corpus", "ranker", "reasons", "cues_only", "record")
HOME = "ethnocode/suggest/"
MOST_MODULES = 15


def misplaced(modules: list[Module]) -> list[str]:
    """Return modules that are in no room, and imports that do not point to an earlier room."""
    found = []
    for module in modules:
        if not module.path.startswith(HOME) or module.path == f"{HOME}__init__.py":
            continue
        room = module.path.removeprefix(HOME).split("/")[0]
        if room not in ROOMS:
            found.append(f"{module.path}:1: is in no room")
            continue
        for imported in imports(module):
            there = imported.name.removeprefix("ethnocode.suggest.").split(".")[0]
            if not imported.name.startswith("ethnocode.suggest.") or there == room:
                continue
            if there not in ROOMS[: ROOMS.index(room)]:
                found.append(module.at(imported.node, f"{room} may not import from {there}"))
    return found


@pytest.mark.parametrize(
    ("path", "text", "violation"),
    [
        ("stray.py", "", "is in no room"),
        (
            "cues/planted.py",
            "from ethnocode.suggest.ranker.model import Model",
            "cues may not import from ranker",
        ),
    ],
)
def test_a_planted_module_out_of_place_is_found(path: str, text: str, violation: str) -> None:
    assert misplaced([parsed(HOME + path, text)]) == [f"{HOME}{path}:1: {violation}"]


def test_every_module_is_in_a_room_and_imports_only_from_earlier_ones() -> None:
    assert_none(misplaced(list(program())))


def test_no_room_has_too_many_modules() -> None:
    paths = [module.path for module in program() if module.path.startswith(HOME)]
    for room in ROOMS:
        inside = [path for path in paths if path.startswith(f"{HOME}{room}/")]

        assert 1 < len(inside) <= MOST_MODULES + 1, room
