"""Making any string harmless where it is shown; one function for each place."""

from __future__ import annotations

import html
import re

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad"  # controls but tab and newline; soft hyphen
    "\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # breaks, bidi, unseen
    "\ud800-\udfff]"  # lone surrogates, which no file can hold
)
_FORMULA = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")
_MARKUP = re.compile(
    r"[\\`*\[\]<>|#~^$]|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=www)\.", re.IGNORECASE
)
_PARAGRAPH_END = re.compile(r"[ \t]*\n\s*\n[ \t]*")
_JOINT = re.compile(r"(?<=[^\W_])([._/])(?=[^\W_])")
_LEADING = re.compile(r"^(?:[-+=]|\d+(?=[.)](?:\s|$)))")


def visible(text: str, *, breaks: bool = False) -> str:
    r"""Spell out characters that act on a terminal or hide: ESC becomes ``\x1b``.

    Args:
        text: Any string.
        breaks: Whether newlines and tabs stay; else each becomes a space.
    """
    spelt = _UNSEEN.sub(_spell_out, text)
    return spelt if breaks else spelt.replace("\n", " ").replace("\t", " ")


def spelt_out(words: str) -> str:
    """Return words of a source to be read: a line for each paragraph, and no other break.

    Blank lines part paragraphs; where the lines of a file end says nothing. What would act
    on a terminal or hide is spelt out.
    """
    return "\n".join(re.sub(r"\s+", " ", visible(part)) for part in _PARAGRAPH_END.split(words))


def escape_unseen(encoded: str) -> str:
    r"""Write the same characters as ``\uXXXX`` in finished JSON, which reads back unchanged."""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", encoded)


def csv_cell(text: str) -> str:
    r"""Keep a spreadsheet from reading text as a formula.

    Text that starts with ``= + - @``, a tab or a line break gets a leading
    apostrophe, and so does such text behind apostrophes or spaces: taking one
    apostrophe away always gives the text back. Newlines and tabs stay.

    Source:
        OWASP, CSV Injection.
    """
    guard = "'" if _FORMULA.match(text) else ""
    return guard + visible(text, breaks=True)


def html_text(text: str) -> str:
    """Escape text for HTML, in an element or a quoted attribute; newlines stay."""
    return html.escape(visible(text, breaks=True))


def breakable(escaped: str) -> str:
    """Let a dotted code id in finished HTML break at its joints, where there is little room."""
    return _JOINT.sub(r"\1<wbr>", escaped)


def md_cell(text: str) -> str:
    """Escape text for Markdown, in a table, a list or a heading; it becomes one line."""
    line = visible(text).strip()
    escaped = _MARKUP.sub(r"\\\g<0>", line.replace("&", "&amp;"))
    return _LEADING.sub(_escape_start, escaped).replace(r"\<", "&lt;")


def _spell_out(match: re.Match[str]) -> str:
    point = ord(match[0])
    return f"\\x{point:02x}" if point <= 0xFF else f"\\u{point:04x}"


def _escape_start(match: re.Match[str]) -> str:
    start = match[0]
    return f"{start}\\" if start.isdigit() else f"\\{start}"
