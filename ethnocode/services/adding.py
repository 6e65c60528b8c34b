"""A new code of the study's own, written into its codebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from ethnocode.codebook import Place, with_code_added, with_near_added
from ethnocode.errors import CodebookError, UsageError
from ethnocode.model import Code, Codebook
from ethnocode.services.codebook import text_of
from ethnocode.services.codes import (
    NewText,
    name_from,
    new_text,
    own_code,
    refuse_malformed,
    write_codebook,
)
from ethnocode.services.lookup import code_named
from ethnocode.services.project import Project
from ethnocode.store import open_store
from ethnocode.text.normalise import plain_words
from ethnocode.text.strict_yaml import PlainYaml


@dataclass(frozen=True, slots=True)
class Definition:
    """What a person says of a new code.

    Args:
        definition: What it means.
        name: What readers see; made from the id where empty.
        include: What it covers.
        exclude: What it does not.
        near: Pairs of a code it could be confused with, and the deciding sentence.
        phrases: Runs of words that hint at it.
        lemmas: Single words that hint at it.
        properties: Pairs of a property and its values, with commas between.
        sources: Keys of the codebook's sources.
    """

    definition: str
    name: str = ""
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    near: Sequence[tuple[str, str]] = ()
    phrases: Sequence[str] = ()
    lemmas: Sequence[str] = ()
    properties: Sequence[tuple[str, str]] = ()
    sources: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a code did.

    Args:
        id: Its full id.
        near_back: Codes that name it as near now.
        near_only: Codes of other books that it names, and that cannot name it.
        diff: Lines of the codebook that changed.
    """

    id: str
    near_back: tuple[str, ...]
    near_only: tuple[str, ...]
    diff: tuple[str, ...]


def add_code(
    project: Project,
    name: str,
    said: Definition,
    *,
    under: str | None = None,
    after: str | None = None,
    dry_run: bool,
) -> Added:
    """Write a new code into the study's own codebook; codes near it name it too.

    Args:
        name: Its full id, or the last part where ``under`` is given.
        under: Id or alias of the code that it shall be below, which may be another book's.
        after: Id or alias of a code of the study's own that it shall follow.

    Raises:
        UsageError: A value is blank, or given twice.
        UnknownCodeError: There is no such code to be below, after or near.
        CodebookError: The id is malformed or taken; or a source is not listed.
    """
    if dry_run:
        return _planned(project, name, said, under=under, after=after)[0]
    with (
        open_store(project.folder, write=True) as store,
        # under the lock, for another program may be changing the codebook
        store.write(actor=project.coder, action="codebook add", now=project.now) as transaction,
    ):
        done, text = _planned(project, name, said, under=under, after=after)
        write_codebook(project, transaction, text)
        transaction.summary = done.id
    return done


def _planned(
    project: Project, name: str, said: Definition, *, under: str | None, after: str | None
) -> tuple[Added, NewText]:
    codebook = project.codebook()
    ref = own_code(codebook, after) if after else None
    id_ = _new_id(codebook, name, under=under, ref=ref)
    _refuse_taken(codebook, id_)
    near = {code_named(codebook, other).id: _sentence(text, "--near") for other, text in said.near}
    if len(near) < len(said.near):
        raise UsageError("--near names one code twice", hint="give each code one sentence")
    before = text = text_of(project.codebook_path)
    fields = _fields(codebook, id_, said, near=near)
    place = Place(after=ref.id) if ref else _last(codebook, id_)
    text = with_code_added(text, id_, fields, place=place, path=codebook.path)
    others = [code_named(codebook, other) for other in near]
    back = [other for other in others if _can_name(codebook, other)]
    for other in back:
        text = with_near_added(text, other.id, id_, near[other.id], path=codebook.path)
    written = new_text(project, before, text)
    ids = tuple(other.id for other in back)
    return Added(id_, ids, tuple(id_ for id_ in near if id_ not in ids), written.diff), written


