"""Signs of fonts that hold pictures and Greek in the place of letters."""

from __future__ import annotations

_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ"
_WINGDINGS = {
    "J": "☺",
    "K": "😐",
    "L": "☹",
    "o": "☐",
    "q": "☐",
    "\xa8": "☐",
    "\xdf": "←",
    "\xe0": "→",
    "\xe1": "↑",
    "\xe2": "↓",
    "\xf0": "⇨",
    "\xfb": "✗",
    "\xfc": "✓",
    "\xfd": "☒",
    "\xfe": "☑",
}
_WINGDINGS_2 = {"O": "✗", "P": "✓", "Q": "☒", "R": "☑", "S": "☒", "T": "☒", "\xa3": "☐"}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}
PRIVATE_SIGNS = 0xF000
"""Where Unicode keeps the signs of a symbol font; a sign's own number is added to it."""


def sign(number: int, *, font: str) -> str:
    """Return the sign that a font has at a number, as one that any font can show.

    Raises:
        ValueError: There is no such character.
        OverflowError: The number is beyond all.
    """
    own = chr(number - PRIVATE_SIGNS) if 0 <= number - PRIVATE_SIGNS < 0x100 else chr(number)
    name = font.strip().lower()
    if name == "symbol" and own in _LATIN:
        return _GREEK[_LATIN.index(own)]
    return _FONTS.get(name, {}).get(own) or chr(number)
