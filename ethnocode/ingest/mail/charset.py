"""Bytes that declare their own encoding, as the parts and headers of e-mails do."""

from __future__ import annotations

from ethnocode.errors import SourceError
from ethnocode.ingest.decode import Decoded, decode
from ethnocode.text.plausibility import plausibility

_WIDER = (
    ("us-ascii", "utf-8"),
    ("ascii", "utf-8"),
    ("iso-8859-1", "cp1252"),
    ("latin1", "cp1252"),
    ("latin-1", "cp1252"),
    ("ks_c_5601-1987", "cp949"),
    ("ks_c_5601", "cp949"),
    ("euc-kr", "cp949"),
    ("gb2312", "gb18030"),
    ("gbk", "gb18030"),
    ("shift_jis", "cp932"),
    ("iso-2022-jp", "iso2022_jp_ext"),
    ("iso-8859-8-i", "iso-8859-8"),
    ("iso-8859-9", "cp1254"),
    ("unicode-1-1-utf-7", "utf-7"),
    ("cp-850", "cp850"),
    ("x-mac-roman", "mac_roman"),
    ("macintosh", "mac_roman"),
)
"""Names that mail programs use, with the encoding that they write under them."""
_NO_CHARSETS = ("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape")
"""Codecs of the library that are no encoding of mail."""


def decode_declared(data: bytes, charset: str, *, label: str, encoding: str | None) -> Decoded:
    """Return the words of bytes in the encoding that they declare.

    Where that is none or not true, the encoding is ``encoding``, else found as for any
    text, and a warning says so.

    Raises:
        UndecodableSourceError: No encoding fits.
        UnknownFormatError: The bytes are no text.
    """
    codec = dict(_WIDER).get(charset.lower(), charset.lower())
    words = _strictly(data, codec) if codec else None
    if words is not None and not _is_rather_utf8(data, words, codec):
        return Decoded(words, codec)
    found = decode(data, label=label, encoding=encoding)
    if not charset:
        return found
    said = f"the body is not {charset}, as it says: read as {found.encoding}"
    return Decoded(found.words, found.encoding, (said, *found.warnings))


def in_charset(data: bytes, charset: str) -> str:
    """Return the words of a header, come what may: what no encoding fits is Western."""
    try:
        return decode_declared(data, charset, label="", encoding=None).words
    except SourceError:
        return data.decode("cp1252", "replace")


def raw_words(header: str) -> str:
    """Return a header as the parser has it, where every odd byte is a lone surrogate."""
    if header.isascii():
        return header
    try:
        return in_charset(header.encode("ascii", "surrogateescape"), "")
    except UnicodeEncodeError:
        return header


def _is_rather_utf8(data: bytes, words: str, codec: str) -> bool:
    """Whether bytes that are said to be Western, where every byte means something, are UTF-8."""
    if data.isascii() or not codec.startswith(("cp125", "iso-8859", "iso8859", "windows-125")):
        return False
    wide = _strictly(data, "utf-8")
    return wide is not None and plausibility(wide) > plausibility(words)


def _strictly(data: bytes, codec: str) -> str | None:
    if codec in _NO_CHARSETS:
        return None
    try:
        return data.decode(codec)
    except (LookupError, ValueError):
        return None
