"""What is done to a study elsewhere while a review goes on."""

from __future__ import annotations

from ethnocode.services.project import Project
from ethnocode.store import Store


class Elsewhere:
    """Knows whether a study, or its codebook, has changed since it was last looked at."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._revision = ""
        self._codebook = self._codebook_now()

    def note(self, store: Store) -> None:
        """Take note of the study as it is now."""
        self._revision = store.events.revision()

    def is_as_noted(self, store: Store) -> bool:
        """Return whether nothing was stored since."""
        return store.events.revision() == self._revision

    def codebook_lines(self) -> list[str]:
        """Return what to tell of a codebook that was edited, once for each edit."""
        now = self._codebook_now()
        if now == self._codebook:
            return []
        self._codebook = now
        return ["the codebook was changed meanwhile: q, and a new review goes by it"]

    def _codebook_now(self) -> bytes:
        try:
            return self._project.codebook_path.read_bytes()
        except OSError:  # somebody is about to put another one there
            return b""
