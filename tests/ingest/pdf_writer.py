"""Writes small PDF files for tests: words at places, in fonts that every program has."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

_PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
_PERMISSIONS = 0xFFFFFFC0
_ID = b"0123456789abcdef"

_CMAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
1 begincodespacerange <00> <ff> endcodespacerange
1 beginbfchar <7e> <%s> endbfchar
endcmap end end"""

PICTURE = "q 400 0 0 600 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x7f EI Q\n"
"""Content that shows a picture and no words."""


@dataclass(frozen=True)
class Password:
    """How a file is locked: by 40-bit RC4, which every program can open."""

    user: str = ""
    owner: str = "owner"


def print_at(
    x: float, y: float, words: str, *, size: float = 10, font: str = "Courier", up: bool = False
) -> str:
    """Return content that prints words; in Courier every letter is 0.6 of the size wide."""
    name = {"Courier": "F1", "Courier-Bold": "F2"}[font]
    matrix = "0 1 -1 0" if up else "1 0 0 1"
    escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /{name} {size} Tf {matrix} {x} {y} Tm ({escaped}) Tj ET\n"


def print_lines(
    lines: Iterable[str], *, x: float = 50, top: float = 700, leading: float = 12, size: float = 10
) -> str:
    """Return content that prints lines below each other; blank ones leave white."""
    return "".join(
        print_at(x, top - number * leading, line, size=size)
        for number, line in enumerate(lines)
        if line
    )


def pdf_of(
    *pages: str,
    title: str = "",
    rotate: int = 0,
    password: Password | None = None,
    tilde: str = "",
) -> bytes:
    """Return a PDF with the content of each page, 600 points wide and 800 high.

    Where a meaning of ``~`` is given, the file says that its sign stands for that.
    """
    count = len(pages)
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(count))
    bodies: list[tuple[bytes, bytes | None]] = [
        (b"<</Type/Catalog/Pages 2 0 R>>", None),
        (f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode(), None),
        (_font("Courier", more=f"/ToUnicode {6 + 2 * count} 0 R" if tilde else ""), None),
        (_font("Courier-Bold"), None),
        (b"<</Title %s>>", title.encode("cp1252")),
    ]
    for number, content in enumerate(pages):
        page = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Rotate {rotate}"
            f"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>/Contents {7 + 2 * number} 0 R>>"
        )
        bodies.append((page.encode(), None))
        stream = content.encode("latin-1", "replace")
        bodies.append((b"<</Length %d>>stream\n%%s\nendstream" % len(stream), stream))
    if tilde:
        meaning = _CMAP % tilde.encode("utf-16-be").hex().encode()
        bodies.append((b"<</Length %d>>stream\n%%s\nendstream" % len(meaning), meaning))
    locked, trailer = _lock(password) if password else (_plain, b"")
    return _file([_body(number, *body, locked) for number, body in enumerate(bodies, 1)], trailer)


def _font(name: str, *, more: str = "") -> bytes:
    return f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding{more}>>".encode()


def _body(
    number: int, form: bytes, inner: bytes | None, locked: Callable[[int, bytes], bytes]
) -> bytes:
    if inner is None:
        return form
    done = locked(number, inner)
    if b"stream" in form:
        return form.replace(b"%s", done)
    return form.replace(b"%s", b"<" + done.hex().encode() + b">")


def _file(bodies: Sequence[bytes], trailer: bytes) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(bodies) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    out += b"trailer<</Size %d/Root 1 0 R/Info 5 0 R%s>>\n" % (size, trailer)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def _plain(number: int, data: bytes) -> bytes:
    return data


def _lock(password: Password) -> tuple[Callable[[int, bytes], bytes], bytes]:
    """Return what encrypts the strings and streams of an object, and the trailer's entry."""
    user, owner = ((word.encode() + _PAD)[:32] for word in (password.user, password.owner))
    owner_entry = _rc4(_md5(owner)[:5], user)
    key = _md5(user + owner_entry + _PERMISSIONS.to_bytes(4, "little") + _ID)[:5]
    entry = b"/ID[<%s><%s>]/Encrypt<</Filter/Standard/V 1/R 2/P %d/O<%s>/U<%s>>>" % (
        _ID.hex().encode(),
        _ID.hex().encode(),
        _PERMISSIONS - (1 << 32),
        owner_entry.hex().encode(),
        _rc4(key, _PAD).hex().encode(),
    )

    def locked(number: int, data: bytes) -> bytes:
        return _rc4(_md5(key + number.to_bytes(3, "little") + b"\0\0")[:10], data)

    return locked, entry


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)
