"""What is different between two codebooks, and which codings that touches."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ethnocode.codebook import (
    codebook_from,
    diff,
    digest_of,
    open_codebook,
    open_shipped,
    perhaps_renamed,
    shipped_books,
)
from ethnocode.errors import CodebookError, NoProjectError
from ethnocode.model import ChangeKind, Codebook, CodeChange, Coding, KeptCodebook
from ethnocode.services.citations import Citer
from ethnocode.services.definitions import codebook_then
from ethnocode.services.lookup import is_below, stored_ids
from ethnocode.services.project import Project
from ethnocode.services.revisions import codebook_at, split_revision
from ethnocode.store import Store, open_store

AS_OF = "as-of:"
"""What a moment of the study's codebook is named with."""
GIT = "git:"
"""What a revision of git is named with."""
VERSION = "version:"
"""What a version of the study's codebook that the log keeps is named with."""

_WITH_THOSE_BELOW = (ChangeKind.RENAMED, ChangeKind.MOVED)


@dataclass(frozen=True, slots=True)
class Compared:
    """One of two codebooks that are compared.

    Args:
        name: As somebody named it, or what was taken.
        codebook: The book, with what it extends.
    """

    name: str
    codebook: Codebook


@dataclass(frozen=True, slots=True)
class Touched:
    """A change, and the codings of the study that it touches.

    Args:
        change: What became of a code.
        codings: How many there are; ``None`` without a study.
        sources: In how many sources.
        listed: The codings, where they are wanted.
    """

    change: CodeChange
    codings: int | None = None
    sources: int | None = None
    listed: tuple[Coding, ...] = ()


@dataclass(frozen=True, slots=True)
class CodebookDiff:
    """Two codebooks compared.

    Args:
        a: The earlier one.
        b: The later one.
        changes: What is different, by kind and id.
        codings: Codings of the study that any change touches; ``None`` without a study.
        sources: In how many sources they are.
        perhaps_renamed: Codes that went, by id, each with one that came and says the same.
    """

    a: Compared
    b: Compared
    changes: tuple[Touched, ...]
    codings: int | None = None
    sources: int | None = None
    perhaps_renamed: tuple[tuple[str, str], ...] = ()


def compare_codebooks(
    project: Project | None, a: str = "", b: str = "", *, listing: bool = False
) -> CodebookDiff:
    """Return what is different between two codebooks, and which codings that touches.

    Args:
        project: The study; without one, both must be named and be no part of it.
        a: A file, a shipped book, or what :data:`VERSION`, :data:`GIT` or :data:`AS_OF` begin,
            the last with a moment as events keep it;
            empty for the last one that the log keeps which is another than ``b``.
        b: The same; empty for the study's present one.
        listing: Whether the codings are wanted, not only their numbers.

    Raises:
        CodebookError: One is not there, or cannot be read.
        NoProjectError: One is part of a study, and there is none.
        UsageError: One is named by what no such thing is named with.
    """
    later = _named(project, b) if b else _present(_study(project))
    earlier = _named(project, a) if a else _before(_study(project), later.codebook)
    changes = diff(earlier.codebook, later.codebook)
    perhaps = perhaps_renamed(earlier.codebook, later.codebook, changes)
    done = CodebookDiff(earlier, later, tuple(map(Touched, changes)), perhaps_renamed=perhaps)
    if project is None:
        return done
    with open_store(project.folder) as store:
        return _touched(store, done, citer=Citer(store, project.settings) if listing else None)


def needs_study(name: str) -> bool:
    """Return whether a codebook that is named so is part of a study."""
    return not name or name.startswith((VERSION, AS_OF)) or _is_own_revision(name)


def _is_own_revision(name: str) -> bool:
    return name.startswith(GIT) and not split_revision(name.removeprefix(GIT))[1]


def _study(project: Project | None) -> Project:
    if project is None:
        raise NoProjectError("there is no study here", hint="name two codebooks to compare")
    return project


def _present(project: Project) -> Compared:
    return Compared(str(project.codebook_path), project.codebook())


