"""Everything that CI wants to know of a study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from ethnocode.codebook import RULES, Rule, open_codebook_tolerantly
from ethnocode.codebook.faults import EVERYTHING
from ethnocode.codebook.judging import ALL_RULES, in_short, judged, with_comments
from ethnocode.codebook.study_rules import STUDY_RULES, Study
from ethnocode.model import Finding
from ethnocode.services.former_definitions import earlier_codes
from ethnocode.services.judging import USUAL, Choice, checks_of
from ethnocode.services.linting import found_in
from ethnocode.services.project import Project
from ethnocode.store import Store, open_store

_TEXTS_KEPT = 8
_CODINGS = "CD"
"""What the ids of rules begin with that hold codings against the codebook."""
_HELD_AGAINST = frozenset({EVERYTHING, "codes", "children", "aliases", "properties"})
"""The fields of a codebook and its codes that say which codings there may be."""


def check_study(project: Project, *, choice: Choice = USUAL) -> list[Finding]:
    """Return what the rules find in codebook, codings, anchors, sources and persons.

    Nothing is written. Others may save meanwhile; they wait only while the study is read.

    Args:
        choice: Which rules somebody wants for once.

    Raises:
        UsageError: There is no such rule, or none is left to run.
    """
    checks = checks_of(project, choice, among=ALL_RULES)
    with open_store(project.folder) as store:
        study, rules = _study(project, store)
        # in here, for texts are read where something was found in them
        found = [finding for rule in rules for finding in rule.check(rule, study)]
    found.sort(key=lambda f: (f.position, f.rule, f.message))
    allowed = with_comments(found, study.codebook, among=rules)
    everything = [*found_in([project.codebook_path]), *allowed]
    return in_short(judged(everything, checks, among=(*RULES, *rules)), study)


def _study(project: Project, store: Store) -> tuple[Study, tuple[Rule[Study], ...]]:
    """Return the study, and the rules to judge it by.

    Where it cannot be read which codings there may be, none is held against the rest. Rules
    that have nothing to judge by yet are left out, so that what they might find can be
    allowed beforehand.
    """
    with store.at_one_moment():
        reading = open_codebook_tolerantly(project.codebook_path)
        names = store.sources.names()
        paths = store.sources.paths()
        sources = tuple(paths.values())
        codings = tuple(store.codings.select(names=names))
        study = Study(
            reading.codebook,
            sources,
            {names[key]: tuple(found) for key, found in store.sources.speakers().items()},
            codings,
            tuple(store.memos.select(names=names)),
            tuple(store.persons.all()),
            _Texts(store, {source.name: source.digest for source in sources}),
            kinds=project.settings.kinds,
            groups=project.settings.groups,
            paths={path: source.name for path, source in paths.items()},
            earlier=earlier_codes(store, reading.codebook, codings),
        )
    unread = reading.faults and (
        reading.codebook.id in reading.gaps.books
        or any(field in _HELD_AGAINST for _, field in reading.gaps.fields)
    )
    rules = (rule for rule in STUDY_RULES if not (unread and rule.id.startswith(_CODINGS)))
    return study, tuple(r for r in rules if r.can_judge is None or r.can_judge(study))


class _Texts(Mapping[str, str]):
    """Texts by name of their source, each read when it is asked for; the last few are kept."""

    def __init__(self, store: Store, digests: Mapping[str, str]) -> None:
        self._digests = digests
        self._read = lru_cache(_TEXTS_KEPT)(store.sources.text_of)

    def __getitem__(self, name: str) -> str:
        digest = self._digests[name]
        try:
            return self._read(digest)
        except StopIteration:  # the source was removed, with its texts, since the codings were read
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._digests)

    def __len__(self) -> int:
        return len(self._digests)
