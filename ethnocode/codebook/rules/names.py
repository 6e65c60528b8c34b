"""Names that another may have been meant for, found fast among thousands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from difflib import get_close_matches

_NEIGHBOURS = 10


class Names:
    """Names in alphabetical order, from their beginnings and from their ends.

    A name with a slip in it stands beside the right one in the one order or in the
    other, so that only neighbours need be compared.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._forwards = sorted(set(names))
        self._backwards = sorted(name[::-1] for name in self._forwards)

    def nearest(self, name: str) -> str:
        """Return the name most like one, or "" where none is."""
        alike = {*_around(self._forwards, name)}
        alike |= {other[::-1] for other in _around(self._backwards, name[::-1])}
        return next(iter(get_close_matches(name, sorted(alike), n=1)), "")


def _around(names: list[str], name: str) -> list[str]:
    at = bisect_left(names, name)
    return names[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]
