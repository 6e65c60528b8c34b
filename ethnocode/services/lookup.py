"""Finding what a person named, or saying what is nearest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from difflib import get_close_matches

from ethnocode.errors import RetiredCodeError, SourceError, UnknownCodeError, UsageError
from ethnocode.interchange import LARGEST
from ethnocode.model import Code, Codebook, Source, Suggestion
from ethnocode.services.definitions import codebook_in_force
from ethnocode.services.project import Project
from ethnocode.store import Store

_MOST_NAMED = 10


def source_named(store: Store, name: str) -> Source:
    """Return the source of a name.

    Raises:
        SourceError: There is none; names the nearest.
    """
    source = store.sources.named(name)
    if source is None:
        names = [known.name for known in store.sources.all()]
        near = get_close_matches(name, names, n=3)
        raise SourceError(
            f"no source '{name}'",
            hint=f"did you mean {' or '.join(near)}?"
            if near
            else "'ethnocode source list' shows what there is",
        )
    return source


def suggestion_numbered(store: Store, number: int) -> Suggestion:
    """Return the suggestion of a number.

    Raises:
        UsageError: There is none.
    """
    found = store.suggestions.select(names=store.sources.names(), id_=number)
    if not found:
        raise UsageError(
            f"no suggestion {number}", hint="'ethnocode suggest list' shows their numbers"
        )
    return found[0]


def refuse_unknown_kind(project: Project, kind: str | None) -> None:
    """Refuse a kind of source that the study has not; ``None`` is none that was named.

    Raises:
        UsageError: The kind is unknown; names those that there are.
    """
    kinds = project.settings.kinds
    if kind is not None and kind not in kinds:
        raise UsageError(f"unknown kind '{kind}'", hint=f"kinds here: {', '.join(kinds)}")


def refuse_impossible_wave(wave: int | None) -> None:
    """Refuse a round of collection that no source can have; ``None`` is none that was named.

    Raises:
        UsageError: The number is not one that can be stored.
    """
    if wave is not None and not 1 <= wave <= LARGEST:
        raise UsageError(f"wave {wave} is not from 1 to {LARGEST}")


def refuse_unheard(labels: Iterable[str], *, heard: Collection[str], where: str) -> None:
    """Refuse a label that nobody speaks under.

    Args:
        labels: As somebody named them.
        heard: Those that there are.
        where: What was listened to, such as ``these files``.

    Raises:
        UsageError: A label is not among them; names those that are.
    """
    for label in labels:
        if label not in heard:
            raise UsageError(
                f"nobody speaks as '{label}' in {where}",
                hint="speakers: " + (", ".join(sorted(heard)) or "none"),
            )


def unknown_coder(name: str, known: Collection[str]) -> UsageError:
    """Return the error that nobody has coded under a name; it names the nearest, and all."""
    near = get_close_matches(name, known, n=3)
    meant = f"did you mean {' or '.join(near)}? " if near else ""
    return UsageError(
        f"nobody has coded as '{name}'", hint=f"{meant}coders: {', '.join(known) or 'nobody yet'}"
    )


def code_named(codebook: Codebook, name: str) -> Code:
    """Return the code of an id or alias.

    Raises:
        UnknownCodeError: There is none; names the nearest.
    """
    code = codebook.code_named(name)
    if code is None:
        raise UnknownCodeError(
            f"the codebook has no code '{name}'", hint=near_codes(codebook, name)
        )
    return code


def retiring_book(codebook: Codebook, code: Code) -> str:
    """Return the extended book that retires a code; empty where the study's own does."""
    if code.book != codebook.id:
        return code.book
    return code.base if code.base and "retired" not in code.overrides else ""


def refuse_retired(codebook: Codebook, code: Code | None, *, where: str = "") -> None:
    """Refuse a code that takes no new codings; one that is unknown is no such.

    Args:
        codebook: The study's.
        where: Place that asks for it, if it is in a file.

    Raises:
        RetiredCodeError: It is retired; says why, and what to use.
    """
    if code is None or code.retired is None:
        return
    reason = f": {code.retired.because}" if code.retired.because else ""
    elsewhere = retiring_book(codebook, code)
    back = f"'ethnocode codebook retire {code.id} --revive' takes it back"
    if elsewhere:
        back = f"the codebook '{elsewhere}' retires it: define a code of your own if you need one"
    instead = " or ".join(code.retired.use)
    raise RetiredCodeError(
        f"'{code.id}' is retired{reason}",
        where=where,
        hint=f"use {instead} instead; {back}" if instead else back,
    )


def retired_notes(codebook: Codebook, used: Collection[str]) -> tuple[str, ...]:
    """Return the note that codes, whose codings are counted, are retired; none where none is.

    Args:
        used: Full ids.
    """
    retired = [code.id for code in codebook if code.retired and code.id in used]
    if not retired:
        return ()
    more = f" and {len(retired) - _MOST_NAMED} more" if retired[_MOST_NAMED:] else ""
    return (f"Retired, with codings that stay: {', '.join(retired[:_MOST_NAMED])}{more}.",)


