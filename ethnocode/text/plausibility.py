"""Whether decoded words look like words, told by their letters beyond ASCII.

Every byte means something in a one-byte encoding, so a wrong one decodes without a
sign; but it puts capitals and currency signs into the middle of words.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

MOST_LOOKED_AT = 5000
"""How many characters beyond ASCII are looked at; more would not change the answer."""

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_FOREIGN = re.compile(r"(?<![A-Za-z])[\xc0-\u024f]{2,}(?![A-Za-z])|(?!(.)\1{3})[^\x00-\x7f\s]{4,}")
"""Words of accented letters only, and runs of signs, which no western language has many of."""
_INVISIBLE = "\xa0\xad"
_WITHIN_WORDS = "’–—·…\u2011"
_NEVER_ALONE = "¨¯´¸ˆ˜˘˙˚˝˛ˇ¬¦¤ƒ\uf8ff"
_FOLLOWED_BY = (("ñ", "aeiouáéíóú"), ("œ", "uidts"))
"""Letters that stand for others in the words of eastern Europe, with what follows them here."""
_OPENING = (("¿", "?"), ("¡", "!"))
_LONGEST_SENTENCE_CHARS = 300

_WORDS_OF_ONE_LETTER = "àáèéêíòóôöúåæøýñ"
_ICELANDIC = "ðþýÐÞÝ"
"""Letters that Turkish words get in cp1252; Icelandic ones have acute vowels as well."""
_ICELANDIC_TOO = "áæÁÆ"

_MOJIBAKE = re.compile("â€[^\\w\\s]|â€[œžš]|Ã[ƒ\x80-\xbf‚„…†‡ˆ‰‹‘’“”•–—˜™›]|Â[\xa0-\xbf]")


def plausibility(text: str) -> float:
    """Return the share of the characters beyond ASCII that stand where they could.

    A letter stands among letters of its script, a capital not after a small one, a
    sign not between two letters. 1.0 where there are no such characters.

    Complexity:
        O(n) for n characters.
    """
    places = [match.start() for match in islice(_BEYOND_ASCII.finditer(text), MOST_LOOKED_AT)]
    text = text[: places[-1] + _LONGEST_SENTENCE_CHARS] if places else ""
    odd = frozenset(_ICELANDIC)
    if any(letter in text for letter in _ICELANDIC_TOO):
        odd = frozenset()
    foreign = {at for match in _FOREIGN.finditer(text) for at in range(*match.span())}
    good = looked_at = 0
    for at in places:
        character = text[at]
        if character in _INVISIBLE:
            continue
        looked_at += 1
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if at not in foreign and character not in odd:
            good += _could_stand(character, before, after) and _is_closed(character, text, at)
    return good / looked_at if looked_at else 1.0


def mojibake(text: str) -> tuple[str, int]:
    """Return the first sign that UTF-8 was once decoded as cp1252, and how many there are."""
    found = _MOJIBAKE.findall(text)
    return (found[0], len(found)) if found else ("", 0)


def _could_stand(character: str, before: str, after: str) -> bool:
    beside = [one for one in (before, after) if one.isalpha()]
    if character in _NEVER_ALONE:
        return False
    if not character.isalpha():
        return len(beside) < 2 or character in _WITHIN_WORDS
    if character in "ªº":
        return not after.isalpha()
    if character == "µ":
        return not before.isalpha()
    if not beside:
        alone = not before or before.isspace() or before in "'’‘“\"("
        return (alone and character.lower() in _WORDS_OF_ONE_LETTER) or _script(
            character
        ) != "LATIN"
    if (before.islower() and character.isupper()) or (character.islower() and after.isupper()):
        return False
    follows = dict(_FOLLOWED_BY).get(character.lower())
    if follows and after.isalpha() and after.lower() not in follows:
        return False
    return all(_script(one) == _script(character) for one in beside)


def _is_closed(character: str, text: str, at: int) -> bool:
    """Whether a sign that opens a question is followed by the one that ends it."""
    closing = dict(_OPENING).get(character)
    return closing is None or closing in text[at : at + _LONGEST_SENTENCE_CHARS]


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0]
