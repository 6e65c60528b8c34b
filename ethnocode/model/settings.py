"""Settings of a study, as ``ethnocode.yaml`` gives them."""

from __future__ import annotations

from dataclasses import dataclass

from ethnocode.model.source import BUILT_IN_KINDS


@dataclass(frozen=True, slots=True)
class Settings:
    """What a study fixes once.

    Args:
        study: Name of the study.
        author: Coder name of the researcher; codes where no other coder is named.
        day_first: Whether ``08/02/12`` is 8 February.
        kinds: Kinds of source the study has.
        groups: Sides that persons speak from.
        codebook: File name of the codebook, beside the settings.
        pipeline: Name of an installed spaCy pipeline that suggestions use, or empty.
        names: Citation name of each kind, such as ``Field note journal``.
    """

    study: str
    author: str = "author"
    day_first: bool = True
    kinds: tuple[str, ...] = BUILT_IN_KINDS
    groups: tuple[str, ...] = ("resident", "council", "provider")
    codebook: str = "codebook.yaml"
    names: tuple[tuple[str, str], ...] = ()
    pipeline: str = ""
