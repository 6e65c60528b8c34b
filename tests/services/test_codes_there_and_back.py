"""Random codebooks of a study through rename, move and merge, and back: the same bytes again."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ethnocode.errors import CodebookError, StorageError
from ethnocode.interchange import CodingRequest
from ethnocode.services.codes import Merged, Renamed, merge_codes, rename_code
from ethnocode.services.coding import add_codings, list_codings, remove_codings
from ethnocode.services.history import read_log, redo, undo
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.moving import Moved, Target, move_code
from ethnocode.services.project import Project
from ethnocode.services.verify import verify
from tests.codebook.random_books import drawn_text, drawn_tree

BOOKS, STEPS = 12, 4
Back = Callable[[], object]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A study of one text, with nothing coded."""
    (tmp_path / "in.yaml").write_text("id: toy\ncodes: []\n")
    (tmp_path / "a.txt").write_text("I knew them all. The tin was full.\n")
    project = init_project(
        tmp_path / "p",
        name="p",
        author="ada",
        codebooks=[str(tmp_path / "in.yaml")],
        now=datetime(2026, 3, 1, tzinfo=UTC),
    )
    ingest_paths(project, [tmp_path / "a.txt"], options=IngestOptions(kind="field-note"))
    return project


def written(project: Project) -> bytes:
    return (project.folder / "codebook.yaml").read_bytes()


def coded(project: Project) -> list[str]:
    return sorted(coding.code for coding in list_codings(project).codings)


def step(project: Project, rng: random.Random) -> Back | None:
    """Change a code, if it can be, and return what takes that back."""
    ids = [code.id for code in project.codebook()]
    change = drawn_change(project, rng, ids)
    before = written(project), coded(project)
    try:
        change(True)
        assert (written(project), coded(project)) == before
        done = change(False)
    except CodebookError:
        assert (written(project), coded(project)) == before
        return None
    if isinstance(done, Renamed):
        return lambda: rename_code(project, done.new, done.old, dry_run=False)
    if isinstance(done, Moved):
        target = back_to(ids, done.old, done.new)
        return lambda: move_code(project, done.new, target, dry_run=False)
    return lambda: undo(project, steps=1, dry_run=False)


def is_merge(project: Project) -> bool:
    return read_log(project, limit=1)[0].action == "codebook merge"


def drawn_change(
    project: Project, rng: random.Random, ids: list[str]
) -> Callable[[bool], Renamed | Moved | Merged]:
    """Draw a change, to be tried or made."""
    id_, other = rng.choice(ids), rng.choice(ids)
    name = f"n{rng.randrange(10**9)}"
    kind = rng.choice(("rename", "merge", "top", "under", "before", "after"))
    if kind == "rename":
        return lambda dry_run: rename_code(project, id_, name, dry_run=dry_run)
    if kind == "merge":
        return lambda dry_run: merge_codes(project, [id_], other, dry_run=dry_run)
    target = Target(top=True) if kind == "top" else Target(**{kind: other})  # type: ignore[arg-type]
    return lambda dry_run: move_code(project, id_, target, dry_run=dry_run)


def back_to(ids: list[str], old: str, new: str) -> Target:
    """Return where a code was: below its parent; or beside a sibling, if it still has that."""
    parent = old.rpartition(".")[0]
    if old != new:
        return Target(under=parent) if parent else Target(top=True)
    siblings = [id_ for id_ in ids if id_.rpartition(".")[0] == parent]
    at = siblings.index(old)
    return Target(after=siblings[at - 1]) if at else Target(before=siblings[1])


def test_any_row_of_changes_taken_back_leaves_the_bytes_as_they_were(project: Project) -> None:
    taken = 0
    for seed in range(BOOKS):
        rng = random.Random(seed)
        text = drawn_text(rng, drawn_tree(rng)).encode()
        (project.folder / "codebook.yaml").write_bytes(text)
        ids = [code.id for code in project.codebook() if code.retired is None]
        add_codings(
            project, [CodingRequest("a.txt", rng.choice(ids), start=n, end=n + 4) for n in (0, 5)]
        )
        states, backs = [(written(project), coded(project))], []
        for _ in range(STEPS):
            back = step(project, rng)
            if back is not None:
                states.append((written(project), coded(project)))
                backs.append(back)
                if is_merge(project):  # taken back by 'undo' alone, which takes the last step
                    break
        assert verify(project) == []

        for _ in backs:
            undo(project, steps=1, dry_run=False)
        assert (written(project), coded(project)) == states[0], seed
        for _ in backs:
            redo(project, steps=1, dry_run=False)
        assert (written(project), coded(project)) == states[-1], seed
        for back, state in zip(reversed(backs), reversed(states[:-1]), strict=True):
            back()
            assert (written(project), coded(project)) == state, seed
        assert written(project) == text
        taken += len(backs)
        numbers = [coding.id for coding in list_codings(project).codings]
        remove_codings(project, numbers, dry_run=False)
    assert taken > BOOKS


def test_a_change_that_fails_half_way_leaves_file_and_codings(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project.folder / "codebook.yaml").write_text("id: toy\ncodes:\n  - id: a\n  - id: b\n")
    add_codings(project, [CodingRequest("a.txt", "a", start=0, end=4)])
    before = written(project), coded(project)

    def fails(*arguments: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr("ethnocode.store.Transaction.write_file", fails)
    for change in (
        lambda: rename_code(project, "a", "x", dry_run=False),
        lambda: move_code(project, "a", Target(under="b"), dry_run=False),
        lambda: merge_codes(project, ["a"], "b", dry_run=False),
    ):
        with pytest.raises(StorageError, match="cannot be read or written"):
            change()
        assert (written(project), coded(project)) == before