def present_ids(codebook: Codebook, stored: Iterable[str]) -> dict[str, str]:
    """Return the present id of each stored id that is a former one."""
    ids = {code.id for code in codebook}
    found = {id_: codebook.code_named(id_) for id_ in stored if id_ not in ids}
    return {id_: code.id for id_, code in found.items() if code is not None}


def stored_ids(codebook: Codebook, stored: Iterable[str]) -> dict[str, list[str]]:
    """Return, by present id of a code, the ids under which what is the code's is stored.

    One that the codebook does not know stands for itself.
    """
    stored = list(stored)
    present = present_ids(codebook, stored)
    found: dict[str, list[str]] = {}
    for id_ in stored:
        found.setdefault(present.get(id_, id_), []).append(id_)
    return found


def same_ids(codebook: Codebook, store: Store, id_: str) -> list[str]:
    """Return the stored ids that mean the code of an id."""
    code = codebook.code_named(id_)
    return stored_ids(codebook, store.codes.numbers()).get(code.id if code else id_, [])


def ids_wanted(project: Project, store: Store, name: str) -> list[str]:
    """Return the stored ids that a filter by code means: the code's, and those of codes below it.

    On an earlier day these are the codes of that day, be they named as then or as now.

    Raises:
        UsageError: Neither the codebook nor what is stored knows the code.
    """
    codebook = codebook_in_force(project, store)
    stored = stored_ids(codebook, store.codes.numbers())
    code = codebook.code_named(name)
    if code is not None:
        tops = [code.id]
    elif any(is_below(id_, name) for id_ in stored):
        tops = [name]
    else:
        tops = _ids_then(project.codebook(), codebook, name) if project.as_of else []
    if not tops:
        had = "had no code '{}' on that day" if project.as_of else "has no code '{}'"
        raise UsageError(f"the study {had.format(name)}", hint=near_codes(codebook, name))
    wanted = (ids for id_, ids in stored.items() if any(is_below(id_, top) for top in tops))
    return [id_ for ids in wanted for id_ in ids]


def is_below(id_: str, top: str) -> bool:
    """Return whether an id is another, or one below it."""
    return f"{id_}.".startswith(f"{top}.")


def rolled_up(id_: str, level: int | None) -> str:
    """Return the id at a depth of the tree that is above one, or that itself; 1 is the top."""
    return ".".join(id_.split(".")[:level])


def _ids_then(now: Codebook, then: Codebook, name: str) -> list[str]:
    """Return what a code of today was called in the codebook of an earlier day."""
    code = now.code_named(name)
    meant = ((old.id, now.code_named(old.id)) for old in then) if code else ()
    return [id_ for id_, present in meant if code and present and present.id == code.id]


def near_codes(codebook: Codebook, name: str) -> str:
    """Return a hint that names the codes most like a name."""
    ids = [code.id for code in codebook]
    near = get_close_matches(name, ids, n=3, cutoff=0.5)
    last = [id_ for id_ in ids if id_.rpartition(".")[2] == name.rpartition(".")[2]]
    found = list(dict.fromkeys([*last, *near]))[:3]
    if found:
        return f"did you mean {' or '.join(found)}?"
    return "'ethnocode codebook show' lists the codes"


def codes_meant(codebook: Codebook, typed: str) -> tuple[Code, ...]:
    """Return the codes that a piece of an id or name may mean, the likeliest first.

    One of exactly that id, alias or name, or that ends an id, is meant alone.
    """
    wanted = " ".join(typed.casefold().split())
    exact = codebook.code_named(typed.strip())
    if exact is not None or not wanted:
        return (exact,) if exact else ()
    names = [(code, (code.id.casefold(), _last(code), code.name.casefold())) for code in codebook]
    tests: tuple[Callable[[str], bool], ...] = (
        lambda name: name == wanted,
        lambda name: name.startswith(wanted),
        lambda name: wanted in name,
    )
    for fits in tests:
        found = [code for code, known in names if any(map(fits, known))]
        if found:
            return tuple(found)
    near = get_close_matches(wanted, [name for _, known in names for name in known], n=5)
    return tuple(code for code, known in names if set(known) & set(near))


def _last(code: Code) -> str:
    return code.id.rpartition(".")[2].casefold()


def checked_properties(code: Code, given: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return property values in order of their names.

    Raises:
        UsageError: The code declares no such property or value.
    """
    declared = dict(code.properties)
    for name, value in given:
        if name not in declared:
            raise UsageError(
                f"{code.id} has no property '{name}'",
                hint="properties: " + (", ".join(declared) or "none"),
            )
        if declared[name] and value not in declared[name]:
            raise UsageError(
                f"'{value}' is not a value of {code.id}'s property '{name}'",
                hint="values: " + ", ".join(declared[name]),
            )
    return tuple(sorted(dict(given).items()))
