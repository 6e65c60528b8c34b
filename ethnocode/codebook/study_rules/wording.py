"""Words that the messages of several rules share."""

from __future__ import annotations

import shlex
from collections.abc import Collection
from difflib import get_close_matches

MANY = 10
"""Findings of one kind that are listed one by one; where there are more, one speaks for all."""


def counted(number: int, noun: str, verb: str = "") -> str:
    """Return such as ``1 coding uses`` or ``3,120 codings use``."""
    some = f"{number:,} {noun}s {verb}" if number != 1 else f"1 {noun} {verb}{'s' if verb else ''}"
    return some.rstrip()


def nearest(name: str, known: Collection[str], *, otherwise: str) -> str:
    """Return a hint that asks after the known names most like one, else other words."""
    last = name.rpartition(".")[2]
    alike = [one for one in known if one.rpartition(".")[2] == last]
    near = list(dict.fromkeys([*alike, *get_close_matches(name, known, n=3)]))[:3]
    return f"did you mean {listed(near, 'or')}?" if near else otherwise


def listed(names: Collection[str], conjunction: str) -> str:
    """Return such as ``'a', 'b' or 'c'``."""
    *most, last = (f"'{name}'" for name in names)
    return f"{', '.join(most)} {conjunction} {last}" if most else last


def argument(name: str) -> str:
    """Return a name as it is typed on a command line."""
    return shlex.quote(name)
