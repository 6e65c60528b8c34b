"""Anchors: where a coding sits, with enough context to find it again."""

from __future__ import annotations

from dataclasses import dataclass

from ethnocode.model.span import Span

CONTEXT_CHARS = 32
"""Characters of context an anchor keeps on either side of its quote."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A span of one text version, with its words and their surroundings.

    Args:
        span: Where, in code points of the text of that digest.
        quote: The words themselves: ``text[start:end]``.
        prefix: Up to 32 characters before the span.
        suffix: Up to 32 characters after the span.
        digest: SHA-256 of the text version, in hexadecimal.
    """

    span: Span
    quote: str
    prefix: str
    suffix: str
    digest: str

    @classmethod
    def at(cls, span: Span, *, text: str, digest: str) -> Anchor:
        """Return the anchor of a span of a text.

        Raises:
            ValueError: The span reaches past the end of the text.
        """
        if span.end > len(text):
            raise ValueError(f"span {span} is outside a text of {len(text)} characters")
        prefix = text[max(0, span.start - CONTEXT_CHARS) : span.start]
        suffix = text[span.end : span.end + CONTEXT_CHARS]
        return cls(span, span.of(text), prefix, suffix, digest)

    def holds_in(self, text: str, *, digest: str) -> bool:
        """Whether the anchor is what the text itself says at its span."""
        if self.digest != digest or self.span.end > len(text):
            return False
        return self == Anchor.at(self.span, text=text, digest=digest)
