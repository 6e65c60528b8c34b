"""Words, as the corpus counts them."""

from __future__ import annotations

import re

# A mark that NFC could not compose belongs to the letter before it.
_RUN = r"(?:[^\W_][\u0300-\u036f]*)+"
_WORD = re.compile(rf"{_RUN}(?:['’\-‐‑]{_RUN})*")


def count_words(text: str) -> int:
    """Count runs of letters and digits; inner apostrophes and hyphens join a word."""
    return sum(1 for _ in _WORD.finditer(text))
