"""What a codebook says of a code in words that participants may say, too."""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.model import Code

NAME = "name"


def said_of(code: Code) -> Iterator[tuple[str, str]]:
    """Yield pairs of field and text: what a code is and covers, not what it excludes.

    The fields are ``name``, ``definition``, ``include`` and ``example``.
    """
    yield NAME, code.name or code.id
    if code.definition:
        yield "definition", code.definition
    for text in code.include:
        yield "include", text
    for example in code.examples:
        if example.apply:
            yield "example", example.text
