"""What the study's own codebook says in words, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ethnocode.model import Code, Codebook, Position


@dataclass(frozen=True, slots=True)
class Written:
    """Words of a codebook.

    Args:
        words: The words.
        field: What they are, for people: such as ``the definition of 'capital'``.
        position: Where they are written.
        is_id: Whether they are an id, in which underscores and dots stand between words.
    """

    words: str
    field: str
    position: Position
    is_id: bool = False


def written_words(codebook: Codebook) -> Iterator[Written]:
    """Yield what a codebook itself says, in the order of its codes.

    What comes from an extended book is left out, and so are references.
    """
    yield Written(codebook.title, "the title of the codebook", codebook.place_of("title"))
    for code in codebook.own_codes:
        for written in _of_code(code):
            if written.words and written.position.path == codebook.path:
                yield written


def _of_code(code: Code) -> Iterator[Written]:
    """Yield what a code is called, and what it says."""
    yield Written(code.id, f"the id '{code.id}'", code.position, is_id=True)
    for n, alias in enumerate(code.aliases):
        yield Written(alias, f"the alias '{alias}'", code.place_of(f"aliases.{n}"), is_id=True)
    for near in code.near:
        yield Written(near.tell_apart, f"the tell_apart of '{code.id}'", near.position)
    for words, what, path in (*_of_fields(code), *_of_lists(code)):
        yield Written(words, f"{what} of '{code.id}'", code.place_of(path))


def _of_fields(code: Code) -> Iterator[tuple[str, str, str]]:
    """Yield words, what they are and the path of their field."""
    yield code.name, "the name", "name"
    yield code.definition, "the definition", "definition"
    if code.retired:
        yield code.retired.because, "the retirement", "retired"
    for name, values in code.properties:
        yield name, "a property", f"properties.{name}"
        for n, value in enumerate(values):
            yield value, "a property value", f"properties.{name}.{n}"


def _of_lists(code: Code) -> Iterator[tuple[str, str, str]]:
    examples = tuple(f"{example.text}\n{example.why}".strip() for example in code.examples)
    for what, key, lines in (
        ("the include", "include", code.include),
        ("the exclude", "exclude", code.exclude),
        ("an example", "examples", examples),
        ("a cue", "cues.phrases", code.cues.phrases),
        ("a cue", "cues.lemmas", code.cues.lemmas),
    ):
        for n, words in enumerate(lines):
            yield words, what, f"{key}.{n}"
