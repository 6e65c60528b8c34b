"""Whole numbers as people write them, no larger than the database holds."""

from __future__ import annotations

LARGEST = 2**63 - 1
"""The largest whole number that can be stored."""

_LONGEST = len(str(LARGEST))


def whole_number(text: str) -> int | None:
    """Return the number that decimal digits spell, or ``None``.

    ``None`` stands for what is no run of digits and for what is over :data:`LARGEST`.
    """
    digits = text.lstrip("0") or text[:1]
    if not digits.isdecimal() or len(digits) > _LONGEST:
        return None
    number = int(digits)
    return number if number <= LARGEST else None
