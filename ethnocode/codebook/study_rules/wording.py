"""Words that the messages of several rules share."""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection
from difflib import get_close_matches

MANY = 10
"""Findings of one kind that are listed one by one; where there are more, one speaks for all."""

_SPECIAL = re.compile(r'["$`\\!]')
"""What a shell reads within double quotation marks."""


def counted(number: int, noun: str, verb: str = "") -> str:
    """Return such as ``1 coding uses`` or ``3,120 codings use``."""
    some = f"{number:,} {noun}s {verb}" if number != 1 else f"1 {noun} {verb}{'s' if verb else ''}"
    return some.rstrip()


def did_you_mean(name: str, known: Collection[str], *, between: str) -> str:
    """Return a question after the known names most like one; empty if there is none.

    Args:
        name: What somebody wrote.
        known: What there is.
        between: What stands between the parts of a name; the same last part is most alike.
    """
    last = name.rpartition(between)[2]
    alike = [one for one in known if one.rpartition(between)[2] == last]
    near = list(dict.fromkeys([*alike, *get_close_matches(name, known, n=3)]))[:3]
    return f"did you mean {listed(near, 'or')}?" if near else ""


def listed(names: Collection[str], conjunction: str) -> str:
    """Return such as ``'a', 'b' or 'c'``."""
    *most, last = (f"'{name}'" for name in names)
    return f"{', '.join(most)} {conjunction} {last}" if most else last


def argument(name: str) -> str:
    """Return a name as it is typed on a command line, within the quotation marks of a hint."""
    quoted = shlex.quote(name)
    return f'"{name}"' if quoted != name and not _SPECIAL.search(name) else quoted
