"""How the bytes of a text file become words."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches

from ethnocode.errors import UndecodableSourceError, UnknownFormatError, UsageError
from ethnocode.text.normalise import whole_characters
from ethnocode.text.plausibility import likelihood, mojibake, plausibility

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)
_CERTAIN, _LIKELY = 0.9, 0.6
"""Plausibility from which an encoding is taken without a warning, and with one."""

_CLOSE = 0.1
"""Two encodings whose likelihoods differ by less are in doubt."""

_FEW_LETTERS = 3
_LOOKED_AT_CHARS = 20_000
_MOSTLY, _SELDOM = 0.9, 0.1
"""Shares of NUL bytes at a place of each four, that show UTF-32."""

_LEAST_NULS = 0.4
"""Share of NUL bytes at a place of each two, that shows UTF-16 of Western words."""

_TIMES_OTHER = 10
"""So many times as many NULs at one place as at the other make UTF-16 possible."""

_CHARS_BEFORE, _CHARS_AFTER = 15, 25
"""Shown around what is in doubt."""

_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\v\f\r\x1a"))
_FEW_CONTROLS, _MOST_CONTROLS = 3, 0.02
"""Control characters that slip into text: so many, or such a share of all."""

_CONTROLS_OF_FEW = 0.25
"""Where there are hardly more characters than that, such a share."""

_BAD_BYTE = re.compile("[\udc80-\udcff]")
"""What a byte that is not UTF-8 becomes where it is let through."""

_FREQUENT = (
    ("cp1250", "ąęłśżóćńčřšžěůáíéýőű"),
    ("iso8859-2", "ąęłśżóćńčřšžěůáíéýőű"),
    ("cp1254", "ıüşğçöİ"),
    ("cp1251", "оеаинтсрвлк"),
    ("koi8-r", "оеаинтсрвлк"),
    ("cp866", "оеаинтсрвлк"),
    ("mac_cyrillic", "оеаинтсрвлк"),
    ("cp1253", "αοιετσνηυρπκάέίόή"),
    ("cp1255", "יוהלאתרמשבנ"),
    ("cp1256", "اليمنوتربد"),
    ("cp850", "éáàèçôöüäóíúñêß"),
    ("shift_jis", "のいたしてにはとなをるが"),
    ("euc_jp", "のいたしてにはとなをるが"),
    ("gb18030", "的一是不了在有人我他这"),
    ("big5", "的一是不了在有人我他這"),
    ("euc_kr", "이다는을에의가고하지"),
)
"""Encodings that are asked about but never guessed, with the letters frequent in them."""

_JAPANESE_ESCAPES = (b"\x1b$B", b"\x1b$@")
_LEAST_FREQUENT_LETTERS = 0.3
"""Share of such letters that makes an encoding worth asking about."""

_MOST_NAMED = 3
_ENCODINGS = (
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"),
    *("iso-8859-1", "iso-8859-15", "mac_roman", "macintosh", "windows-1252", "cp437", "ascii"),
    *(name for name, _ in _FREQUENT),
)
_NO_ENCODINGS = ("idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The words of a text file.

    Args:
        words: As decoded; a byte order mark stays their first character.
        encoding: Name of the encoding they were in.
        warnings: Why a person should look whether it is the right one.
    """

    words: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, *, label: str, encoding: str | None = None) -> Decoded:
    """Return the words of a text file.

    A byte order mark is believed; NUL bytes show UTF-16 and UTF-32; what is strictly
    UTF-8 is that; else the bytes are cp1252 or MacRoman, whichever makes more
    plausible words. Nothing is repaired: what looks wrong is only warned about.

    Args:
        data: The bytes.
        label: Names the file in messages.
        encoding: What it is known to be; then nothing else is tried.

    Raises:
        UnknownFormatError: The bytes are no text.
        UndecodableSourceError: They are text in an encoding that cannot be known.
        UsageError: There is no such encoding as the one given.
    """
    name = _python_name(encoding) if encoding else _wide(data)
    if not name:
        try:
            name, words = "utf-8", data.decode("utf-8")
        except UnicodeDecodeError as error:
            _refuse_binary(data, label=label)
            return _with_surrogates(data) or _western(data, error, label=label)
        _refuse_shifted(data, label=label)
        _refuse_binary(data, label=label)
        return Decoded(words, name, (*_by_chance(data, words), *_doubts(words)))
    try:
        words = data.decode(name)
    except UnicodeError as error:
        raise UndecodableSourceError(
            f"{_first_bad(error)} is not {_for_people(name)}",
            where=label,
            hint="open it in the program that wrote it and save it as UTF-8 text"
            + (", or say another --encoding" if encoding else ", or say its --encoding"),
        ) from None
    if name != "utf-8":
        _refuse_unprintable(words, label=label)
    return Decoded(words, name, _doubts(words))


