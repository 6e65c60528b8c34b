"""Which source a file inside another file is: a message of a mailbox, an attachment.

Such files are named by what they say, and numbered where several say the same; the number
is no identity, for a mailbox that is exported again may have its messages in another order.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from pathlib import PurePosixPath

from ethnocode.model import Source

# A name that was numbered because another file has it: minutes (2).pdf
_NUMBERED = re.compile(r"(?P<name>.*?) \(\d+\)(?P<ending>\.[^.]*)?")


class HeldFiles:
    """The sources that files inside files were read into.

    Args:
        known: Every source, by path.
    """

    def __init__(self, known: Mapping[str, Source]) -> None:
        self._known = known
        self._alike: dict[tuple[str, str], list[str]] = defaultdict(list)
        for path, source in known.items():
            for content in {source.sha256, source.digest}:
                self._alike[_bare(path), content].append(path)

    def path_of(
        self, path: str, *, holder: str, sha256: str, digest: str, claimed: Collection[str]
    ) -> str:
        """Return the path that such a file has among the sources, or is to have.

        Args:
            path: As its holder numbers it now.
            holder: Path of the file on the disk that holds it.
            sha256: Digest of its bytes.
            digest: Digest of its text.
            claimed: Paths that other files of this run have.
        """
        same = [
            other
            for content in (sha256, digest)
            for other in self._alike[_bare(path), content]
            if other.startswith(f"{holder}/") and other not in claimed
        ]
        if path in same:
            return path
        return same[0] if same else self._free(path, claimed)

    def _free(self, path: str, claimed: Collection[str]) -> str:
        """Return the path, or the first numbered one that nothing has."""
        place, stem = PurePosixPath(path), PurePosixPath(_bare(path)).stem
        number = 1
        while path in self._known or path in claimed:
            number += 1
            path = str(place.with_name(f"{stem} ({number}){place.suffix}"))
        return path


def _bare(path: str) -> str:
    """Return the name of a file without its number."""
    name = path.rpartition("/")[2]
    numbered = _NUMBERED.fullmatch(name)
    return f"{numbered['name']}{numbered['ending'] or ''}" if numbered else name
