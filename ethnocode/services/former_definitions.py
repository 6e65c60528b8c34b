"""What codes meant when codings were made, read back from the log."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ethnocode.codebook import Comparison, codebook_from, digest_of
from ethnocode.codebook.study_rules import Earlier
from ethnocode.errors import CodebookError, UsageError
from ethnocode.model import Code, Codebook, Coding, FieldChange, KeptCodebook
from ethnocode.services.project import Project
from ethnocode.store import Store, open_store


@dataclass(frozen=True, slots=True)
class CodeThen:
    """A code as it was when a coding was made, and what it says otherwise now.

    Args:
        coding: The coding.
        codebook: The study's codebook as it was.
        code: The code as it was.
        now: The code as it is; ``None`` where it is gone.
        changes: What it says otherwise now.
    """

    coding: Coding
    codebook: Codebook
    code: Code
    now: Code | None
    changes: tuple[FieldChange, ...]


def code_then(project: Project, number: int) -> CodeThen:
    """Return the code of a coding as it was when that was made.

    Raises:
        UsageError: There is no such coding.
        CodebookError: The log does not go back to it, or keeps no codebook of that time.
    """
    with open_store(project.folder) as store:
        coding = _coding(store, number)
    if coding is None:
        raise UsageError(f"no coding {number}", hint="'ethnocode coding list' shows their numbers")
    with open_store(project.folder, as_of=coding.created) as store:
        # under the code that it had, before that was renamed or merged
        first = _coding(store, number)
        body = store.events.codebook()
    present = project.codebook()
    now = present.code_named(coding.code)
    then = codebook_from(body) if body else None
    old = then.code_named(first.code) if then and first else None
    if then is None or old is None:
        raise CodebookError(
            f"the log does not say what '{coding.code}' meant when coding {number} was made",
            hint=f"'ethnocode codebook show {coding.code}' prints what it means now",
        )
    changes = Comparison(then, present).fields(old, now) if now else ()
    return CodeThen(coding, then, old, now, changes)


def _coding(store: Store, number: int) -> Coding | None:
    return next(iter(store.codings.select(names=store.sources.names(), id_=number)), None)


def kept_at(kept: Sequence[KeptCodebook], moment: str) -> KeptCodebook | None:
    """Return the codebook that was in force at a moment; ``None`` before the first.

    Args:
        kept: The codebooks of the log, oldest first.
    """
    # where a clock was set back, a later event is not the later moment
    times = sorted(range(len(kept)), key=lambda n: (kept[n].at, n))
    at = bisect_right([kept[n].at for n in times], moment)
    return kept[times[at - 1]] if at else None


def earlier_codes(
    store: Store, codebook: Codebook, codings: Iterable[Coding]
) -> dict[str, Earlier]:
    """Return what codes of the study's own said when the first of their codings was made.

    Codes whose first coding was made under the present codebook, or under another version of
    it, are left out.

    Complexity:
        One pass over the codings, and one reading of each codebook that was in force when
        some code was first used.
    """
    first: dict[str, str] = {}
    for coding in codings:
        if coding.created < first.get(coding.code, "~"):
            first[coding.code] = coding.created
    kept = store.events.codebooks()
    apart = {one.digest for one in kept if one.version == codebook.version}
    apart.discard(digest_of(codebook))
    books: dict[str, tuple[Codebook, Comparison]] = {}
    found: dict[str, tuple[str, Earlier]] = {}
    for stored, made in first.items():
        code, then = codebook.code_named(stored), kept_at(kept, made)
        if code is None or code.book != codebook.id or then is None:
            continue
        if then.digest not in apart or made >= found.get(code.id, ("~",))[0]:
            continue
        if then.digest not in books:
            book = codebook_from(store.events.codebook_of(then))
            books[then.digest] = book, Comparison(book, codebook)
        book, comparison = books[then.digest]
        old = _same_code(book, stored, code)
        if old is not None:
            fields = tuple(change.field for change in comparison.fields(old, code))
            found[code.id] = made, Earlier(then.version, made, fields)
    return {id_: earlier for id_, (_, earlier) in found.items()}


def _same_code(then: Codebook, stored: str, now: Code) -> Code | None:
    """Return the code of an earlier codebook that is one of the present one's."""
    names = (now.id, stored, *now.aliases)
    return next((code for name in names if (code := then.code_named(name))), None)