def _python_name(encoding: str) -> str:
    """Return a given encoding as it is, where Python knows it as one of text."""
    try:
        known = codecs.lookup(encoding).name
        b"text".decode(encoding, "ignore")  # only encodings of text do
    except (LookupError, ValueError):
        known = ""
    if not known or known in _NO_ENCODINGS:
        near = get_close_matches(encoding.lower(), _ENCODINGS, n=2, cutoff=0.5)
        likely = f"did you mean {' or '.join(near)}?" if near else "usual are cp1252 and mac_roman"
        raise UsageError(f"there is no text encoding '{encoding}'", hint=likely)
    return encoding


def _wide(data: bytes) -> str:
    """Return the encoding that a byte order mark or the places of NUL bytes show, if any."""
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return name
    if 0 not in data:
        return ""
    nuls = [data[first::4].count(0) * 4 / len(data) for first in range(4)]
    if len(data) % 4 == 0:
        if min(nuls[2:]) > _MOSTLY and nuls[0] < _SELDOM:
            return "utf-32-le"
        if min(nuls[:2]) > _MOSTLY and nuls[3] < _SELDOM:
            return "utf-32-be"
    if len(data) % 2 == 0:
        even, odd = (nuls[0] + nuls[2]) / 2, (nuls[1] + nuls[3]) / 2
        for name, here, there in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
            if here > _TIMES_OTHER * there and (here > _LEAST_NULS or _reads_as(data, name)):
                return name
    return ""


def _reads_as(data: bytes, name: str) -> bool:
    """Whether bytes with few NULs are UTF-16 all the same, as Greek and Russian are."""
    try:
        words = data[: 2 * _LOOKED_AT_CHARS].decode(name)
    except UnicodeDecodeError:
        return False
    near = sum("\u0300" < character < "\u0800" or character in " \r\n.,-" for character in words)
    return near > _MOSTLY * len(words)


def _refuse_binary(data: bytes, *, label: str) -> None:
    """Refuse bytes with more control characters than slip into text."""
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if _are_many(controls, of=len(data)):
        raise _binary(label)


def _refuse_unprintable(words: str, *, label: str) -> None:
    """Refuse words of which many characters are control characters, or none that exist."""
    looked_at = words[:_LOOKED_AT_CHARS]
    odd = sum(
        not character.isprintable()
        and character not in "\t\n\v\f\r\x1a"
        and unicodedata.category(character) in ("Cc", "Cn")
        for character in looked_at
    )
    if _are_many(odd, of=len(looked_at)):
        raise _binary(label)


def _are_many(controls: int, *, of: int) -> bool:
    """Whether there are more control characters than slip into a text of a length."""
    return controls > max(_FEW_CONTROLS, _MOST_CONTROLS * of) or controls > _CONTROLS_OF_FEW * of


def _binary(label: str) -> UnknownFormatError:
    return UnknownFormatError(
        "binary data, not text",
        where=label,
        hint="if it is text after all, say its --encoding; else leave it out",
    )


def _western(data: bytes, error: UnicodeDecodeError, *, label: str) -> Decoded:
    """Return the words as cp1252 or MacRoman, whichever is more plausible.

    Raises:
        UndecodableSourceError: Neither is plausible, or most of it is UTF-8.
    """
    _refuse_nearly_utf8(data, error, label=label)
    old_mac = b"\r" in data and b"\n" not in data  # only there do lines end so
    tried = []
    for name in ("mac_roman", "cp1252") if old_mac else ("cp1252", "mac_roman"):
        try:
            words = data.decode(name)
        except UnicodeDecodeError:
            continue
        tried.append(Decoded(words, name))
    likely = [likelihood(decoded.words) for decoded in tried]
    best = tried[likely.index(max(likely))]
    plausible = plausibility(best.words)
    if plausible < _LIKELY:
        raise UndecodableSourceError(
            f"its encoding cannot be known: as {best.encoding} it begins "
            f"'{_around_first(best.words)}'",
            where=label,
            hint=f"say it with --encoding; likely {_likely(data)}",
        )
    doubts = _doubts(best.words)
    differ = len({decoded.words for decoded in tried}) > 1
    close = differ and max(likely) - min(likely) < _CLOSE
    unusual = best.encoding == "mac_roman" and _beyond_ascii(best.words) <= _FEW_LETTERS
    if plausible < _CERTAIN or ((close or unusual) and not old_mac):
        doubts = (_doubtful(best), *doubts)
    return Decoded(best.words, best.encoding, doubts)


