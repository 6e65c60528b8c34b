"""From a request for a coding to the coding: words found, code and values known."""

from __future__ import annotations

import uuid

from ethnocode.errors import (
    AnchorError,
    InterchangeError,
    SourceError,
    UnknownCodeError,
    UsageError,
)
from ethnocode.interchange import CodingRequest
from ethnocode.model import Anchor, Codebook, Coding, Source
from ethnocode.services.lookup import checked_properties, code_named, source_named
from ethnocode.services.places import place_of
from ethnocode.services.project import Project
from ethnocode.store import Store


class RequestDesk:
    """Turns requests into codings; reads each source's text once.

    Args:
        codebook: The definitions in force.
        origin: Where the codings come from.
    """

    def __init__(self, project: Project, store: Store, codebook: Codebook, *, origin: str) -> None:
        self._project, self._store, self.codebook = project, store, codebook
        self._origin = origin
        self._texts: dict[str, tuple[Source, str]] = {}

    def coding(self, request: CodingRequest) -> Coding:
        """Return the coding that is asked for; nothing is stored.

        Raises:
            EthnocodeError: As :func:`~ethnocode.services.coding.add_codings`.
        """
        try:
            source, text = self._text(request.source)
            code = code_named(self.codebook, request.code)
            properties = checked_properties(code, request.properties)
            span = place_of(request, source=source, text=text)
        except UsageError as exc:
            if not request.where:
                raise
            raise InterchangeError(exc.message, where=request.where, hint=exc.hint) from exc
        except (SourceError, UnknownCodeError, AnchorError) as exc:
            if request.where:
                exc.where = f"{request.where}: {exc.where}" if exc.where else request.where
            raise
        return Coding(
            id=0,
            guid=str(uuid.uuid4()),
            source=source.name,
            code=code.id,
            anchor=Anchor.at(span, text=text, digest=source.digest),
            coder=request.coder or self._project.coder,
            created=self._project.stamp,
            origin=self._origin,
            memo=request.memo,
            properties=properties,
        )

    def _text(self, name: str) -> tuple[Source, str]:
        if name not in self._texts:
            source = source_named(self._store, name)
            self._texts[name] = (source, self._store.sources.text(source))
        return self._texts[name]
