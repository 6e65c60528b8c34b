"""Words broken at the end of a line, made whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# The first part of a word, at the end of its line.
_BROKEN = re.compile(r"(?P<stem>[^\W\d_]+(?:['’-][^\W\d_]+)*)(?P<hyphen>[-\xad\u2010])$")
_SOFT = "\xad"
_HYPHENS = ("-", _SOFT, "\u2010")

_TENS = frozenset(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
_UNITS = re.compile(
    "(?:one|two|three|four|five|six|seven|eight|nine|first|second|third|fourth|fifth|sixth"
    "|seventh|eighth|ninth)s?"
)
# Before a hyphen, numbers keep it: "three-storey".
_COUNT = frozenset(["two", "three", "four", "five", "six", "seven", "eight", "nine", "twelve"])
_OF_COUNT = ("teen", "ty", "th", "some", "fold", "score")
"""What ends a number or a word made of one without a hyphen: *fourteen*, *ninety*."""

_TIGHT = re.compile(r"(?<=\w)[—–…/](?P<tight>(?=\w))?")
"""A dash or the like after a word, and whether the next word follows it at once."""

_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[/?&=_.%#-]")

_KEEP_AFTER = frozenset(["self", "non", "well", "half", "vice", "quasi"])
"""What seldom begins an English word without a hyphen after it."""

_FORMER = re.compile(r"officio|mayor|council|president|service|wife|husband|partner|pupil|member")
"""What stands after *ex-*, which else begins words without a hyphen: *express*, *excess*."""

_JOIN_BEFORE = frozenset(
    re.findall(
        r"\w+",
        """
    able age all ally an ant are as ate ed end ever ful hood ing ion is less ling man men ment
    ness on one or our red self ship some son ten ward wards where wise
        """,
    )
)
"""Words that end others without a hyphen: *acceptable*, *someone*, *kingship*."""

_JOIN_AFTER = frozenset(
    re.findall(
        r"\w+",
        """
    after any back can down every for fore hand head her here him house how land may not our out
    over some them there under what when where with work your
        """,
    )
)
"""Words that begin others without a hyphen: *without*, *somewhere*, *understand*."""


def _broken(line: str) -> re.Match[str] | None:
    """Return the part of a word that ends a line with a hyphen."""
    return _BROKEN.search(line, line.rfind(" ") + 1) if line.endswith(_HYPHENS) else None


class Vocabulary:
    """The words of a document, which tell how its broken ones are spelt."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._times: Counter[str] = Counter()
        self._tight: Counter[tuple[str, bool]] = Counter()
        rest = False
        for line in lines:
            for sign in _TIGHT.finditer(line, 0, len(line) - 1):
                self._tight[sign.group(), sign["tight"] is not None] += 1
            broken = _broken(line)
            words = _WORD.findall(line[: broken.start()] if broken else line)
            # What goes on from a broken word is no word either.
            self._times.update(word.casefold() for word in words[rest:])
            rest = broken is not None

    def joined(self, line: str, rest: str) -> str:
        """Return two lines as one: by a space, or by making a broken word whole.

        A hyphen stays where the document spells the word with it elsewhere, before
        a capital or a digit, and where both parts are words but not the whole.
        """
        broken = _broken(line)
        if not broken:
            glued = line.endswith(("-", _SOFT)) and line[-2:-1].isdigit() and rest[:1].isdigit()
            return f"{line}{rest}" if glued or self._runs_on(line, rest) else f"{line} {rest}"
        following = _WORD.match(rest)
        if following is None:
            digit = rest[:1].isdigit()
            return f"{line}{rest}" if digit else f"{line} {rest}"
        if self._keeps(broken["stem"], following.group(), soft=broken["hyphen"] == _SOFT):
            return f"{line[:-1]}-{rest}"
        return f"{line[:-1]}{rest}"

    def _runs_on(self, line: str, rest: str) -> bool:
        """Whether no space stood where a line ends: in an address, or after a dash."""
        if _ADDRESS.fullmatch(line, line.rfind(" ") + 1):
            return not rest[:1].isupper()
        sign = line[-1:]
        tight = self._tight[sign, True] > 0 and not self._tight[sign, False]
        return tight and line[-2:-1].isalnum() and rest[:1].isalnum()

    def _keeps(self, stem: str, rest: str, *, soft: bool) -> bool:
        """Whether a broken word is spelt with its hyphen."""
        if rest[:1].isupper() and not stem.isupper():
            return True
        first, second = stem.casefold(), rest.casefold()
        whole, hyphened = self._times[first + second], self._times[f"{first}-{second}"]
        if whole or hyphened:
            return hyphened > whole
        if soft:
            return False
        if (
            "-" in f"{first}{second}"
            or (first in _COUNT and not second.startswith(_OF_COUNT))
            or (first in _TENS and _UNITS.fullmatch(second))
            or first in _KEEP_AFTER
            or (first == "co" and second.startswith("o"))
            or (first == "ex" and _FORMER.match(second))
        ):
            return True
        known = self._times[first] and self._times[second]
        joins = first in _JOIN_AFTER or second in _JOIN_BEFORE
        return bool(known and len(first) > 2 and not joins)
