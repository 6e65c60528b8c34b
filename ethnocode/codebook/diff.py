"""Two codebooks compared: what became of each code, and what it says otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ethnocode.codebook.mentions import named_anew
from ethnocode.codebook.merging import FIELDS
from ethnocode.model import ChangeKind, Code, Codebook, CodeChange, FieldChange

Naming = Callable[[str], str]

_APART = ("aliases", "retired")
"""Fields that are told by what became of the code."""
_NAMES = ("code", "with", "never_with", "use")
"""Keys of what names a code."""
_SENTENCES = ("definition", "include", "exclude", "tell_apart", "because")
"""Keys of sentences in which the commands that rename write an id anew."""
_IN_ORDER = ("patterns", "dependencies")
"""Keys of lists whose order says something."""
_CUES = ("phrases", "lemmas", "patterns", "dependencies", "entities")
_ORDER = tuple(ChangeKind)


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which codes of two codebooks are the same.

    Args:
        now: Id in the second codebook by id in the first, of codes that both have.
        merged: Id of the code that one has become part of, by its id in the first codebook.
        split: Id of the code that one was part of, by its id in the second codebook.
    """

    now: Mapping[str, str]
    merged: Mapping[str, str]
    split: Mapping[str, str]


def diff(a: Codebook, b: Codebook) -> tuple[CodeChange, ...]:
    """Return what is different in codebook ``b``, by kind and id.

    A code is the same where the id is, or where one is a former id of the other. Codes that
    were only carried along by one above them are no change; nor is the order of codes, or of
    what a list holds, or another id for a code that is named.

    Returns:
        One change for a code that came, went, was merged, renamed or moved; one if it was
        retired or revived; and one if it says something else.

    Complexity:
        O(n) for n codes that kept their ids.
    """
    names = Comparison(a, b)
    pairing = names.pairing
    codes = _by_id(a), _by_id(b)
    changes = list(_unpaired(pairing, *codes))
    for was, id_ in pairing.now.items():
        old, new = codes[0][was], codes[1][id_]
        place = _placed(old, new, pairing)
        changes += [*place, *_retired(old, new), *_said(old, new, names)]
    return tuple(sorted(changes, key=lambda c: (_ORDER.index(c.kind), c.code or c.was, c.was)))


def perhaps_renamed(
    a: Codebook, b: Codebook, changes: Sequence[CodeChange]
) -> tuple[tuple[str, str], ...]:
    """Return codes that went, each with one that came and says exactly what it said.

    That is in every field but the id and a name made from it. Where more than one went or
    came that say the same, none is named; nor is a code without a definition.

    Args:
        changes: What is different in codebook ``b``, as :func:`diff` has it.

    Returns:
        Pairs of the id in codebook ``a`` and that in ``b``, by these.
    """
    gone = [change.was for change in changes if change.kind is ChangeKind.REMOVED]
    came = [change.code for change in changes if change.kind is ChangeKind.ADDED]
    before, after = _whole_saying(_by_id(a), gone), _whole_saying(_by_id(b), came)
    return tuple(
        sorted(
            (ids[0], after[saying][0])
            for saying, ids in before.items()
            if len(ids) == 1 and len(after.get(saying, ())) == 1
        )
    )


def _whole_saying(codes: Mapping[str, Code], ids: Iterable[str]) -> dict[str, list[str]]:
    """Return the ids of those codes that have a definition, by all that they say."""
    found: dict[str, list[str]] = {}
    for id_ in ids:
        code = codes[id_]
        if code.definition:
            told = {field: plain_value(code, field) for field in FIELDS}
            name = "" if _unnamed(code) else code.name
            saying = _as_text([code.book, {**told, "name": name}])
            found.setdefault(saying, []).append(id_)
    return found


def paired(a: Codebook, b: Codebook) -> Pairing:
    """Return which codes of two codebooks are the same, by their ids and former ids."""
    before, after = _by_id(a), _by_id(b)
    now = {id_: id_ for id_ in before if id_ in after}
    left = [id_ for id_ in before if id_ not in after]
    came = [id_ for id_ in after if id_ not in before]
    became = {id_: code.id for id_ in left if (code := b.code_named(id_))}
    was = {id_: code.id for id_ in came if (code := a.code_named(id_))}
    both = {(old, new) for old, new in became.items() if new not in before}
    both |= {(old, new) for new, old in was.items() if old not in after}
    taken: set[str] = set()
    for old, new in sorted(both, key=lambda pair: _unlike(before[pair[0]], after[pair[1]])):
        if old not in now and new not in taken:
            now[old] = new
            taken.add(new)
    merged = {old: new for old, new in became.items() if old not in now}
    split = {new: old for new, old in was.items() if new not in taken}
    return Pairing(now, merged, split)


class Comparison:
    """Two codebooks, and what ids mean in either, said as ids of the second one."""

    def __init__(self, a: Codebook, b: Codebook) -> None:
        self._a, self._b = a, b
        self.pairing = pairing = paired(a, b)
        self._split = pairing.split
        self._carried = {**pairing.merged, **pairing.now}

    def then(self, name: str) -> str:
        """Return what the first codebook means by a name."""
        code = self._a.code_named(name)
        return name if code is None else self._carried.get(code.id, code.id)

    def now(self, name: str) -> str:
        """Return what the second codebook means by a name."""
        code = self._b.code_named(name)
        return name if code is None else code.id

    def fields(self, old: Code, new: Code) -> tuple[FieldChange, ...]:
        """Return what a code of the second codebook says otherwise than one of the first."""
        wanted = (field for field in FIELDS if field not in _APART)
        return tuple(change for field in wanted for change in _field(old, new, field, self))

    def former_ids_told(self, old: Code, new: Code) -> Iterator[str]:
        """Yield former ids that came or went, but for those of codes that are told of."""
        for alias in new.aliases:
            if alias not in old.aliases and self.then(alias) != new.id:
                yield alias
        for alias in old.aliases:
            is_told = alias in new.aliases or alias in self._split
            if not is_told and self.now(alias) != new.id:
                yield alias


