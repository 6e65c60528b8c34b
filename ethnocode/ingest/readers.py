"""Every format that can be read, and which one a file is of."""

from __future__ import annotations

from pathlib import PurePosixPath

from ethnocode.errors import EmptySourceError, UnknownFormatError
from ethnocode.ingest.docx.reader import DOCX
from ethnocode.ingest.foreign import READABLE, refuse_foreign
from ethnocode.ingest.html.reader import HTML
from ethnocode.ingest.mail.eml import MAIL
from ethnocode.ingest.mail.mbox import MBOX
from ethnocode.ingest.mail.msg import MSG
from ethnocode.ingest.notes.day_one import DAY_ONE
from ethnocode.ingest.notes.markdown import MARKDOWN
from ethnocode.ingest.notes.org import ORG
from ethnocode.ingest.notes.plain import PLAIN
from ethnocode.ingest.odt.reader import ODT
from ethnocode.ingest.pdf.reader import PDF
from ethnocode.ingest.reader import Reader
from ethnocode.ingest.rtf.reader import RTF
from ethnocode.ingest.talk.captions import CAPTIONS
from ethnocode.ingest.talk.delimited import DELIMITED
from ethnocode.ingest.talk.speech_json import SPEECH_JSON

READERS: tuple[Reader, ...] = (
    PDF,
    DOCX,
    ODT,
    RTF,
    HTML,
    CAPTIONS,
    DAY_ONE,
    SPEECH_JSON,
    MSG,
    MBOX,
    MAIL,
    DELIMITED,
    ORG,
    MARKDOWN,
    PLAIN,
)
"""Every format that can be read; the first that is sure of the bytes takes them."""


def reader_for(data: bytes, *, label: str) -> Reader:
    """Return what reads a file: by its content where that is certain, else by its name.

    Raises:
        EmptySourceError: There is nothing in it.
        UnknownFormatError: No reader takes it.
    """
    if not data.strip():
        what = "0 bytes" if not data else "white space only"
        raise EmptySourceError(f"empty ({what})", where=label, hint="leave it out")
    refuse_foreign(data, label=label)
    sure = next((reader for reader in READERS if reader.sniff(data)), None)
    if sure:
        return sure
    suffix = PurePosixPath(label).suffix.lower()
    for reader in READERS:
        if suffix in reader.suffixes:
            return reader
    # An ending without letters is the end of a date: "minutes 28.4.15".
    if any(character.isalpha() for character in suffix):
        raise UnknownFormatError(
            f"nothing reads '{suffix}' files", where=label, hint=f"readable are {READABLE}"
        )
    return PLAIN
