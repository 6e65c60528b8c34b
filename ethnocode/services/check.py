"""Everything that CI wants to know of a study."""

from __future__ import annotations

from ethnocode.codebook.study_rules import STUDY_RULES, Study
from ethnocode.model import Finding
from ethnocode.services.linting import lint_study
from ethnocode.services.project import Project
from ethnocode.store import open_store


def check_study(project: Project) -> list[Finding]:
    """Return what the rules find in codebook, codings, anchors and sources."""
    codebook = project.codebook()
    with open_store(project.folder) as store:
        names = store.sources.names()
        study = Study(
            codebook,
            tuple(store.sources.all()),
            {names[key]: tuple(found) for key, found in store.sources.speakers().items()},
            tuple(store.codings.select(names=names)),
            tuple(store.memos.select(names=names)),
            tuple(store.persons.all()),
        )
    found = [finding for rule in STUDY_RULES for finding in rule.check(rule, study)]
    found.sort(key=lambda f: (f.position, f.rule, f.message))
    return [*lint_study(project), *found]