def _by_id(codebook: Codebook) -> dict[str, Code]:
    """Return the codes by id; of two with one id, the first counts."""
    found: dict[str, Code] = {}
    for code in codebook:
        found.setdefault(code.id, code)
    return found


def _unlike(old: Code, new: Code) -> tuple[bool, bool, bool, str, str]:
    """Return how unlikely it is, beside others, that a code has become another."""
    return (
        old.definition != new.definition,
        old.name != new.name,
        old.id.rpartition(".")[2] != new.id.rpartition(".")[2],
        old.id,
        new.id,
    )


def _unpaired(
    pairing: Pairing, before: Mapping[str, Code], after: Mapping[str, Code]
) -> Iterator[CodeChange]:
    stayed = set(pairing.now.values())
    for id_ in before:
        if id_ in pairing.merged:
            yield CodeChange(ChangeKind.MERGED, pairing.merged[id_], id_)
        elif id_ not in pairing.now:
            yield CodeChange(ChangeKind.REMOVED, "", id_)
    for id_ in after:
        if id_ in pairing.split:
            yield CodeChange(ChangeKind.SPLIT, id_, pairing.split[id_])
        elif id_ not in stayed:
            yield CodeChange(ChangeKind.ADDED, id_, "")


def _placed(old: Code, new: Code, pairing: Pairing) -> Iterator[CodeChange]:
    """Yield that a code was renamed or moved, unless one above it carried it along."""
    if old.id == new.id:
        return
    above = old.parent or ""
    carried_to = pairing.now.get(above) or pairing.merged.get(above) or above
    if (new.parent or "") != carried_to:
        yield CodeChange(ChangeKind.MOVED, new.id, old.id)
    elif old.id.rpartition(".")[2] != new.id.rpartition(".")[2]:
        yield CodeChange(ChangeKind.RENAMED, new.id, old.id)


def _retired(old: Code, new: Code) -> Iterator[CodeChange]:
    if bool(old.retired) == bool(new.retired):
        return
    kind = ChangeKind.RETIRED if new.retired else ChangeKind.REVIVED
    told = FieldChange("retired", plain_value(old, "retired"), plain_value(new, "retired"))
    yield CodeChange(kind, new.id, old.id, (told,))


def _said(old: Code, new: Code, names: Comparison) -> Iterator[CodeChange]:
    fields = names.fields(old, new)
    if old.retired and new.retired:
        fields += _field(old, new, "retired", names)
    if old.id == new.id and any(names.former_ids_told(old, new)):
        fields += (FieldChange("aliases", list(old.aliases), list(new.aliases)),)
    if not fields:
        return
    kind = ChangeKind.REDEFINED
    if _changes_base(new) != _changes_base(old):
        kind = ChangeKind.OVERRIDDEN if _changes_base(new) else ChangeKind.RESTORED
    yield CodeChange(kind, new.id, old.id, fields)


def _changes_base(code: Code) -> bool:
    """Whether a code says anything otherwise than the extended book, but that it is retired."""
    return any(field not in _APART for field in code.overrides)


def _field(old: Code, new: Code, field: str, names: Comparison) -> tuple[FieldChange, ...]:
    before, after = plain_value(old, field), plain_value(new, field)
    if before == after or (field == "name" and _unnamed(old) and _unnamed(new)):
        return ()
    then = _meaning(field, before, names.then, book=old.book)
    now = _meaning(field, after, names.now, book=new.book)
    return () if then == now else (FieldChange(field, before, after),)


def _unnamed(code: Code) -> bool:
    """Whether a code is called by its id, as one is that has no name."""
    return code.name == code.id.rpartition(".")[2]


def _meaning(field: str, value: Any, naming: Naming, *, book: str) -> str:
    """Return a value of a field so that those which mean the same are the same text."""

    def meant(part: Any, key: str) -> Any:
        if isinstance(part, dict):
            of_people = field == "properties"  # whose names may be any words
            return {name: meant(inner, key if of_people else name) for name, inner in part.items()}
        if isinstance(part, list) and key not in _IN_ORDER:
            return sorted((meant(inner, key) for inner in part), key=_as_text)
        if isinstance(part, str) and key in _NAMES:
            return naming(part)
        if isinstance(part, str) and key in _SENTENCES:
            return named_anew(" ".join(part.split()), naming, book=book)
        return part

    return _as_text(meant(value, field))


def plain_value(code: Code, field: str) -> Any:
    """Return what a field of a code says as plain texts, lists and mappings."""
    if field == "near":
        return [{"code": near.code, "tell_apart": near.tell_apart} for near in code.near]
    if field == "properties":
        return {name: list(values) for name, values in code.properties}
    if field == "expects":
        return {"with": list(code.expects_with), "never_with": list(code.expects_never_with)}
    if field == "retired":
        retired = code.retired
        return retired and {"because": retired.because, "use": list(retired.use)}
    if field == "examples":
        keys = ("text", "apply", "why", "source")
        return [{key: getattr(one, key) for key in keys} for one in code.examples]
    if field == "cues":
        return {key: _listed(getattr(code.cues, key)) for key in _CUES}
    value = getattr(code, field)
    return value if isinstance(value, str) else list(value)


def _listed(value: Any) -> Any:
    """Return tuples as lists and mappings as plain ones, however deep."""
    if isinstance(value, Mapping):
        return {key: _listed(inner) for key, inner in value.items()}
    return [_listed(inner) for inner in value] if isinstance(value, tuple | list) else value


def _as_text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
