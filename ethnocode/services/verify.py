"""Whether the project is what it says it is."""

from __future__ import annotations

from dataclasses import dataclass

from ethnocode.services.project import Project
from ethnocode.store import open_store


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the project file that does not hold.

    Args:
        check: Which check found it.
        message: What is wrong.
        hint: What to do.
    """

    check: str
    message: str
    hint: str


_HINTS = {
    "full-text": "the texts are sound; export them and start the project anew",
}
_KEEP = "keep a copy of the file as it is and return to your last good copy"


def verify(project: Project) -> list[Fault]:
    """Derive integrity, digests, index, anchors and event chain again; write nothing."""
    with open_store(project.folder) as store:
        return [
            Fault(check, message, _HINTS.get(check, _KEEP))
            for check, message in store.verifier.faults()
        ]
