"""The repository holds what belongs to it, and stands alone."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
from inspect_tree import ROOT, assert_none, dotted

TOP_LEVEL = {
    "ethnocode",
    "corpora",
    "codebooks",
    "tests",
    "pyproject.toml",
    "Makefile",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
}
FOLDERS = ("ethnocode", "tests", "codebooks", "corpora")
FILES = ("README.md", "Makefile", "pyproject.toml", "CHANGELOG.md")
# Put together here, so that this file does not name them.
WORKPLACE = re.compile(r"(?<![\w.-])/" + r"work/")
NEIGHBOUR = "sha" + "red"
NEIGHBOURING = re.compile(rf"\.\./{NEIGHBOUR}\b|/{NEIGHBOUR}/|(?<![\w/]){NEIGHBOUR}/\w+[./]")


def workplace_paths(path: str, text: str) -> list[str]:
    """Return lines that name a path of the place where the program was made."""
    return _lines(path, text, WORKPLACE)


def neighbour_paths(path: str, text: str) -> list[str]:
    """Return lines that name the folder beside the repository.

    A test may, to skip itself where the folder is missing.
    """
    if not path.endswith(".py"):
        return _lines(path, text, NEIGHBOURING)
    tree = ast.parse(text)
    allowed = set(_skip_conditions(tree)) if path.startswith("tests/") else set()
    joined = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp | ast.Call)
        for part in ast.iter_child_nodes(node)
    }
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        names = NEIGHBOURING.search(node.value) or (node.value == NEIGHBOUR and id(node) in joined)
        if names and id(node) not in allowed:
            found.append(f"{path}:{node.lineno}: {node.value.strip()[:60]}")
    return found


def strangers(names: Iterable[str]) -> list[str]:
    """Return names that have no place at the top of the repository."""
    return sorted(name for name in names if name not in TOP_LEVEL and not name.startswith("."))


def repository_files(root: Path) -> list[Path]:
    """Return the files of the repository; without git, all files of its known folders."""
    listed = _listed_by_git(root)
    if listed:
        return [root / name for name in listed if (root / name).is_file()]
    below = [path for folder in FOLDERS for path in sorted((root / folder).rglob("*"))]
    files = [*below, *(root / name for name in FILES)]
    return [path for path in files if path.is_file() and "__pycache__" not in path.parts]


def top_level(root: Path) -> set[str]:
    """Return names at the top of the repository, without what git is told to ignore."""
    listed = _listed_by_git(root)
    if listed:
        return {name.partition("/")[0] for name in listed}
    ignore = root / ".gitignore"
    patterns = ignore.read_text("utf-8").splitlines() if ignore.is_file() else []
    ignored = [pattern.strip().strip("/") for pattern in patterns]
    names = {path.name for path in root.iterdir()} - {"PKG-INFO", "__pycache__"}
    return {name for name in names if not any(fnmatch(name, each) for each in ignored)}


def _listed_by_git(root: Path) -> list[str]:
    """Return tracked files and those that would be; none where git has nothing to say."""
    if not (root / ".git").exists():
        return []
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return []
    return [name for name in done.stdout.split("\0") if name]


def _lines(path: str, text: str, pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:60]}"
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def _skip_conditions(tree: ast.Module) -> Iterator[int]:
    """Yield the ``id`` of nodes in skip conditions, and in what their names stand for."""
    conditions: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and dotted(node.func).endswith("skipif"):
            conditions.append(node)
        elif isinstance(node, ast.If) and any(
            isinstance(part, ast.Call) and dotted(part.func).endswith("pytest.skip")
            for part in ast.walk(node)
        ):
            conditions.append(node.test)
    names = {
        part.id for node in conditions for part in ast.walk(node) if isinstance(part, ast.Name)
    }
    conditions += [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and {dotted(target) for target in node.targets} & names
    ]
    for node in conditions:
        yield from (id(part) for part in ast.walk(node))


def texts() -> Iterator[tuple[str, str]]:
    """Yield the path and text of every file of the repository that is text."""
    for path in repository_files(ROOT):
        data = path.read_bytes()
        if b"\0" not in data:
            yield path.relative_to(ROOT).as_posix(), data.decode("utf-8", errors="replace")


def test_a_path_of_the_workplace_is_named() -> None:
    planted = "one\nsee /" + "work/main/README.md\n"

    assert workplace_paths("README.md", planted) == ["README.md:2: see /" + "work/main/README.md"]
    assert not workplace_paths("README.md", "field/" + "work/notes and home-/" + "work/life\n")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("README.md", "see ../NEIGHBOUR for samples"),
        ("Makefile", "cp -r ROOT/NEIGHBOUR/samples ."),
        ("pyproject.toml", "include = 'NEIGHBOUR/samples/x'"),
        ("ethnocode/planted.py", "PLACE = '../NEIGHBOUR'"),
        ("tests/test_planted.py", "FOLDER = ROOT.parent / 'NEIGHBOUR' / 'samples'"),
        ("tests/test_planted.py", "FOLDER = ROOT.joinpath('NEIGHBOUR')"),
        ("ethnocode/planted.py", "F = R / 'NEIGHBOUR'\npytest.mark.skipif(not F.is_dir())"),
    ],
)
def test_a_path_of_the_neighbouring_folder_is_named(path: str, text: str) -> None:
    (violation,) = neighbour_paths(path, text.replace("NEIGHBOUR", NEIGHBOUR))

    assert violation.startswith(f"{path}:1: ")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("README.md", "a NEIGHBOUR folder, open/NEIGHBOUR and half-NEIGHBOUR / owned"),
        ("ethnocode/planted.py", "KIND = 'NEIGHBOUR'"),
        (
            "tests/test_a.py",
            "F = R / 'NEIGHBOUR'\n@pytest.mark.skipif(not F.is_dir())\ndef f(): ...",
        ),
        ("tests/test_a.py", "if not (R / 'NEIGHBOUR').is_dir():\n    pytest.skip('no samples')"),
    ],
)
def test_a_word_or_a_skip_condition_is_not_a_path(path: str, text: str) -> None:
    assert not neighbour_paths(path, text.replace("NEIGHBOUR", NEIGHBOUR))


def test_a_stranger_at_the_top_is_named(tmp_path: Path) -> None:
    for name in ("tests", "notes.txt", "dist", "demo", ".ci", "LICENSE"):
        (tmp_path / name).mkdir()
    (tmp_path / ".gitignore").write_text("/demo/\ndist/\n")

    assert strangers(top_level(tmp_path)) == ["notes.txt"]


def test_without_git_the_known_folders_are_read(tmp_path: Path) -> None:
    for name in ("tests/a.py", "tests/__pycache__/a.pyc", "README.md", "notes/b.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    assert repository_files(tmp_path) == [tmp_path / "tests/a.py", tmp_path / "README.md"]


def test_no_file_names_a_path_of_the_workplace() -> None:
    assert_none([line for path, text in texts() for line in workplace_paths(path, text)])


def test_no_file_needs_the_neighbouring_folder() -> None:
    assert_none([line for path, text in texts() for line in neighbour_paths(path, text)])


def test_nothing_strange_is_at_the_top() -> None:
    assert_none(strangers(top_level(ROOT)))
