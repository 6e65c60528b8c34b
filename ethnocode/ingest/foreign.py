"""Bytes that no reader can take, refused with what they are."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePosixPath

from ethnocode.errors import ProtectedSourceError, UnknownFormatError
from ethnocode.ingest.office.archive import Archive
from ethnocode.ingest.signatures import OLE, OUTLOOK_STREAM, ZIP

READABLE = (
    "text (.txt, .md, .org, .html), documents (.docx, .odt, .rtf, .pdf), transcripts (.vtt, "
    ".srt, .csv, .tsv, .json) and e-mail (.eml, .mbox, .msg)"
)
"""What the readers read, as messages say it."""

_RECORDING = "transcribe it first, and ingest the transcript"
_PICTURE = "describe what it shows in a text, or recognise its words first"
_PACKED = "unpack it, and ingest the files in it"
_LEFT_OUT = "leave it out"

_SIGNATURES: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image", _PICTURE),
    (0, b"\xff\xd8\xff", "a JPEG image", _PICTURE),
    (0, b"GIF87a", "a GIF image", _PICTURE),
    (0, b"GIF89a", "a GIF image", _PICTURE),
    (0, b"II*\x00", "a TIFF image", _PICTURE),
    (0, b"MM\x00*", "a TIFF image", _PICTURE),
    (8, b"WEBP", "a WebP image", _PICTURE),
    (0, b"8BPS", "a Photoshop image", _PICTURE),
    (4, b"ftyphei", "a HEIC image", _PICTURE),
    (4, b"ftypmif1", "a HEIC image", _PICTURE),
    (4, b"ftypavif", "an AVIF image", _PICTURE),
    (0, b"AT&TFORM", "a DjVu scan", _PICTURE),
    (4, b"ftypM4A", "an M4A recording", _RECORDING),
    (4, b"ftyp", "an MP4 recording", _RECORDING),
    (4, b"moov\x00", "a QuickTime recording", _RECORDING),
    (0, b"ID3", "an MP3 recording", _RECORDING),
    (0, b"\xff\xfb", "an MP3 recording", _RECORDING),
    (0, b"\xff\xf3", "an MP3 recording", _RECORDING),
    (0, b"\xff\xf2", "an MP3 recording", _RECORDING),
    (0, b"\xff\xf1", "an AAC recording", _RECORDING),
    (8, b"WAVE", "a WAV recording", _RECORDING),
    (8, b"AVI ", "an AVI recording", _RECORDING),
    (8, b"AIFF", "an AIFF recording", _RECORDING),
    (0, b"OggS", "an Ogg recording", _RECORDING),
    (0, b"fLaC", "a FLAC recording", _RECORDING),
    (0, b"#!AMR", "an AMR recording", _RECORDING),
    (0, b"\x1aE\xdf\xa3", "a WebM or Matroska recording", _RECORDING),
    (0, b"0&\xb2u\x8ef\xcf\x11", "a Windows Media recording", _RECORDING),
    (0, b"\x02dss", "a dictation recording (.dss)", _RECORDING),
    (0, b"\x03dss", "a dictation recording (.dss)", _RECORDING),
    (0, b"\x03ds2", "a dictation recording (.ds2)", _RECORDING),
    (0, b"\x1f\x8b", "a gzip archive", _PACKED),
    (0, b"BZh", "a bzip2 archive", _PACKED),
    (0, b"\xfd7zXZ\x00", "an xz archive", _PACKED),
    (0, b"(\xb5/\xfd", "a Zstandard archive", _PACKED),
    (0, b"7z\xbc\xaf'\x1c", "a 7-Zip archive", _PACKED),
    (0, b"Rar!\x1a\x07", "a RAR archive", _PACKED),
    (257, b"ustar", "a tar archive", _PACKED),
    (0, b"PK\x05\x06", "an empty ZIP archive", _LEFT_OUT),
    (0, b"\x7fELF", "a program", _LEFT_OUT),
    (0, b"\xcf\xfa\xed\xfe", "a program", _LEFT_OUT),
    (0, b"\xca\xfe\xba\xbe", "a program", _LEFT_OUT),
    (0, b"\x00asm", "a program", _LEFT_OUT),
    (0, b"SQLite format 3\x00", "a SQLite database", "export its words as text or CSV"),
    (0, b"PAR1", "a Parquet table", "export it as CSV"),
    (0, b"ARROW1", "an Arrow table", "export it as CSV"),
    (0, b"\x00\x00\x00\x01Bud1", "a .DS_Store file of macOS", _LEFT_OUT),
    (0, b"\x00\x05\x16\x07", "an AppleDouble file of macOS", _LEFT_OUT),
    (0, b"bplist00", "a property list of macOS", _LEFT_OUT),
    (0, b"OTTO\x00", "a font", _LEFT_OUT),
    (0, b"\x00\x01\x00\x00\x00", "a font", _LEFT_OUT),
    (0, b"ttcf\x00", "a font", _LEFT_OUT),
    (0, b"wOFF", "a font", _LEFT_OUT),
    (0, b"wOF2", "a font", _LEFT_OUT),
    (0, b"\xffWPC", "a WordPerfect document", "save it as .docx or .odt"),
    (0, b"{\\pwi", "a Pocket Word document", "save it as .docx or .rtf"),
    (0, b"%!PS", "a PostScript file", "save it as a PDF"),
    (60, b"BOOKMOBI", "a Kindle book", "save it as text or HTML"),
    (0, b"!BDN", "an Outlook folder (.pst)", "save its messages as .eml or .msg"),
    (
        0,
        b"version https://git-lfs.github.com/spec/",
        "a Git LFS pointer, not the file itself",
        "'git lfs pull' fetches the file",
    ),
)
"""Where a signature stands, what it is, and what to do about such a file."""

_ODF = "application/vnd.oasis.opendocument."
_MIMETYPES = (
    (f"{_ODF}spreadsheet", "an OpenDocument spreadsheet (.ods)", "export it as CSV"),
    (f"{_ODF}presentation", "an OpenDocument presentation (.odp)", "save it as a PDF"),
    (f"{_ODF}graphics", "an OpenDocument drawing (.odg)", "save it as a PDF"),
    ("application/epub+zip", "an EPUB book", "save its chapters as HTML or text"),
)
_MEMBERS = (
    ("xl/", "an Excel workbook (.xlsx)", "export each sheet as CSV"),
    ("ppt/", "a PowerPoint presentation (.pptx)", "save it as a PDF"),
    ("visio/", "a Visio drawing", "save it as a PDF"),
    ("Index/Document.iwa", "a document of Pages, Numbers or Keynote", "export it as .docx or PDF"),
    ("Index.zip", "a document of Pages, Numbers or Keynote", "export it as .docx or PDF"),
    ("project.qde", "a REFI-QDA project", "ingest the texts in its folder of sources"),
    ("AndroidManifest.xml", "a program", _LEFT_OUT),
    ("META-INF/MANIFEST.MF", "a program", _LEFT_OUT),
)

_STREAMS = (
    ("WordDocument", "an old binary .doc: save as .docx"),
    ("Workbook", "an old binary .xls: export each sheet as .csv"),
    ("PowerPoint Document", "an old binary .ppt: save as .pdf"),
)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_DOCUMENTS = (
    (ZIP, "a document (.docx or .odt)"),
    (OLE, "a saved message (.msg)"),
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "an RTF document"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
)

_LOCK_BYTES = (162, 165)
"""Sizes of the files in which Word keeps who has a document open."""

_LOCK_NAME_BYTES = 54
"""Where the second copy of the name begins in them."""

_DOCUMENT_HEAD_BYTES = 200
_SVG_HEAD_BYTES = 1000
_PROGRAM_HEAD_BYTES = 64
_LONGEST_LINK_BYTES = 256
# All that is in the file is one path: a link that was copied by a program without links.
_LINK = re.compile(rb"[^\x00-\x1f\x7f<>{}*?\"|]{1,255}")
_BINARY_SUFFIXES = (".docx", ".odt", ".rtf", ".pdf", ".msg", ".doc", ".xlsx", ".pptx")


def refuse_foreign(data: bytes, *, label: str) -> None:
    """Refuse bytes that no reader takes, saying what they are.

    Raises:
        UnknownFormatError: They are known to be something else.
        ProtectedSourceError: They are an Office file with a password.
        DamagedSourceError: They are a ZIP archive, as .docx and .odt are, cut short.
    """
    if _is_lock(data, label=label):
        raise _foreign("Word lock file, skipped", label, hint="close the document in Word")
    for at, signature, looks_like, hint in _SIGNATURES:
        if data.startswith(signature, at):
            raise _foreign(f"is {looks_like}", label, hint=hint)
    if data.startswith(ZIP):
        _refuse_archive(data, label=label)
    elif data.startswith(OLE):
        _refuse_office(data, label=label)
    else:
        _refuse_rest(data, label=label)


def refuse_all_but_text(data: bytes, *, label: str) -> None:
    """Refuse bytes that are not plain text, even of documents that can be read.

    Raises:
        UnknownFormatError: They are known to be something else.
        ProtectedSourceError: They are an Office file with a password.
        DamagedSourceError: They are a ZIP archive cut short.
    """
    refuse_foreign(data, label=label)
    head = data[:_DOCUMENT_HEAD_BYTES].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for signature, looks_like in _DOCUMENTS:
        if head.startswith(signature.lower()):
            raise _foreign(f"is {looks_like}, not text", label, hint="save its words as text")


def _is_lock(data: bytes, *, label: str) -> bool:
    """Whether a file holds only who has a document open: a byte, a name, and the name again."""
    if PurePosixPath(label).name.startswith(("~$", ".~lock.")):
        return True
    if len(data) not in _LOCK_BYTES or not 0 < data[0] <= _LOCK_NAME_BYTES - 2:
        return False
    length = data[0]
    return length in data[_LOCK_NAME_BYTES : _LOCK_NAME_BYTES + 2] and 0 not in data[1 : 1 + length]


def _refuse_archive(data: bytes, *, label: str) -> None:
    """Refuse a ZIP archive that is no text document."""
    archive = Archive(data, label=label)
    names = archive.names
    if any(name.startswith("word/") for name in names):
        return
    if "mimetype" in names:
        mimetype = archive.read("mimetype").decode("ascii", "replace").strip()
        if mimetype.startswith(f"{_ODF}text"):
            return
        for start, looks_like, hint in _MIMETYPES:
            if mimetype.startswith(start):
                raise _foreign(f"is {looks_like}", label, hint=hint)
    for start, looks_like, hint in _MEMBERS:
        if any(name.startswith(start) for name in names):
            raise _foreign(f"is {looks_like}", label, hint=hint)
    if "[Content_Types].xml" in names and b"wordprocessingml" in archive.read(
        "[Content_Types].xml"
    ):
        return
    if {"content.xml", "META-INF/manifest.xml"} <= names:
        return
    raise _foreign("is a ZIP archive", label, hint=_PACKED)


def _refuse_office(data: bytes, *, label: str) -> None:
    """Refuse an OLE file that is no saved message; the names of its streams say what it is."""
    if OUTLOOK_STREAM in data:  # what is attached to it may be anything
        return
    if _ENCRYPTED in data:
        raise ProtectedSourceError(
            "password-protected",
            where=label,
            hint="open it, save it without a password, and ingest that",
        )
    for stream, looks_like in _STREAMS:
        if stream.encode("utf-16-le") in data:
            raise _foreign(f"is {looks_like}", label, hint="open it in its program and save it so")
    raise _foreign("is an old Office file", label, hint="save it as .docx, .pdf or .csv")


def _refuse_rest(data: bytes, *, label: str) -> None:
    """Refuse what no few bytes at its start betray."""
    if data.startswith(b"BM") and data[2:6] == len(data).to_bytes(4, "little"):
        raise _foreign("is a BMP image", label, hint=_PICTURE)
    if data.startswith(b"MZ") and b"\x00" in data[:_PROGRAM_HEAD_BYTES]:
        raise _foreign("is a program", label, hint=_LEFT_OUT)
    head = data[:_SVG_HEAD_BYTES].lower()
    if b"<svg" in head and b"<html" not in head and head.lstrip().startswith((b"<svg", b"<?xml")):
        raise _foreign("is an SVG image", label, hint=_PICTURE)
    suffix = PurePosixPath(label).suffix.lower()
    if suffix in _BINARY_SUFFIXES and b"/" in data[:_LONGEST_LINK_BYTES] and _LINK.fullmatch(data):
        path = data.decode("utf-8", "replace")
        raise _foreign(
            f"is a symbolic link stored as a file, to '{path}'", label, hint="ingest what it links"
        )


def _foreign(message: str, label: str, *, hint: str) -> UnknownFormatError:
    return UnknownFormatError(message, where=label, hint=hint)
