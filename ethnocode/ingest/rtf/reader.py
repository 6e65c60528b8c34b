"""Reading a Rich Text file."""

from __future__ import annotations

import codecs

from ethnocode.errors import DamagedSourceError
from ethnocode.ingest.blocks import lay_out
from ethnocode.ingest.reader import Reader, Reading, ReadOptions
from ethnocode.ingest.rtf.interpreter import Interpreter
from ethnocode.ingest.rtf.tokens import tokens_of

_START = b"{\\rtf"
_HEAD_BYTES = 100


def read_rtf(data: bytes, *, label: str, options: ReadOptions) -> Reading:
    """Read a Rich Text file.

    What was deleted and the words of comments are marks; notes stand after the paragraph
    that they belong to.

    Raises:
        DamagedSourceError: It is no RTF, is cut short, or is nested too deeply.
    """
    if not _is_rtf(data):
        raise _damaged(f"it does not begin with {_START.decode()}", label)
    interpreter = Interpreter()
    warnings: tuple[str, ...] = ()
    for token in tokens_of(data[data.index(b"{") :]):
        if interpreter.closed:
            if token.data.strip():
                warnings = ("what stands after its end was left out",)
            break
        try:
            interpreter.read(token)
        except RecursionError as exc:
            raise _damaged("its groups are nested as no program nests them", label) from exc
    if not interpreter.closed:
        raise _damaged("it is cut short: its last groups are not closed", label)
    laid = lay_out(interpreter.blocks())
    lost = laid.content.text.count("\ufffd")
    if lost:
        warnings += (f"characters that mean nothing in its code page ({lost}) are '\ufffd' now",)
    return Reading(
        laid.content,
        layout=laid.layout,
        marks=laid.marks,
        title=interpreter.title,
        warnings=warnings,
    )


def _damaged(what: str, label: str) -> DamagedSourceError:
    return DamagedSourceError(
        f"damaged: {what}", where=label, hint="get the file again, or save it as .docx"
    )


def _is_rtf(data: bytes) -> bool:
    """Whether bytes begin as every RTF file does."""
    return data[:_HEAD_BYTES].removeprefix(codecs.BOM_UTF8).lstrip().startswith(_START)


RTF = Reader("Rich Text Format", (".rtf",), _is_rtf, read_rtf)
"""What Word, TextEdit and most other word processors write as .rtf."""
