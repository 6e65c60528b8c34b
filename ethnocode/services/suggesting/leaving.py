"""What a coder leaves a passage with: that she read it, and decided against what was suggested."""

from __future__ import annotations

from collections.abc import Sequence

from ethnocode.errors import AnchorError
from ethnocode.model import Anchor, Drawn, ReadPassage, Source, Span, Suggestion
from ethnocode.report.figures import counted
from ethnocode.services.lookup import source_named
from ethnocode.services.project import Project
from ethnocode.services.suggesting.deciding import refuse_within
from ethnocode.store import open_store


def leave_passage(
    project: Project,
    source: Source,
    span: Span,
    *,
    drawn: Drawn,
    passed_over: Sequence[Suggestion] = (),
) -> None:
    """Note as one event that a passage was read, and refuse what was passed over there.

    Args:
        source: As the coder saw it.
        span: The passage.
        drawn: How it came before her.
        passed_over: What was suggested there, and she neither gave nor decided on.

    Raises:
        AnchorError: The text was changed meanwhile.
        UsageError: A suggestion was decided on elsewhere meanwhile.
        BusyError: Another program kept writing.
    """
    with (
        open_store(project.folder, write=True) as store,
        store.write(actor=project.coder, action="review", now=project.now) as transaction,
    ):
        current = source_named(store, source.name)
        if current.digest != source.digest:
            raise AnchorError("the text was changed meanwhile", where=source.name)
        refused = refuse_within(project, store, transaction, passed_over, drawn=drawn)
        anchor = Anchor.at(span, text=store.sources.text(current), digest=current.digest)
        read = ReadPassage(0, source.name, anchor, project.coder, drawn, project.stamp)
        store.readings.note_read(transaction, read, source=current.id)
        transaction.summary = f"read a passage of {source.name}"
        if refused:
            transaction.summary += f", passed over {counted(len(refused), 'suggestion')}"