def _doubtful(decoded: Decoded) -> str:
    return (
        f"read as {decoded.encoding}, which is in doubt: look at "
        f"'{_around_first(decoded.words)}', and say another --encoding if that is wrong"
    )


def _beyond_ascii(words: str) -> int:
    return len(words) - len(words.encode("ascii", "ignore"))


def _by_chance(data: bytes, words: str) -> tuple[str, ...]:
    """Return a warning where a few Western letters may be UTF-8 by chance only: "Ë’" is "˒"."""
    if not 0 < _beyond_ascii(words) <= _FEW_LETTERS or plausibility(words) >= _LIKELY:
        return ()
    western = likelihood(data.decode("cp1252", "replace"))
    return (_doubtful(Decoded(words, "utf-8")),) if western > _CERTAIN else ()


def _refuse_nearly_utf8(data: bytes, error: UnicodeDecodeError, *, label: str) -> None:
    """Refuse UTF-8 with a few bad bytes: read as anything else it would be nonsense."""
    words = data.decode("utf-8", "surrogateescape")
    bad = len(_BAD_BYTE.findall(words))
    good = len(words) - len(words.encode("ascii", "ignore")) - bad
    if good and good >= bad:
        raise UndecodableSourceError(
            f"{_first_bad(error)} is not UTF-8, though most of the text is",
            where=label,
            hint="repair it there, or say its encoding with --encoding",
        )


def _with_surrogates(data: bytes) -> Decoded | None:
    """Return UTF-8 in which halves of characters stand, as some programs write emoji."""
    try:
        halves = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    words = whole_characters(halves)
    return Decoded(words, "utf-8", _doubts(words))


def _refuse_shifted(data: bytes, *, label: str) -> None:
    """Refuse Japanese in seven bits, which would be ASCII without its escapes."""
    if any(escape in data for escape in _JAPANESE_ESCAPES):
        raise UndecodableSourceError(
            "it has the escapes of Japanese mail in it",
            where=label,
            hint="say its --encoding; likely is iso2022_jp",
        )


def _around_first(words: str) -> str:
    """Return the words around the first character beyond ASCII."""
    at = next((i for i, character in enumerate(words) if character > "\x7f"), 0)
    return " ".join(words[max(0, at - _CHARS_BEFORE) : at + _CHARS_AFTER].split())


def _likely(data: bytes) -> str:
    """Return encodings in which the bytes have letters that are frequent in them."""
    shares = []
    for name, frequent in _FREQUENT:
        try:
            words = data.decode(name)[:_LOOKED_AT_CHARS]
        except UnicodeDecodeError:
            continue
        letters = [one for one in words if one > "\x7f" and one.isalpha()]
        share = sum(letter in frequent for letter in letters) / max(1, len(letters))
        if share >= _LEAST_FREQUENT_LETTERS:
            shares.append((-share, name))
    named = [name for _, name in sorted(shares)[:_MOST_NAMED]]
    return "is " + " or ".join(named) if named else "are cp1250, cp1251, cp1253 and cp1254"


def _doubts(words: str) -> tuple[str, ...]:
    """Return a warning for each sign that an earlier conversion did harm."""
    found = []
    first, count = mojibake(words)
    if count:
        found.append(
            f"'{first}' and the like ({count}) look like UTF-8 that was once read as cp1252; "
            "nothing was changed"
        )
    lost = words.count("\ufffd")
    if lost:
        found.append(f"an earlier conversion lost characters ({lost}): they are '\ufffd' now")
    return tuple(found)


def _first_bad(error: UnicodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"byte 0x{error.object[error.start]:02x} at offset {error.start}"
    return "it"


def _for_people(name: str) -> str:
    family = name.lower().replace("_", "-").removesuffix("-sig")
    return family[: len("utf-16")].upper().rstrip("-") if family.startswith("utf") else name