def _new_id(codebook: Codebook, name: str, *, under: str | None, ref: Code | None) -> str:
    """Return the full id of a new code, below a code that there is."""
    refuse_malformed(codebook, name)
    above, _, last = name.rpartition(".")
    parents = {code_named(codebook, parent).id for parent in (under, above) if parent}
    if ref is not None:
        parents.add(ref.parent or "")
    if len(parents) > 1:
        # one of them may be "", the top
        wanted = " and ".join(f"'{parent}'" if parent else "the top" for parent in sorted(parents))
        raise UsageError(
            f"'{name}' cannot be directly below {wanted}",
            hint="give the last part of the id and --under, or the whole id; --after a sibling",
        )
    parent = next(iter(parents), "")
    return f"{parent}.{last}" if parent else last


def _refuse_taken(codebook: Codebook, id_: str) -> None:
    known = codebook.code_named(id_)
    if known is None:
        return
    own = known.book == codebook.id
    if known.id != id_:
        what = f"an alias of '{known.id}'"
    else:
        what = "the id of another code" if own else f"a code of the codebook '{known.book}'"
    raise CodebookError(
        f"'{id_}' is {what}",
        where=codebook.path,
        hint="choose another id"
        + ("" if own else f"; to say it otherwise, write 'id: {id_}' into {codebook.path} by hand"),
    )


def _last(codebook: Codebook, id_: str) -> Place:
    parent = id_.rpartition(".")[0]
    above = codebook.code_named(parent) if parent else None
    return Place(below=parent) if above and above.book == codebook.id else Place()


def _can_name(codebook: Codebook, other: Code) -> bool:
    """Whether a code's own ``near`` can be added to.

    One that stands in for another book's code, and takes ``near`` from that, would lose it.
    """
    return other.book == codebook.id and (not other.base or "near" in other.overrides)


def _fields(
    codebook: Codebook, id_: str, said: Definition, *, near: dict[str, str]
) -> dict[str, PlainYaml]:
    cues: dict[str, PlainYaml] = {
        key: [_sentence(words, f"--{key[:-1]}") for words in given]
        for key, given in (("phrases", said.phrases), ("lemmas", said.lemmas))
        if given
    }
    fields: dict[str, PlainYaml] = {
        "name": _sentence(said.name, "--name") if said.name else name_from(id_),
        "definition": _sentence(said.definition, "--definition"),
        "include": [_sentence(words, "--include") for words in said.include],
        "exclude": [_sentence(words, "--exclude") for words in said.exclude],
        "near": [{"code": other, "tell_apart": sentence} for other, sentence in near.items()],
        "properties": _properties(said.properties),
        "cues": cues,
        "sources": [_source(codebook, key) for key in said.sources],
    }
    return {key: value for key, value in fields.items() if value}


def _sentence(text: str, option: str) -> str:
    """Return words on one line, with what is no text taken out."""
    words = " ".join(plain_words(text).split())
    if not words:
        raise UsageError(f"{option} is blank", hint="say it in words, or leave the option out")
    return words


def _properties(given: Sequence[tuple[str, str]]) -> dict[str, PlainYaml]:
    found: dict[str, PlainYaml] = {}
    for name, text in given:
        values = [_sentence(value, f"a value of --property {name}") for value in text.split(",")]
        if name in found or len(set(values)) < len(values):
            raise UsageError(f"--property {name} says something twice", hint="say it once")
        found[_sentence(name, "--property")] = [*values]
    return found


def _source(codebook: Codebook, key: str) -> str:
    known = dict(codebook.sources)
    if key not in known:
        near = get_close_matches(key, known, n=3)
        raise CodebookError(
            f"the codebook lists no source '{key}'",
            where=codebook.path,
            hint=f"did you mean {' or '.join(near)}?" if near else "add it to 'sources' by hand",
        )
    return key