def _named(project: Project | None, name: str) -> Compared:
    if name.startswith(GIT):
        revision, file = split_revision(name.removeprefix(GIT))
        return Compared(name, codebook_at(revision, _file(project, file)))
    if name.startswith(VERSION):
        return Compared(name, _version(_study(project), name.removeprefix(VERSION)))
    if name.startswith(AS_OF):
        then = replace(_study(project), as_of=name.removeprefix(AS_OF))
        return Compared(f"as of {then.as_of[:16]}", codebook_then(then))
    if name.partition("@")[0] in shipped_books():
        return Compared(name, open_shipped(name))
    if not os.path.lexists(name):
        raise CodebookError(
            f"there is no shipped codebook and no file {name[:200]!a}",
            hint=f"name a file, a shipped book ({', '.join(shipped_books())}), or {VERSION}1.0.0, "
            f"{GIT}HEAD~1, {AS_OF}2026-03-01",
        )
    return Compared(name, open_codebook(Path(name)))


def _file(project: Project | None, name: str) -> Path:
    if name:
        return Path(name)
    study = _study(project)
    return study.folder / study.settings.codebook


def _version(project: Project, version: str) -> Codebook:
    """Return the last codebook of a version that the log keeps."""
    with open_store(project.folder) as store:
        kept = store.events.codebooks()
        found = [one for one in kept if one.version == version]
        if not found:
            known = ", ".join(dict.fromkeys(one.version for one in kept if one.version))
            raise CodebookError(
                f"the log keeps no version {version[:50]!a} of the study's codebook",
                hint=f"it keeps {known}" if known else "give the codebook a 'version'",
            )
        return codebook_from(store.events.codebook_of(found[-1]))


def _before(project: Project, later: Codebook) -> Compared:
    """Return the last codebook of the log that is another; else the same one."""
    digest = digest_of(later)
    with open_store(project.folder) as store:
        kept = store.events.codebooks()
        last = next((n for n in reversed(range(len(kept))) if kept[n].digest != digest), None)
        if last is None:
            return Compared("the log", later)
        book = codebook_from(store.events.codebook_of(kept[last]))
        return Compared(f"the log, {_until(kept, last)}", book)


def _until(kept: list[KeptCodebook], n: int) -> str:
    """Return from when a codebook was in force, and until when if another followed."""
    since = f"from event {kept[n].id}"
    return since if n + 1 == len(kept) else f"{since} until {kept[n + 1].id}"


def _touched(store: Store, done: CodebookDiff, *, citer: Citer | None) -> CodebookDiff:
    """Return a comparison with the codings that each change touches; listed, if to be cited."""
    spread = store.codings.spread()
    before = stored_ids(done.a.codebook, spread)
    after = stored_ids(done.b.codebook, spread)
    told: list[Touched] = []
    touched: set[str] = set()
    for change in (one.change for one in done.changes):
        ids = {
            *_ids_of(before, change.was, change.kind),
            *_ids_of(after, change.code, change.kind),
        }
        touched |= ids
        listed = _listed(store, ids, citer=citer) if citer and ids else ()
        told.append(Touched(change, *_counted(spread, ids), listed))
    codings, sources = _counted(spread, touched)
    return replace(done, changes=tuple(told), codings=codings, sources=sources)


def _listed(store: Store, ids: Collection[str], *, citer: Citer) -> tuple[Coding, ...]:
    names = store.sources.names()
    by_name = {source.name: source for source in store.sources.all()}
    return tuple(
        replace(coding, citation=citer.cite_anchor(by_name[coding.source], coding.anchor))
        for coding in store.codings.select(names=names, codes=ids)
    )


def _ids_of(stored: Mapping[str, list[str]], code: str, kind: ChangeKind) -> list[str]:
    """Return the ids under which codings of a code are stored, by one of the codebooks."""
    if not code:
        return []
    if kind in _WITH_THOSE_BELOW:
        return [id_ for now, ids in stored.items() if is_below(now, code) for id_ in ids]
    return stored.get(code, [])


def _counted(spread: Mapping[str, Mapping[int, int]], ids: Iterable[str]) -> tuple[int, int]:
    """Return how many codings are stored under some ids, and in how many sources."""
    found = [spread[id_] for id_ in ids if id_ in spread]
    sources = {source for counts in found for source in counts}
    return sum(sum(counts.values()) for counts in found), len(sources)
