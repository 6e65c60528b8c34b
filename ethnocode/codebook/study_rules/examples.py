"""Examples of a codebook, as words that may stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ethnocode.codebook.study_rules.study import Study
from ethnocode.model import Code, Position, Span
from ethnocode.text.locate import find_quote

_LEFT_OUT = re.compile(r"\[[^\[\]]*\]|[(<]?(?:(?:\. ?){2,}\.|…)[)>]?")
_AROUND = "\"“”„«»'‘’ "
"""What people put around words that they quote."""
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class OwnExample:
    """An example that the study's own codebook writes.

    Args:
        code: The code that it is of.
        text: Its words.
        apply: Whether the code applies.
        source: Name of the source that they are said to be from, as findings name it; as
            it is written where there is no such source; empty if invented.
        position: Where it is written.
    """

    code: Code
    text: str
    apply: bool
    source: str
    position: Position


def own_examples(study: Study) -> Iterator[OwnExample]:
    """Yield what the study's own codebook gives as examples, not what it has of extended ones."""
    for code in study.codebook.own_codes:
        for n, example in enumerate(code.examples):
            position = code.place_of(f"examples.{n}")
            if position.path == study.codebook.path:
                source = study.paths.get(example.source, example.source)
                yield OwnExample(code, example.text, example.apply, source, position)


def find_example(text: str, words: str) -> list[Span]:
    """Return where a text has the words of an example; nothing if it does not.

    Quotation marks around the words need not be there. Between the parts of an example with
    words left out, such as ``she knew ... them``, the text may have anything; of such an
    example the first place is returned.
    """
    whole = find_quote(text, words) or find_quote(text, words.strip(_AROUND))
    if whole:
        return whole
    parts = [part for part in _LEFT_OUT.split(words.strip(_AROUND)) if plain(part)]
    places: list[Span] = []
    for part in parts:
        after = places[-1].end if places else 0
        place = next((span for span in find_quote(text, part) if span.start >= after), None)
        if place is None:
            return []
        places.append(place)
    return [Span(places[0].start, places[-1].end)] if places else []


def plain(words: str) -> str:
    """Return words in lower case with one space between them, and nothing but words."""
    return _NOT_WORDS.sub(" ", words.casefold()).strip()
