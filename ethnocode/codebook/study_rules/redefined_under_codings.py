"""A code says something else than when its first codings were made, in the same version.

Its definition, include or exclude was changed since, and the `version` of the
codebook was not. Codes of extended books are not asked about, unless the study
changes them.

Why: codings made by the old words are counted as cases of the new ones, and
nobody who reads the version can tell that the theory moved.

Fails:
    then: "{version: 1.0.0, codes: [{id: capital, definition: Money.}]}"
    codebook: "{version: 1.0.0, codes: [{id: capital, definition: What can be spent.}]}"
    sources: {notes.md: She knew them all.}
    codings: [{source: notes.md, code: capital, quote: knew them all}]
Passes:
    then: "{version: 1.0.0, codes: [{id: capital, definition: Money.}]}"
    codebook: "{version: 1.1.0, codes: [{id: capital, definition: What can be spent.}]}"
    sources: {notes.md: She knew them all.}
    codings: [{source: notes.md, code: capital, quote: knew them all}]
"""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.study_rules.study import Study, is_coded
from ethnocode.model import Finding, Severity

_FIELDS = ("definition", "include", "exclude")
_DAY = len("2026-01-01")
_MOMENT = len("2026-01-01T00:00:00.000")


def check(rule: Rule[Study], study: Study) -> Iterator[Finding]:
    """Yield a finding for each own code that was changed under its codings."""
    version = study.codebook.version
    used = {code.id for code in study.codes_used().values() if code} if study.earlier else set()
    for code in study.codebook.own_codes:
        then = study.earlier.get(code.id)
        if then is None or code.id not in used or then.version != version:
            continue
        changed = [field for field in _FIELDS if field in then.fields]
        if changed:
            in_version = f" in version {version}" if version else ""
            yield rule.at(
                code.place_of(changed[0]),
                f"'{code.id}' has another {' and '.join(changed)} than when it was first coded"
                f" with, on {then.made[:_DAY]}{in_version}",
                hint="raise the 'version' of the codebook, see 'ethnocode codebook diff --as-of "
                f"{then.made[:_MOMENT]}', and look through the codings: those that no longer fit "
                "belong elsewhere",
            )


RULE = Rule("CD010", "redefined-under-codings", Severity.WARNING, check, can_judge=is_coded)
