"""Whether decoded words look like words, told by their letters beyond ASCII.

Every byte means something in a one-byte encoding, so a wrong one decodes without a
sign; but it puts capitals and currency signs into the middle of words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
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
_ENDS_QUOTATION, _BEGINS_QUOTATION, _BEFORE_NUMBERS = "”", "‘“„‚", "€"
_LONGEST_SENTENCE_CHARS = 300

_WORDS_OF_ONE_LETTER = "àáèéêíòóôöúåæøý"
_IRISH_PREFIXES, _IRISH_CAPITALS = "nhtgdbm", "ÁÉÍÓÚ"
"""Small letters that stand before capitals: "Tír na nÓg", "Poblacht na hÉireann"."""

_USUAL = frozenset(
    "áàâäåãæçéèêëíìîïñóòôöõøœßúùûüÁÀÂÄÅÆÇÉÈÊËÍÎÏÑÓÔÖØÙÚÛÜ’‘“”–—…•«»‹›¿¡ªº£€°½¼²©®™§·"
)
_RARITY = 0.5
_CONTRACTION = re.compile(
    r"(?<=[a-z])[íÍ](?=(?:[stdm]|re|ve|ll)\b)|\b(?:[cdjlmnst]|qu)[íÍ](?=[aeiouyhéèêâàîôœ])",
    re.IGNORECASE,
)
"""What an apostrophe of cp1252 is in MacRoman: "itís", "líhomme"."""
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
    stand = [stands for _, stands in _judged(text)]
    return sum(stand) / len(stand) if stand else 1.0


def likelihood(text: str) -> float:
    """Return its plausibility, less what speaks for a wrong encoding: characters rare in the west.

    Complexity:
        O(n) for n characters.
    """
    scores = [stands - _RARITY * _is_rare(text, at) for at, stands in _judged(text)]
    return sum(scores) / len(scores) if scores else 1.0


def _judged(text: str) -> Iterator[tuple[int, bool]]:
    """Yield the places of the characters beyond ASCII, and whether each could stand there."""
    places = [match.start() for match in islice(_BEYOND_ASCII.finditer(text), MOST_LOOKED_AT)]
    text = text[: places[-1] + _LONGEST_SENTENCE_CHARS] if places else ""
    odd = frozenset(_ICELANDIC)
    if any(letter in text for letter in _ICELANDIC_TOO):
        odd = frozenset()
    foreign = {at for match in _FOREIGN.finditer(text) for at in range(*match.span())}
    for at in places:
        character = text[at]
        if character not in _INVISIBLE:
            fits = at not in foreign and character not in odd
            yield at, fits and _could_stand(text, at) and _is_closed(character, text, at)


def mojibake(text: str) -> tuple[str, int]:
    """Return the first sign that UTF-8 was once decoded as cp1252, and how many there are."""
    found = _MOJIBAKE.findall(text)
    return (found[0], len(found)) if found else ("", 0)


def _is_rare(text: str, at: int) -> bool:
    """Whether a character is rare in western languages, or is where it stands."""
    character, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if character == "…":
        return before.isupper() and after.isalpha()
    return character not in _USUAL or bool(
        character in "íÍ" and _CONTRACTION.search(text, max(0, at - 3), at + 4)
    )


def _could_stand(text: str, at: int) -> bool:
    character, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    beside = [one for one in (before, after) if one.isalpha()]
    if character in _NEVER_ALONE:
        return False
    if not character.isalpha():
        return _sign_could_stand(text, at)
    if character in "ªº":
        return not after.isalpha()
    if character == "µ":
        return not before.isalpha()
    if not beside:
        alone = not before or before.isspace() or before in "'’‘“\"(-"
        return (alone and character.lower() in _WORDS_OF_ONE_LETTER) or _script(
            character
        ) != "LATIN"
    if character.islower() and after.isupper():
        return False
    if character.isupper() and before.isalpha() and not _capital_could_follow(text, at):
        return False
    follows = dict(_FOLLOWED_BY).get(character.lower())
    if follows and after.isalpha() and after.lower() not in follows:
        return False
    return all(_script(one) == _script(character) for one in beside)


def _sign_could_stand(text: str, at: int) -> bool:
    sign, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if before.isalpha() and after.isalpha():
        return sign in _WITHIN_WORDS
    if sign in _BEGINS_QUOTATION:
        # In German the same signs end what low ones began.
        german = text[max(0, at - _LONGEST_SENTENCE_CHARS) : at]
        return not before.isalpha() or "„" in german or "‚" in german
    return not (sign in _ENDS_QUOTATION + _BEFORE_NUMBERS and after.isalpha())


def _capital_could_follow(text: str, at: int) -> bool:
    """Whether a capital could stand after a letter: among capitals, or after an Irish prefix."""
    before, after, second = text[at - 1], text[at + 1 : at + 2], text[at + 2 : at + 3]
    if before.islower():
        first = not text[at - 2 : at - 1].isalpha() if at > 1 else True
        return first and before in _IRISH_PREFIXES and text[at] in _IRISH_CAPITALS
    return not (after.islower() or (after.isupper() and second.islower()))


def _is_closed(character: str, text: str, at: int) -> bool:
    """Whether a sign that opens a question is followed by the one that ends it."""
    closing = dict(_OPENING).get(character)
    return closing is None or closing in text[at : at + _LONGEST_SENTENCE_CHARS]


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0]
