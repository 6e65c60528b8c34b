"""Cues that only a trained pipeline can find: how words hang together, and entities."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ethnocode.model import PIPELINE_ATTRIBUTES
from ethnocode.suggest.cues.patterns import Pattern, plain_pattern
from ethnocode.suggest.cues.phrases import Cue, Hit

if TYPE_CHECKING:
    from spacy.matcher import DependencyMatcher
    from spacy.tokens import Doc

_GIVERS: Mapping[str, str] = {
    "POS": "a tagger",
    "TAG": "a tagger",
    "MORPH": "a morphologizer",
    "LEMMA": "a lemmatizer",
    "DEP": "a parser",
}
_RECOGNISER = "an entity recogniser"


@dataclass(frozen=True, slots=True, eq=False)
class StructureCues:
    """Finds dependencies and entities.

    Args:
        dependencies: A matcher for each pattern, and the cue that it is.
        entities: The cues that a label is.
    """

    dependencies: tuple[tuple[Cue, DependencyMatcher], ...] = ()
    entities: tuple[Cue, ...] = ()

    def hits(self, doc: Doc) -> Iterator[Hit]:
        """Yield the cues in a document; words that hang together with all between them."""
        for cue, matcher in self.dependencies:
            for _, tokens in matcher(doc):
                yield min(tokens), max(tokens) + 1, cue
        if self.entities:
            for entity in doc.ents:
                for cue in self.entities:
                    if cue.cue == entity.label_:
                        yield entity.start, entity.end, cue


def attributes_of(pattern: Pattern) -> frozenset[str]:
    """Return what a token pattern asks of words that only a trained pipeline tells."""
    names = {name.upper() for token in pattern for name in token}
    return frozenset(names.intersection(PIPELINE_ATTRIBUTES))


def attributes_of_dependency(pattern: Pattern) -> frozenset[str]:
    """Return what a dependency pattern asks of words; always how they hang together."""
    return attributes_of(_words_of(pattern)) | {"DEP"}


def givers_of(attributes: frozenset[str]) -> str:
    """Return what a pipeline must have to tell some attributes: ``a tagger and a parser``."""
    return " and ".join(sorted({_GIVERS.get(name, _RECOGNISER) for name in attributes}))


def plain_dependency(pattern: Pattern) -> list[dict[str, Any]]:
    """Return a dependency pattern whose words are written as documents have them."""
    plain = []
    for part in pattern:
        part = {name.upper(): value for name, value in part.items()}
        attributes = part.get("RIGHT_ATTRS")
        if isinstance(attributes, Mapping):
            part["RIGHT_ATTRS"] = plain_pattern([attributes])[0]
        plain.append(part)
    return plain


def readable_dependency(pattern: Pattern) -> str:
    """Return a dependency pattern as a reader may take it in: ``{"LEMMA": "be"} > ...``."""
    shown = []
    for part in plain_dependency(pattern):
        operator = [str(part["REL_OP"])] if "REL_OP" in part else []
        words = json.dumps(part.get("RIGHT_ATTRS", {}), ensure_ascii=False, default=str)
        shown += [*operator, words]
    return " ".join(shown)


def _words_of(pattern: Pattern) -> list[Mapping[str, Any]]:
    words = [part.get("RIGHT_ATTRS") for part in plain_dependency(pattern)]
    return [attributes for attributes in words if isinstance(attributes, Mapping)]
