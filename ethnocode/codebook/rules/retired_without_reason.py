"""A code is retired without a reason, or with a mere yes or no.

Every value is read as words: 'retired: no' and 'retired: false' retire a code, too.

Why: the reason is what a coder is told when the code is refused, and what readers
of the theory are told instead of it.

Fails:
    - {id: tokenism, definition: They were heard., retired: {use: [placation]}}
    - {id: placation, definition: They were given a seat.}
Passes:
    - {id: tokenism, definition: They were heard., retired: {because: wide, use: [placation]}}
    - {id: placation, definition: They were given a seat.}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ethnocode.codebook.rules.missing_definition import defines
from ethnocode.codebook.rules.rule import Rule
from ethnocode.codebook.rules.scope import Scope
from ethnocode.model import Code, Finding, Position, Severity

_YES_OR_NO = re.compile("yes|no|true|false|on|off|y|n|null", re.IGNORECASE)


def check(rule: Rule[Scope], scope: Scope) -> Iterator[Finding]:
    """Yield a finding for each retired code without a reason in words."""
    for code in scope.own:
        unread = any(scope.gaps.has(field, of=code.id) for field in ("retired", "because"))
        if code.retired is None or unread:
            continue
        reason = code.retired.because
        if _YES_OR_NO.fullmatch(reason):
            yield rule.at(
                _place(code),
                f"'{code.id}' is retired, with no reason but '{reason}'",
                hint="write why, or take 'retired' away if the code is in use",
            )
        elif not defines(reason):
            yield rule.at(
                _place(code),
                f"'{code.id}' is retired without a reason",
                hint="write why: 'retired: WHY', or 'because: WHY' beside 'use'",
            )


def _place(code: Code) -> Position:
    """Return where the reason is written, or should be."""
    whole = code.place_of("retired")
    return next((place for name, place in code.places if name == "retired.because"), whole)


RULE = Rule("CB038", "retired-without-reason", Severity.WARNING, check)
