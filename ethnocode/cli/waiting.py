"""How what waits for review is shown, codings and memos alike."""

from __future__ import annotations


def now_line(words: str | None) -> str:
    """Return the line that says what stands where the words were."""
    if words is None:
        return "now: (its surroundings are gone too)"
    return f"now: {words or '(nothing stands there)'}"


def settling(what: str, number: int) -> str:
    """Return the line that says how a ``coding`` or ``memo`` that waits is settled."""
    return (
        f"settle each: 'ethnocode {what} move {number} --quote WORDS' puts it on words that are "
        f"there, 'ethnocode {what} remove {number}' takes it away"
    )
