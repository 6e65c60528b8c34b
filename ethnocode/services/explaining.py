"""Why a passage is suggested, with what a coder needs to decide."""

from __future__ import annotations

from dataclasses import dataclass

from ethnocode.model import Code, Suggestion
from ethnocode.services.citations import Citer
from ethnocode.services.lookup import source_named, suggestion_numbered
from ethnocode.services.project import Project
from ethnocode.store import open_store


@dataclass(frozen=True, slots=True)
class Explained:
    """A suggestion with what a coder needs to decide.

    Args:
        suggestion: The suggestion.
        code: Its code, or ``None`` where the codebook lost it.
        citation: How the passage is cited.
        before: Words just before the quote.
        after: Words just after it.
    """

    suggestion: Suggestion
    code: Code | None
    citation: str
    before: str
    after: str


def explain_suggestion(project: Project, number: int) -> Explained:
    """Return a suggestion with its reasons, definition and surroundings.

    Raises:
        UsageError: There is no suggestion of that number.
    """
    codebook = project.codebook()
    with open_store(project.folder) as store:
        suggestion = suggestion_numbered(store, number)
        source = source_named(store, suggestion.source)
        return Explained(
            suggestion,
            codebook.code_named(suggestion.code),
            Citer(store, project.settings).cite_anchor(source, suggestion.anchor),
            suggestion.anchor.prefix,
            suggestion.anchor.suffix,
        )
