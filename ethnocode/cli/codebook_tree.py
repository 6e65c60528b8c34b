"""The tree of a codebook as lines: counts, names, and what the study changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethnocode.cli.output import wrapped
from ethnocode.model import Code, Codebook, Retired
from ethnocode.report.figures import counted
from ethnocode.report.measure import shorten, width_of, wrap
from ethnocode.report.safe import visible
from ethnocode.report.text import PAGE_WIDTH
from ethnocode.services.codebook import CodeUse

_COUNT = 7
_MARGIN = 2 * (_COUNT + 2)
_ROOM = PAGE_WIDTH - _MARGIN
_DEEPEST = 30  # columns that the tree takes at most, so that there is room for the code
_ELIDED = "…" + " " * 8


def tree_lines(codebook: Codebook, uses: Sequence[CodeUse]) -> Iterator[str]:
    """Yield the tree of a codebook, or of a part of it, and below it what was changed."""
    yield f"{'Codings':>{_COUNT}}  {'In all':>{_COUNT}}  Code"
    depths = [use.code.id.count(".") for use in uses]
    shown = {use.code.id: use.code for use in uses}
    guides: list[str] = []
    for n, use in enumerate(uses):
        parent = shown.get(use.code.parent or "")
        depth = depths[n] - depths[0] if parent else 0
        last = _is_last(depths, n)
        del guides[max(depth - 1, 0) :]
        stem = "".join(guides) + (("└─ " if last else "├─ ") if depth else "")
        guides += [" " * 3 if last else "│  "] if depth else []
        yield from _lines(use, stem, "".join(guides), above=_origin(parent, codebook))
    yield ""
    for line in (*_books(codebook, uses), *_changes(codebook, uses)):
        yield from wrapped(line)


def retirement(retired: Retired) -> str:
    """Return that a code is retired, why, and what to use instead, as one line."""
    because = f": {retired.because}" if retired.because else ""
    instead = f"; use {' or '.join(retired.use)} instead" if retired.use else ""
    return f"retired{because}{instead}"


def changed_here(code: Code, codebook: Codebook) -> str:
    """Return which fields a code says otherwise than the extended book; empty if none."""
    fields = [field for field in code.overrides if field != "retired" or not code.retired]
    if not fields:
        return ""
    version = dict(codebook.books).get(code.base, "")
    return f"{', '.join(fields)} ({f'{code.base} {version}'.strip()})"


def _is_last(depths: Sequence[int], n: int) -> bool:
    """Whether no sibling comes after."""
    for depth in depths[n + 1 :]:
        if depth <= depths[n]:
            return depth < depths[n]
    return True


def _origin(code: Code | None, codebook: Codebook) -> str:
    return codebook.id if code is None else code.base or code.book


def _lines(use: CodeUse, stem: str, below: str, *, above: str) -> Iterator[str]:
    """Yield a code in one line; its name and marks below it where they are too long."""
    code = use.code
    counts = f"{use.codings:>{_COUNT},}  {use.below:>{_COUNT},}  "
    if width_of(stem) > _DEEPEST:
        stem, below = _ELIDED + stem[-3:], _ELIDED
    local = visible(code.id.rpartition(".")[2] if stem else code.id)
    words = [visible(code.name)]
    origin = code.base or code.book
    if origin != above:
        words.append(visible(origin))
    if changed := [field for field in code.overrides if field != "retired"]:
        words.append(f"changed: {', '.join(changed)}")
    if code.retired:
        words.append("retired")
    said = " · ".join(words)
    head = stem + shorten(local, _ROOM - width_of(stem))
    if width_of(f"{head}  {said}") <= _ROOM:
        yield f"{counts}{head}  {said}"
        return
    yield counts + head
    margin = below + " " * 4
    for line in wrap(said, _ROOM - width_of(margin)):
        yield " " * _MARGIN + margin + line


def _books(codebook: Codebook, uses: Sequence[CodeUse]) -> Iterator[str]:
    """Yield from which books the codes are."""
    per_book = dict.fromkeys((book for book, _ in codebook.books), 0)
    for use in uses:
        per_book[_origin(use.code, codebook)] = per_book.get(_origin(use.code, codebook), 0) + 1
    versions = dict(codebook.books)
    parts = [
        f"{visible(f'{book} {versions.get(book, str())}'.strip())} has {count}"
        for book, count in per_book.items()
        if count
    ]
    yield f"{counted(len(uses), 'code')}: {', '.join(parts)}." if parts else "No codes."


def _changes(codebook: Codebook, uses: Sequence[CodeUse]) -> Iterator[str]:
    """Yield a line for each code of an extended book that the study changed, or retired."""
    for use in uses:
        if changed := changed_here(use.code, codebook):
            yield f"- {visible(use.code.id)}: {visible(changed)}"
        if use.code.retired:
            yield f"- {visible(use.code.id)}: {visible(retirement(use.code.retired))}"
