"""Former ids of codes: whether one may go again, because a rename is taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from ethnocode.codebook import read_codebook
from ethnocode.errors import CodebookError
from ethnocode.model import Codebook
from ethnocode.services.codebook import text_of
from ethnocode.services.history import Step, undoable
from ethnocode.services.lookup import is_below
from ethnocode.services.project import Project
from ethnocode.store import Store

_LOOK_BACK = 200
"""Changes of the codebook that are read to find one that is taken back."""

RENAME = "codebook rename"
"""Action of the event that gives a code another id."""
MOVE = "codebook move"
"""Action of the event that puts a code elsewhere, which may give it another id."""


@dataclass(frozen=True, slots=True)
class _Change:
    """What a command made of the study's own codebook."""

    action: str
    before: Codebook
    after: Codebook


def takes_back(project: Project, store: Store, codebook: Codebook, *, id_: str, to: str) -> bool:
    """Return whether a rename or move would take back the one that gave a code its id.

    So it is if the code got its id by one from the other, and that one brought every
    id at or below it: then nothing was ever called so but what is called otherwise again.

    Args:
        codebook: The study's own, as it is.
        id_: The full id that the code has.
        to: The one that it is to have.
    """
    if any(is_below(alias, id_) for code in codebook for alias in code.aliases):
        return False
    brought = _brought(project, store, id_, to)
    return all(code.id in brought for code in codebook if is_below(code.id, id_))


def before_move(project: Project, store: Store, id_: str, former: str) -> Codebook | None:
    """Return the study's own codebook before the move that gave a code its id.

    There is none where it was another command, or a person with an editor.

    Args:
        id_: The full id that the code has.
        former: The one that it had.
    """
    change = _change_that_brought(project, store, id_)
    if change is None or change.action != MOVE:
        return None
    return change.before if former in {code.id for code in change.before} else None


def texts_before_moves(project: Project, store: Store, text: str) -> Iterator[str]:
    """Yield what the study's codebook was before each move that left it as it is, last first."""
    for action, before, after in _texts(project, store):
        if action == MOVE and after == text:
            yield before


def _brought(project: Project, store: Store, id_: str, former: str) -> set[str]:
    """Return the ids that came with one, if a rename or move of a former one brought it.

    There are none where it was another command, or a person with an editor.
    """
    change = _change_that_brought(project, store, id_)
    if change is None or change.action not in (RENAME, MOVE):
        return set()
    known, ids = {code.id for code in change.before}, {code.id for code in change.after}
    brought = {new for new in ids if change.before.code_named(new) is None}
    return brought if former in known and former not in ids else set()


def _change_that_brought(project: Project, store: Store, id_: str) -> _Change | None:
    """Return the last change by a command that gave a code its id, as far as readable."""
    path = str(project.codebook_path)  # as elsewhere, so that no text is read twice
    for action, old, new in _texts(project, store):
        # Reading a long book takes its time, and most changes are of other codes.
        lines = "\n".join(set(new.splitlines()).symmetric_difference(old.splitlines()))
        if not any(part in lines for part in id_.split(".")):
            continue
        try:
            before, after = (read_codebook(text, path=path) for text in (old, new))
        except CodebookError:  # of a version that could read what this one cannot
            return None
        if id_ in {code.id for code in after} and id_ not in {code.id for code in before}:
            return _Change(action, before, after)
    return None


def _texts(project: Project, store: Store) -> Iterator[tuple[str, str, str]]:
    """Yield what commands made of the study's own codebook, the last first.

    Those that led back to the same text are passed over, for they cancel out.
    """
    steps = [s for s in undoable(store.events.all()) if s.event.action.startswith("codebook ")]
    changes = [(s, digests) for s in steps[:_LOOK_BACK] if (digests := _digests(project, store, s))]
    now = _digest(text_of(project.codebook_path))
    at = 0
    while at < len(changes):
        at = max((n for n in range(at, len(changes)) if changes[n][1][1] == now), default=at)
        step, (now, _) = changes[at]
        before, after = _kept(project, store, step)
        yield step.event.action, before, after
        at += 1


def _digests(project: Project, store: Store, step: Step) -> tuple[str, str] | None:
    """Return digests of the codebook before and after a step; ``None`` if it let that be."""
    texts = _kept(project, store, step)
    return (_digest(texts[0]), _digest(texts[1])) if texts[0] != texts[1] else None


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _kept(project: Project, store: Store, step: Step) -> tuple[str, str]:
    for change in store.events.changes_of(step.event.id):
        if (change.table, change.key) == ("file", project.settings.codebook):
            return _text_in(change.before), _text_in(change.after)
    return "", ""


def _text_in(kept: Mapping[str, str] | None) -> str:
    """Return a codebook as an event kept its file, which may not have been there."""
    return kept["text"] if kept else "id: none\ncodes: []\n"
